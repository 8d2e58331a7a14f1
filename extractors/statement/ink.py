"""Ink on a flattened page: where the pen went, and whether it wrote a signature."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.pages import Box, Word
from extractors.statement.model import HEIGHT, WIDTH
from extractors.statement.register import Registered

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

    Pixels = NDArray[Any]

SCALE = 3.0
"""Pixels a point of a flattened page."""

DARKER = 0.12
"""Share of the range from paper to print by which ink is darker than the paper around it."""

FAINTEST = 12.0
"""Steps of grey under which nothing is ink."""

DOT = 1.0
"""Points across and down of what is dust."""

RULE = 20.0
"""Points from which a straight stroke is a printed line."""

SURE_WORD = 0.8
"""Confidence from which ink under a word is that word's print."""

PEN = 4.0
"""Points across and down of a stroke that a hand made: less is dust or a dot of print."""

SIGNED, UNSIGNED = 1.4, 0.35
"""Ink as widths of a signature's first letter: from the one on a hand signed, up to the other none did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Whether a hand signed in a region, and how sure that is; `None` for a case that a person must look at."""

    signed: bool | None
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A flattened page: its grey pixels and, black on white no more, where its ink is."""

    grey: "Pixels"
    ink: "Pixels"
    """255 where there is ink, 0 elsewhere."""

    def cut(self, box: Box) -> "Pixels":
        """The ink in `box`."""
        return cut(self.ink, box)


def flattened(image: "Image", form: Registered) -> Sheet:
    """The page as the form would show it: straight, `SCALE` pixels a point."""
    import cv2
    import numpy as np

    across, down = image.width / form.page.width, image.height / form.page.height
    to_pixels = np.diag([across, down, 1.0]) @ form.matrix @ np.diag([1 / SCALE, 1 / SCALE, 1.0])
    size = (round(WIDTH * SCALE), round(HEIGHT * SCALE))
    source = np.asarray(image.convert("L"))
    shrink = np.sqrt(abs(np.linalg.det(to_pixels[:2, :2])))
    if shrink > 1.5:  # noqa: PLR2004 - a finer picture is blurred first, so that thin strokes stay
        source = np.asarray(cv2.GaussianBlur(source, (0, 0), shrink / 3), np.uint8)
    grey = cv2.warpPerspective(
        source, np.linalg.inv(to_pixels), size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(255,)
    )
    return Sheet(grey=np.asarray(grey, np.uint8), ink=ink_of(np.asarray(grey, np.uint8)))


def ink_of(grey: "Pixels") -> "Pixels":
    """255 where `grey` is darker than the paper around, 0 elsewhere; uneven light, grain and the dots of a fax do not matter."""
    import cv2
    import numpy as np

    smooth = cv2.GaussianBlur(grey, (0, 0), 0.8)
    paper = cv2.GaussianBlur(cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, np.ones((31, 31), np.uint8)), (0, 0), 4)
    depth = cv2.subtract(paper, smooth).astype(np.float32)
    dark = float(np.percentile(depth, 99.5))
    # Strokes of a pen are lighter than print, grain is lighter than both.
    grain = float(np.percentile(depth, 60)) * 3
    floor = max(FAINTEST, DARKER * dark, min(grain, 0.45 * dark))
    ink = np.where(depth > floor, np.uint8(255), np.uint8(0))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    kept = stats[:, cv2.CC_STAT_AREA] >= DOT * SCALE * SCALE
    kept[0] = False
    return np.where(kept[labels], np.uint8(255), np.uint8(0))


def cut(pixels: "Pixels", box: Box) -> "Pixels":
    """The part of a flattened page in `box`."""
    height, width = pixels.shape
    x0, x1 = (int(min(max(x * SCALE, 0), width)) for x in (box.x0, box.x1))
    y0, y1 = (int(min(max(y * SCALE, 0), height)) for y in (box.y0, box.y1))
    return pixels[y0:y1, x0:x1]


def unexplained(sheet: Sheet, words: Iterable[Word], box: Box) -> "Pixels":
    """The ink in `box` without printed lines and without what was surely read."""
    import cv2
    import numpy as np

    ink = sheet.cut(box).copy()
    if not ink.size:
        return ink
    for word in words:
        if word.confidence >= SURE_WORD:
            x0, y0 = int((word.box.x0 - box.x0 - 1) * SCALE), int((word.box.y0 - box.y0 - 1) * SCALE)
            x1, y1 = int((word.box.x1 - box.x0 + 1) * SCALE), int((word.box.y1 - box.y0 + 1) * SCALE)
            ink[max(y0, 0) : max(y1, 0), max(x0, 0) : max(x1, 0)] = 0
    length = int(RULE * SCALE)
    for shape in ((1, length), (length, 1)):
        lines = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        ink = cv2.subtract(ink, cv2.dilate(lines, np.ones((3, 3), np.uint8)))
    return np.asarray(ink, np.uint8)


def hand(ink: "Pixels") -> float:
    """How much of `ink` a hand wrote: the widths, in points, of its strokes that are too large for dust and too thin for a blot."""
    import cv2

    if not ink.size:
        return 0.0
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    total = 0.0
    for at in range(1, count):
        width, height, area = (stats[at, what] for what in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
        if max(width, height) >= PEN * SCALE and min(width, height) >= PEN * SCALE / 3 and area < 0.6 * width * height:
            total += width / SCALE
    return total


def signature_in(ink: "Pixels") -> Signature:
    """Whether a hand signed in a piece of ink without print: joined strokes, wide, high, and slanting every way."""
    import cv2
    import numpy as np

    if not ink.size:
        return Signature(signed=None, confidence=0.0)
    joined = cv2.dilate(ink, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    measures = [_stroke(labels == at, stats[at]) for at in range(1, count) if stats[at, cv2.CC_STAT_WIDTH] >= PEN * SCALE]
    amount = sum(measures) / 12.0
    if amount >= SIGNED:
        return Signature(signed=True, confidence=round(min(0.97, 0.7 + 0.1 * amount), 3))
    if amount <= UNSIGNED:
        return Signature(signed=False, confidence=round(0.95 - 0.4 * amount / UNSIGNED * 0.5, 3))
    return Signature(signed=None, confidence=0.5)


def _stroke(mask: "Pixels", stats: "Pixels") -> float:
    """Width in points of a stroke that is a hand's, weighted by how variously it slants; 0.0 for anything else."""
    import cv2
    import numpy as np

    x, y, width, height, area = (int(value) for value in stats[:5])
    if height < PEN * SCALE or area > 0.6 * width * height:
        return 0.0
    piece = mask[y : y + height, x : x + width].astype(np.float32)
    across, down = cv2.Sobel(piece, cv2.CV_32F, 1, 0), cv2.Sobel(piece, cv2.CV_32F, 0, 1)
    edge = np.hypot(across, down) > 0.5  # noqa: PLR2004 - the rim of the stroke
    angles = np.mod(np.arctan2(down[edge], across[edge]), np.pi)
    shares = np.histogram(angles, bins=8, range=(0, np.pi))[0] / max(len(angles), 1)
    spread = float(-(shares[shares > 0] * np.log(shares[shares > 0])).sum() / np.log(8))
    return width / SCALE if spread > 0.75 else width / SCALE * 0.2  # noqa: PLR2004 - lines and letters of print slant two ways
