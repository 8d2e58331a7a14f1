"""The parsers that `split.py` sets beside each other; each takes one mail that lies in a file."""

import base64
import hashlib
import importlib.util
import tempfile
from collections.abc import Callable
from pathlib import Path

ROW = 76 + 2
"""Octets of one line of base64, its end included."""


def names() -> tuple[str, ...]:
    """Those that are installed."""
    fast_is_here = importlib.util.find_spec("fast_mail_parser") is not None
    return ("claimpost", "mail-parser", "email", *(("fast-mail-parser",) if fast_is_here else ()))


def bare(path: Path) -> None:
    """Decode, hash, write: what cannot be saved."""
    piece = ROW * 13_000
    digest = hashlib.sha256()
    with path.open("rb") as file, tempfile.TemporaryFile() as out:
        while line := file.readline():
            if line == b"Content-Transfer-Encoding: base64\r\n":
                file.readline()
                break
        while text := file.read(piece):
            decoded = base64.b64decode(text.partition(b"--")[0])
            digest.update(decoded)
            out.write(decoded)


def claimpost(path: Path) -> None:
    """Every leaf at any depth decoded, hashed and written, its type, name and kind; own and quoted text of every mail."""
    from core.content import Content, Spool
    from core.limits import Limits
    from parsers.tree import Source, walk

    # The mail itself was hashed when it was fetched.
    content = Content(path=path, size=path.stat().st_size, sha256="")
    with Spool() as spool:
        walk(Source(content=content, name=path.name, declared_type="message/rfc822"), spool=spool, limits=Limits())


def mail_parser(path: Path) -> list[dict[str, str]]:
    """Headers, texts, and attachments as they stand in the mail, in base64."""
    import mailparser

    found = mailparser.parse_from_bytes(path.read_bytes())
    assert found.subject is not None  # noqa: S101 - reading it is what is measured
    assert found.text_plain is not None  # noqa: S101
    attachments: list[dict[str, str]] = found.attachments
    return attachments


def mail_parser_kept(path: Path) -> None:
    """The same, and every attachment decoded, hashed and written, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="claimpost-benchmark-") as folder:
        for number, attachment in enumerate(mail_parser(path)):
            decoded = base64.b64decode(attachment["payload"])
            hashlib.sha256(decoded).digest()
            (Path(folder) / str(number)).write_bytes(decoded)


def email(path: Path) -> None:
    """Headers and bodies, and every attachment decoded and hashed."""
    from email import message_from_bytes, policy

    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert message["subject"] is not None  # noqa: S101 - reading it is what is measured
    for part in message.walk():
        if not part.is_multipart():
            payload = part.get_payload(decode=True)
            hashlib.sha256(payload if isinstance(payload, bytes) else b"").digest()


def fast(path: Path) -> None:
    """Headers and texts, and every attachment decoded and hashed."""
    from fast_mail_parser import ParseError, parse_email  # type: ignore[import-not-found]

    try:
        found = parse_email(path.read_bytes())
    except ParseError as error:
        # It takes no mail above a size of its own.
        raise SystemExit(f"fast-mail-parser: {error}") from error
    assert found.subject is not None  # noqa: S101 - reading it is what is measured
    for attachment in found.attachments:
        hashlib.sha256(attachment.content).digest()


TAKERS: dict[str, Callable[[Path], object]] = {
    "bare": bare,
    "claimpost": claimpost,
    "mail-parser": mail_parser,
    "mail-parser, kept": mail_parser_kept,
    "email": email,
    "fast-mail-parser": fast,
}
