"""OpenDocument texts and spreadsheets (ISO/IEC 26300): paragraphs and headings a line each, cells apart by tabs."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from core.content import Content
from core.pages import Page
from extractors.archives import office_archive, tree
from extractors.context import Context
from extractors.readers import Sheets, reads

if TYPE_CHECKING:
    from lxml.etree import _Element

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
LINES = frozenset({f"{TEXT}p", f"{TEXT}h"})
ROW, CELL_TAG = f"{TABLE}table-row", f"{TABLE}table-cell"
SPACES = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n", f"{TEXT}s": " "}
UNSEEN = frozenset({f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{OFFICE}forms"})
CELL = "\t"


@reads("application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet")
def read_odt(content: Content, context: Context) -> Sheets:
    """The text as one page."""
    with office_archive(content, context) as archive:
        root = tree(archive, "content.xml")
    return Sheets(pages=(Page(number=1, text="\n".join(line for line in _lines(root) if line.strip())),))


def _lines(root: "_Element") -> Iterator[str]:
    """The lines in order; a row of a table is one, and nothing in it comes twice."""
    for unseen in list(root.iter(*UNSEEN)):
        unseen[:] = []
        unseen.text = None  # what follows it, its tail, stays
    for element in root.iter(*LINES, ROW):
        if _inside_a_row(element):
            continue
        if element.tag == ROW:
            cells = (" ".join(_flow(line) for line in cell.iter(*LINES)) for cell in element.iter(CELL_TAG))
            yield CELL.join(cell for cell in cells if cell)
        else:
            yield _flow(element)


def _inside_a_row(element: "_Element") -> bool:
    return any(ancestor.tag == ROW for ancestor in element.iterancestors())


def _flow(paragraph: "_Element") -> str:
    from lxml import etree

    pieces = []
    for event, element in etree.iterwalk(paragraph, events=("start", "end")):
        if event == "start":
            pieces += [SPACES.get(str(element.tag), ""), element.text or ""]
        elif element is not paragraph:
            pieces.append(element.tail or "")
    return "".join(pieces).strip()
