#!/usr/bin/python3
"""The module table of modules.cmake: prints it, and holds the includes of src/ to it.

modules.py           prints the table as Markdown
modules.py --write   writes it between the markers of ARCHITECTURE.md
modules.py --check   exit status 1 when an include breaks the table, or ARCHITECTURE.md is behind it
"""

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BEGIN = "<!-- modules: printed by tools/modules.py --write -->"
END = "<!-- /modules -->"
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)
KEYWORDS = ("HOLDS", "USES", "LIBRARIES", "HEADERS")
# Headers of the operating system and the C library that have no C++ name.
SYSTEM_FOLDERS = {"arpa", "asm", "linux", "net", "netinet", "sanitizer", "sys"}
SYSTEM_HEADERS = {"dirent.h", "dlfcn.h", "fcntl.h", "malloc.h", "poll.h", "pthread.h", "sched.h",
                  "setjmp.h", "signal.h", "spawn.h", "termios.h", "ucontext.h", "unistd.h"}


@dataclass
class Module:
    name: str
    holds: str = ""
    uses: list[str] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)  # prefixes of third-party headers it owns


@dataclass
class Table:
    modules: dict[str, Module]
    shared_headers: list[str]

    def owners(self, header: str) -> list[str]:
        return [module.name for module in self.modules.values()
                if any(is_under(header, prefix) for prefix in module.headers)]


def is_under(header: str, prefix: str) -> bool:
    """`png` owns png.h, `tiff` owns tiffio.h, `opencv2/core` owns opencv2/core.hpp."""
    return header.startswith(prefix)


def read_table(text: str) -> Table:
    text = re.sub(r"^#.*$", "", text, flags=re.M)
    shared = re.search(r"set\(PIXIU_SHARED_HEADERS([^)]*)\)", text)
    table = Table({}, shared.group(1).split() if shared else [])
    for name, body in re.findall(r'pixiu_module\((\w+)((?:[^)"]|"[^"]*")*)\)', text):
        module = Module(name)
        keyword = ""
        for quoted, word in re.findall(r'"([^"]*)"|([^\s"]+)', body):
            if word in KEYWORDS:
                keyword = word
            elif keyword == "HOLDS":
                module.holds = " ".join(quoted.split())
            elif keyword == "USES":
                module.uses.append(word)
            elif keyword == "HEADERS":
                module.headers.append(word)
        table.modules[name] = module
    return table


def table_faults(table: Table) -> list[str]:
    faults = []
    seen: set[str] = set()
    for module in table.modules.values():
        if not module.holds:
            faults.append(f"modules.cmake: {module.name} does not say what it HOLDS")
        faults += [f"modules.cmake: {module.name} uses {used}, which is not a row above it"
                   for used in module.uses if used not in seen]
        seen.add(module.name)
        faults += [f"modules.cmake: {prefix} is a header of {module.name} and of another row"
                   for prefix in module.headers if len(table.owners(prefix)) > 1]
    return faults


def include_fault(table: Table, path: Path, bracket: str, header: str) -> str | None:
    """What is wrong with one include of a file; `path` is relative to src/."""
    module = path.parts[0]
    first = header.split("/")[0]
    if bracket == '"':
        if first == "tests":
            is_test = path.name.endswith(("_test.cc", "testing.h"))
            return None if is_test else f'"{header}" is for tests only'
        if first not in table.modules:
            return f'"{header}" does not begin with a module of modules.cmake'
        if first not in (module, *table.modules[module].uses):
            return f"{module} may not use {first}: its row in modules.cmake does not name it"
        if header.endswith("/testing.h") and not path.name.endswith(("_test.cc", "testing.h")):
            return f'"{header}" is for tests only'
        if module == first == "detectors" and path.parts[1] != header.split("/")[1]:
            return f'a detector does not include another one: "{header}"'
        return None
    if any(is_under(header, prefix) for prefix in table.shared_headers):
        return None
    owners = table.owners(header)
    if owners:
        return None if module in owners else f"<{header}> belongs to {owners[0]}, not to {module}"
    is_standard = "." not in header and "/" not in header
    if is_standard or first in SYSTEM_FOLDERS or header in SYSTEM_HEADERS:
        return None
    return f"<{header}> belongs to no row of modules.cmake"


def include_faults(root: Path, table: Table) -> list[str]:
    faults = []
    source_root = root / "src"
    for path in sorted(source_root.rglob("*")):
        if path.suffix not in (".h", ".cc"):
            continue
        relative = path.relative_to(source_root)
        if relative.parts[0] not in table.modules:
            faults.append(f"src/{relative}: {relative.parts[0]} has no row in modules.cmake")
            continue
        text = path.read_text(encoding="utf-8")
        for match in INCLUDE.finditer(text):
            fault = include_fault(table, relative, match.group(1), match.group(2))
            if fault:
                line = text.count("\n", 0, match.start(1)) + 1
                faults.append(f"src/{relative}:{line}: {fault}")
    return faults


def markdown(root: Path, table: Table) -> str:
    lines = ["| module | holds | may use |", "|---|---|---|"]
    for module in table.modules.values():
        is_built = (root / "src" / module.name).is_dir()
        name = f"`{module.name}`" if is_built else f"`{module.name}` (planned)"
        lines.append(f"| {name} | {module.holds} | {' '.join(module.uses) or '-'} |")
    return "\n".join(lines) + "\n"


def with_table(document: str, table_text: str) -> str:
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"ARCHITECTURE.md has not the markers {BEGIN} and {END}")
    return f"{before}{BEGIN}\n{table_text}{END}{after}"


def main(arguments: list[str]) -> int:
    table = read_table((ROOT / "modules.cmake").read_text(encoding="utf-8"))
    document_path = ROOT / "ARCHITECTURE.md"
    if arguments == []:
        print(markdown(ROOT, table), end="")
        return 0
    document = document_path.read_text(encoding="utf-8")
    expected = with_table(document, markdown(ROOT, table))
    if arguments == ["--write"]:
        document_path.write_text(expected, encoding="utf-8")
        return 0
    if arguments != ["--check"]:
        print(__doc__, file=sys.stderr)
        return 2
    faults = table_faults(table) + include_faults(ROOT, table)
    if document != expected:
        faults.append("ARCHITECTURE.md: the module table is behind; run tools/modules.py --write")
    print("\n".join(faults) if faults else "every include keeps to the module table")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
