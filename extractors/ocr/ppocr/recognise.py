"""What the lines say: each cut out upright, its characters in the order of their places (CTC), its words by the gaps."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.pages import Box, Word
from extractors.ocr.ppocr.detect import Quad
from extractors.ocr.ppocr.networks import recogniser, weights
from extractors.ocr.ppocr.spacing import Glyph, Ink, words_in

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[Any]
    Numbers = NDArray[Any]

WEIGHTS = ("rapidocr", "PP-OCRv6_rec_small.onnx")

HEIGHT = 48
"""Pixels of a line as the network sees it."""

SQUEEZE, DETAILED = 0.85, 36.0
"""Lines of at least so many pixels are made so much narrower, which saves as much time and costs no characters."""

BUCKET = 64
"""Widths are multiples of this: few different shapes."""

WIDEST = 3_200
LEAST = 0.4
"""Mean certainty under which a line is a pattern, not text."""

STRIDE = 8
"""Pixels of a line for each step of the network's answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """One line cut out of the picture and scaled to the network's height."""

    quad: Quad
    pixels: "Pixels"
    back: "Numbers"
    """The matrix from its pixels to those of the picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one strip says."""

    strip: Strip
    glyphs: tuple[Glyph, ...]

    @property
    def confidence(self) -> float:
        """The mean of its characters; 0.0 without any."""
        return sum(glyph.confidence for glyph in self.glyphs) / len(self.glyphs) if self.glyphs else 0.0

    def words(self) -> Iterator[Word]:
        """Its words with their places in the picture."""
        ink = Ink.of(self.strip.pixels)
        for word in words_in(self.glyphs, ink):
            yield Word(box=self._box(word.start, word.end, ink), text=word.text, confidence=round(word.confidence, 3))

    def _box(self, start: float, end: float, ink: Ink) -> Box:
        import cv2
        import numpy as np

        corners = np.array([[[start, ink.top], [end, ink.top], [end, ink.bottom], [start, ink.bottom]]], np.float32)
        (placed,) = cv2.perspectiveTransform(corners, self.strip.back)
        (x0, y0), (x1, y1) = placed.min(axis=0), placed.max(axis=0)
        return Box(x0=float(x0), y0=float(y0), x1=float(x1), y1=float(y1))


def read_lines(grey: "Pixels", quads: Sequence[Quad], *, go_on: Callable[[], None]) -> list[Reading]:
    """The readings of those of `quads` that are text; `go_on` is asked before each, and may raise."""
    readings: list[Reading] = []
    for quad in quads:
        go_on()
        readings.append(_read(cut(grey, quad)))
    return [reading for reading in readings if reading.confidence >= LEAST]


def cut(grey: "Pixels", quad: Quad) -> Strip:
    """The line in `quad`, upright, as high as the network wants it."""
    import cv2
    import numpy as np

    squeeze = SQUEEZE if quad.height >= DETAILED else 1.0
    width = int(min(max(round(squeeze * HEIGHT * quad.width / max(quad.height, 1.0)), 32), WIDEST))
    # Scaled down in one step, small print would lose its strokes: cut at its own size first, if that is larger.
    scale = max(1.0, quad.height / HEIGHT)
    wide, high = max(1, round(width * scale)), max(1, round(HEIGHT * scale))
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    matrix = cv2.getPerspectiveTransform(quad.corners.astype(np.float32), corners)
    pixels = cv2.warpPerspective(grey, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    if scale > 1:
        pixels = cv2.resize(pixels, (width, HEIGHT), interpolation=cv2.INTER_AREA)
    back = np.linalg.inv(matrix) @ np.diag([wide / width, high / HEIGHT, 1.0])
    return Strip(quad=quad, pixels=np.asarray(pixels, np.uint8), back=back.astype(np.float32))


def _read(strip: Strip) -> Reading:
    import numpy as np

    width = strip.pixels.shape[1]
    filled = np.zeros((HEIGHT, -(-width // BUCKET) * BUCKET), np.float32)
    filled[:, :width] = strip.pixels.astype(np.float32) / 127.5 - 1
    run, names = recogniser(weights(*WEIGHTS))
    (answer,) = run(np.repeat(filled[None, None], 3, axis=1))
    return Reading(strip=strip, glyphs=tuple(_glyphs(answer.argmax(axis=1), answer.max(axis=1), names)))


def _glyphs(best: "Numbers", certainty: "Numbers", names: Sequence[str]) -> Iterator[Glyph]:
    """The characters: of equal answers that follow each other one, and none for those that stand for nothing."""
    import numpy as np

    changes = np.flatnonzero(np.diff(best)) + 1
    for start, end in zip((0, *changes), (*changes, len(best)), strict=True):
        if best[start]:
            peak = start + int(certainty[start:end].argmax())
            yield Glyph(text=names[best[start]], at=(peak + 0.5) * STRIDE, confidence=float(certainty[start:end].max()))
