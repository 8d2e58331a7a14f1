"""Pages as they were read: words with their places, and where the text came from."""

from dataclasses import dataclass
from enum import StrEnum

from core.errors import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle in points from the upper left corner of the page as it should be read."""

    x0: float
    y0: float
    x1: float
    y1: float

    def scaled(self, across: float, down: float) -> "Box":
        """The same rectangle in other units, to the hundredth."""
        return Box(x0=round(self.x0 * across, 2), y0=round(self.y0 * down, 2), x1=round(self.x1 * across, 2), y1=round(self.y1 * down, 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word of a page with its place and its confidence from 0 to 1."""

    box: Box
    text: str
    confidence: float = 1.0


class Source(StrEnum):
    """Where the text of a page came from."""

    TEXT_LAYER = "text_layer"
    OCR = "ocr"
    NATIVE = "native"


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Another reading of a page, which did not become its text: a poor text layer, or what the second engine made of it."""

    source: Source
    engine: str = ""
    confidence: float = 0.0
    text: str = ""
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One value found in a reading, normalised: where it stood, how sure it is, and its role (`total`, `loss`) where one is said."""

    kind: str
    value: str
    raw: str
    page: int = 1
    box: Box | None = None
    confidence: float = 1.0
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page as read; `width` and `height` in points, `rotation` in degrees that were undone."""

    number: int
    width: float = 0.0
    height: float = 0.0
    rotation: int = 0
    source: Source = Source.NATIVE
    confidence: float = 1.0
    text: str = ""
    words: tuple[Word, ...] = ()
    engine: str = ""
    """What recognised it, for a page whose source is `ocr`."""
    others: tuple[Other, ...] = ()
    stated: tuple[Fact, ...] = ()
    """What codes on it state, until the reading takes them over."""
    problem: Problem | None = None
