"""A page of a document as a picture once more, upright and grey: for what text does not say, and for who looks at a piece of it."""

import base64
import io
from typing import TYPE_CHECKING, Any

from core import codec
from core.content import Content
from core.errors import Problem, Unreadable
from core.pages import Box, Page
from extractors.context import Context

if TYPE_CHECKING:
    from PIL.Image import Image

    from extractors.pdf.entered import Entered

MARGIN = 4.0
"""Points around a piece that is shown."""

LARGEST = 1600
"""Pixels of the longer side of a piece."""

PDF = frozenset({"application/pdf", "application/x-pdf"})


def picture_of(content: Content, media_type: str, *, number: int, rotation: int, context: Context) -> "Image":
    """Page `number` of `content`, turned clockwise by `rotation` degrees, as its reading did.

    Raises:
        Unreadable: there is no such page, or no picture of it.
    """
    from extractors.readers.image import picture_in_image
    from extractors.readers.pdf import picture_in_pdf

    if media_type in PDF:
        image = picture_in_pdf(content, number, context)
    elif media_type.startswith("image/"):
        image = picture_in_image(content, number, context)
    else:
        raise Unreadable(Problem.UNSUPPORTED)
    return image.rotate(-rotation, expand=True) if rotation else image


def entered_on_page(content: Content, media_type: str, page: Page, context: Context) -> "tuple[Entered, ...]":
    """What was entered into the interactive form of `page`; nothing where it has none.

    Raises:
        Unreadable: the page is damaged, or the time is over.
    """
    from extractors.readers.pdf import entered_in_pdf

    return entered_in_pdf(content, page.number, page.rotation, context) if media_type in PDF else ()


def piece(image: "Image", box: Box, *, width: float, height: float) -> "Image":
    """What `image`, a page of `width` by `height` points, shows in `box` and a little around it."""
    across, down = image.width / max(width, 1.0), image.height / max(height, 1.0)
    left, top = max(0, int((box.x0 - MARGIN) * across)), max(0, int((box.y0 - MARGIN) * down))
    right, bottom = min(image.width, int((box.x1 + MARGIN) * across)), min(image.height, int((box.y1 + MARGIN) * down))
    if right <= left or bottom <= top:
        raise Unreadable(Problem.DAMAGED, "the piece lies outside the page")
    cut = image.crop((left, top, right, bottom))
    cut.thumbnail((LARGEST, LARGEST))
    return cut


def page_in_child(data: Any) -> Any:  # noqa: ANN401 - plain JSON data
    """A whole page for a child process: takes JSON data and returns a PNG in base64."""
    image = asked(data, codec.load(Page, data["page"]))
    image.thumbnail((LARGEST, LARGEST))
    return encoded(image)


def piece_in_child(data: Any) -> Any:  # noqa: ANN401 - plain JSON data, both ways
    """`piece` for a child process: takes JSON data and returns a PNG in base64."""
    page = codec.load(Page, data["page"])
    return encoded(piece(asked(data, page), codec.load(Box, data["box"]), width=page.width, height=page.height))


def asked(data: Any, page: Page) -> "Image":  # noqa: ANN401 - plain JSON data
    """The picture of `page` that a parent asks a child for."""
    content, context = codec.load(Content, data["content"]), codec.load(Context, data["context"])
    return picture_of(content, data["media_type"], number=page.number, rotation=page.rotation, context=context)


def encoded(image: "Image") -> str:
    """A PNG in base64, as a child answers with."""
    out = io.BytesIO()
    image.save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()
