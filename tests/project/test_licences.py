"""What the default install brings along may be permissive or LGPL; GPL and AGPL would bind whoever builds on it."""

import re
import tomllib
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

UNSTATED = {"imapclient": ["BSD-3-Clause"]}
"""Packages whose metadata says nothing, with what their licence file says."""

GPL_LIBRARY = re.compile(r"lib(?:x26[45]|gsl|poppler|readline|fftw)")
"""Libraries under the GPL that wheels are known to carry whatever their own licence."""

STRONG_COPYLEFT = re.compile(r"\bA?GPL|(?<!Lesser )General Public License", re.IGNORECASE)


def overridden() -> dict[str, Requirement]:
    """What the lock file takes in place of what a package asks for."""
    stated = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["tool"]["uv"]["override-dependencies"]
    return {canonicalize_name(requirement.name): requirement for requirement in map(Requirement, stated)}


def runtime_closure() -> dict[str, Distribution]:
    overrides = overridden()
    found: dict[str, Distribution] = {}
    seen: set[str] = set()
    waiting = [Requirement("claimpost")]
    while waiting:
        wanted = waiting.pop()
        if str(wanted) in seen:
            continue
        seen.add(str(wanted))
        here = distribution(wanted.name)
        found[canonicalize_name(wanted.name)] = here
        for line in here.requires or ():
            needed = Requirement(line)
            needed = overrides.get(canonicalize_name(needed.name), needed)
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in wanted.extras | {""}):
                waiting.append(needed)
    return found


def licences(installed: Distribution) -> list[str]:
    """The licences that one may choose from."""
    stated = installed.metadata.get("License-Expression") or ""
    classified = [name for name in installed.metadata.get_all("Classifier") or () if name.startswith("License ::")]
    written = (installed.metadata.get("License") or "").splitlines()[:1]
    return re.split(r"\bOR\b", stated) if stated else classified or written or UNSTATED.get(canonicalize_name(installed.name), [])


def test_no_package_of_the_default_install_is_under_a_strong_copyleft() -> None:
    closure = runtime_closure()
    unknown = [name for name, package in closure.items() if not licences(package)]
    bound = [name for name, package in closure.items() if all(map(STRONG_COPYLEFT.search, licences(package)))]

    assert (unknown, bound) == ([], [])


def test_no_wheel_of_the_default_install_carries_a_library_under_the_gpl() -> None:
    carried = [
        f"{name}: {file.name}"
        for name, package in runtime_closure().items()
        for file in package.files or ()
        if GPL_LIBRARY.match(file.name)
    ]

    assert carried == []


def test_the_closure_reaches_what_the_named_dependencies_need() -> None:
    assert {"claimpost", "celery", "kombu", "redis", "django", "sqlparse", "spacy", "psycopg-binary"} <= set(runtime_closure())
