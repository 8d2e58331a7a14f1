"""What makes a picture easier to recognise: contrast, even light, straight lines, enough pixels, little noise."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.values import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    Pixels = NDArray[np.uint8]

MAX_PIXELS = 16_000_000
"""Pixels that OCR works on: A3 at 300 dpi; more only costs time."""

THUMB = 1000
"""Longer side of the small copy that angles are measured on."""

DARK, LIGHT = 0.7, 80.0
"""Percentiles that become black and white; paper is nearly always more than a fifth of a page."""

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
ENOUGH_INK = 200
ENOUGH_POINTS = 60_000
"""More change an angle by less than a twentieth of a degree."""

SURELY_SIDEWAYS = 2.0
"""Upright pages have at least twice as sharp rows as columns; so have pages on their side the other way round."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A picture ready for an engine, and the way back to the picture it was made from."""

    image: "Image"
    scale: float
    skew: float
    """Degrees by which the lines fell to the right; undone in `image`."""

    width: int
    height: int
    """Size of the picture it was made from."""

    def back(self, box: Box) -> Box:
        """The rectangle in the original picture around `box` of the prepared one."""
        angle = -math.radians(self.skew)
        corners = [(x, y) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
        turned = [self._unturn(x - self.image.width / 2, y - self.image.height / 2, angle) for x, y in corners]
        return Box(x0=min(x for x, _ in turned), y0=min(y for _, y in turned), x1=max(x for x, _ in turned), y1=max(y for _, y in turned))

    def _unturn(self, x: float, y: float, angle: float) -> tuple[float, float]:
        # The same matrix that Pillow's rotate takes from its output to its input.
        left = (math.cos(angle) * x + math.sin(angle) * y) / self.scale + self.width / 2
        top = (-math.sin(angle) * x + math.cos(angle) * y) / self.scale + self.height / 2
        return min(max(left, 0.0), self.width), min(max(top, 0.0), self.height)


def prepare(image: "Image", *, enlarge: float = 1.0) -> Prepared:
    """A grey picture of `image`: stretched, evened out, straightened, without noise, `enlarge` times as large."""
    from PIL import Image as Images

    grey = _even(_stretch(image.convert("L")))
    if _noise(grey) > NOISY:
        grey = _without_noise(grey)
    skew = _skew(grey)
    scale = min(enlarge, math.sqrt(MAX_PIXELS / (image.width * image.height)))
    if scale != 1.0:
        size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        grey = grey.resize(size, Images.Resampling.BICUBIC if scale > 1 else Images.Resampling.BOX)
    if skew:
        grey = grey.rotate(skew, Images.Resampling.BICUBIC, expand=True, fillcolor=255)
    return Prepared(image=grey, scale=scale, skew=skew, width=image.width, height=image.height)


def blank(image: "Image") -> bool:
    """Whether nothing is to be seen on `image`."""
    import numpy as np

    pixels = np.asarray(_thumb(image.convert("L"))).ravel()
    rank = min(A_FULL_STOP, pixels.size - 1)
    darkest = np.partition(pixels, rank)[rank]
    return bool(np.percentile(pixels, 99) - int(darkest) < GRAIN)


def lies_on_its_side(image: "Image") -> bool:
    """Whether the lines of `image` run up or down."""
    points = _ink_points(_stretch(image.convert("L")))
    if points is None:
        return False
    angles = range(-round(STEEPEST), round(STEEPEST) + 1)
    upright = max(_sharpness(points, angle) for angle in angles)
    return max(_sharpness(points[::-1], angle) for angle in angles) > SURELY_SIDEWAYS * upright


def _thumb(grey: "Image") -> "Image":
    factor = max(grey.size) // THUMB
    return grey.reduce(factor) if factor > 1 else grey


def _stretch(grey: "Image") -> "Image":
    import numpy as np

    low, high = np.percentile(np.asarray(_thumb(grey)), (DARK, LIGHT))
    if high - low < 10:  # noqa: PLR2004 - a page of one colour has nothing to stretch
        return grey
    return grey.point([round(min(max((step - low) * 255 / (high - low), 0), 255)) for step in range(256)])


def _even(grey: "Image") -> "Image":
    """`grey` divided by its background, where light falls unevenly: shadows and photographs of paper."""
    import numpy as np
    from PIL import Image as Images
    from PIL import ImageFilter

    small = grey.reduce(8) if min(grey.size) > 8 * THUMB // 10 else grey
    paper = small.filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.MinFilter(9)).filter(ImageFilter.MedianFilter(9))
    darkest, lightest = np.percentile(np.asarray(paper), (5, 95))
    if lightest <= 0 or (lightest - darkest) / lightest < UNEVEN:
        return grey
    background = np.asarray(paper.resize(grey.size, Images.Resampling.BILINEAR), dtype=np.float32)
    even = np.asarray(grey, dtype=np.float32) * 245 / np.maximum(background, 1)
    return Images.fromarray(np.clip(even, 0, 255).astype(np.uint8))


