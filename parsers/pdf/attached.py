"""The files that a PDF carries, by its own lists (ISO 32000-2, 7.11.4, 12.5.6.15, 13.6 and 14.13)."""

import math
import re
import time
from collections.abc import Iterator
from functools import partial
from itertools import chain, takewhile

from pypdf import PdfReader
from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, PdfObject, StreamObject, TextStringObject

from parsers.embedded import Embedded
from parsers.pdf.streams import FAULTS, pieces

PLATFORMS = ("/UF", "/F", "/Unix", "/Mac", "/DOS")
"""One file may be there in the form of several platforms; the first of these is the file."""

NODES_MOST = 1_000_000
MARKED = (b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf")
"""What strings in UTF-16 and UTF-8 begin with, where they say so."""

MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
Spec = tuple[str, DictionaryObject]
"""A file specification, and the name under which it was found."""


class Search:
    """Looks through the lists of one document; each file comes once, however often it is named."""

    def __init__(self, reader: PdfReader, *, until: float = math.inf, files_encrypted: bool = False) -> None:
        self._reader = reader
        self._files_encrypted = files_encrypted
        self._until = until
        self._seen: set[int] = set()
        self._nodes = 0
        self.complete = True
        """False when the time was over, or the objects were too many, before everything was looked at."""

    def files(self) -> Iterator[Embedded]:
        """The files of the document, then those of its pages, in order."""
        root = _dictionary(self._reader.trailer.get("/Root"))
        names = _dictionary(root.get("/Names")) if root is not None else None
        specs: list[Iterator[Spec]] = []
        if names is not None:
            specs.append(self._named(names.get("/EmbeddedFiles")))
        if root is not None:
            specs.append(self._associated(root))
            specs.append(chain.from_iterable(self._of_page(page) for page in self._tree(root.get("/Pages"))))
        for name, spec in chain.from_iterable(specs):
            if found := self._file(name, spec):
                yield found

    def _tree(self, top: object) -> Iterator[DictionaryObject]:
        """The nodes of a tree, parents first; one that is its own grandchild comes once."""
        waiting = [top]
        seen: set[int] = set()
        while waiting and self._goes_on():
            node = _dictionary(waiting.pop())
            if node is None or id(node) in seen:
                continue
            seen.add(id(node))
            yield node
            waiting += reversed(_items(node.get("/Kids")))

    def _goes_on(self) -> bool:
        """Whether another object may be looked at: each that is missing costs a search through the whole file."""
        self._nodes += 1
        self.complete = self.complete and self._nodes <= NODES_MOST and time.monotonic() < self._until
        return self.complete

    def _each(self, value: object) -> Iterator[object]:
        return takewhile(lambda _: self._goes_on(), _items(value))

    def _named(self, top: object) -> Iterator[Spec]:
        """What a name tree holds, whose leaves are lists of names and values in turn (7.9.6)."""
        for node in self._tree(top):
            name = ""
            for item in self._each(node.get("/Names")):
                if (spec := _dictionary(item)) is not None:
                    yield name, spec
                name = _text(item)

    def _associated(self, holder: DictionaryObject) -> Iterator[Spec]:
        """The files that go with a thing (14.13)."""
        for item in self._each(holder.get("/AF")):
            if (spec := _dictionary(item)) is not None:
                yield "", spec

    def _of_page(self, page: DictionaryObject) -> Iterator[Spec]:
        yield from self._associated(page)
        for item in self._each(page.get("/Annots")):
            if (note := _dictionary(item)) is not None:
                yield from self._of_note(note)

    def _of_note(self, note: DictionaryObject) -> Iterator[Spec]:
        yield from self._associated(note)
        if (spec := _dictionary(note.get("/FS"))) is not None:
            yield "", spec
        if (rich := _dictionary(note.get("/RichMediaContent"))) is not None:
            yield from self._named(rich.get("/Assets"))
        # A film on the page: action, rendition, clip, file (13.2.3).
        place: DictionaryObject | None = note
        for key in ("/A", "/R", "/C", "/D"):
            place = _dictionary(place.get(key)) if place is not None else None
        if place is not None:
            yield "", place

    def _file(self, name: str, spec: DictionaryObject) -> Embedded | None:
        forms = _dictionary(spec.get("/EF"))
        held = (_read(forms.get(key)) for key in PLATFORMS) if forms is not None else iter(())
        stream = next((found for found in held if isinstance(found, StreamObject)), None)
        if stream is None or id(stream) in self._seen:
            return None
        self._seen.add(id(stream))
        given = next(filter(None, (_text(spec.get(key)) for key in PLATFORMS)), name)
        said = str(_read(stream.get("/Subtype"))).removeprefix("/").lower()
        return Embedded(
            name=given,
            declared_type=said if MEDIA_TYPE.fullmatch(said) else "",
            pieces=partial(pieces, stream, self._reader if self._files_encrypted else None),
        )


def _read(value: object) -> PdfObject | None:
    """What stands there, or where it points to; nothing when that cannot be read."""
    try:
        return value.get_object() if isinstance(value, PdfObject) else None
    except FAULTS:
        return None


def _dictionary(value: object) -> DictionaryObject | None:
    found = _read(value)
    return found if isinstance(found, DictionaryObject) else None


def _items(value: object) -> list[object]:
    found = _read(value)
    return list(found) if isinstance(found, ArrayObject) else []


def _text(value: object) -> str:
    """A string as it was meant: some writers put UTF-8 where the standard wants PDFDocEncoding or UTF-16 (7.9.2.2)."""
    found = _read(value)
    if not isinstance(found, ByteStringObject | TextStringObject):
        return ""
    written = found.original_bytes
    if isinstance(found, TextStringObject) and (written.isascii() or written.startswith(MARKED)):
        return str(found)
    try:
        return written.decode()
    except UnicodeDecodeError:
        return str(found) if isinstance(found, TextStringObject) else written.decode("cp1252", "replace")
