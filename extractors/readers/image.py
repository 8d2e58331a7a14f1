"""Pictures: JPEG, PNG, TIFF with all its pages, WebP, GIF, BMP, and HEIF (ISO/IEC 23008-12) as telephones make it."""

import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from core.content import Content
from core.errors import Problem, Unreadable
from core.values import Page
from extractors.context import Context
from extractors.ocr.page import read_picture
from extractors.readers import Sheets, reads

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
    with _errors_named(), content.open() as file, _opened(file) as image:
        camera = bool({MAKER, MODEL} & set(image.getexif()))
        count = getattr(image, "n_frames", 1) if image.format in PAGED else 1
        pages = tuple(_read_frame(image, index, context) for index in range(min(count, limit)))
    problem = Problem.TOO_BIG if count > limit else None
    return Sheets(pages=pages, camera=camera, problem=problem or (pages[0].problem if count == 1 else None))


@contextmanager
def _errors_named() -> Iterator[None]:
    from PIL import Image as Images

    try:
        with warnings.catch_warnings():
            # What Pillow warns about is measured below; what it refuses is refused.
            warnings.simplefilter("ignore")
            yield
    except Images.DecompressionBombError as error:
        raise Unreadable(Problem.TOO_BIG) from error
    except (OSError, SyntaxError, ValueError, EOFError, RuntimeError) as error:
        # Pillow's and libheif's ways to say that a file is broken.
        raise Unreadable(Problem.DAMAGED, type(error).__name__) from error


@contextmanager
def _opened(file: object) -> Iterator["Image"]:
    from pi_heif import register_heif_opener
    from PIL import Image as Images

    register_heif_opener()
    with Images.open(file) as image:  # type: ignore[arg-type]
        yield image


def _read_frame(image: "Image", index: int, context: Context) -> Page:
    number = index + 1
    try:
        context.seconds()
        if index:
            image.seek(index)
        return _read_picture(image, number, context)
    except Unreadable as error:
        return Page(number=number, confidence=0.0, problem=error.problem)
    except (OSError, SyntaxError, EOFError):
        if not index:
            raise
        return Page(number=number, confidence=0.0, problem=Problem.DAMAGED)


def _read_picture(image: "Image", number: int, context: Context) -> Page:
    if image.width * image.height > context.limits.pixels:
        raise Unreadable(Problem.TOO_BIG)
    points = _points_per_pixel(image)
    upright = _grey(image)
    width, height = image.size
    if (upright.width > upright.height) != (width > height):
        width, height = height, width
    return read_picture(upright, number=number, width=width * points, height=height * points, context=context)


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
