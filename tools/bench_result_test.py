#!/usr/bin/python3
"""Proves that a missed target, a missing figure and a failed run are told."""

import contextlib
import io
import json
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import bench_result  # noqa: E402


def run(script: str) -> tuple[int, str]:
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(io.StringIO()):
        status = bench_result.main(["sample", "sh", "-c", script])
    return status, output.getvalue()


class Targets(unittest.TestCase):
    def test_met_targets(self):
        figures = {"a": 1, "b": 2.5, "c": 3}
        targets = {"a": {"at_most": 1}, "b": {"at_least": 2.5}, "c": {"at_least": 1, "at_most": 3}}
        self.assertEqual(bench_result.missed_targets(figures, targets), [])

    def test_missed_targets(self):
        figures = {"a": 1.1, "b": 2, "c": None, "d": float("nan")}
        targets = {"a": {"at_most": 1}, "b": {"at_least": 2.5}, "c": {"at_most": 1},
                   "d": {"at_most": 1}, "e": {"at_most": 1}}
        self.assertEqual(len(bench_result.missed_targets(figures, targets)), 5)

    def test_target_of_another_form_is_an_error(self):
        with self.assertRaises(ValueError):
            bench_result.missed_targets({"a": 1}, {"a": {"below": 1}})
        with self.assertRaises(ValueError):
            bench_result.missed_targets({"a": 1}, {"a": {}})


class Run(unittest.TestCase):
    def test_result_is_the_last_line(self):
        status, output = run("""echo table; echo '{"figures":{"a":1},"compared_with":{"b":2}}'""")
        self.assertEqual(status, 0)
        first, last = output.splitlines()
        self.assertEqual(first, "table")
        self.assertTrue(last.startswith("RESULT "))
        whole = json.loads(last.removeprefix("RESULT "))
        self.assertEqual(set(whole), {"name", "figures", "targets", "compared_with", "machine",
                                      "commit"})
        self.assertEqual(whole["name"], "sample")
        self.assertEqual(whole["compared_with"], {"b": 2})

    def test_missed_target_ends_with_1_and_still_a_result(self):
        status, output = run("""echo '{"figures":{"a":2},"targets":{"a":{"at_most":1}}}'""")
        self.assertEqual(status, 1)
        self.assertIn("missed: a: 2 is more than 1", output)
        self.assertTrue(output.splitlines()[-1].startswith("RESULT "))

    def test_failed_run_is_no_result(self):
        for script in ("""echo '{"figures":{"a":1}}'; exit 3""", "echo table", "true",
                       """echo '{"figures":{}}'""", "echo '[1]'"):
            status, output = run(script)
            self.assertEqual(status, 1, script)
            self.assertNotIn("RESULT", output, script)


if __name__ == "__main__":
    unittest.main()
