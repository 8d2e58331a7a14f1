"""Files of the statistics: a workbook, or one CSV file a sheet; both in the reader's language."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from core.sheets import Cell, Column, Sheet
from web import words
from web.words import statistics

BYTE_ORDER_MARK = "\ufeff"
"""Without it, spreadsheets take UTF-8 for a Windows code page."""

UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold (section 2.2), and UTF-8 neither where it is a lone surrogate."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet may take for a formula when it opens a CSV file."""

_WIDTH, _WIDEST = 14, 40
_TITLE = 31
"""Characters of a sheet's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A cell with its column; the words of what is a code."""

    column: Column
    value: Cell

    @property
    def is_number(self) -> bool:
        """Shown at the right of its column."""
        return isinstance(self.value, int | float | Decimal) or self.column.share


def shown(columns: tuple[Column, ...], row: tuple[Cell, ...]) -> list[Shown]:
    """A row for a page: codes are words."""
    return [
        Shown(column=column, value=statistics.said(column.words, value) if isinstance(value, str) else value)
        for column, value in zip(columns, row, strict=True)
    ]


def workbook(sheets: Iterable[Sheet], file: IO[bytes]) -> None:
    """Write an XLSX file (ECMA-376), row by row: the memory it takes does not grow with the rows."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(words.word(statistics.SHEETS, sheet.code)[:_TITLE])
        page.freeze_panes = "A2"
        names = [words.word(statistics.COLUMNS, column.code) for column in sheet.columns]
        for at, name in enumerate(names, 1):
            page.column_dimensions[get_column_letter(at)].width = min(max(_WIDTH, len(name) + 2), _WIDEST)
        page.append([_head(page, name) for name in names])
        for row in sheet.rows:
            page.append([_cell(page, column, value) for column, value in zip(sheet.columns, row, strict=True)])
    book.save(file)


def _head(page: object, name: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, value=name)
    cell.font = Font(bold=True)
    return cell


def _cell(page: object, column: Column, value: Cell) -> WriteOnlyCell:
    if isinstance(value, str):
        cell = WriteOnlyCell(page, value=_writable(column, value))
        cell.data_type = "s"  # never a formula, whatever it begins with
        return cell
    cell = WriteOnlyCell(page, value=value)
    if column.share:
        cell.number_format = "0.0%"
    elif isinstance(value, Decimal):
        cell.number_format = "#,##0.00"
    elif isinstance(value, float):
        cell.number_format = "0.0"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    return cell


def comma_separated(sheet: Sheet) -> Iterator[str]:
    """One sheet as CSV, line by line: a byte order mark, `;` between cells, dates by ISO 8601, a point in numbers."""
    line = io.StringIO()
    line.write(BYTE_ORDER_MARK)
    writer = csv.writer(line, delimiter=";")
    for row in _rows(sheet):
        writer.writerow(row)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _rows(sheet: Sheet) -> Iterator[list[str]]:
    yield [_safe(words.word(statistics.COLUMNS, column.code)) for column in sheet.columns]
    for row in sheet.rows:
        yield [_plain(column, value) for column, value in zip(sheet.columns, row, strict=True)]


def _plain(column: Column, value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _safe(_writable(column, value))
    if isinstance(value, float):
        return f"{value:.4f}"
    return str(value)


def _writable(column: Column, value: str) -> str:
    return UNWRITABLE.sub("", statistics.said(column.words, value))


def _safe(text: str) -> str:
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def written(sheets: Iterable[Sheet], file: IO[bytes]) -> None:
    """Write one sheet after the other as CSV."""
    for sheet in sheets:
        for line in comma_separated(sheet):
            file.write(line.encode())


def zipped(sheets: Iterable[Sheet], file: IO[bytes]) -> None:
    """Write a ZIP file with one CSV file a sheet."""
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for sheet in sheets:
            with archive.open(f"{sheet.code}.csv", "w", force_zip64=True) as one:
                written([sheet], one)
