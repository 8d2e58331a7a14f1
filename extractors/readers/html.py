"""HTML pages and mails: the text that a person sees (WHATWG HTML)."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from core.content import Content
from core.errors import Problem
from core.pages import Page
from extractors.context import Context
from extractors.readers import Sheets, reads

if TYPE_CHECKING:
    from lxml.etree import _Element

UNSEEN = frozenset({"script", "style", "head", "template", "noscript", "svg", "object", "iframe", "select", "textarea"})
BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "div", "dl", "dt", "fieldset", "figure", "footer"}
    | {"form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section"}
    | {"table", "tbody", "tfoot", "thead", "tr", "ul"}
)
CELLS = frozenset({"td", "th"})
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
CELL = "\t"


@reads("text/html", "application/xhtml+xml")
def read_html(content: Content, context: Context) -> Sheets:
    """The text as one page."""
    limit = context.limits.text_bytes
    text = text_of_html(content.head(limit))
    return Sheets(pages=(Page(number=1, text=text),), problem=Problem.TOO_BIG if content.size > limit else None)


def text_of_html(data: bytes) -> str:
    """What a person sees of the page, a block a line and the cells of a row on one."""
    from lxml import etree, html

    from extractors.readers.text import decode

    # A page that names no charset is UTF-8 or Windows-1252, never what lxml takes it for.
    source: str | bytes = data if re.search(rb"charset", data[:4096], re.IGNORECASE) else decode(data)
    try:
        root = html.document_fromstring(source, parser=html.HTMLParser(huge_tree=True))
    except (etree.ParserError, ValueError):
        return ""
    joined = "".join(_pieces(root))
    lines = (re.sub(r"[ \xa0\r\f\v]+", " ", line).strip() for line in joined.split("\n"))
    return "\n".join(line for line in lines if line)


def _pieces(root: "_Element") -> Iterator[str]:
    """The texts in order, with line ends around blocks; walked without recursion, for a page may nest without end."""
    from lxml import etree

    skipped: _Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start" and skipped is None:
            yield _before(element)
            if _unseen(element):
                skipped = element
            else:
                yield _flowing(element.text)
        elif event != "start" and (skipped is None or element is skipped):
            skipped = None
            yield _after(element) + _flowing(element.tail)


def _unseen(element: "_Element") -> bool:
    return element.tag in UNSEEN or "hidden" in element.attrib or bool(HIDDEN.search(element.get("style") or ""))


def _before(element: "_Element") -> str:
    return "\n" if element.tag in BLOCKS else ""


def _after(element: "_Element") -> str:
    if element.tag in CELLS:
        return CELL
    return "\n" if element.tag in BLOCKS else ""


def _flowing(text: str | None) -> str:
    """Line ends in the source are spaces on the page."""
    return re.sub(r"\s+", " ", text) if text else ""
