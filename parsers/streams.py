"""Files that are one packed file: streams in a row, as gzip, bzip2, xz and Zstandard all allow."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from core.content import CHUNK, Content
from core.errors import Problem, Unreadable
from parsers.opening import Child, Opened, Opening

PIECE = 64 * 1024
LONGEST_MARK = 6
"""Bytes, of the mark that xz streams begin with."""


class Unpacker(Protocol):
    """What unpacks one stream."""

    @property
    def eof(self) -> bool:
        """Whether the stream is at its end."""

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes out of what was handed in."""

    @property
    def unused_data(self) -> bytes:
        """What was handed in beyond the end."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """At most `max_length` bytes more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Packing:
    """A way of packing: what begins a stream, what unpacks it, and what that raises for bytes that are wrong."""

    marks: tuple[bytes, ...]
    """None when nothing may follow the first stream."""

    unpacker: Callable[[], Unpacker]
    faults: tuple[type[Exception], ...]
    problem: Callable[[Exception], Problem] = lambda _: Problem.DAMAGED


def opened(content: Content, opening: Opening, packing: Packing, *, name: str = "") -> Opened:
    """The one file inside; of a damaged or endless one what came so far.

    Raises:
        Unreadable: nothing came.
    """
    with content.open() as file:
        kept, problem = opening.keep(_unpacked(file, packing), opening.meter(content.size))
    if problem and not kept.size:
        raise Unreadable(problem)
    return Opened(children=(Child(content=kept, name=name, problem=problem),), problem=problem)


def _unpacked(file: BinaryIO, packing: Packing) -> Iterator[bytes]:
    data = file.read(PIECE)
    while True:
        unpacker = packing.unpacker()
        try:
            yield from stream(unpacker, file, data)
        except packing.faults as error:
            raise Unreadable(packing.problem(error)) from error
        data = _behind_padding(file, unpacker.unused_data)
        # What is no stream behind the last one was put there by the carrier; every unpacker passes over it.
        if not data.startswith(packing.marks):
            return


def stream(unpacker: Unpacker, file: BinaryIO, data: bytes) -> Iterator[bytes]:
    """What `data`, and after it the rest of `file`, unpacks to, up to the end of the stream.

    Raises:
        Unreadable: the stream has no end.
    """
    while not unpacker.eof:
        piece = unpacker.decompress(data, CHUNK)
        # Nothing is yielded too: whoever watches the time must hear of streams without end and without bytes.
        yield piece
        data = file.read(PIECE) if unpacker.needs_input and not unpacker.eof else b""
        if not data and not piece and not unpacker.eof:
            raise Unreadable(Problem.TRUNCATED)


def _behind_padding(file: BinaryIO, data: bytes) -> bytes:
    data = data.lstrip(b"\0")
    while len(data) < LONGEST_MARK and (piece := file.read(PIECE)):
        data = (data + piece).lstrip(b"\0")
    return data
