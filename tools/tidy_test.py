#!/usr/bin/python3
"""Proves that each rule of tidy.py can fail, and lets pass what it should."""

import os
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import cpp_source  # noqa: E402
import tidy  # noqa: E402


class TidyTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    def faults(self, rule, files, executable=()):
        for path, content in files.items():
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content if isinstance(content, bytes) else content.encode())
            os.chmod(target, 0o755 if path in executable else 0o644)
        return list(rule(tidy.Tree(self.root, sorted(files))))

    def assert_fault(self, rule, files, words, **more):
        faults = self.faults(rule, files, **more)
        self.assertEqual(len(faults), 1, faults)
        self.assertIn(words, faults[0])

    def assert_clean(self, rule, files, **more):
        self.assertEqual(self.faults(rule, files, **more), [])


class Files(TidyTest):
    def test_folder_named_for_nothing(self):
        self.assert_fault(tidy.folder_names, {"src/base/util/text.h": ""}, "src/base/util")
        self.assert_clean(tidy.folder_names, {"src/base/utility.h": ""})

    def test_blob_too_large(self):
        self.assert_fault(tidy.blob_sizes, {"samples/a.jpg": b"\0" * 200_001}, "samples/a.jpg")
        self.assert_clean(tidy.blob_sizes, {"samples/a.jpg": b"\0" * 200_000,
                                            "console/package-lock.json": b" " * 300_000})

    def test_file_too_long(self):
        self.assert_fault(tidy.file_lengths, {"src/a/b.cc": "\n" * 401}, "401 lines")
        self.assert_fault(tidy.file_lengths, {"script/test": "\n" * 401}, "401 lines")
        self.assert_clean(tidy.file_lengths, {"src/a/b.cc": "\n" * 400, "a.md": "\n" * 999})

    def test_line_too_long(self):
        self.assert_fault(tidy.line_lengths, {"src/a/b.cc": "\n" + "x" * 101}, "b.cc:2")
        self.assert_clean(tidy.line_lengths, {"src/a/b.cc": "貔" * 100})

    def test_header_without_guard(self):
        self.assert_fault(tidy.headers_once, {"src/a/b.h": "int x;\n"}, "src/a/b.h")
        self.assert_clean(tidy.headers_once, {"src/a/b.h": "#pragma once\n"})

    def test_lock_file_with_host(self):
        self.assert_fault(tidy.registry_hosts, {
            "console/package-lock.json": '"resolved": "https://example.org/a.tgz"'}, "host")
        self.assert_clean(tidy.registry_hosts, {"console/package-lock.json": '"version": "1"'})

    def test_path_of_one_machine(self):
        for place in ("wo" "rk", "ro" "ot", "ho" "me/li"):
            path = f"/{place}/pixiu"
            self.assert_fault(tidy.machine_paths, {"a.md": f"see {path}/x\n"}, "a.md:1")
        self.assert_clean(tidy.machine_paths, {"a.md": "see ../wo" "rk/x and src/wo" "rk/x\n"})

    def test_open_end_without_reference(self):
        self.assert_fault(tidy.open_ends, {"src/a.cc": "// TO" "DO: more\n"}, "src/a.cc:1")
        self.assert_clean(tidy.open_ends, {"src/a.cc": "// TO" "DO(#12): more\n"})

    def test_fast_math(self):
        self.assert_fault(tidy.build_flags, {"cmake/a.cmake": "-ffast-math"}, "cmake/a.cmake")

    def test_word_about_a_person(self):
        self.assert_fault(tidy.verdicts, {"src/a.cc": '"a fraudster"\n'}, "fraudster")
        self.assert_fault(tidy.verdicts, {"console/src/zh.ts": '"这是欺诈"\n'}, "欺诈")
        self.assert_clean(tidy.verdicts, {"src/a.cc": '"the picture was altered"\n'})

    def test_lint_check_off_without_reason(self):
        off = "Checks: >\n  -*,bugprone-*,-bugprone-branch-clone\n"
        self.assert_fault(tidy.lint_reasons, {".clang-tidy": "# -*: all off first\n" + off},
                          "bugprone-branch-clone")
        self.assert_clean(tidy.lint_reasons, {
            ".clang-tidy": "# -*: all off first\n# -bugprone-branch-clone: tables read so\n" + off})


