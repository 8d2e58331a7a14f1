"""The blank schedule of losses that goes along with the acknowledgement of a fire or a theft: printed, or filled in on a screen.

Written so that it can be read when it comes back: a row for each thing, with the currency printed behind its price.
"""

import io
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractors.searchable.objects import added, added_stream, as_object
from ingest.wording import Wording, one_line, wording
from router.protocols import Claim

if TYPE_CHECKING:
    from pypdf import PdfWriter

    from ingest.services import Services

WIDTH, HEIGHT = 595, 842
"""A4 in points."""

LEFT, RIGHT = 48, 547
ROWS = 18
"""Things that one form has room for."""

ROW, TEXT, SMALL, TITLE = 26, 10, 8.5, 16
COLUMNS = (("item", 70, 305), ("bought", 309, 382), ("price", 386, 455), ("proof", 484, RIGHT))
"""Each column of fields, from where to where."""

CURRENCY_AT, FILLED_AT = 457, 150
LONGEST_VALUE, LONGEST_NOTE = 70, 105
"""Signs of a line that is printed."""

UNDIVIDED = str.maketrans("ŁłĐđıŐőŰű", "LlDdiÖöÜü")
"""Letters that the standard fonts lack and that are not made of a letter and an accent, or of one that they have."""

HAIR, FIELD_HEIGHT = 0.5, 17
LOOKS = b"/F1 10 Tf 0 g"
"""How an entry is written: font, size and colour (ISO 32000-1, 12.7.3.3)."""

MONEY, RIGHT_ALIGNED = ("price", "total"), 2
"""Fields whose entries end where the currency stands, so that the two are read as one (ISO 32000-1, 12.7.3.3)."""

