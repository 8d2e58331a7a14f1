"""A perceptual hash: 64 bits that stay when a picture is made smaller or packed again, and change with what it shows."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE = 32
"""Pixels of the small grey square that is looked at."""

KEPT = 8
"""Slowest waves of it, across and down, of which each gives one bit."""

DIGITS = KEPT * KEPT // 4


def hash_of(image: "Image") -> str:
    """The hash in hex: the signs of the low frequencies of a discrete cosine transform around their median (pHash)."""
    import numpy as np
    from PIL.Image import Resampling

    pixels = np.asarray(image.convert("L").resize((SIDE, SIDE), Resampling.BOX), dtype=float)
    waves = np.cos(np.pi / SIDE * np.outer(np.arange(KEPT), np.arange(SIDE) + 0.5))
    low = (waves @ pixels @ waves.T).ravel()
    low[0] = 0.0  # how light it is as a whole says nothing
    bits = "".join("1" if value else "0" for value in low > np.median(low))
    return f"{int(bits, 2):0{DIGITS}x}"


def distance(one: str, other: str) -> int:
    """In how many bits two hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
