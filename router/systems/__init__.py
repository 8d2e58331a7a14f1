"""Claims systems: one file for each, with a function that connects to it."""

from collections.abc import Callable
from pathlib import Path

from core.errors import Misconfigured
from core.registry import Registry
from router.book import Book
from router.protocols import Register

Connect = Callable[[str], Register]

SYSTEMS: Registry[Connect] = Registry("router.systems")

system = SYSTEMS.register


def connect(location: Path | str | None) -> Register:
    """The register at `location`: its scheme, or else the ending of its name, says of which system; `None` holds no claims.

    Raises:
        Misconfigured: no system has that name, or what is there does not fit.
    """
    if location is None:
        return Book()
    scheme, found, _ = str(location).partition("://")
    name = scheme if found else Path(location).suffix.removeprefix(".").lower()
    open_system = SYSTEMS.get(name)
    if open_system is None:
        raise Misconfigured("claims_system", f"{name!r}; one of: {', '.join(sorted(SYSTEMS.all()))}")
    return open_system(str(location))
