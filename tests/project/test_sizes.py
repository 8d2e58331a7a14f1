"""Code that fits on a page: files of 300 lines, functions of 30."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.project import PACKAGES, ROOT

FILE_LINES = 300
FUNCTION_LINES = 30
TEXTS = "web/demo/"
"""What the sample papers say is text, however many lines of it a function holds."""


def sources() -> list[Path]:
    return [file for name in PACKAGES for file in sorted((ROOT / name).rglob("*.py")) if "migrations" not in file.parts]


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end; a docstring explains and does not count."""
    last = node.end_lineno or node.lineno
    text = node.body[0]
    documented = ast.get_docstring(node, clean=False) is not None
    return last - node.lineno + 1 - ((text.end_lineno or text.lineno) - text.lineno + 1 if documented else 0)


@pytest.mark.parametrize("name", PACKAGES)
def test_every_file_fits_in_300_lines(name: str) -> None:
    sizes = {
        str(file.relative_to(ROOT)): len(file.read_text().splitlines()) for file in sources() if file.relative_to(ROOT).parts[0] == name
    }

    assert {file: lines for file, lines in sizes.items() if lines > FILE_LINES} == {}


@pytest.mark.parametrize("name", PACKAGES)
def test_every_function_fits_in_30_lines(name: str) -> None:
    sizes = {
        f"{file.relative_to(ROOT)}:{node.lineno} {node.name}": length(node)
        for file in sources()
        if file.relative_to(ROOT).parts[0] == name
        for node in functions(file)
    }

    assert {where: lines for where, lines in sizes.items() if lines > FUNCTION_LINES and not where.startswith(TEXTS)} == {}
