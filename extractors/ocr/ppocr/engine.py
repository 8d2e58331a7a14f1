"""The engine: lines found, cut out, recognised, and put in reading order."""

import time
from statistics import median
from typing import TYPE_CHECKING

from core.errors import Problem, Unavailable, Unreadable
from extractors.lines import Line, in_rows
from extractors.ocr.ppocr.detect import WEIGHTS as FINDING
from extractors.ocr.ppocr.detect import Quad, lines_in
from extractors.ocr.ppocr.networks import weights
from extractors.ocr.ppocr.recognise import WEIGHTS as READING
from extractors.ocr.ppocr.recognise import Reading, read_lines

if TYPE_CHECKING:
    from PIL.Image import Image

UPENDED = 1.5
"""Heights per width from which a line may run up or down."""

LONG = 2.0
"""An upended line is longer than so many heights of the others; a shorter one is a single letter."""


class PPOCR:
    """PP-OCRv6, which reads all four languages at once."""

    name = "ppocr"
    poor = 0.85
    doubtful = 0.97

    def recognise(self, image: "Image", *, languages: str, seconds: float) -> tuple[Line, ...]:
        """The lines in reading order; boxes in pixels of `image`. It needs no `languages`.

        Raises:
            Unreadable: it took longer than `seconds` (TIMED_OUT).
            Unavailable: its weights are not installed.
        """
        import numpy as np

        del languages
        end = time.monotonic() + seconds

        def go_on() -> None:
            if time.monotonic() > end:
                raise Unreadable(Problem.TIMED_OUT)

        grey = np.asarray(image.convert("L"))
        readings = read_lines(grey, list(_ways(lines_in(grey))), go_on=go_on)
        lines = (Line(words=tuple(reading.words())) for reading in _best(readings))
        return in_rows(line for line in lines if line.words)

    @staticmethod
    def installed() -> bool:
        """Whether its weights are here."""
        try:
            return bool(weights(*FINDING) and weights(*READING))
        except Unavailable:
            return False


def _ways(quads: list[Quad]) -> list[Quad]:
    """Each line as it may be read: an upended one downwards and upwards."""
    heights = [min(quad.width, quad.height) for quad in quads]
    usual = median(heights) if heights else 0.0
    ways: list[Quad] = []
    for quad in quads:
        upended = quad.height >= UPENDED * quad.width and quad.height > LONG * usual
        ways.extend((quad.turned(1), quad.turned(3)) if upended else (quad,))
    return ways


def _best(readings: list[Reading]) -> list[Reading]:
    """Of two readings of one place the surer one."""
    best: dict[frozenset[tuple[float, ...]], Reading] = {}
    for reading in readings:
        place = frozenset(map(tuple, reading.strip.quad.corners.tolist()))
        if place not in best or reading.confidence > best[place].confidence:
            best[place] = reading
    return list(best.values())
