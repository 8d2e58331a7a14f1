"""Errors that somebody at the keyboard can cure, in words that say what to do; anything else is ours, and crashes."""

import contextlib
from collections.abc import Iterator

import click

from core.errors import Misconfigured, Unavailable, Unreadable

MISCONFIGURED = {
    "unknown_setting": "There is no such setting; check the spelling or unset the variable",
    "not_a_number": "A setting must be a whole number",
    "not_one_of": "A setting has a value that does not fit",
    "blobs_url": "CLAIMPOST_BLOBS_URL must look like s3://key:secret@host:port/bucket",
    "spool_full": "The disk or the memory of this machine has no room for temporary files",
    "claims_register": "The register of claims cannot be used; correct the file",
    "claims_register_unreadable": "The register of claims cannot be read; it must be a CSV file in UTF-8",
    "claims_register_empty": "No register of claims was loaded into the database yet. Run",
    "claims_register_emptied": "Nothing was loaded: are all columns there? If it is right, load it with --force",
    "claims_register_shrinks": "Nothing was loaded: is the file complete? If it is, load it with --force",
    "claims_system": "No claims system is set up; name a file with CLAIMPOST_REGISTER, or say database",
    "secret_reference": "A secret must be named as env:CLAIMPOST_SECRET_OF_NAME or file:/path",
    "secret_missing": "There is no secret at the place that the mailbox names; set it",
    "oauth_secret": "The OAuth2 client that the mailbox names is not complete",
    "unknown_mailbox_kind": "There is no such kind of mailbox",
    "login_refused": "The mail server refuses the user name or the password",
    "login_not_ascii": "The mail server takes no such signs in a user name or password",
    "ca_file_missing": "The file of the certificate authority does not exist",
    "ca_file_unreadable": "The file of the certificate authority cannot be read",
    "folder_missing": "The mailbox has no such folder",
    "move_not_offered": "The mail server cannot move mails; settle by flag, or not at all",
    "settle_target_missing": "The folder to move handled mail to does not exist; create it",
    "settle_target_is_polled": "The folder to move handled mail to is polled itself; choose another",
    "settle_flag_unusable": "The mail server does not keep this keyword; choose another, or settle by move",
    "answers_sender_missing": "Acknowledgements need an address that they come from",
    "not_an_hour": "An hour of the day is from 0 to 23",
    "answers_template": "A text for acknowledgements cannot be used; correct the file",
    "smtp_host_missing": "Acknowledgements need a server that takes them",
    "smtp_ca_file": "The file of the certificate authority cannot be read",
    "demo_not_installed": "The demonstration cannot start",
}
"""What to do, by the code of a `Misconfigured`; its detail follows."""

UNAVAILABLE = {
    "host_unknown": "There is no host of that name",
    "host_unreachable": "The server does not answer at that address and port",
    "timed_out": "The server took too long",
    "connection_lost": "The server broke the connection",
    "tls_refused": "No secure connection could be made; check port, security and certificate",
    "token_refused": "The access grant was refused or has ended; grant it anew",
    "token_server_unreachable": "The server that grants access does not answer",
    "server_busy": "The server is busy",
    "blobs_unreachable": "The store of files does not answer; check CLAIMPOST_BLOBS_URL",
    "claims_register": "The register of claims cannot be read at the moment",
    "ocr_missing": "Tesseract is not installed, or not on PATH",
    "ocr_language_missing": "A language of CLAIMPOST_OCR_LANGUAGES is not installed for Tesseract",
    "smtp_unreachable": "The server that takes mail does not answer at that address and port",
    "smtp_timed_out": "The server that takes mail took too long",
    "smtp_connection_lost": "The server that takes mail broke the connection",
    "smtp_tls_refused": "No secure connection could be made to the server that takes mail; check port, security and certificate",
    "smtp_login_refused": "The server that takes mail refuses our credentials",
    "smtp_not_offered": "The server that takes mail lacks something we need; check security and auth",
    "smtp_delayed": "The server that takes mail takes none at the moment",
    "demo_mail_server": "The demonstration's mail server did not start",
}
"""What to do, by the code of an `Unavailable`."""


class Failed(click.ClickException):
    """The command did not do its work; the message says what to do. Exit status 1."""


@contextlib.contextmanager
def sayable() -> Iterator[None]:
    """Turn errors of administrators and services into `Failed`."""
    try:
        yield
    except Misconfigured as error:
        raise Failed(_words({**UNAVAILABLE, **MISCONFIGURED}, error.code, error.detail)) from error
    except Unavailable as error:
        detail = str(error).removeprefix(error.code).removeprefix(": ")
        raise Failed(_words({**MISCONFIGURED, **UNAVAILABLE}, error.code, detail)) from error
    except Unreadable as error:
        raise Failed(f"The file cannot be used ({error.problem}).") from error
    except FileNotFoundError as error:
        raise Failed(f"There is no file {error.filename}.") from error
    except PermissionError as error:
        raise Failed(f"This user may not use {error.filename or 'the file'}: {error.strerror}.") from error


def _words(table: dict[str, str], code: str, detail: str) -> str:
    words = table.get(code, f"Something does not answer or does not fit ({code})")
    return f"{words}: {detail}." if detail else f"{words}."
