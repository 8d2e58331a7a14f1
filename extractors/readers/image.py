"""Pictures: JPEG, PNG, TIFF with all its pages, WebP, GIF, BMP, and HEIF (ISO/IEC 23008-12) as telephones make it."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.content import Content
from core.errors import Problem, Unreadable
from core.pages import Page
from extractors.context import Context
from extractors.kept import kept
from extractors.media.opening import errors_named, opened
from extractors.media.photo import photo_of
from extractors.ocr.page import read_picture
from extractors.readers import Sheets, problem_of, reads

if TYPE_CHECKING:
    from PIL.Image import Image

LONG_SIDE = 4000
"""Pixels of the longer side that OCR gets; A4 at 300 dpi has 3508."""

A4_HEIGHT = 841.89
CREDIBLE = range(100, 1201)
"""Dots per inch that a scanner writes; cameras write 72 and mean nothing."""

MAKER, MODEL = 0x010F, 0x0110
"""EXIF tags of a camera (CIPA DC-008)."""

HEIF = ("image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence")
PAGED = ("TIFF",)


@reads("image/jpeg", "image/jpg", "image/png", "image/tiff", "image/webp", "image/gif", "image/bmp", "image/x-ms-bmp", *HEIF)
def read_image(content: Content, context: Context) -> Sheets:
    """One page a picture; of moving pictures the first."""
    limit = context.limits.pages
    with content.open() as file, opened(file) as image:
        with errors_named():
            camera = bool({MAKER, MODEL} & set(image.getexif()))
            count = getattr(image, "n_frames", 1) if image.format in PAGED else 1
        pages = tuple(_read_frame(image, index, context) for index in range(min(count, limit)))
    problem = Problem.TOO_BIG if count > limit else None
    return Sheets(pages=pages, camera=camera, photo=photo_of(content, context), problem=problem or problem_of(pages))


def picture_in_image(content: Content, number: int, context: Context) -> "Image":
    """Picture `number` of the file in grey, as a person sees it.

    Raises:
        Unreadable: there is no such picture, or it is damaged or too large.
    """
    with content.open() as file, opened(file) as image, errors_named():
        return _decoded(image, number - 1, context).grey


def _read_frame(image: "Image", index: int, context: Context) -> Page:
    number = index + 1
    try:
        context.seconds()
        with errors_named():
            frame = _decoded(image, index, context)
    except Unreadable as error:
        return Page(number=number, confidence=0.0, problem=error.problem)
    return kept(
        number,
        context,
        lambda: read_picture(frame.grey, number=number, width=frame.width, height=frame.height, context=context),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """A picture as a person sees it, and its size in points."""

    grey: "Image"
    width: float
    height: float


def _decoded(image: "Image", index: int, context: Context) -> _Frame:
    if index:
        image.seek(index)
    width, height = image.size
    if width * height > context.limits.pixels:
        raise Unreadable(Problem.TOO_BIG)
    points = _points_per_pixel(image)
    grey = _grey(image)
    if (grey.width > grey.height) != (width > height):
        width, height = height, width
    return _Frame(grey=grey, width=width * points, height=height * points)


def _points_per_pixel(image: "Image") -> float:
    across = image.info.get("dpi", (0, 0))[0]
    if math.isfinite(across) and int(across) in CREDIBLE:
        return 72 / float(across)
    return A4_HEIGHT / max(image.size)


def _grey(image: "Image") -> "Image":
    """`image` as a person sees it, grey, on white paper, and no larger than OCR needs."""
    from PIL import Image as Images
    from PIL import ImageOps

    image.draft("L", (LONG_SIDE // 2, LONG_SIDE // 2))
    turned = ImageOps.exif_transpose(image)
    if turned.mode in {"RGBA", "LA", "PA"} or "transparency" in turned.info:
        clear = turned.convert("RGBA")
        paper = Images.new("RGBA", clear.size, "white")
        turned = Images.alpha_composite(paper, clear)
    grey = _eight_bits(turned)
    if max(grey.size) > LONG_SIDE:
        grey.thumbnail((LONG_SIDE, LONG_SIDE), Images.Resampling.BOX)
    return grey


def _eight_bits(image: "Image") -> "Image":
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    return image.convert("L")
