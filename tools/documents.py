"""Checks for tidy.py that the top documents name only what exists and commands that run."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

DOCUMENTS = ("README.md", "README.zh-CN.md", "ARCHITECTURE.md", "STYLE.md", "CONTRIBUTING.md",
             "SECURITY.md", "CHANGELOG.md", "docs/glossary.md")
READMES = ("README.md", "README.zh-CN.md")
README_COMMANDS = ("script/demo", "script/test")

_FENCE = re.compile(r"^```.*?^```[ \t]*$", re.M | re.S)
_CODE_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_SHELL_BLOCK = re.compile(r"^```(?:sh|bash|console)\n(.*?)^```", re.M | re.S)
_PLAIN_PATH = re.compile(r"[\w.@*-]+(/[\w.@*-]+)*/?")


def named_paths(text: str, top_names: set[str]) -> Iterator[str]:
    """Paths of this repository that a Markdown text names, in links and in `code`.

    A code span is a path when its first part is at the top of the repository. NAME and <name> are
    places to fill in; build/ is made, not kept.
    """
    prose = _FENCE.sub("", text)
    for link in _LINK.findall(prose):
        if not re.match(r"[a-z]+:|#", link):
            yield link.split("#")[0]
    for span in _CODE_SPAN.findall(prose):
        path = span.split(" ")[0]
        if not _PLAIN_PATH.fullmatch(path) or path.split("/")[0] not in top_names:
            continue
        if not re.search(r"\b[A-Z]{3,}\b(?!\.)", path) or path in top_names:
            yield path


def missing_paths(tree) -> Iterator[str]:
    known = set(tree.paths)
    known.update(str(folder) for path in tree.paths for folder in Path(path).parents)
    top_names = {path.split("/")[0] for path in tree.paths}
    for document in (path for path in DOCUMENTS if path in known):
        text = tree.bytes(document).decode("utf-8")
        for path in named_paths(text, top_names):
            place = os.path.normpath(Path(document).parent / path if "/" in document else path)
            if "*" in place:
                exists = any(tree.root.glob(place))
            else:
                exists = place in known or os.path.normpath(path) in known
            if not exists:
                yield f"{document}: names {path}, which does not exist"


def wrong_commands(tree) -> Iterator[str]:
    for document in (path for path in READMES if path in tree.paths):
        text = tree.bytes(document).decode("utf-8")
        blocks = "\n".join(_SHELL_BLOCK.findall(text))
        commands = set(re.findall(r"(?<![\w./-])script/[\w-]+", blocks))
        for command in sorted(commands):
            path = tree.root / command
            if not path.is_file() or not os.access(path, os.X_OK):
                yield f"{document}: {command} is no program that runs"
        for command in README_COMMANDS:
            if command not in commands:
                yield f"{document}: does not show {command} in a ```sh block"
    for path in tree.paths:
        if path.startswith("script/") and "." not in Path(path).name:
            if not os.access(tree.root / path, os.X_OK):
                yield f"{path}: is not executable"
