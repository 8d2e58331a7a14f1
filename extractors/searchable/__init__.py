"""A searchable copy: the pages as they came, under them what OCR read, as text that is not drawn (ISO 32000-1, 9.3.6, mode 3)."""

from pathlib import Path
from typing import Any, BinaryIO

from core import codec
from core.content import Content
from core.errors import Problem, Unreadable
from core.pages import Page, Source
from core.values import Reading
from extractors.context import Context
from extractors.look import PDF

__all__ = ["has_copy", "searchable", "searchable_in_child"]


def has_copy(reading: Reading) -> bool:
    """Whether a searchable copy says more than the original does: OCR read text on a page of it."""
    return any(_recognised(page) for page in reading.pages) and (reading.media_type in PDF or reading.media_type.startswith("image/"))


def searchable(content: Content, reading: Reading, out: BinaryIO, context: Context) -> None:
    """Write the searchable copy of `content`, which `reading` is of; a locked document's copy is not locked.

    Raises:
        Unreadable: OCR read no page of it, it cannot be taken apart, or not all its pictures were read (TOO_BIG).
    """
    from extractors.searchable.copied import copied
    from extractors.searchable.layer import with_text
    from extractors.searchable.pictured import pictured
    from extractors.searchable.trouble import named

    if not has_copy(reading):
        raise Unreadable(Problem.UNSUPPORTED, "nothing in it was read by OCR")
    pages = tuple(page for page in reading.pages if _recognised(page))
    with named():
        if reading.media_type in PDF:
            writer = copied(content, context, pages=len(reading.pages))
            with_text(writer, pages)
        else:
            writer = pictured(content, reading.pages, context)
        writer.write(out)


def searchable_in_child(data: Any) -> Any:  # noqa: ANN401 - plain JSON data, both ways
    """`searchable` for a child process: takes JSON data and writes the new file `out`."""
    with Path(data["out"]).open("xb") as out:
        searchable(codec.load(Content, data["content"]), codec.load(Reading, data["reading"]), out, codec.load(Context, data["context"]))


def _recognised(page: Page) -> bool:
    return page.source == Source.OCR and bool(page.text)
