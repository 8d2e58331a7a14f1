"""PDF: the files it carries, and the document itself when it is locked (ISO 32000-2, 7.6, 7.11 and 12.3.5)."""

import logging
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from core.content import Content
from core.errors import Problem
from parsers.containers import opens_apart
from parsers.embedded import Collected
from parsers.opening import Child, Opened, Opening
from parsers.pdf.marks import marks

if TYPE_CHECKING:
    from pypdf import PdfReader

SHARE_OF_TIME = 0.5
"""Of the time for one container, what looking for files may take: the rest is for writing them."""

IDENTITY = "/Identity"
USUAL_STREAM = 75_000_000
"""Bytes that the library takes as the declared length of a stream when nothing is said; in larger files more is possible."""


def _may_hold(content: Content) -> bool:
    seen = marks(content)
    return seen.attached or seen.encrypted


@opens_apart("application/pdf", gate=_may_hold)
def open_pdf(content: Content, opening: Opening) -> Opened:
    """What is attached; of a locked document the document without its lock, when one of the passwords opens it."""
    seen = marks(content)
    if seen.encrypted:
        return _locked(content, opening, attached=seen.attached)
    return _attached(content, opening) if seen.attached else Opened()


def _locked(content: Content, opening: Opening, *, attached: bool) -> Opened:
    from parsers.pdf import native
    from parsers.pdf.native import Lock

    how = native.lock(content)
    if how is Lock.PASSWORD:
        return _unlocked(content, opening)
    if how is Lock.UNKNOWN:
        return Opened(problem=Problem.ENCRYPTED)
    # The owner's lock is no lock to a reader.
    return _attached(content, opening) if how is Lock.NONE and attached else Opened()


def _unlocked(content: Content, opening: Opening) -> Opened:
    from parsers.pdf import native

    word = next((word for word in opening.passwords if native.lock(content, word) is native.Lock.NONE), None)
    if word is None:
        return Opened(problem=Problem.NEEDS_PASSWORD)
    kept = native.unlocked(content, word, opening)
    problem = None if native.lock(kept) is native.Lock.NONE else Problem.DAMAGED
    child = Child(content=kept, declared_type="application/pdf", problem=problem)
    return Opened(children=(child,), wraps=True, count=1, password=word)


def _attached(content: Content, opening: Opening) -> Opened:
    """By our own search, which finds more; by pdfium where that fails or finds nothing."""
    from pypdf import PdfReader, apply_configuration

    from parsers.pdf import native
    from parsers.pdf.streams import FAULTS

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    with content.open() as file, apply_configuration(maximum_declared_stream_length=max(USUAL_STREAM, content.size)):
        try:
            reader = PdfReader(file)
            files_alone = reader.is_encrypted and _closes_files_alone(reader)
            word = _word(reader, opening)
        except FAULTS:
            return native.children(content, opening)
        if word is None and files_alone:
            return native.locked_children(content, opening)
        found = Opened() if word is None else _found(reader, content, opening, files_encrypted=files_alone)
    if found.children:
        return replace(found, password=word or "")
    # Names without files are left over when the file was taken out, or stands for one elsewhere.
    rest = native.children(content, opening)
    kept = rest if any(child.content.size for child in rest.children) else Opened()
    return replace(kept, problem=kept.problem or found.problem)


def _word(reader: "PdfReader", opening: Opening) -> str | None:
    """The password that opens the files; "" where none is needed, `None` when none fits."""
    if not reader.is_encrypted:
        return ""
    return next((word for word in ("", *opening.passwords) if reader.decrypt(word)), None)


def _closes_files_alone(reader: "PdfReader") -> bool:
    """Whether everybody may read the document, and only its files are encrypted (7.6.6, the crypt filter Identity)."""
    from pypdf.generic import DictionaryObject

    lock = reader.trailer["/Encrypt"]
    return isinstance(lock, DictionaryObject) and "/CF" in lock and lock.get("/StmF", IDENTITY) == IDENTITY


def _found(reader: "PdfReader", content: Content, opening: Opening, *, files_encrypted: bool) -> Opened:
    from parsers.pdf.attached import Search

    search = Search(reader, until=time.monotonic() + opening.limits.part_seconds * SHARE_OF_TIME, files_encrypted=files_encrypted)
    files = list(search.files())
    collected = Collected(opening, opening.meter(content.size))
    for file in files:
        if not collected.add(file):
            break
    if not search.complete:
        collected.problem = collected.problem or Problem.TIMED_OUT
    return collected.opened(count=len(files))
