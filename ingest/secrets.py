"""Where secrets come from: a mailbox's row only names the place, `env:NAME` or `file:/path`."""

import os
from collections.abc import Mapping
from pathlib import Path

from core.errors import Misconfigured

PREFIX = "CLAIMPOST_SECRET_OF_"
"""Only variables whose name starts so may be named: a row of the database must not read our whole environment."""


def resolve(reference: str, environment: Mapping[str, str] = os.environ) -> str:
    """The secret that `reference` names, without a line end.

    Raises:
        Misconfigured: the reference has another form, or there is nothing at that place.
    """
    kind, _, place = reference.partition(":")
    match kind:
        case "env":
            return _of_environment(place, environment)
        case "file":
            return _of_file(Path(place))
        case _:
            raise Misconfigured("secret_reference", "env:NAME or file:/path")


def file_of(reference: str) -> Path | None:
    """The file that `reference` names, or `None`."""
    kind, _, place = reference.partition(":")
    return Path(place) if kind == "file" else None


def _of_environment(name: str, environment: Mapping[str, str]) -> str:
    if not name.startswith(PREFIX):
        raise Misconfigured("secret_reference", f"the variable's name must start with {PREFIX}")
    if not (value := environment.get(name, "")):
        raise Misconfigured("secret_missing", name)
    return value


def _of_file(path: Path) -> str:
    if not path.is_absolute():
        raise Misconfigured("secret_reference", "the path must start with /")
    try:
        value = path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured("secret_missing", str(path)) from error
    if not value:
        raise Misconfigured("secret_missing", str(path))
    return value
