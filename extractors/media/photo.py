"""A picture as a photograph: its size, when and where it was taken, what it looks like, and copies for the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.content import Content
from core.errors import Unreadable
from core.media import Photo
from extractors.context import Context
from extractors.media import exif
from extractors.media.hashing import hash_of
from extractors.media.opening import errors_named, opened
from extractors.media.shown import LARGE, SMALL, shown

if TYPE_CHECKING:
    from PIL.Image import Image

ORIENTATION = 0x0112
ON_ITS_SIDE = range(5, 9)
"""Orientations that make height of width."""

MOVING = ("GIF", "WEBP", "PNG")
SHOWN_BY_BROWSERS = ("JPEG", "PNG", "GIF", "WEBP", "BMP")
CLEAR = ("RGBA", "LA", "PA")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decoded:
    """A picture in colour, upright and no larger than is shown; its size before, and what the camera wrote."""

    image: "Image"
    width: int
    height: int
    frames: int
    exif: Mapping[int, object]
    gps: Mapping[int, object]
    shown_by_browsers: bool


def photo_of(content: Content, context: Context) -> Photo | None:
    """What the picture says of itself; none where it cannot be shown, which its page says."""
    try:
        context.seconds()
        with content.open() as file, opened(file) as image, errors_named():
            if image.width * image.height > context.limits.pixels:
                return None
            found = _decoded(image)
    except Unreadable:
        return None
    return Photo(
        width=found.width,
        height=found.height,
        hash=hash_of(found.image),
        taken_at=exif.taken_at(found.exif),
        place=exif.place(found.gps),
        frames=found.frames,
        small=shown(found.image, SMALL, context.pictures),
        large=None if found.shown_by_browsers else shown(found.image, LARGE, context.pictures),
    )


def _decoded(image: "Image") -> _Decoded:
    width, height = image.size
    written = image.getexif()
    if written.get(ORIENTATION) in ON_ITS_SIDE:
        width, height = height, width
    camera, gps = dict(written.get_ifd(exif.EXIF)), dict(written.get_ifd(exif.GPS))
    return _Decoded(
        image=_upright(image),
        width=width,
        height=height,
        frames=getattr(image, "n_frames", 1) if image.format in MOVING else 1,
        exif=camera,
        gps=gps,
        shown_by_browsers=image.format in SHOWN_BY_BROWSERS,
    )


def _upright(image: "Image") -> "Image":
    from PIL import Image as Images
    from PIL import ImageOps

    image.draft("RGB", (LARGE, LARGE))
    turned = ImageOps.exif_transpose(image)
    if turned.mode.startswith("I"):
        turned = turned.convert("I").point(lambda value: value / 256).convert("L")
    if turned.mode in CLEAR or "transparency" in turned.info:
        clear = turned.convert("RGBA")
        turned = Images.alpha_composite(Images.new("RGBA", clear.size, "white"), clear)
    colour = turned.convert("RGB")
    colour.thumbnail((LARGE, LARGE), Images.Resampling.BOX)
    return colour
