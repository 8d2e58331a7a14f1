"""Office files locked with a password ([MS-OFFCRYPTO]): seeing that they are, and opening them."""

import io
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.parsers.expat import ExpatError

from core.content import CHUNK, Content
from core.errors import Problem, Unreadable
from parsers.mapi.compound import Storage

PACKAGE = "EncryptedPackage"
BY_DEFAULT = "VelvetSweatshop"
"""The password of workbooks that are locked against changes only; Excel opens them without a question."""

HEAD = 1024
FILE_PASS = 0x2F
"""The record that says that all behind it is encrypted ([MS-XLS] 2.4.117)."""

BIFF = struct.Struct("<HH")
FIB_FLAGS = 11
FIB_ENCRYPTED = 0x01
"""The lowest bit of that byte ([MS-DOC] 2.5.2, fEncrypted)."""

USER_TOKEN = 12
ENCRYPTED_SLIDES = bytes.fromhex("dfc4d1f3")
"""The headerToken of [MS-PPT] 2.3.2."""

FAULTS = (
    *(struct.error, zipfile.BadZipFile, ExpatError, AssertionError, NotImplementedError, RecursionError, EOFError),
    *(OSError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, NameError),
)
"""What the library raises for bytes that are wrong; NameError for variables that it never came to set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlocked:
    """The file without its lock, and the password that opened it."""

    password: str
    data: bytes

    def pieces(self) -> Iterator[bytes]:
        """The file in pieces."""
        for start in range(0, len(self.data), CHUNK):
            yield self.data[start : start + CHUNK]


def is_locked(root: Storage) -> bool:
    """Whether the document is encrypted."""
    if root.stream(PACKAGE):
        return True
    if document := root.stream("WordDocument"):
        return bool(document.head(FIB_FLAGS + 1)[FIB_FLAGS:] and document.head(FIB_FLAGS + 1)[FIB_FLAGS] & FIB_ENCRYPTED)
    if book := root.stream("Workbook") or root.stream("Book"):
        return FILE_PASS in _records(book.head(HEAD))
    user = root.stream("Current User")
    return user is not None and user.head(USER_TOKEN + 4)[USER_TOKEN:] == ENCRYPTED_SLIDES


def unlocked(content: Content, passwords: tuple[str, ...]) -> Unlocked | None:
    """The document as one of the passwords opens it, `None` when none fits.

    Raises:
        Unreadable: it is locked in a way that we do not know (ENCRYPTED).
    """
    import msoffcrypto
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

    try:
        with content.open() as file:
            office: Any = msoffcrypto.OfficeFile(file)
            for word in (BY_DEFAULT, *passwords):
                try:
                    return Unlocked(password="" if word == BY_DEFAULT else word, data=_decrypted(office, word))
                except InvalidKeyError:
                    continue
    except (DecryptionError, FileFormatError, ParseError, *FAULTS) as error:
        if isinstance(error, OSError) and error.errno:
            raise  # the machine's: no room for the copy that the library makes
        raise Unreadable(Problem.ENCRYPTED) from error
    return None


def _decrypted(office: Any, word: str) -> bytes:  # noqa: ANN401 - one class a format, without a common one
    # Where the library can, it checks the password before it decrypts; the others check it always.
    checks = {"verify_password": True} if office.format == "ooxml" else {}
    office.load_key(password=word, **checks)
    out = io.BytesIO()
    office.decrypt(out)
    return out.getvalue()


def _records(head: bytes) -> Iterator[int]:
    at = 0
    while at + BIFF.size <= len(head):
        kind, length = BIFF.unpack_from(head, at)
        yield kind
        at += BIFF.size + length
