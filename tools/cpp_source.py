"""Reads C++ far enough for tidy.py: code without comments and strings, and where functions are."""

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/"""                          # comments
    r"""|R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)\""""  # raw strings
    r"""|"(?:\\.|[^"\\\n])*\"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'""",  # strings, characters
    re.S)
_DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.M)
_SCOPE = re.compile(r"\b(namespace|class|struct|union|enum|extern)\b")
_FUNCTION_HEAD = re.compile(
    r"\)\s*(const|volatile|noexcept(\s*\([^{}]*\))?|override|final|mutable|try|&&?"
    r"|->\s*[^{};]+|requires\b[^{};]+|\s)*\s*$")
_CONSTRUCTOR_HEAD = re.compile(r"\)\s*(noexcept\s*)?:[^:]")


def without_comments_and_strings(text: str) -> str:
    """The same text with comments and the insides of strings blanked; lines and columns stay."""
    def blank(match: re.Match) -> str:
        found = match.group(0)
        if found.startswith("/"):
            return re.sub(r"[^\n]", " ", found)
        return found[0] + re.sub(r"[^\n]", " ", found[1:-1]) + found[-1]
    return _TOKEN.sub(blank, text)


@dataclass
class Function:
    line: int    # of its opening brace, from 1
    length: int  # lines from there to the closing brace, both counted


def functions(code: str) -> list[Function]:
    """The outermost function bodies of code that without_comments_and_strings() returned."""
    code = _DIRECTIVE.sub(lambda match: re.sub(r"[^\n]", " ", match.group(0)), code)
    found: list[Function] = []
    kinds: list[tuple[str, int]] = []  # what each open brace is, and its line
    head_start, line = 0, 1
    for place, character in enumerate(code):
        if character == "\n":
            line += 1
        elif character == ";":
            head_start = place + 1
        elif character == "{":
            kinds.append((_kind(code[head_start:place], kinds), line))
            head_start = place + 1
        elif character == "}":
            kind, opened = kinds.pop() if kinds else ("stray", line)
            if kind == "function":
                found.append(Function(opened, line - opened + 1))
            if kind != "initialiser":
                head_start = place + 1
    return found


def _kind(head: str, kinds: list[tuple[str, int]]) -> str:
    if kinds and kinds[-1][0] in ("function", "inner"):
        return "inner"
    if _CONSTRUCTOR_HEAD.search(head) and not head.rstrip().endswith((")", "}", ",")):
        return "initialiser"  # the braces of one member: Name::Name(int a) : member_{a}, ...
    if _FUNCTION_HEAD.search(head) or _CONSTRUCTOR_HEAD.search(head):
        return "function"
    return "scope" if _SCOPE.search(head) else "data"
