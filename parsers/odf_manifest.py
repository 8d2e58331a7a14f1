"""What an OpenDocument package says of its parts, and documents in it as files of their own (ODF 1.3 part 2)."""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from parsers.packages import FAULTS, entry_pieces

FAMILY = "application/vnd.oasis.opendocument."
PARTS_OF_THE_TEXT = frozenset({f"{FAMILY}formula", f"{FAMILY}chart"})
"""Documents of their own by format only: nobody put a file there."""

MANIFEST = "META-INF/manifest.xml"
MANIFEST_BYTES = 4 * 1024 * 1024
NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
ENTRY, LOCK = f"{{{NAMESPACE}}}file-entry", f"{{{NAMESPACE}}}encryption-data"
PATH, TYPE = f"{{{NAMESPACE}}}full-path", f"{{{NAMESPACE}}}media-type"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The media types of the parts, folders included, and whether parts are encrypted."""

    types: dict[str, str] = field(default_factory=dict)
    locked: bool = False

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
    return Manifest(types=types, locked=next(root.iter(LOCK), None) is not None)


def document(package: zipfile.ZipFile, folder: str, manifest: Manifest) -> Iterator[bytes]:
    """The document in `folder` as a file of its own, the same bytes for the same parts."""
    sink = _Sink()
    media_type = manifest.types[folder]
    first = _stored("mimetype", media_type.encode())
    sink.write(first.FileHeader() + media_type.encode())
    entries = [entry for entry in package.infolist() if entry.filename.startswith(folder) and not entry.is_dir()]
    with zipfile.ZipFile(sink, "w") as out:
        out.filelist.append(first)
        for entry in entries:
            with out.open(_packed(entry.filename.removeprefix(folder)), "w") as member:
                for piece in entry_pieces(package, entry):
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
    types = {"/": manifest.types[folder]} | {name.removeprefix(folder): manifest.types.get(name, "") for name in names}
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
