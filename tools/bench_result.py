#!/usr/bin/python3
"""Runs a benchmark, holds its figures to its targets and prints the RESULT line.

bench_result.py --list             the names and what each measures
bench_result.py NAME COMMAND...    runs COMMAND, whose last line of output is a JSON object

    {"figures": {"clean_build_s": 412.0, ...},
     "targets": {"clean_build_s": {"at_most": 600}, ...},      at_most, at_least or both
     "compared_with": {"decode_ms": 61.0, ...}}                what the figures are set beside

Everything the command prints before that is passed on. Exit status 1 when the command fails, when
it states no figures, or when a target is missed or has no figure.
"""

import json
import math
import os
import platform
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def missed_targets(figures: dict, targets: dict) -> list[str]:
    missed = []
    for name, bounds in targets.items():
        if not bounds or not set(bounds) <= {"at_most", "at_least"}:
            raise ValueError(f"the target of {name} is not at_most or at_least: {bounds}")
        figure = figures.get(name)
        if not isinstance(figure, (int, float)) or not math.isfinite(figure):
            missed.append(f"{name}: no figure")
            continue
        if figure > bounds.get("at_most", figure):
            missed.append(f"{name}: {figure} is more than {bounds['at_most']}")
        if figure < bounds.get("at_least", figure):
            missed.append(f"{name}: {figure} is less than {bounds['at_least']}")
    return missed


def machine() -> str:
    cpu = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.M)
    memory = re.search(r"^MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text(), re.M)
    cores = len(os.sched_getaffinity(0))
    return (f"{cpu.group(1) if cpu else platform.machine()}, {cores} cores, "
            f"{int(memory.group(1)) // (1 << 20) if memory else '?'} GiB")


def commit() -> str:
    def git(*arguments: str) -> str:
        return subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, text=True,
                              check=False).stdout.strip()
    return git("rev-parse", "--short=12", "HEAD") + ("+changes" if git("status", "--short") else "")


def run(command: list[str]) -> tuple[int, str]:
    """The command's exit status and its last line; the lines before are printed as they come."""
    last = None
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            if last is not None:
                print(last, end="", flush=True)
            last = line
    return process.returncode, last or ""


def result(name: str, last_line: str) -> tuple[dict, list[str]]:
    """The RESULT object, and the targets that are missed."""
    stated = json.loads(last_line)
    if not stated.get("figures"):
        raise ValueError("it states no figures")
    whole = {"name": name, "figures": stated["figures"], "targets": stated.get("targets", {}),
             "compared_with": stated.get("compared_with", {}), "machine": machine(),
             "commit": commit()}
    return whole, missed_targets(whole["figures"], whole["targets"])


def about(program: Path) -> str:
    """What a benchmark says of itself: its line "# measures: ..."."""
    found = re.search(r"^# measures: (.+)$", program.read_text(encoding="utf-8"), re.M)
    return found.group(1) if found else ""


def main(arguments: list[str]) -> int:
    if arguments == ["--list"]:
        for program in sorted(ROOT.glob("bench/*/run")):
            print(f"{program.parent.name:<12} {about(program)}")
        return 0
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    name, command = arguments[0], arguments[1:]
    status, last_line = run(command)
    if status != 0:
        print(last_line, end="")
        print(f"{name}: the benchmark failed with exit status {status}", file=sys.stderr)
        return 1
    try:
        whole, missed = result(name, last_line)
    except (ValueError, AttributeError) as error:
        print(last_line, end="")
        print(f"{name}: the last line is no result: {error}", file=sys.stderr)
        return 1
    for target in missed:
        print(f"missed: {target}")
    print("RESULT " + json.dumps(whole, ensure_ascii=False, separators=(",", ":")))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
