"""Word, Excel and PowerPoint files since 2007: what is embedded in them (ECMA-376-1, 15.2.10 and 15.2.17)."""

import re
import zipfile

from core.content import Content
from parsers.containers import opens_apart
from parsers.containers.ole import open_ole
from parsers.embedded import Collected
from parsers.opening import Opened, Opening
from parsers.packages import add, archive, is_film, natural

EMBEDDED = re.compile(r"(?:^|/)(?:embeddings/[^/]+|afchunk[^/]*\.\w+)$", re.IGNORECASE)
"""Embedded objects, and foreign documents that Word shows as part of its own text (17.17.2)."""

MEDIA = re.compile(r"(?:^|/)media/[^/]+$", re.IGNORECASE)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml"


@opens_apart(
    f"{WORD}.document",
    f"{WORD}.template",
    f"{EXCEL}.sheet",
    f"{EXCEL}.template",
    f"{SLIDES}.presentation",
    f"{SLIDES}.slideshow",
    f"{SLIDES}.template",
    "application/vnd.ms-word.document.macroenabled.12",
    "application/vnd.ms-word.template.macroenabled.12",
    "application/vnd.ms-excel.sheet.macroenabled.12",
    "application/vnd.ms-excel.sheet.binary.macroenabled.12",
    "application/vnd.ms-excel.template.macroenabled.12",
    "application/vnd.ms-powerpoint.presentation.macroenabled.12",
    "application/vnd.ms-powerpoint.slideshow.macroenabled.12",
)
def open_ooxml(content: Content, opening: Opening) -> Opened:
    """The embedded files, and films; pictures are part of the document."""
    collected = Collected(opening, opening.meter(content.size))
    with archive(content) as package:
        if package is None:  # locked, or damaged
            return open_ole(content, opening)
        for entry in _files(package):
            if not add(collected, package, entry):
                break
    return collected.opened()


def _files(package: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    found = [entry for entry in package.infolist() if _is_file(entry.filename)]
    return sorted(found, key=lambda entry: natural(entry.filename))


def _is_file(name: str) -> bool:
    return EMBEDDED.search(name) is not None or (MEDIA.search(name) is not None and is_film(name))