class Functions(TidyTest):
    def body(self, lines):
        return "{\n" + "  f();\n" * (lines - 2) + "}\n"

    def test_long_functions_are_found_wherever_they_stand(self):
        long = self.body(71)
        for head in ("void f() ", "namespace a {\nint f(int x) const noexcept ",
                     "class A : public B {\n  void f() override ", "auto f() -> int ",
                     "A::A(int x) : x_{x}, y_(x) ", "TEST(A, b) ",
                     'extern "C" int f(const char* s) '):
            self.assert_fault(tidy.function_lengths, {"src/a.cc": head + long}, "71 lines")

    def test_long_python_function(self):
        self.assert_fault(tidy.function_lengths,
                          {"tools/a.py": "def f():\n" + "    x = 1\n" * 70}, "71 lines")

    def test_short_functions_and_long_scopes_pass(self):
        short = "void f() " + self.body(70)
        self.assert_clean(tidy.function_lengths, {
            "src/a.cc": "namespace a {\nstruct B {\n" + short * 3 + "};\n}\n",
            "src/b.cc": "constexpr int table[] = {\n" + "1,\n" * 99 + "};\n",
            "src/c.cc": "enum class A : int {\n" + "a,\n" * 99 + "};\n",
            "src/d.cc": '#define A(x) \\\n  {\nconst char* s = "{";\n' + short})

    def test_line_numbers_survive_comments_and_directives(self):
        code = cpp_source.without_comments_and_strings(
            '/* {\n */\n#define A { \\\n  {\nconst char* a = R"x({\n{)x";\nvoid f() {\n}\n')
        self.assertEqual(cpp_source.functions(code), [cpp_source.Function(7, 2)])


class BannedWords(TidyTest):
    def test_every_banned_word_is_found(self):
        examples = {
            "printf": 'std::printf("x")', "scanf": 'sscanf(s, "%d")', "ato": "atoi(s)",
            "str": "strcpy(a, b)", "rand": "std::rand()", "system": 'std::system("ls")',
            "getenv": 'std::getenv("A")', "regex": "std::regex r;", "new": "auto* p = new Photo;",
            "delete": "delete p;", "clock": "std::chrono::system_clock::now()",
            "local_time": "localtime(&t)", "cout": "std::cout << 1",
        }
        self.assertEqual(set(examples), {name for name, *_ in tidy.BANNED})
        for name, line in examples.items():
            self.assert_fault(tidy.banned_words, {"src/a/b.cc": f"\n{line};\n"}, "src/a/b.cc:2")
            self.assert_clean(tidy.banned_words,
                              {"src/a/b.cc": f"{line};  // tidy: {name} - it must be\n"})
            self.assert_clean(tidy.banned_words, {"src/a/b.cc": f'// {line}\nf("delete p");'})

    def test_exception_needs_a_reason(self):
        self.assert_fault(tidy.banned_words, {"src/a.cc": "delete p;  // tidy: delete\n"}, "delete")

    def test_what_only_looks_alike_passes(self):
        self.assert_clean(tidy.banned_words, {"src/a.cc": (
            "A(const A&) = delete;\nvoid operator delete(void*);\nint renew = 1;\n"
            "std::unique_ptr<A> a(\n    new A(1));\nstd::snprintf(b, 9, f);\nfile_system(1);\n")})

    def test_allowed_places_pass(self):
        self.assert_clean(tidy.banned_words, {"apps/pixiu/main.cc": 'std::getenv("A");\n',
                                              "src/a/b_test.cc": 'std::getenv("A");\n'})


class Documents(TidyTest):
    FILES = {"script/demo": "", "script/test": "", "src/base/id.h": "", "docs/adr/0001-a.md": ""}
    COMMANDS = "```sh\nscript/demo\nscript/test\n```\n"

    def readme(self, text):
        return {**self.FILES, "README.md": self.COMMANDS + text}

    def test_missing_paths_are_found(self):
        for text in ("see `src/base/money.h`", "[a](docs/adr/0002-b.md)", "`docs/adr/9*.md`"):
            self.assert_fault(tidy.named_paths, self.readme(text), "does not exist")

    def test_what_exists_or_is_no_path_passes(self):
        self.assert_clean(tidy.named_paths, self.readme(
            "`src/base/id.h`, `src/base/`, `docs/adr/*.md`, `src/MODULE/x_test.cc`, `a/b`, "
            "[x](https://example.org), [y](#part), [z](docs/adr/0001-a.md#why), `script/demo --x`"))

    def test_command_that_does_not_run_is_found(self):
        runs = ("script/demo", "script/test")
        self.assert_fault(tidy.named_commands, self.readme("```sh\nscript/fly\n```"),
                          "script/fly", executable=runs)
        self.assert_clean(tidy.named_commands, self.readme(""), executable=runs)

    def test_script_that_is_not_executable_is_found(self):
        faults = self.faults(tidy.named_commands, self.readme(""), executable=("script/demo",))
        self.assertTrue(any("script/test: is not executable" in fault for fault in faults), faults)

    def test_readme_without_the_two_commands_is_found(self):
        files = {**self.FILES, "README.md": "```sh\nscript/demo\n```\n"}
        self.assert_fault(tidy.named_commands, files, "script/test",
                          executable=("script/demo", "script/test"))


class WholeTree(unittest.TestCase):
    def test_every_rule_is_tested_here(self):
        text = Path(__file__).read_text(encoding="utf-8")
        for rule in tidy.RULES:
            self.assertIn(f"tidy.{rule.__name__}", text)


if __name__ == "__main__":
    unittest.main()