def _noise(grey: "Image") -> float:
    """Standard deviation of the grain, by the median response to a second difference (Immerkaer 1996)."""
    import numpy as np

    width, height = grey.size
    middle = np.asarray(grey.crop((width // 4, height // 4, width * 3 // 4, height * 3 // 4)), dtype=np.int16)
    if min(middle.shape) < 3:  # noqa: PLR2004 - the mask has three rows
        return 0.0
    rows = middle[:-2] - 2 * middle[1:-1] + middle[2:]
    response = rows[:, :-2] - 2 * rows[:, 1:-1] + rows[:, 2:]
    return float(np.median(np.abs(response)) / 0.6745 / 6)


def _without_noise(grey: "Image") -> "Image":
    from PIL import ImageFilter

    return grey.filter(ImageFilter.MedianFilter(3))


def _skew(grey: "Image") -> float:
    """Degrees by which lines fall to the right: where the sums over slanted rows differ most."""
    import numpy as np

    points = _ink_points(grey)
    if points is None:
        return 0.0
    rough = max(np.arange(-STEEPEST, STEEPEST + 0.1, 0.5), key=lambda angle: _sharpness(points, angle))
    fine = max(np.arange(rough - 0.4, rough + 0.41, 0.1), key=lambda angle: _sharpness(points, angle))
    return round(float(fine), 1) if abs(fine) >= SMALLEST_SKEW else 0.0


def _ink_points(grey: "Image") -> "NDArray[Any] | None":
    """Rows and columns of inked pixels of a small copy; `None` when there are too few for an angle."""
    import numpy as np

    ys, xs = np.nonzero(_ink(_thumb(grey)))
    if len(ys) < ENOUGH_INK:
        return None
    if len(ys) > ENOUGH_POINTS:
        kept = np.random.default_rng(0).choice(len(ys), ENOUGH_POINTS, replace=False)
        ys, xs = ys[kept], xs[kept]
    return np.stack([ys, xs]).astype(np.float32)


def _ink(grey: "Image") -> "NDArray[np.bool_]":
    """Where `grey` is darker than its surroundings."""
    import numpy as np
    from PIL import ImageFilter

    around = np.asarray(grey.filter(ImageFilter.BoxBlur(15)), dtype=np.int16)
    ink: NDArray[np.bool_] = np.asarray(grey, dtype=np.int16) < around - 15
    return ink


def _sharpness(points: "NDArray[Any]", degrees: float) -> float:
    import numpy as np

    angle = math.radians(degrees)
    rows = points[0] * math.cos(angle) - points[1] * math.sin(angle)
    counts = np.bincount((rows - rows.min()).astype(np.int32)).astype(np.float64)
    return float(((counts[1:] - counts[:-1]) ** 2).sum())
