#!/usr/bin/python3
"""Tidiness that no compiler checks, over every file git knows or would add.

tidy.py          prints one line a fault; exit status 1 when there is any
tidy.py --rules  lists the rules

The rules are written down in STYLE.md. A line of C++ may carry "// tidy: NAME - reason" to be let
off the banned word NAME; no other rule has exceptions.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import cpp_source
import documents

ROOT = Path(__file__).resolve().parent.parent
FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 70
LINE_COLUMNS_MAX = 100
BLOB_BYTES_MAX = 200_000
CPP = (".h", ".cc")
CODE = (*CPP, ".py", ".ts", ".tsx", ".css", ".sh", ".cmake")
FOLDERS = {"util", "utils", "common", "helper", "helpers", "misc", "manager", "managers", "core"}
LOCK_FILES = {"package-lock.json"}

# Banned word, where it is allowed (prefixes of paths), the pattern, and what to write instead.
BANNED = [
    ("printf", ("apps/", "bench/", "fuzz/"), r"\b(v?[fsd]?)printf\s*\(|\b(f?puts|putchar)\s*\(",
     "std::ostream, or a logger handed in"),
    ("scanf", (), r"\b[fs]?scanf\s*\(", "std::from_chars"),
    ("ato", (), r"\bato[ifl]l?\s*\(|\bstrto[a-z]+\s*\(", "std::from_chars"),
    ("str", (), r"\b(strn?cpy|strn?cat|strtok|gets)\s*\(", "std::string"),
    ("rand", (), r"\b(s?rand|drand48)\s*\(|\brandom_shuffle\b|\brandom_device\b",
     "Entropy, or a seeded generator"),
    ("system", (), r"\b(system|popen)\s*\(", "nothing: we start no shell"),
    ("getenv", ("apps/", "bench/"), r"\b(secure_)?getenv\s*\(", "a constructor's parameter"),
    ("regex", (), r"\bstd::([cs]match|regex|regex_\w+)\b",
     "a small parser: std::regex is slow and recursive"),
    ("new", (), r"\bnew\s+[\w:(]", "std::make_unique"),
    ("delete", (), r"(?<!=)(?<!= )(?<!operator )\bdelete\b", "std::unique_ptr"),
    ("clock", ("src/base/clock.cc", "bench/"),
     r"\bsystem_clock::now\b|\btime\s*\(\s*(nullptr|0|NULL)", "Clock"),
    ("local_time", (), r"\b(localtime|mktime|gmtime)(_r)?\s*\(", "Timestamp, which is UTC"),
    ("cout", ("apps/", "bench/", "fuzz/", "tests/", "src/cli/", "src/base/check.cc"),
     r"\bstd::(cout|cerr|clog)\b", "a result, or a logger handed in"),
]
# How a class with a private constructor is made; std::make_unique cannot.
OWNED_AT_ONCE = re.compile(r"\bunique_ptr<[\w:]+>\s*\w*\s*\(\s*new(?=\s)")
FAST_MATH = re.compile(r"-ffast-math|-Ofast")
# Pixiu speaks of files. These words, said of a person, are never shown to anybody.
VERDICTS = re.compile(r"\b(fraud\w*|scam\w*|cheat\w*|liar|crook)\b|骗|欺诈|造假者|刁民", re.I)
OPEN_END = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b(?!\(#\d+\))")
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:wo" r"rk|ro" r"ot|ho" r"me/\w+)/")
REGISTRY_HOST = re.compile(r'"resolved":\s*"https?:')


class Tree:
    """The files of a checkout, by their paths from its root."""

    def __init__(self, root: Path, paths: list[str]):
        self.root = root
        self.paths = paths

    @classmethod
    def of_git(cls, root: Path) -> "Tree":
        listing = subprocess.run(
            ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others",
             "--exclude-standard"], capture_output=True, text=True, check=True).stdout
        paths = sorted(set(listing.split("\0")) - {""})
        return cls(root, [path for path in paths if (root / path).is_file()])

    def bytes(self, path: str) -> bytes:
        return (self.root / path).read_bytes()

    def texts(self) -> Iterator[tuple[str, str]]:
        for path in self.paths:
            content = self.bytes(path)
            if b"\0" in content[:8000]:
                continue
            try:
                yield path, content.decode("utf-8")
            except UnicodeDecodeError:
                continue


def is_code(path: str) -> bool:
    return (path.endswith(CODE) or Path(path).name == "CMakeLists.txt"
            or (path.startswith(("script/", "bench/")) and "." not in Path(path).name))


def is_foreign(path: str) -> bool:
    return Path(path).name in LOCK_FILES or "/corpus/" in path


def folder_names(tree: Tree) -> Iterator[str]:
    for folder in sorted({folder for path in tree.paths for folder in Path(path).parents}):
        if folder.name in FOLDERS:
            yield f"{folder}: a folder is named for what it holds, not {folder.name!r}"


def blob_sizes(tree: Tree) -> Iterator[str]:
    for path in tree.paths:
        size = (tree.root / path).stat().st_size
        if size > BLOB_BYTES_MAX and Path(path).name not in LOCK_FILES:
            yield f"{path}: {size} bytes, more than {BLOB_BYTES_MAX}"


def file_lengths(tree: Tree) -> Iterator[str]:
    for path, text in tree.texts():
        count = text.count("\n")
        if is_code(path) and count > FILE_LINES_MAX:
            yield f"{path}: {count} lines, more than {FILE_LINES_MAX}"


def line_lengths(tree: Tree) -> Iterator[str]:
    for path, text in tree.texts():
        if not is_code(path) or path.endswith((".ts", ".tsx", ".css")):
            continue  # the console's texts and classes are its linter's business
        for number, line in enumerate(text.splitlines(), 1):
            if len(line) > LINE_COLUMNS_MAX:
                yield f"{path}:{number}: {len(line)} columns, more than {LINE_COLUMNS_MAX}"


def function_lengths(tree: Tree) -> Iterator[str]:
    for path, text in tree.texts():
        spans: list[tuple[int, int]] = []
        if path.endswith(CPP):
            code = cpp_source.without_comments_and_strings(text)
            spans = [(function.line, function.length) for function in cpp_source.functions(code)]
        elif path.endswith(".py"):
            spans = [(node.lineno, (node.end_lineno or node.lineno) - node.lineno + 1)
                     for node in ast.walk(ast.parse(text))
                     if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
        for line, length in spans:
            if length > FUNCTION_LINES_MAX:
                yield f"{path}:{line}: a function of {length} lines, more than {FUNCTION_LINES_MAX}"


def banned_words(tree: Tree) -> Iterator[str]:
    for path, text in tree.texts():
        if not path.endswith(CPP):
            continue
        lines = text.splitlines()
        code = cpp_source.without_comments_and_strings(text)
        code = OWNED_AT_ONCE.sub(lambda match: match.group(0)[:-3] + "   ", code).splitlines()
        for name, allowed, pattern, instead in BANNED:
            if path.startswith(allowed) or (name == "getenv" and path.endswith("_test.cc")):
                continue  # a test finds its data by the environment
            for number, line in enumerate(code, 1):
                found = re.search(pattern, line)
                if found and not re.search(rf"// tidy: {name} - \w", lines[number - 1]):
                    yield f"{path}:{number}: {found.group(0).strip()!r} is banned; use {instead}"


def build_flags(tree: Tree) -> Iterator[str]:
    for path, text in tree.texts():
        if path.endswith(".cmake") or Path(path).name in ("CMakeLists.txt", "CMakePresets.json"):
            if FAST_MATH.search(text):
                yield f"{path}: fast floating point makes findings differ between machines"


def headers_once(tree: Tree) -> Iterator[str]:
    for path, text in tree.texts():
        if path.endswith(".h") and "#pragma once\n" not in text:
            yield f"{path}: a header without #pragma once"


def verdicts(tree: Tree) -> Iterator[str]:
    for path, text in tree.texts():
        if not path.startswith(("src/", "console/src/", "apps/")) or "_test." in path:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            found = VERDICTS.search(line)
            if found:
                yield f"{path}:{number}: {found.group(0)!r} judges a person; say what a file shows"


def open_ends(tree: Tree) -> Iterator[str]:
    for path, text in tree.texts():
        if is_foreign(path):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if OPEN_END.search(line):
                yield f"{path}:{number}: left open without a reference such as (#12)"


def machine_paths(tree: Tree) -> Iterator[str]:
    for path, text in tree.texts():
        if is_foreign(path):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if MACHINE_PATH.search(line):
                yield f"{path}:{number}: a path of one machine"


def registry_hosts(tree: Tree) -> Iterator[str]:
    for path, text in tree.texts():
        if Path(path).name in LOCK_FILES and REGISTRY_HOST.search(text):
            yield f"{path}: names a registry host (npm: omit-lockfile-registry-resolved=true)"


def lint_reasons(tree: Tree) -> Iterator[str]:
    """.clang-tidy has a line "# -check: reason" for each check that it turns off."""
    if ".clang-tidy" not in tree.paths:
        return
    text = tree.bytes(".clang-tidy").decode("utf-8")
    settings = re.sub(r"^\s*#.*$", "", text, flags=re.M)
    for check in re.findall(r"(?<![\w-])-([a-z][\w.*-]*)", settings):
        if not re.search(rf"^\s*# -{re.escape(check)}: \w", text, re.M):
            yield f".clang-tidy: -{check} is turned off without a line '# -{check}: reason'"


def named_paths(tree: Tree) -> Iterator[str]:
    return documents.missing_paths(tree)


def named_commands(tree: Tree) -> Iterator[str]:
    return documents.wrong_commands(tree)


RULES = [folder_names, blob_sizes, file_lengths, line_lengths, function_lengths, banned_words,
         build_flags, headers_once, verdicts, open_ends, machine_paths, registry_hosts,
         lint_reasons, named_paths, named_commands]


def main(arguments: list[str]) -> int:
    if arguments == ["--rules"]:
        print("\n".join(rule.__name__ for rule in RULES))
        return 0
    tree = Tree.of_git(ROOT)
    faults = [f"{fault} [{rule.__name__}]" for rule in RULES for fault in rule(tree)]
    print("\n".join(faults) if faults else f"{len(tree.paths)} files are tidy")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
