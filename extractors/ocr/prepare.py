"""What makes a picture easier to recognise: the paper cut out, contrast, even light, straight lines, enough pixels, little noise.

Nothing is ever made black and white: what a threshold takes away, no engine reads.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.pages import Box
from extractors.ocr.quad import paper_in

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

    Pixels = NDArray[Any]
    Numbers = NDArray[Any]

MAX_PIXELS = 16_000_000
"""Pixels that OCR works on: A3 at 300 dpi; more only costs time."""

THUMB = 1000
"""Longer side of the small copy that angles are measured on."""

DARK, LIGHT = 0.7, 80.0
"""Percentiles that become black and white; paper is nearly always more than a fifth of a page."""

DARKEST = 0.05
"""Percentile of the ink on a page of a few words."""

UNEVEN = 0.18
"""Difference of light over the page, as a share, from which it is evened out."""

NOISY = 6.0
GRAIN = 40
"""Steps of grey by which the dots of an empty page differ."""

A_FULL_STOP = 12
"""Dark pixels that may be dust."""

STEEPEST = 12.0
"""Degrees of skew that are looked for."""

SMALLEST_SKEW = 0.25
EDGE = 0.02
"""Share of each side that says nothing of the lines: a sliver of the table, or the shadow of a lid, runs along there."""

ENOUGH_INK = 200
ENOUGH_POINTS = 60_000
"""More change an angle by less than a twentieth of a degree."""

SURELY_SIDEWAYS = 2.0
"""Upright pages have at least twice as sharp rows as columns; so have pages on their side the other way round."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flat:
    """A picture with its paper alone, flat, well lit and full of contrast, still the way up that it lay."""

    pixels: "Pixels"
    back: "Numbers"
    """The matrix from its pixels to those of the picture."""

    width: int
    height: int
    """Size of the picture."""

    @property
    def image(self) -> "Image":
        """Its pixels as a picture."""
        from PIL import Image as Images

        return Images.fromarray(self.pixels)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A picture ready for an engine, and the way back to the picture it was made from, turned upright."""

    image: "Image"
    matrix: "Numbers"
    """From its pixels to those of the upright picture."""

    width: int
    height: int
    """Size of the upright picture."""

    skew: float = 0.0
    """Degrees by which the lines fell to the right; undone in `image`."""

    def back(self, box: Box) -> Box:
        """The rectangle in the upright picture around `box` of the prepared one."""
        import cv2
        import numpy as np

        corners = np.array([[[x, y] for x in (box.x0, box.x1) for y in (box.y0, box.y1)]], np.float64)
        (placed,) = cv2.perspectiveTransform(corners, self.matrix)
        placed = np.clip(placed, 0, (self.width, self.height))
        (x0, y0), (x1, y1) = placed.min(axis=0), placed.max(axis=0)
        return Box(x0=float(x0), y0=float(y0), x1=float(x1), y1=float(y1))


def flat(image: "Image") -> Flat:
    """The paper in `image`, or all of it where it is nothing but paper."""
    import cv2
    import numpy as np

    grey = np.asarray(image.convert("L"))
    back: Numbers = np.eye(3)
    corners = paper_in(grey)
    if corners is not None:
        wide, high = (int(max(_length(corners, *side) for side in sides)) for sides in (((0, 1), (3, 2)), ((0, 3), (1, 2))))
        target = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
        there = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
        grey = np.asarray(cv2.warpPerspective(grey, there, (wide, high), borderMode=cv2.BORDER_REPLICATE), np.uint8)
        back = np.linalg.inv(there)
    # Light first: what is dark in a shadow is still paper, and would be stretched to black.
    return Flat(pixels=_stretch(_even(grey)), back=back, width=image.width, height=image.height)


def prepare(paper: Flat, *, turn: int = 0, enlarge: float = 1.0) -> Prepared:
    """`paper` turned clockwise by `turn` degrees, without noise, straightened, `enlarge` times as large."""
    import cv2
    import numpy as np
    from PIL import Image as Images

    pixels = np.rot90(paper.pixels, -turn // 90)
    if _noise(pixels) > NOISY:
        pixels = np.asarray(cv2.medianBlur(np.ascontiguousarray(pixels), 3), np.uint8)
    skew = _skew(pixels)
    height, width = pixels.shape
    there, size = _straightening(width, height, skew, min(enlarge, math.sqrt(MAX_PIXELS / (width * height))))
    if not np.allclose(there, np.eye(3)):
        how = cv2.INTER_CUBIC if enlarge > 1 else cv2.INTER_LINEAR
        pixels = np.asarray(
            cv2.warpAffine(pixels, there[:2], size, flags=how, borderMode=cv2.BORDER_CONSTANT, borderValue=(255,)), np.uint8
        )
    upright = (paper.height, paper.width) if turn in {90, 270} else (paper.width, paper.height)
    unturned = np.linalg.inv(_turning(paper.pixels.shape[1], paper.pixels.shape[0], turn))
    matrix = _turning(paper.width, paper.height, turn) @ paper.back @ unturned @ np.linalg.inv(there)
    return Prepared(image=Images.fromarray(pixels), matrix=matrix, skew=skew, width=upright[0], height=upright[1])


def blank(image: "Image") -> bool:
    """Whether nothing is to be seen on `image`."""
    import numpy as np

    pixels = _thumb(np.asarray(image.convert("L"))).ravel()
    rank = min(A_FULL_STOP, pixels.size - 1)
    darkest = np.partition(pixels, rank)[rank]
    return bool(np.percentile(pixels, 99) - int(darkest) < GRAIN)


def lies_on_its_side(paper: Flat) -> bool:
    """Whether the lines of `paper` run up or down."""
    points = _ink_points(paper.pixels)
    if points is None:
        return False
    angles = range(-round(STEEPEST), round(STEEPEST) + 1)
    upright = max(_sharpness(points, angle) for angle in angles)
    return max(_sharpness(points[::-1], angle) for angle in angles) > SURELY_SIDEWAYS * upright


def _length(corners: "Numbers", start: int, end: int) -> float:
    return max(1.0, float(((corners[end] - corners[start]) ** 2).sum() ** 0.5))


def _turning(width: int, height: int, turn: int) -> "Numbers":
    """The matrix from a picture of that size to the same one turned clockwise."""
    import numpy as np

    rows = {
        90: [[0, -1, height], [1, 0, 0]],
        180: [[-1, 0, width], [0, -1, height]],
        270: [[0, 1, 0], [-1, 0, width]],
    }.get(turn, [[1, 0, 0], [0, 1, 0]])
    return np.array([*rows, [0, 0, 1]], np.float64)


def _straightening(width: int, height: int, skew: float, scale: float) -> "tuple[Numbers, tuple[int, int]]":
    """The matrix that turns by `skew` degrees to the left and scales, and the size that everything fits in."""
    import numpy as np

    angle = math.radians(skew)
    cosine, sine = math.cos(angle) * scale, math.sin(angle) * scale
    size = (max(1, round(width * abs(cosine) + height * abs(sine))), max(1, round(width * abs(sine) + height * abs(cosine))))
    x, y = size[0] / 2 - (cosine * width + sine * height) / 2, size[1] / 2 - (cosine * height - sine * width) / 2
    return np.array([[cosine, sine, x], [-sine, cosine, y], [0, 0, 1]], np.float64), size


def _thumb(grey: "Pixels") -> "Pixels":
    import cv2
    import numpy as np

    scale = THUMB / max(grey.shape)
    if scale >= 1:
        return grey
    return np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def _stretch(grey: "Pixels") -> "Pixels":
    import numpy as np

    low, high, darkest = np.percentile(_thumb(grey), (DARK, LIGHT, DARKEST))
    if high - low < GRAIN:
        # So few lines stand on the page that what is this dark is still paper.
        low = darkest
    if high - low < 10:  # noqa: PLR2004 - a page of one colour has nothing to stretch
        return grey
    steps = np.clip((np.arange(256) - low) * 255 / (high - low), 0, 255).round().astype(np.uint8)
    return np.asarray(steps[grey], np.uint8)


def _even(grey: "Pixels") -> "Pixels":
    """`grey` divided by its background, where light falls unevenly: shadows and photographs of paper."""
    import cv2
    import numpy as np

    height, width = grey.shape
    small = cv2.resize(grey, (max(1, width // 8), max(1, height // 8)), interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), 15)
    darkest, lightest = np.percentile(paper, (5, 95))
    if lightest <= 0 or (lightest - darkest) / lightest < UNEVEN:
        return grey
    background = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, np.maximum(background, 1), scale=245), np.uint8)


def _noise(grey: "Pixels") -> float:
    """Standard deviation of the grain, by the median response to a second difference (Immerkaer 1996)."""
    import cv2
    import numpy as np

    height, width = grey.shape
    middle = grey[height // 4 : height * 3 // 4, width // 4 : width * 3 // 4]
    if min(middle.shape) < 3:  # noqa: PLR2004 - the mask has three rows
        return 0.0
    mask = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    return float(np.median(np.abs(cv2.filter2D(middle.astype(np.float32), -1, mask))) / 0.6745 / 6)


def _skew(grey: "Pixels") -> float:
    """Degrees by which lines fall to the right: where the sums over slanted rows differ most."""
    import numpy as np

    points = _ink_points(grey)
    if points is None:
        return 0.0
    rough = max(np.arange(-STEEPEST, STEEPEST + 0.1, 0.5), key=lambda angle: _sharpness(points, angle))
    fine = max(np.arange(rough - 0.4, rough + 0.41, 0.1), key=lambda angle: _sharpness(points, angle))
    return round(float(fine), 1) if abs(fine) >= SMALLEST_SKEW else 0.0


def _ink_points(grey: "Pixels") -> "NDArray[Any] | None":
    """Rows and columns of inked pixels of a small copy; `None` when there are too few for an angle."""
    import cv2
    import numpy as np

    small = _thumb(grey)
    ink = small < cv2.blur(small, (31, 31)).astype(np.int16) - 15
    down, across = (math.ceil(side * EDGE) for side in ink.shape)
    # On a page of a few words a black edge is longer and straighter than all of them.
    ys, xs = np.nonzero(ink[down:-down, across:-across])
    if len(ys) < ENOUGH_INK:
        return None
    if len(ys) > ENOUGH_POINTS:
        kept = np.random.default_rng(0).choice(len(ys), ENOUGH_POINTS, replace=False)
        ys, xs = ys[kept], xs[kept]
    return np.stack([ys, xs]).astype(np.float32)


def _sharpness(points: "NDArray[Any]", degrees: float) -> float:
    import numpy as np

    angle = math.radians(degrees)
    rows = points[0] * math.cos(angle) - points[1] * math.sin(angle)
    counts = np.bincount((rows - rows.min()).astype(np.int32)).astype(np.float64)
    return float(((counts[1:] - counts[:-1]) ** 2).sum())
