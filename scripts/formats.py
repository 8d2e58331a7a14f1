"""Writes docs/formats.md from the plug-ins themselves: their keys, and the first sentence of their files."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

from core.registry import Registry

PAGE = Path(__file__).parents[1] / "docs" / "formats.md"
INTRODUCTION = """\
# What is opened, read and found

What is not listed here is kept byte for byte and can be downloaded from its task; it is neither opened nor read. Programs,
scripts and shortcuts are marked as such, whatever they are called; they count as refused in the answer to their sender. Office
files of any age with macros are kept and read as others are, and their task warns of them. This page
is made by `make docs` from the plug-ins; [CONTRIBUTING.md](../CONTRIBUTING.md#adding-a-kind) says how to add one.
"""
KINDS = {
    "parsers.containers": ("Containers that are opened", "media types"),
    "extractors.readers": ("Documents that are read", "media types"),
    "extractors.facts": ("Facts that are found", "kinds"),
    "router.systems": ("Claims systems", "names"),
}
"""The package of each kind, with the heading of its table and of the column of keys."""


def page() -> str:
    """The whole page."""
    return "\n".join((INTRODUCTION, *(line for package, titles in KINDS.items() for line in _table(package, *titles))))


def _table(package: str, title: str, column: str) -> Iterator[str]:
    yield from (f"## {title}", "", f"| what | {column} |", "|---|---|")
    by_module: dict[str, list[str]] = {}
    for key, plugin in _registry(package).all().items():
        by_module.setdefault(plugin.__module__, []).append(key)
    for module, keys in sorted(by_module.items()):
        yield f"| {_sentence(module)} | {', '.join(f'`{key}`' for key in sorted(keys))} |"
    yield ""


def _registry(package: str) -> "Registry[object]":
    return next(value for value in vars(importlib.import_module(package)).values() if isinstance(value, Registry))


def _sentence(module: str) -> str:
    """The first sentence of the module's docstring, which names the format and its standard."""
    text = " ".join((sys.modules[module].__doc__ or module).partition("\n\n")[0].split())
    return text.rstrip(".").replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page())
