"""Office files are ZIP archives of XML: opening one within bounds, and its members as trees."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from core.content import Content
from core.errors import Problem, Unreadable
from extractors.context import Context

if TYPE_CHECKING:
    from lxml.etree import _Element

OLE = b"\xd0\xcf\x11\xe0"
"""What a locked OOXML file begins with (MS-OFFCRYPTO 2.3): it is no ZIP file any more."""


@contextmanager
def office_archive(content: Content, context: Context) -> Iterator[zipfile.ZipFile]:
    """The archive, closed at the end.

    Raises:
        Unreadable: it is locked (ENCRYPTED), unpacks to more than we take (TOO_BIG), or is no archive (DAMAGED).
    """
    if content.head(len(OLE)) == OLE:
        raise Unreadable(Problem.ENCRYPTED)
    with content.open() as file:
        try:
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Unreadable(Problem.DAMAGED, type(error).__name__) from error
        with archive:
            if sum(entry.file_size for entry in archive.infolist()) > context.limits.child_memory_bytes // 8:
                raise Unreadable(Problem.TOO_BIG)
            yield archive


def tree(archive: zipfile.ZipFile, name: str) -> "_Element":
    """The root of the member `name`.

    Raises:
        Unreadable: it is missing, broken, locked or no XML (DAMAGED; ENCRYPTED when locked).
    """
    import zlib

    from lxml import etree

    # Entities are never expanded and nothing is fetched: the file is not ours.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(archive.read(name), parser)
    except RuntimeError as error:  # zipfile's word for a password
        raise Unreadable(Problem.ENCRYPTED) from error
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, etree.XMLSyntaxError, NotImplementedError, OSError) as error:
        raise Unreadable(Problem.DAMAGED, type(error).__name__) from error