PRINTED = 1 << 2
"""Flag of a field that shows on paper, too (ISO 32000-1, 12.5.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    """A text field, and what a screen reader says of it."""

    name: str
    label: str
    x0: int
    x1: int
    y: int


@dataclass(slots=True)
class _Page:
    """What is drawn, as operators of a page's content, and the fields above it."""

    drawn: list[bytes] = field(default_factory=list)
    fields: list[_Field] = field(default_factory=list)

    def text(self, words: str, x: int, y: int, *, size: float = TEXT, font: str = "F1") -> None:
        self.drawn.append(b"BT /%s %g Tf %g %g Td (%s) Tj ET\n" % (font.encode(), size, x, y, _string(words)))

    def line(self, x0: int, x1: int, y: int) -> None:
        self.drawn.append(b"%g w %g %g m %g %g l S\n" % (HAIR, x0, y, x1, y))

    def entry(self, name: str, label: str, x0: int, x1: int, y: int) -> None:
        self.line(x0, x1, y)
        self.fields.append(_Field(name=name, label=label, x0=x0, x1=x1, y=y))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A form among the blobs, as the row of an answer names it."""

    attached_sha256: str
    attached_size: int
    attached_name: str


def keep(claim: Claim, language: str, services: "Services") -> Kept:
    """Make the form for a claim and put it among the blobs.

    Raises:
        Unavailable: they do not take it.
    """
    words = wording(language, services.settings.answers.templates)
    with services.spool() as spool:
        content = spool.keep(blank(words, claim))
        services.blobs.put(content)
    name = f"{words.schedule['file']}-{claim.number}.pdf"
    return Kept(attached_sha256=content.sha256, attached_size=content.size, attached_name=name)


def blank(words: Wording, claim: Claim) -> bytes:
    """The form for one claim as a PDF, the same bytes for the same words and claim."""
    from pypdf import PdfWriter

    page = _drawn(words.schedule, _about(words, claim))
    writer = PdfWriter()
    writer.add_metadata({"/Title": f"{words.schedule['title']} - {claim.number}", "/Producer": "Claimpost"})
    _write(writer, page, words.language)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def _about(words: Wording, claim: Claim) -> Iterator[tuple[str, str]]:
    """What is known of the claim, and that only."""
    yield words.schedule["claim"], f"*{claim.number}*"
    yield words.schedule["insured"], claim.insured
    yield words.schedule["loss"], claim.loss_date.strftime(words.date) if claim.loss_date else ""


def _drawn(words: Mapping[str, str], about: Iterator[tuple[str, str]]) -> _Page:
    page, y = _Page(), HEIGHT - 60
    page.text(words["title"], LEFT, y, size=TITLE, font="F2")
    y -= 14
    for label, value in about:
        if value:
            y -= 15
            _known(page, label, one_line(value)[:LONGEST_VALUE], y)
    y -= 10
    for line in _lines(words["note"]):
        y -= 12
        page.text(line, LEFT, y, size=SMALL)
    y -= 26
    for name, x0, _ in COLUMNS:
        page.text(words[name], x0, y, size=SMALL, font="F2")
    page.line(LEFT, RIGHT, y - 6)
    _rows(page, words, y)
    return page


def _known(page: _Page, label: str, value: str, y: int) -> None:
    """What is known of the claim; a name in letters that the standard fonts lack is left to the sender to fill in."""
    if _is_printable(value):
        page.text(f"{label} {value}", LEFT, y)
        return
    page.text(label, LEFT, y)
    page.entry("known", label, FILLED_AT, RIGHT, y - 4)


def _rows(page: _Page, words: Mapping[str, str], y: int) -> None:
    for number in range(1, ROWS + 1):
        y -= ROW
        page.text(f"{number}.", LEFT, y)
        page.text("EUR", CURRENCY_AT, y, size=SMALL)
        for name, x0, x1 in COLUMNS:
            page.entry(f"{name}_{number}", f"{number}. {words[name]}", x0, x1, y - 4)
    y -= ROW
    page.text(words["total"], 309, y, font="F2")
    page.text("EUR", CURRENCY_AT, y, size=SMALL)
    page.entry("total", words["total"], 386, 455, y - 4)
    y -= ROW
    for name in ("certified", "signature"):
        y -= ROW
        page.text(words[name], LEFT, y)
        page.entry(name, words[name], 260, RIGHT, y - 4)


def _lines(text: str) -> Iterator[str]:
    """The text in lines that fit on the page."""
    line = ""
    for word in one_line(text).split():
        if line and len(line) + len(word) >= LONGEST_NOTE:
            yield line
            line = ""
        line = f"{line} {word}".strip()
    yield line


def _string(text: str) -> bytes:
    """A text in the signs of the standard fonts; a letter that they lack loses its accent."""
    data = _latin(text).encode("cp1252", "replace")
    return data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _latin(text: str) -> str:
    whole = "".join(sign if _is_known(sign) else unicodedata.normalize("NFKD", sign) for sign in text.translate(UNDIVIDED))
    return "".join(sign for sign in whole if not unicodedata.combining(sign))


def _is_printable(text: str) -> bool:
    return all(map(_is_known, _latin(text)))


def _is_known(sign: str) -> bool:
    return bool(sign.encode("cp1252", "ignore"))


def _write(writer: "PdfWriter", page: _Page, language: str) -> None:
    from pypdf.generic import BooleanObject, NameObject

    fonts = {
        name: added(writer, {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": base, "/Encoding": "/WinAnsiEncoding"})
        for name, base in (("/F1", "/Helvetica"), ("/F2", "/Helvetica-Bold"))
    }
    sheet = writer.add_blank_page(WIDTH, HEIGHT)
    widgets = [added(writer, _widget(one, sheet.indirect_reference)) for one in page.fields]
    contents = added_stream(writer, b"".join(page.drawn))
    sheet.update(as_object({"/Resources": {"/Font": fonts}, "/Contents": contents, "/Annots": widgets, "/Tabs": "/R"}))
    form = {"/Fields": widgets, "/DA": LOOKS, "/DR": {"/Font": fonts}, "/NeedAppearances": BooleanObject(True)}  # noqa: FBT003 - pypdf's way
    writer.root_object.update(as_object({"/AcroForm": form, "/Lang": language.encode()}))
    writer.root_object[NameObject("/ViewerPreferences")] = as_object({"/DisplayDocTitle": BooleanObject(True)})  # noqa: FBT003 - as above


def _widget(one: _Field, page: object) -> dict[str, object]:
    """A text field on a page (ISO 32000-1, 12.7.4.3); its label is what a screen reader says."""
    side = {"/Q": RIGHT_ALIGNED} if one.name.startswith(MONEY) else {}
    said = {"/T": one.name.encode(), "/TU": b"\xfe\xff" + one.label.encode("utf-16-be")}
    looks = {"/DA": LOOKS, "/Rect": [one.x0, one.y, one.x1, one.y + FIELD_HEIGHT], "/F": PRINTED, "/P": page}
    return {"/Type": "/Annot", "/Subtype": "/Widget", "/FT": "/Tx", **said, **looks, **side}
