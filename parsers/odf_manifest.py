"""What an OpenDocument package says of its parts, and documents in it as files of their own (ODF 1.3 part 2)."""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import quoteattr

from parsers.odf_locks import NAMESPACE, Lock, lock_of
from parsers.packages import FAULTS, entry_pieces

FAMILY = "application/vnd.oasis.opendocument."
PARTS_OF_THE_TEXT = frozenset({f"{FAMILY}formula", f"{FAMILY}chart"})
"""Documents of their own by format only: nobody put a file there."""

MANIFEST = "META-INF/manifest.xml"
MANIFEST_BYTES = 4 * 1024 * 1024
MIMETYPE = "mimetype"
ENTRY, LOCK = f"{{{NAMESPACE}}}file-entry", f"{{{NAMESPACE}}}encryption-data"
PATH, TYPE = f"{{{NAMESPACE}}}full-path", f"{{{NAMESPACE}}}media-type"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The media types of the parts, folders included, and which parts are encrypted."""

    types: dict[str, str] = field(default_factory=dict)
    locks: dict[str, Lock | None] = field(default_factory=dict)
    """`None` for a lock that we cannot open."""

    def documents(self) -> list[str]:
        """The folders that are documents, those inside others left out."""
        found: list[str] = []
        for path, media_type in sorted(self.types.items()):
            is_document = path.strip("/") and path.endswith("/") and media_type.startswith(FAMILY)
            if is_document and media_type not in PARTS_OF_THE_TEXT and not path.startswith(tuple(found)):
                found.append(path)
        return found


def read_manifest(package: zipfile.ZipFile) -> Manifest:
    """The manifest; an empty one when it cannot be read."""
    from lxml import etree

    # Entities are never expanded and nothing is fetched: the file is not ours.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        with package.open(MANIFEST) as file:
            root = etree.fromstring(file.read(MANIFEST_BYTES), parser)
    except (etree.XMLSyntaxError, *FAULTS):
        return Manifest()
    types = {str(entry.get(PATH, "")): str(entry.get(TYPE, "")) for entry in root.iter(ENTRY)}
    locks = {str(entry.get(PATH, "")): lock_of(_said(lock)) for entry in root.iter(ENTRY) for lock in entry.iter(LOCK)}
    return Manifest(types=types, locks=locks)


def _said(lock: Any) -> dict[str, str]:  # noqa: ANN401 - an element, whose library is loaded late
    """All that an element and those in it say, by names without their namespace."""
    return {str(name).rpartition("}")[2]: str(value) for element in lock.iter() for name, value in element.attrib.items()}


Pieces = Callable[[zipfile.ZipFile, zipfile.ZipInfo], Iterator[bytes]]
"""What unpacks an entry."""


def document(package: zipfile.ZipFile, folder: str, manifest: Manifest, pieces: Pieces = entry_pieces) -> Iterator[bytes]:
    """The document in `folder` as a file of its own, the same bytes for the same parts; with "" all of the package."""
    sink = _Sink()
    media_type = manifest.types.get(folder or "/", "")
    first = _stored(MIMETYPE, media_type.encode())
    sink.write(first.FileHeader() + media_type.encode())
    entries = [entry for entry in package.infolist() if entry.filename.startswith(folder) and not entry.is_dir()]
    entries = [entry for entry in entries if entry.filename not in {MIMETYPE, MANIFEST}]
    with zipfile.ZipFile(sink, "w") as out:
        out.filelist.append(first)
        for entry in entries:
            with out.open(_packed(entry.filename.removeprefix(folder)), "w") as member:
                for piece in pieces(package, entry):
                    member.write(piece)
                    yield sink.taken()
        out.writestr(_packed(MANIFEST), _written(folder, manifest, [entry.filename for entry in entries]))
    yield sink.taken()


def _stored(name: str, data: bytes) -> zipfile.ZipInfo:
    # The type comes first, unpacked and without anything behind it, so that a file shows what it is (3.3).
    info = zipfile.ZipInfo(name)
    info.file_size = info.compress_size = len(data)
    info.CRC = zlib.crc32(data)
    info.header_offset = 0
    return info


def _packed(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _written(folder: str, manifest: Manifest, names: list[str]) -> str:
    inside = [] if folder else [name for name in manifest.types if name.endswith("/")]
    types = {name.removeprefix(folder): manifest.types.get(name, "") for name in (*inside, *names)}
    types = {"/": manifest.types.get(folder or "/", "")} | types
    lines = (
        f"<manifest:file-entry manifest:full-path={quoteattr(path)} manifest:media-type={quoteattr(found)}/>"
        for path, found in types.items()
    )
    return f'<manifest:manifest xmlns:manifest="{NAMESPACE}" manifest:version="1.3">{"".join(lines)}</manifest:manifest>'


class _Sink:
    """Takes what is written, to be handed on at once; it cannot go back, so sizes stand behind the data."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._at = 0

    def write(self, data: bytes) -> int:
        self._waiting += data
        self._at += len(data)
        return len(data)

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        """Nothing to do: everything waits to be taken."""

    def close(self) -> None:
        """Nothing to do either."""

    def taken(self) -> bytes:
        found, self._waiting = bytes(self._waiting), bytearray()
        return found
