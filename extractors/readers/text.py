"""Plain text and tables as text: text/plain, text/csv (RFC 2046, 4.1; RFC 4180)."""

import codecs

from core.content import Content
from core.errors import Problem
from core.pages import Page
from extractors.context import Context
from extractors.readers import Sheets, reads

# The longer mark first: UTF-32's begins with UTF-16's.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

SAMPLE = 4096


@reads("text/plain", "text/csv", "text/tab-separated-values", "text/markdown", "application/json")
def read_text(content: Content, context: Context) -> Sheets:
    """The text as one page."""
    limit = context.limits.text_bytes
    text = decode(content.head(limit))
    problem = Problem.TOO_BIG if content.size > limit else None
    return Sheets(pages=(Page(number=1, text=text),), problem=problem)


def decode(data: bytes) -> str:
    """`data` as text: by its byte order mark, as UTF-16 without a mark, as UTF-8, else as Windows-1252."""
    for mark, charset in MARKS:
        if data.startswith(mark):
            return _lines(data.decode(charset, errors="replace"))
    if data[:SAMPLE].count(0) > len(data[:SAMPLE]) // 8:
        return _lines(data.decode(_byte_order(data[:SAMPLE]), errors="replace"))
    try:
        return _lines(codecs.getincrementaldecoder("utf-8")().decode(data, final=False))
    except UnicodeDecodeError:
        return _lines(data.decode("cp1252", errors="replace"))


def _byte_order(sample: bytes) -> str:
    return "utf-16-le" if sample[1::2].count(0) > sample[0::2].count(0) else "utf-16-be"


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
