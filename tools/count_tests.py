#!/usr/bin/python3
"""Counts what test runners reported: prints "PASSED FAILED SKIPPED", and failures on stderr.

count_tests.py ctest JUNIT_XML GTEST_FOLDER   ctest's report; where a program is a GoogleTest one,
                                              its cases are counted instead of the program
count_tests.py junit JUNIT_XML                vitest's report
count_tests.py tap TAP_FILE                   node --test's report

A report that is missing or broken is one failure: a runner that died has not passed.
"""

import re
import sys
import xml.etree.ElementTree as xml
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, other: "Count") -> None:
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped


def note(failure: str) -> None:
    print(f"failed: {failure}", file=sys.stderr)


def count_cases(report: Path, is_skipped, name) -> Count:
    count = Count()
    for case in xml.parse(report).getroot().iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            count.failed += 1
            note(name(case))
        elif is_skipped(case):
            count.skipped += 1
        else:
            count.passed += 1
    return count


def count_googletest(report: Path) -> Count:
    def is_skipped(case: xml.Element) -> bool:
        return case.get("status") == "notrun" or case.find("skipped") is not None
    return count_cases(report, is_skipped,
                       lambda case: f"{case.get('classname')}.{case.get('name')}")


def count_junit(report: Path) -> Count:
    return count_cases(report, lambda case: case.find("skipped") is not None,
                       lambda case: f"{case.get('classname')}: {case.get('name')}")


def count_ctest(report: Path, gtest_folder: Path) -> Count:
    count = Count()
    for case in xml.parse(report).getroot().iter("testcase"):
        name = case.get("name", "")
        has_passed = case.get("status") == "run"
        cases = gtest_folder / f"{name}_test.xml"
        skipped = case.find("skipped")
        if cases.is_file():
            part = count_googletest(cases)
            # A program that fails although its cases pass: a leak, a crash on the way out.
            if not has_passed and part.failed == 0:
                part.failed = 1
                note(f"{name}: its cases passed, the program did not")
            count.add(part)
        elif has_passed:
            count.passed += 1
        elif skipped is not None and "SKIP_" in skipped.get("message", ""):
            count.skipped += 1
        else:
            count.failed += 1
            note(name)
    return count


def count_tap(report: Path) -> Count:
    text = report.read_text(encoding="utf-8", errors="replace")
    values = {name: re.findall(rf"^# {name} (\d+)$", text, re.M)
              for name in ("pass", "fail", "cancelled", "skipped")}
    if not values["pass"] or not values["fail"]:
        raise ValueError("no totals at the end")
    for failure in re.findall(r"^\s*not ok \d+ - (.+)$", text, re.M):
        note(failure)
    last = {name: int(found[-1]) if found else 0 for name, found in values.items()}
    return Count(last["pass"], last["fail"] + last["cancelled"], last["skipped"])


def count_report(kind: str, paths: list[Path]) -> Count:
    try:
        if kind == "ctest":
            return count_ctest(paths[0], paths[1])
        return count_junit(paths[0]) if kind == "junit" else count_tap(paths[0])
    except (OSError, ValueError, xml.ParseError) as error:
        note(f"{paths[0]}: no report of a finished run ({error})")
        return Count(failed=1)


def main(arguments: list[str]) -> int:
    if len(arguments) != {"ctest": 3, "junit": 2, "tap": 2}.get(arguments[0] if arguments else ""):
        print(__doc__, file=sys.stderr)
        return 2
    count = count_report(arguments[0], [Path(path) for path in arguments[1:]])
    print(count.passed, count.failed, count.skipped)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
