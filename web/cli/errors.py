"""Errors that somebody at the keyboard can cure, in words that say what to do; anything else is ours, and crashes."""

import contextlib
from collections.abc import Iterator

import click

from core.errors import Misconfigured, Unavailable, Unreadable

MISCONFIGURED = {
    "unknown_setting": "There is no such setting. Check the spelling, or unset the variable",
    "not_a_number": "A setting must be a whole number",
    "not_one_of": "A setting has a value that does not fit",
    "secret_reference": "A secret must be named as env:CLAIMPOST_SECRET_OF_NAME or file:/path",
    "secret_missing": "There is no secret at the place the mailbox names",
    "demo_not_installed": "The demonstration cannot start",
    "register_missing": "There is no such register of claims",
    "register_columns": "The register of claims lacks columns",
}
UNAVAILABLE = {
    "demo_mail_server": "The demonstration's mail server did not start",
}


class Failed(click.ClickException):
    """The command did not do its work; the message says what to do. Exit status 1."""


@contextlib.contextmanager
def sayable() -> Iterator[None]:
    """Turn errors of administrators and services into `Failed`."""
    try:
        yield
    except Misconfigured as error:
        raise Failed(_words(MISCONFIGURED, error.code, error.detail)) from error
    except Unavailable as error:
        words = UNAVAILABLE.get(error.code, f"A service does not answer ({error.code})")
        raise Failed(f"{words}: {error}. Try again when it does.") from error
    except Unreadable as error:
        raise Failed(f"The file cannot be used ({error.problem}).") from error
    except FileNotFoundError as error:
        raise Failed(f"There is no file {error.filename}.") from error
    except PermissionError as error:
        raise Failed(f"This user may not use {error.filename or 'the file'}: {error.strerror}.") from error


def _words(table: dict[str, str], code: str, detail: str) -> str:
    words = table.get(code, code.replace("_", " ").capitalize())
    return f"{words}: {detail}." if detail else f"{words}."
