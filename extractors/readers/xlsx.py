"""Excel workbooks (ECMA-376, SpreadsheetML): each sheet a page, a row a line, cells apart by tabs, dates as dates."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.content import Content
from core.errors import Problem
from core.pages import Page
from extractors.archives import office_archive, tree
from extractors.context import Context
from extractors.readers import Sheets, reads

if TYPE_CHECKING:
    import zipfile

    from lxml.etree import _Element

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CELL = "\t"
EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's days have no zone
DATE_FORMATS = frozenset({14, 15, 16, 17, 22})
DATE_LETTERS = re.compile(r'(?<![\\"])[dy]', re.IGNORECASE)
LAST_DAY = 2_958_465
"""31 December 9999, the last day that a spreadsheet knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Book:
    """What cells refer to."""

    strings: tuple[str, ...]
    date_styles: frozenset[int]


@reads("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.ms-excel.sheet.macroenabled.12")
def read_xlsx(content: Content, context: Context) -> Sheets:
    """The sheets in the order of their files."""
    with office_archive(content, context) as archive:
        names = sorted((name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)), key=_number)
        book = _book(archive)
        pages = tuple(
            Page(number=number, text="\n".join(_rows(tree(archive, name), book)))
            for number, name in enumerate(names[: context.limits.pages], start=1)
        )
    return Sheets(pages=pages, problem=None if pages else Problem.DAMAGED)


def _number(name: str) -> int:
    return int(re.sub(r"\D", "", name))


def _book(archive: "zipfile.ZipFile") -> _Book:
    members = set(archive.namelist())
    strings = tree(archive, "xl/sharedStrings.xml") if "xl/sharedStrings.xml" in members else None
    styles = tree(archive, "xl/styles.xml") if "xl/styles.xml" in members else None
    return _Book(
        strings=tuple(_text(item) for item in strings.iter(f"{MAIN}si")) if strings is not None else (),
        date_styles=frozenset(_date_styles(styles)) if styles is not None else frozenset(),
    )


def _date_styles(styles: "_Element") -> Iterator[int]:
    """The styles whose number format shows a day or a year."""
    own = {item.get("numFmtId"): item.get("formatCode") or "" for item in styles.iter(f"{MAIN}numFmt")}
    cells = styles.find(f"{MAIN}cellXfs")
    for index, style in enumerate(cells if cells is not None else ()):
        identifier = style.get("numFmtId") or "0"
        if int(identifier) in DATE_FORMATS or DATE_LETTERS.search(own.get(identifier, "")):
            yield index


def _rows(sheet: "_Element", book: _Book) -> Iterator[str]:
    for row in sheet.iter(f"{MAIN}row"):
        cells = [value for cell in row.iter(f"{MAIN}c") if (value := _value(cell, book))]
        if cells:
            yield CELL.join(cells)


def _value(cell: "_Element", book: _Book) -> str:
    if cell.get("t") == "inlineStr":
        return _text(cell)
    value = (cell.findtext(f"{MAIN}v") or "").strip()
    if cell.get("t") == "s":
        return book.strings[int(value)] if value.isdigit() and int(value) < len(book.strings) else ""
    if int(cell.get("s") or 0) in book.date_styles and re.fullmatch(r"\d+(?:\.\d+)?", value) and float(value) <= LAST_DAY:
        return (EPOCH + dt.timedelta(days=float(value))).strftime("%d/%m/%Y")
    # What a computer kept as 1494.5900000000001 is 1494.59 on the sheet.
    return f"{float(value):.2f}" if re.fullmatch(r"-?\d+\.\d{3,}", value) else value


def _text(item: "_Element") -> str:
    return " ".join("".join(node.text or "" for node in item.iter(f"{MAIN}t")).split())
