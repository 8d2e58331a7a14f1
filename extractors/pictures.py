"""Whether a picture shows a thing rather than a paper: by who made it, its name, and how little can be read; a film always does."""

import re

from core.pages import Page
from core.papers import DocumentType
from extractors.readers import Sheets
from extractors.types import UNKNOWN, types

NAMES = re.compile(
    r"^(?:IMG|DSCN?|DSC_|PXL|P\d{7}|MVIMG|DJI|GOPR|SAM|WP|WhatsApp[ _]Image|Screenshot|photo|foto|image\d*)(?![a-z])", re.IGNORECASE
)
A_PAPER = 200
"""Letters read surely from which a picture is a paper, whatever took it."""

CAREFUL = frozenset({"P3", "P4", "P5", "P6"})
"""Classes of personal data that not everybody sees (domain section 8.1)."""

NEARLY_NOTHING = 10
READ_SURELY = 0.6
BY_CAMERA, BY_NAME, BY_LACK_OF_TEXT = 0.95, 0.9, 0.7


def as_picture(media_type: str, sheets: Sheets, *, name: str, by_text: DocumentType) -> DocumentType:
    """`by_text`, `video` for a film, or `photo` for a picture on which a text cannot have decided."""
    if media_type.startswith("video/"):
        return DocumentType(id="video", confidence=1.0, cues=(media_type,), classes=types()["video"].classes)
    if not media_type.startswith("image/") or (by_text.id != UNKNOWN and by_text.confidence > BY_LACK_OF_TEXT):
        return by_text
    letters = sum(_letters(page) for page in sheets.pages)
    named = bool(NAMES.match(name))
    if letters >= A_PAPER or not sheets.pages or not (sheets.camera or named or letters < NEARLY_NOTHING):
        return by_text
    confidence = BY_CAMERA if sheets.camera else BY_NAME if named else BY_LACK_OF_TEXT
    cues = ("image/jpeg with EXIF",) * sheets.camera + ("IMG_",) * named
    # What little can be read on it may still ask for care: a prescription is photographed like a bumper.
    classes = {*types()["photo"].classes, *(set(by_text.classes) & CAREFUL)}
    return DocumentType(id="photo", confidence=confidence, cues=cues, classes=tuple(sorted(classes)))


def _letters(page: Page) -> int:
    return sum(len(word.text) for word in page.words if word.confidence >= READ_SURELY and word.text.isalpha())
