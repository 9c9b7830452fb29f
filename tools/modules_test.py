#!/usr/bin/python3
"""Proves that each rule of modules.py can fail."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import modules  # noqa: E402

TABLE = modules.read_table("""
# pixiu_module(comment USES nothing)
set(PIXIU_SHARED_HEADERS nlohmann)
pixiu_module(base HOLDS "ids (strong)")
pixiu_module(media HOLDS "photos, and
             more" USES base LIBRARIES PNG::PNG HEADERS png)
pixiu_module(detectors HOLDS "signals" USES base media)
""")


def fault(path: str, include: str):
    match = modules.INCLUDE.search(include)
    return modules.include_fault(TABLE, Path(path), match.group(1), match.group(2))


class ReadTable(unittest.TestCase):
    def test_rows_are_read(self):
        self.assertEqual(list(TABLE.modules), ["base", "media", "detectors"])
        self.assertEqual(TABLE.modules["media"].holds, "photos, and more")
        self.assertEqual(TABLE.modules["media"].uses, ["base"])
        self.assertEqual(TABLE.modules["media"].headers, ["png"])
        self.assertEqual(TABLE.shared_headers, ["nlohmann"])

    def test_sound_table_has_no_faults(self):
        self.assertEqual(modules.table_faults(TABLE), [])

    def test_use_of_a_later_row_is_a_fault(self):
        table = modules.read_table('pixiu_module(a HOLDS "x" USES b) pixiu_module(b HOLDS "y")')
        self.assertIn("a uses b", modules.table_faults(table)[0])

    def test_header_with_two_owners_is_a_fault(self):
        table = modules.read_table(
            'pixiu_module(a HOLDS "x" HEADERS png) pixiu_module(b HOLDS "y" HEADERS png)')
        self.assertEqual(len(modules.table_faults(table)), 2)

    def test_row_that_holds_nothing_is_a_fault(self):
        self.assertEqual(len(modules.table_faults(modules.read_table("pixiu_module(a)"))), 1)


class Includes(unittest.TestCase):
    def test_what_the_row_names_is_allowed(self):
        self.assertIsNone(fault("media/png.cc", '#include "base/id.h"'))
        self.assertIsNone(fault("media/png.cc", '#include "media/photo.h"'))
        self.assertIsNone(fault("media/png.cc", "#include <png.h>"))
        self.assertIsNone(fault("media/png.cc", "#include <vector>"))
        self.assertIsNone(fault("media/png.cc", "#include <sys/mman.h>"))
        self.assertIsNone(fault("base/id.h", "#include <nlohmann/json.hpp>"))

    def test_upward_include_is_a_fault(self):
        self.assertIn("may not use media", fault("base/id.h", '#include "media/photo.h"'))

    def test_third_party_header_of_another_module_is_a_fault(self):
        self.assertIn("belongs to media", fault("base/id.h", "#include <png.h>"))

    def test_unknown_third_party_header_is_a_fault(self):
        self.assertIn("no row", fault("base/id.h", "#include <zlib.h>"))

    def test_include_without_module_is_a_fault(self):
        self.assertIn("does not begin", fault("media/png.cc", '#include "photo.h"'))

    def test_detectors_do_not_include_each_other(self):
        self.assertIn("another one", fault("detectors/ela/detector.cc",
                                           '#include "detectors/noise/detector.h"'))
        self.assertIsNone(fault("detectors/ela/detector.cc", '#include "detectors/ela/table.h"'))

    def test_testing_header_outside_tests_is_a_fault(self):
        self.assertIn("tests only", fault("media/png.cc", '#include "base/testing.h"'))
        self.assertIsNone(fault("media/png_test.cc", '#include "base/testing.h"'))

    def test_what_stands_under_tests_is_for_tests_only(self):
        self.assertIsNone(fault("media/png_test.cc", '#include "tests/signer/signer.h"'))
        self.assertIn("tests only", fault("media/png.cc", '#include "tests/signer/signer.h"'))

    def test_faults_name_file_and_line(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "src/base").mkdir(parents=True)
            (Path(folder) / "src/stray").mkdir()
            (Path(folder) / "src/base/id.h").write_text('\n#include "media/photo.h"\n')
            (Path(folder) / "src/stray/x.cc").write_text("")
            faults = modules.include_faults(Path(folder), TABLE)
        self.assertTrue(faults[0].startswith("src/base/id.h:2: "), faults)
        self.assertIn("stray has no row", faults[1])


class Document(unittest.TestCase):
    def test_table_is_put_between_the_markers(self):
        document = f"a\n{modules.BEGIN}\nold\n{modules.END}\nb\n"
        self.assertEqual(modules.with_table(document, "new\n"),
                         f"a\n{modules.BEGIN}\nnew\n{modules.END}\nb\n")

    def test_document_without_markers_is_an_error(self):
        with self.assertRaises(ValueError):
            modules.with_table("a\n", "new\n")


if __name__ == "__main__":
    unittest.main()
