"""Archives that the system's libarchive reads, entry by entry; only openers that run apart may use it."""

import errno
import locale
import logging
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from ctypes import POINTER, byref, c_char_p, c_int, c_longlong, c_size_t, c_void_p, cast, create_string_buffer, string_at
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from core.content import Content
from core.errors import Problem, Unreadable
from parsers.fitting import OVER, Fitting
from parsers.opening import Child, Opened, Opening
from parsers.zip_names import decoded

PIECE = 64 * 1024
KIND, REGULAR, LINK = 0o170000, 0o100000, 0o120000
FATAL = -30
STOPS = OVER | {Problem.TIMED_OUT}
"""What says more of an archive than that it is one of several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """What libarchive is to take the bytes for, by its own names."""

    name: str
    filter: str = "none"
    options: bytes = b""
    read_name: Callable[[bytes], str] = decoded
    solid: bool = False
    """To pass over a file is to unpack it: behind one that is beyond a limit nothing is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What another look at the directory says of a file."""

    locked: bool = False
    goes_on: bool = False
    """In another volume."""

    check: int | None = None
    """The CRC-32 of all its bytes, where it is known."""


Expect = Callable[[str], Expected]


@dataclass(slots=True)
class Found:
    """What came out, and why it is not all."""

    children: list[Child] = field(default_factory=list)
    problem: Problem | None = None

    def opened(self) -> Opened:
        """The same as an opener says it.

        Raises:
            Unreadable: nothing came.
        """
        if self.problem and not self.children:
            raise Unreadable(self.problem)
        return Opened(children=tuple(self.children), problem=self.problem)


def read(content: Content, opening: Opening, form: Format, expect: Expect = lambda _: Expected()) -> Found:
    """Every file of the archive for as far as it can be read; links, folders and devices are none.

    `expect` is asked for every file in the order of the archive.

    Raises:
        Unreadable: the library is not on this machine.
    """
    found = Found()
    with content.open() as file, _opened(_library(), file, form) as archive:
        fitting = Fitting(opening, opening.meter(content.size))
        reader = _Reader(archive, fitting, found, solid=form.solid)
        try:
            reader.run(form.read_name, expect)
        except Unreadable as error:
            found.problem = error.problem
        except archive.error as error:
            found.problem = problem_of(error)
        if found.problem != Problem.TIMED_OUT:
            found.problem = fitting.problem or found.problem
    return found


@dataclass(slots=True)
class _Archive:
    """An open archive: the library, its handle and its error."""

    library: Any
    handle: Any
    entry: Any
    error: type[Exception]


class _Reader:
    def __init__(self, archive: _Archive, fitting: Fitting, found: Found, *, solid: bool) -> None:
        self._archive = archive
        self._fitting = fitting
        self._opening = fitting.opening
        self._meter = fitting.meter
        self._found = found
        self._solid = solid
        self._links: set[str] = set()

    def run(self, read_name: Callable[[bytes], str], expect: Expect) -> None:
        library, entry = self._archive.library, self._archive.entry
        while library.read_next_header2(self._archive.handle, entry) != library.ARCHIVE_EOF:
            self._meter.take(0)
            name = read_name(library.entry_pathname(entry) or b"")
            kind = library.entry_filetype(entry) & KIND
            if kind == LINK:
                self._links.add(name.rstrip("/"))
            elif kind in {REGULAR, 0} and not library.entry_hardlink(entry):
                self._take(name, expect(name))

    def _take(self, name: str, expected: Expected) -> None:
        if self._is_behind_link(name):
            self._found.problem = Problem.DAMAGED
            return
        if len(self._found.children) >= self._opening.parts_left:
            raise Unreadable(Problem.TOO_MANY_PARTS)
        locked = expected.locked or self._archive.library.entry_is_data_encrypted(self._archive.entry) == 1
        kept, problem = self._shut() if locked else self._fitting.keep(self._checked(expected), self._size())
        self._found.children.append(Child(content=kept, name=name, problem=problem))
        if problem == Problem.TIMED_OUT or (self._solid and problem in OVER):
            raise Unreadable(problem)

    def _shut(self) -> tuple[Content, Problem]:
        self._found.problem = Problem.NEEDS_PASSWORD
        return self._opening.spool.keep(b""), Problem.NEEDS_PASSWORD

    def _size(self) -> int:
        """What the directory says."""
        return max(0, int(self._archive.library.entry_size(self._archive.entry)))

    def _is_behind_link(self, name: str) -> bool:
        """Whether a folder of `name` is a link of the same archive: such a file is meant to land elsewhere."""
        return any(name[:at] in self._links for at, sign in enumerate(name) if sign == "/")

    def _checked(self, expected: Expected) -> Iterator[bytes]:
        check = 0
        for piece in self._pieces():
            check = zlib.crc32(piece, check)
            yield piece
        if expected.goes_on:
            raise Unreadable(Problem.TRUNCATED)
        if expected.check not in {None, check}:
            raise Unreadable(Problem.DAMAGED)

    def _pieces(self) -> Iterator[bytes]:
        library = self._archive.library
        start, size, offset = c_void_p(), c_size_t(), c_longlong()
        try:
            while (code := library.read_data_block(self._archive.handle, byref(start), byref(size), byref(offset))) == library.ARCHIVE_OK:
                yield string_at(start, size.value)
        except self._archive.error as error:
            # After this there is nothing more to be had.
            self._found.problem = problem_of(error)
            raise Unreadable(self._found.problem) from error
        if code < 0:  # a warning, of a checksum mostly
            raise Unreadable(Problem.DAMAGED)


def problem_of(error: Any) -> Problem:  # noqa: ANN401 - the library has no types
    """What an error of the library means, by its number or else its words."""
    if error.errno == errno.ENOMEM:
        return Problem.OUT_OF_MEMORY
    words = str(error.msg).lower()
    if "truncated" in words or "end of file" in words:
        return Problem.TRUNCATED
    return Problem.UNSUPPORTED if "support" in words or "unknown" in words else Problem.DAMAGED


@contextmanager
def _opened(library: Any, file: BinaryIO, form: Format) -> Iterator[_Archive]:  # noqa: ANN401 - the same
    """The archive in `file`, open.

    Raises:
        Unreadable: it is none.
    """
    from libarchive.exception import ArchiveError  # type: ignore[import-untyped]
    from libarchive.read import new_archive_read  # type: ignore[import-untyped]

    buffer = create_string_buffer(PIECE)

    def read_more(_archive: int, _context: int, start: Any) -> int:  # noqa: ANN401 - a pointer of ctypes
        cast(start, POINTER(c_void_p))[0] = cast(buffer, c_void_p)
        return file.readinto(buffer)  # type: ignore[attr-defined, no-any-return]

    def seek(_archive: int, _context: int, offset: int, whence: int) -> int:
        # What an exception in here would mean, nobody hears.
        try:
            return file.seek(offset, whence)
        except (OSError, ValueError):
            return FATAL

    callbacks = library.READ_CALLBACK(read_more), library.SEEK_CALLBACK(seek)
    entry = library.entry_new()
    try:
        with new_archive_read(form.name, form.filter) as handle:
            if form.options:
                library.read_set_options(handle, form.options)
            library.read_set_seek_callback(handle, callbacks[1])
            library.read_open(handle, None, library.NO_OPEN_CB, callbacks[0], library.NO_CLOSE_CB)
            yield _Archive(library, handle, entry, ArchiveError)
    except ArchiveError as error:
        raise Unreadable(problem_of(error)) from error
    finally:
        library.entry_free(entry)


def _library() -> Any:  # noqa: ANN401 - the same
    """Its functions, by their C names.

    Raises:
        Unreadable: the library is not on this machine.
    """
    try:
        from libarchive import ffi  # type: ignore[import-untyped]
    except (ImportError, OSError, AttributeError, TypeError) as error:
        raise Unreadable(Problem.UNSUPPORTED) from error
    ffi.ffi("entry_is_data_encrypted", [c_void_p], c_int)
    ffi.ffi("read_set_options", [c_void_p, c_char_p], c_int)
    # Its warnings may quote names.
    logging.getLogger("libarchive").disabled = True
    _read_names_as_utf_8()
    return ffi


def _read_names_as_utf_8() -> None:
    """Set the charset into which the library turns names; in that of the language "C" they would be lost."""
    if locale.nl_langinfo(locale.CODESET) != "UTF-8":
        with suppress(locale.Error):
            locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
