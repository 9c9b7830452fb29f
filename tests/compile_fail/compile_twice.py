"""Compiles one source with and without its wrong line: compile_twice.py SOURCE COMPILER FLAG..."""

import re
import subprocess
import sys


def main() -> int:
    source, command = sys.argv[1], sys.argv[2:]
    with open(source, encoding="utf-8") as file:
        expects = re.fullmatch(r"// expects: (.+)\n", file.readline())
    if not expects:
        print(f"{source}: the first line is not '// expects: REGEX'")
        return 1
    right = subprocess.run([*command, source], capture_output=True, text=True, check=False)
    if right.returncode != 0:
        print(f"{source} does not build even without the wrong line:\n{right.stderr}")
        return 1
    wrong = subprocess.run(
        [*command, "-DPIXIU_WRONG_LINE", source], capture_output=True, text=True, check=False)
    if wrong.returncode == 0:
        print(f"{source} builds with the wrong line")
        return 1
    if not re.search(expects.group(1), wrong.stderr):
        print(f"{source} fails, but not with {expects.group(1)!r}:\n{wrong.stderr}")
        return 1
    return 0


sys.exit(main())
