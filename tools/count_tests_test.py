#!/usr/bin/python3
"""Proves that no failure, crash or missing report is counted as passed."""

import contextlib
import io
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from count_tests import Count, count_report  # noqa: E402

GTEST = """<testsuites><testsuite name="Id">
<testcase name="a" classname="Id" status="run"/>
<testcase name="b" classname="Id" status="run">{b}</testcase>
<testcase name="c" classname="Id" status="run"><skipped/></testcase>
<testcase name="d" classname="Id" status="notrun"/>
</testsuite></testsuites>"""


class CountTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def count(self, kind, report, programs=None):
        for name, text in (programs or {}).items():
            (self.folder / f"{name}_test.xml").write_text(text)
        path = self.folder / "report"
        if report is not None:
            path.write_text(report)
        with contextlib.redirect_stderr(io.StringIO()):
            return count_report(kind, [path, self.folder])

    def ctest(self, *cases, programs=None):
        return self.count("ctest", f"<testsuite>{''.join(cases)}</testsuite>", programs)

    def test_cases_of_a_googletest_program_are_counted(self):
        self.assertEqual(self.ctest('<testcase name="base" status="run"/>',
                                    programs={"base": GTEST.format(b="")}), Count(2, 0, 2))

    def test_failed_case_is_counted(self):
        self.assertEqual(self.ctest('<testcase name="base" status="fail"/>',
                                    programs={"base": GTEST.format(b="<failure/>")}),
                         Count(1, 1, 2))

    def test_program_that_fails_after_its_cases_is_a_failure(self):
        self.assertEqual(self.ctest('<testcase name="base" status="fail"/>',
                                    programs={"base": GTEST.format(b="")}), Count(2, 1, 2))

    def test_program_that_leaves_no_report_is_one_test(self):
        self.assertEqual(self.ctest('<testcase name="a" status="run"/>',
                                    '<testcase name="b" status="fail"/>'), Count(1, 1, 0))

    def test_program_that_is_not_there_is_a_failure(self):
        missing = '<skipped message="Unable to find executable: x"/>'
        self.assertEqual(
            self.ctest(f'<testcase name="a" status="notrun">{missing}</testcase>'), Count(0, 1, 0))

    def test_program_that_asks_to_be_skipped_is_skipped(self):
        asked = '<skipped message="SKIP_RETURN_CODE=77"/>'
        self.assertEqual(
            self.ctest(f'<testcase name="a" status="notrun">{asked}</testcase>'), Count(0, 0, 1))

    def test_junit_cases_are_counted(self):
        self.assertEqual(self.count("junit", "<a><testcase name='x'/><testcase name='y'><failure/>"
                                             "</testcase><testcase name='z'><skipped/></testcase>"
                                             "</a>"), Count(1, 1, 1))

    def test_tap_totals_are_counted(self):
        self.assertEqual(self.count("tap", "not ok 1 - x\n# pass 3\n# fail 1\n# cancelled 2\n"
                                           "# skipped 1\n"), Count(3, 3, 1))

    def test_missing_or_broken_report_is_a_failure(self):
        for kind, report in (("ctest", None), ("ctest", "<testsuite>"), ("junit", ""),
                             ("tap", "ok 1 - x\n")):
            self.assertEqual(self.count(kind, report), Count(0, 1, 0), kind)


if __name__ == "__main__":
    unittest.main()
