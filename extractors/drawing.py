"""What was read, drawn over the page: a thin frame round each word, coloured by how sure it is, and a thick one round each fact."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from core import codec
from core.pages import Box, Fact, Page
from extractors.look import asked, encoded

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

LONGER_SIDE = 1600
"""Pixels of the drawing."""

SURE, FAIRLY = 0.95, 0.8
GREEN, AMBER, RED, BLUE = (46, 125, 50), (230, 130, 0), (198, 40, 40), (21, 74, 182)
LEGEND = (("word, 95 % sure or more", GREEN), ("80 to 95 %", AMBER), ("less", RED), ("fact", BLUE))
LABEL = 14
"""Pixels of the letters of a label."""


def drawn(image: "Image", page: Page, facts: Sequence[Fact]) -> "Image":
    """`image`, which shows `page` upright, with its words and the `facts` that stand on it."""
    from PIL import ImageDraw

    picture = image.convert("RGB")
    picture.thumbnail((LONGER_SIDE, LONGER_SIDE))
    draw = ImageDraw.Draw(picture)
    across, down = picture.width / max(page.width, 1.0), picture.height / max(page.height, 1.0)
    for word in page.words:
        draw.rectangle(_scaled(word.box, across, down), outline=_colour(word.confidence))
    taken: list[tuple[float, float, float, float]] = []
    for fact in facts:
        if fact.page == page.number and fact.box:
            frame = _scaled(fact.box, across, down)
            draw.rectangle(frame, outline=BLUE, width=3)
            _label(draw, f"{fact.kind} {fact.role}".strip(), frame, taken)
    _legend(draw, picture.height)
    return picture


def drawn_in_child(data: Any) -> Any:  # noqa: ANN401 - plain JSON data, both ways
    """`drawn` for a child process: takes JSON data and returns a PNG in base64."""
    page = codec.load(Page, data["page"])
    return encoded(drawn(asked(data, page), page, [codec.load(Fact, fact) for fact in data["facts"]]))


def _colour(confidence: float) -> tuple[int, int, int]:
    return GREEN if confidence >= SURE else AMBER if confidence >= FAIRLY else RED


def _label(draw: "ImageDraw", text: str, frame: tuple[float, float, float, float], taken: list[tuple[float, float, float, float]]) -> None:
    """The label above its frame, or below it where another stands already."""
    left, top, _, bottom = frame
    for y in (top - LABEL - 7, bottom + 2, top - 2 * LABEL - 12):
        box = draw.textbbox((left, y), text, font_size=LABEL)
        if not any(box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in taken):
            break
    taken.append(box)
    draw.rectangle((box[0] - 2, box[1] - 1, box[2] + 2, box[3] + 1), fill=BLUE)
    draw.text((left, y), text, fill="white", font_size=LABEL)


def _legend(draw: "ImageDraw", height: int) -> None:
    left = 8.0
    for text, colour in LEGEND:
        box = draw.textbbox((left, height - LABEL - 8), text, font_size=LABEL)
        draw.rectangle((box[0] - 4, box[1] - 3, box[2] + 4, box[3] + 3), fill="white", outline=colour, width=2)
        draw.text((left, height - LABEL - 8), text, fill=colour, font_size=LABEL)
        left = box[2] + 16


def _scaled(box: Box, across: float, down: float) -> tuple[float, float, float, float]:
    return box.x0 * across, box.y0 * down, max(box.x1, box.x0) * across, max(box.y1, box.y0) * down
