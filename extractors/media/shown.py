"""Pictures for people: small JPEGs without anything that a camera wrote into the original."""

import hashlib
import io
from pathlib import Path
from typing import TYPE_CHECKING

from core.media import Picture

if TYPE_CHECKING:
    from PIL.Image import Image

SMALL, LARGE = 320, 1600
"""Pixels of the longer side: in a series, and alone."""

QUALITY = 80


def shown(image: "Image", side: int, folder: str, *, at: float = 0.0) -> Picture | None:
    """`image` no larger than `side` as a JPEG in `folder`, under its SHA-256; none where there is no folder."""
    if not folder:
        return None
    copy = image.convert("RGB")
    copy.thumbnail((side, side))
    out = io.BytesIO()
    copy.save(out, "JPEG", quality=QUALITY, optimize=True)
    content = out.getvalue()
    sha256 = hashlib.sha256(content).hexdigest()
    (Path(folder) / sha256).write_bytes(content)
    return Picture(sha256=sha256, size=len(content), width=copy.width, height=copy.height, at=round(at, 3))
