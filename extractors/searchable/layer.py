"""Words as text that is not drawn, each in its box, turned as the page is."""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from core.pages import Box, Page, Source, Word
from extractors.searchable.glyphs import Glyphs
from extractors.searchable.hidden import Forms, without_hidden
from extractors.searchable.objects import added_stream, dictionary, number, resolved
from extractors.searchable.truetype import EM, WIDTH

if TYPE_CHECKING:
    from pypdf import PageObject, PdfWriter

FONT = "/ClaimpostOcr"
LETTER = (0.0, 0.0, 612.0, 792.0)
"""The page of a file that names no size, as pdfium has it."""

NARROWEST, WIDEST = 1.0, 10_000.0
"""Per cent by which letters are drawn together or apart."""

Place = tuple[float, float, float, float, float, float]
"""A matrix as a PDF writes it (ISO 32000-1, 8.3.3)."""


def with_text(writer: "PdfWriter", pages: Sequence[Page]) -> None:
    """Put the words of `pages` into the pages of `writer`; one that lay turned is shown upright from now on."""
    glyphs = Glyphs(writer)
    sheets = writer.pages
    seen: set[int] = set()
    forms = Forms(writer)
    for page in pages:
        sheet = sheets[page.number - 1]
        # The same page may stand in a document twice.
        if id(sheet) not in seen:
            seen.add(id(sheet))
            _add(sheet, page, glyphs, forms)
    glyphs.finish()


def prepend(writer: "PdfWriter", sheet: "PageObject", operators: str) -> None:
    """Draw first what `operators` say: nothing that the page itself draws can have moved it then."""
    from pypdf.generic import ArrayObject, NameObject, StreamObject

    ours = added_stream(writer, operators.encode("ascii"))
    inner = resolved(sheet.get("/Contents"))
    kept = list(inner) if isinstance(inner, ArrayObject) else [sheet.raw_get("/Contents")] if isinstance(inner, StreamObject) else []
    sheet[NameObject("/Contents")] = ArrayObject([ours, *kept])


def numbers(*values: float) -> str:
    """Numbers as a PDF writes them."""
    return " ".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in values)


def _add(sheet: "PageObject", page: Page, glyphs: Glyphs, forms: Forms) -> None:
    from pypdf.generic import DictionaryObject, NameObject, NumberObject

    turn = (_turn(sheet) + page.rotation) % 360
    if page.rotation:
        sheet[NameObject("/Rotate")] = NumberObject(turn)
    if any(other.source == Source.TEXT_LAYER for other in page.others):
        without_hidden(forms, sheet)
    # Pages may share what they draw with: it is not ours to change.
    resources = DictionaryObject(dictionary(sheet.get("/Resources")))
    fonts = DictionaryObject(dictionary(resources.get("/Font")))
    name = next(name for name in (FONT + "X" * count for count in range(len(fonts) + 1)) if name not in fonts)
    fonts[NameObject(name)] = glyphs.reference
    resources[NameObject("/Font")] = fonts
    sheet[NameObject("/Resources")] = resources
    place = numbers(*_upright(_box(sheet), turn, page))
    prepend(forms.writer, sheet, f"q {place} cm BT 3 Tr\n" + "\n".join(_shown(page, name, glyphs)) + "\nET Q\n")


def _turn(sheet: "PageObject") -> int:
    return int(number(sheet.get("/Rotate")) or 0) // 90 % 4 * 90


def _box(sheet: "PageObject") -> tuple[float, float, float, float]:
    """What of the page is shown, as pdfium has it: left, bottom, right, top."""
    media = _rectangle(sheet.get("/MediaBox")) or LETTER
    crop = _rectangle(sheet.get("/CropBox")) or media
    return max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3])


def _rectangle(value: Any) -> tuple[float, float, float, float] | None:  # noqa: ANN401 - as above
    found = resolved(value)
    if not isinstance(found, list) or len(found) != 4:  # noqa: PLR2004 - corners
        return None
    edges = [edge for value in found if (edge := number(value)) is not None]
    if len(edges) != 4:  # noqa: PLR2004 - as above
        return None
    a, b, c, d = edges
    corners = min(a, c), min(b, d), max(a, c), max(b, d)
    return corners if corners[2] > corners[0] and corners[3] > corners[1] else None


def _upright(box: tuple[float, float, float, float], turn: int, page: Page) -> Place:
    """From points of the page as it should be read, up from its lower left corner, to the page as it is stored."""
    left, bottom, right, top = box
    width, height = (top - bottom, right - left) if turn in {90, 270} else (right - left, top - bottom)
    across, down = width / max(page.width, 1.0), height / max(page.height, 1.0)
    match turn:
        case 90:
            return 0, across, -down, 0, right, bottom
        case 180:
            return -across, 0, 0, -down, right, top
        case 270:
            return 0, -across, down, 0, left, top
        case _:
            return across, 0, 0, down, left, bottom


def _shown(page: Page, font: str, glyphs: Glyphs) -> Iterator[str]:
    words = [word for word in page.words if _legible(word)]
    for word, following in pairwise([*words, None]):
        if word is None:
            continue
        box = word.box
        size = max(box.y1 - box.y0, 0.5)
        # A space that is drawn by itself is lost between words that touch.
        end = " " if following and _goes_on(box, following.box) else ""
        drawn = _stretched(_clean(word.text), box.x1 - box.x0, size, glyphs, end)
        yield f"{font} {numbers(size)} Tf 1 0 0 1 {numbers(box.x0, page.height - box.y1)} Tm {drawn}"


def _stretched(text: str, width: float, size: float, glyphs: Glyphs, end: str) -> str:
    """`text` drawn so that it is `width` wide."""
    natural = len(text) * size * WIDTH / EM
    return f"{numbers(min(max(100 * width / natural, NARROWEST), WIDEST))} Tz <{glyphs.coded(text + end)}> Tj"


def _goes_on(box: Box, following: Box) -> bool:
    """Whether the next word stands on the same line, at its right."""
    middle = (following.y0 + following.y1) / 2
    return box.y0 <= middle <= box.y1 and following.x0 >= box.x1 - (box.y1 - box.y0)


def _legible(word: Word) -> bool:
    box = word.box
    return bool(_clean(word.text)) and all(math.isfinite(edge) and abs(edge) < 1e6 for edge in (box.x0, box.y0, box.x1, box.y1))  # noqa: PLR2004


def _clean(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable() or "\ud800" <= sign <= "\udfff").strip()
