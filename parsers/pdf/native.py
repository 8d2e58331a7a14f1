"""What pdfium does with a PDF: tries passwords, takes the lock off, and finds attachments where our own search fails."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import Enum

from pypdfium2 import PdfAttachment, PdfDocument, PdfiumError
from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY, FPDF_REMOVE_SECURITY

from core.content import CHUNK, Content
from core.errors import Problem, Unreadable
from parsers.opening import Child, Meter, Opened, Opening

Keep = Callable[[PdfAttachment], tuple[Content, Problem | None]]


class Lock(Enum):
    """How a document is closed."""

    NONE = "none"
    PASSWORD = "password"  # noqa: S105 - a code
    UNKNOWN = "unknown"
    """By a method that pdfium does not know: certificates, digital rights."""

    BROKEN = "broken"
    """It is no document that pdfium can open."""


def lock(content: Content, password: str | None = None) -> Lock:
    """How the document is closed to somebody who has that password, or none."""
    try:
        with _document(content, password):
            return Lock.NONE
    except PdfiumError as error:
        return {FPDF_ERR_PASSWORD: Lock.PASSWORD, FPDF_ERR_SECURITY: Lock.UNKNOWN}.get(error.err_code, Lock.BROKEN)


def unlocked(content: Content, password: str, opening: Opening) -> Content:
    """The document without its lock.

    Raises:
        Unreadable: it cannot be written anew (DAMAGED), or is more than the limits allow.
    """
    with opening.spool.writer() as writer:
        sink = _Sink(writer.write, opening.meter())
        try:
            with _document(content, password) as document:
                document.save(sink, flags=FPDF_REMOVE_SECURITY)
        except PdfiumError as error:
            sink.fault = sink.fault or Unreadable(Problem.DAMAGED, str(error))
        if sink.fault:
            raise sink.fault
        return writer.close()


def children(content: Content, opening: Opening) -> Opened:
    """The files of the document's name tree; nothing when it is no document."""
    meter = opening.meter(content.size)
    return _children(content, opening, lambda attachment: opening.keep(_pieces(attachment), meter))


def locked_children(content: Content, opening: Opening) -> Opened:
    """The same where the files alone are locked: what they are called."""
    nothing, _ = opening.keep((), opening.meter())
    return replace(_children(content, opening, lambda _: (nothing, Problem.NEEDS_PASSWORD)), problem=Problem.NEEDS_PASSWORD)


def _children(content: Content, opening: Opening, keep: Keep) -> Opened:
    try:
        with _document(content, None) as document:
            count: int = document.count_attachments()
            found = [document.get_attachment(index) for index in range(min(count, opening.parts_left))]
            kept = tuple(_child(attachment, *keep(attachment)) for attachment in found)
    except PdfiumError:
        return Opened()
    return Opened(children=kept, count=count, problem=Problem.TOO_MANY_PARTS if count > len(kept) else None)


def _child(attachment: PdfAttachment, kept: Content, problem: Problem | None) -> Child:
    return Child(content=kept, name=str(attachment.get_name()), problem=problem)


def _pieces(attachment: PdfAttachment) -> Iterator[bytes]:
    try:
        data = memoryview(attachment.get_data())
    except PdfiumError as error:
        raise Unreadable(Problem.DAMAGED) from error
    for start in range(0, len(data), CHUNK):
        yield bytes(data[start : start + CHUNK])


@contextmanager
def _document(content: Content, password: str | None) -> Iterator[PdfDocument]:
    with content.open() as file:
        document = PdfDocument(file, password=password)
        try:
            yield document
        finally:
            document.close()


class _Sink:
    """Takes what pdfium writes; what goes wrong is kept, since an error would be lost on its way through C."""

    def __init__(self, write: Callable[[bytes], int], meter: Meter) -> None:
        self._write = write
        self._meter = meter
        self.fault: Unreadable | OSError | None = None

    def write(self, piece: bytes) -> None:
        if self.fault:
            return
        try:
            self._meter.take(len(piece))
            self._write(piece)
        except (Unreadable, OSError) as error:
            self.fault = error
