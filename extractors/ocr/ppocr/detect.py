"""Where the lines of a picture are: the map of the detecting network, cut into rectangles that may lie askew."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from extractors.ocr.ppocr.networks import network, weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[Any]
    Numbers = NDArray[Any]

WEIGHTS = ("rapidocr", "PP-OCRv6_det_small.onnx")

SIDE = 1280
"""Pixels of the longer side that the network sees; 960 costs a tenth less and misses small print."""

STEP = 64
"""Sides are multiples of this: few different shapes, so that the network is fitted to them once."""

TEXT = 0.3
"""Share of certainty from which a point of the map belongs to a line."""

LINE = 0.5
"""Mean certainty that a line must have."""

GROWTH = 1.6
"""The network marks the middle of a line; this times its area over its outline is added all round."""

SMALLEST = 3.0
MOST = 2_000
"""Lines of one picture; a telephone book has a thousand."""


@dataclass(frozen=True, slots=True)
class Quad:
    """A rectangle that may lie askew: four corners in pixels, from the upper left clockwise as its text is read."""

    corners: "Numbers"

    @property
    def width(self) -> float:
        """Along the text."""
        return _length(self.corners[1] - self.corners[0])

    @property
    def height(self) -> float:
        """Across the text."""
        return _length(self.corners[3] - self.corners[0])

    def turned(self, quarters: int) -> "Quad":
        """The same rectangle, read from the corner `quarters` further on."""
        import numpy as np

        return Quad(np.roll(self.corners, -quarters, axis=0))


def lines_in(grey: "Pixels") -> list[Quad]:
    """The lines of `grey`, in no order."""
    import cv2
    import numpy as np

    height, width = grey.shape
    scale = min(1.0, SIDE / max(height, width))
    size = tuple(max(STEP, round(length * scale / STEP) * STEP) for length in (width, height))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 127.5 - 1
    certainty = network(weights(*WEIGHTS))(np.repeat(small[None, None], 3, axis=1))[0, 0]
    text = cv2.dilate((certainty > TEXT).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(text, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    grown = (_grown(contour, certainty) for contour in contours[:MOST])
    back = np.array([width / size[0], height / size[1]], np.float32)
    most = np.array([width - 1, height - 1], np.float32)
    return [Quad(np.clip(corners * back, 0, most)) for corners in grown if corners is not None]


def _grown(contour: "Numbers", certainty: "Numbers") -> "Numbers | None":
    """The corners of the line around `contour`, in points of the map; `None` when it is too small or too unsure."""
    import cv2
    import numpy as np

    centre, (across, down), angle = cv2.minAreaRect(contour)
    if min(across, down) < SMALLEST or _mean(certainty, cv2.boxPoints((centre, (across, down), angle))) < LINE:
        return None
    more = 2 * across * down * GROWTH / (2 * (across + down))
    return _ordered(np.asarray(cv2.boxPoints((centre, (across + more, down + more), angle)), np.float32))


def _mean(certainty: "Numbers", corners: "Numbers") -> float:
    import cv2
    import numpy as np

    rows, columns = certainty.shape
    x, y = (np.clip(corners[:, axis], 0, most) for axis, most in ((0, columns - 1), (1, rows - 1)))
    left, right, top, bottom = int(x.min()), int(np.ceil(x.max())), int(y.min()), int(np.ceil(y.max()))
    mask = np.zeros((bottom - top + 1, right - left + 1), np.uint8)
    cv2.fillPoly(mask, [np.stack([x - left, y - top], axis=1).astype(np.int32)], (1,))
    return float(cv2.mean(certainty[top : bottom + 1, left : right + 1], mask)[0])


def _ordered(corners: "Numbers") -> "Numbers":
    """From the upper left one clockwise: the two on the left, by height, are the first and the last."""
    import numpy as np

    by_side = corners[np.argsort(corners[:, 0], kind="stable")]
    upper_left, lower_left = by_side[:2][np.argsort(by_side[:2, 1], kind="stable")]
    upper_right, lower_right = by_side[2:][np.argsort(by_side[2:, 1], kind="stable")]
    return np.stack([upper_left, upper_right, lower_right, lower_left])


def _length(vector: "Numbers") -> float:
    return float((vector**2).sum() ** 0.5)
