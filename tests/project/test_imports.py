"""What the packages import is what the default install brings: an image without the demo's and the tests' groups must run."""

import ast
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.utils import canonicalize_name

from tests.project import PACKAGES, ROOT
from tests.project.test_licences import runtime_closure

NOT_RUNNING = ("web/demo/", "web/cli/showing.py", "web/locale_tools.py")
"""What only `claimpost demo` and the makers of translations import; each says what is missing."""

STANDARD = sys.stdlib_module_names | {"compression"}
"""The last since Python 3.14."""


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_bytes())):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module


def foreign() -> dict[str, set[str]]:
    """Top-level names that are neither ours nor the standard library's, with the files that import them."""
    found: dict[str, set[str]] = {}
    for package in PACKAGES:
        for file in (ROOT / package).rglob("*.py"):
            where = str(file.relative_to(ROOT))
            if where.startswith(NOT_RUNNING):
                continue
            for name in imported(file):
                top = name.partition(".")[0]
                if top not in STANDARD and top not in PACKAGES:
                    found.setdefault(top, set()).add(where)
    return found


def test_every_import_comes_with_the_default_install() -> None:
    installed = set(runtime_closure())
    brought = packages_distributions()
    stray = {
        name: sorted(files)
        for name, files in foreign().items()
        if not installed & {canonicalize_name(distribution) for distribution in brought.get(name, ())}
    }

    assert stray == {}
