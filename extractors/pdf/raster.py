"""The picture of a page for OCR: the scan itself where the page is nothing else, else rendered at 200 dpi."""

import io
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import Problem, Unreadable
from core.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image
    from pypdfium2 import PdfImage, PdfObject, PdfPage

RESOLUTION = 200
"""More dots read no better and cost a quarter more."""

MAX_PIXELS = 16_000_000
FULL = 0.97

DEPTH = 4
"""Form objects inside each other that are looked into for pictures, the page itself counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """The pictures of a page, and what share of it they cover."""

    found: "tuple[PdfImage, ...]"
    others: int
    """Objects of the page itself that are no pictures."""

    covered: float


def pictures_of(page: "PdfPage") -> Pictures:
    """The pictures on `page`, those inside its form objects included."""
    from pypdfium2.raw import FPDFPage_CountObjects

    found = tuple(_pictures(page, None, DEPTH))
    others = FPDFPage_CountObjects(page) - sum(picture.container is None for picture in found)
    width, height = page.get_size()
    area = sum((right - left) * (top - bottom) for left, bottom, right, top in (picture.get_bounds() for picture in found))
    return Pictures(found=found, others=others, covered=min(area / max(width * height, 1), 1.0))


def _pictures(page: "PdfPage", form: "PdfObject | None", depth: int) -> "Iterator[PdfImage]":
    """The pictures among the objects of `form`, or of `page` itself; a drawing has thousands of others, which are made nothing of."""
    from pypdfium2 import PdfImage, PdfObject, raw

    count, get = (raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject) if form else (raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject)
    holder = (form or page).raw
    for index in range(count(holder)):
        handle = get(holder, index)
        if raw.FPDFPageObj_GetType(handle) not in {raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM}:
            continue
        found = PdfObject(handle, page=page, pdf=page.pdf, container=form)
        if isinstance(found, PdfImage):
            yield found
        elif depth > 1:
            yield from _pictures(page, found, depth - 1)


def raster(page: "PdfPage", pictures: Pictures, limits: Limits) -> "Image":
    """A grey picture of `page` as it is shown.

    Raises:
        Unreadable: one of its pictures has more pixels than we take (TOO_BIG).
    """
    for picture in pictures.found:
        across, down = picture.get_px_size()
        if across * down > limits.pixels:
            raise Unreadable(Problem.TOO_BIG)
    return _scan(page, pictures) or _rendered(page, limits)


def _rendered(page: "PdfPage", limits: Limits) -> "Image":
    width, height = page.get_size()
    scale = min(RESOLUTION / 72, math.sqrt(min(MAX_PIXELS, limits.pixels) / max(width * height, 1)))
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        image: Image = bitmap.to_pil().convert("L").copy()
    finally:
        bitmap.close()
    return image


def _scan(page: "PdfPage", pictures: Pictures) -> "Image | None":
    """The embedded JPEG of a page that is one upright scan and nothing else: ten times cheaper than rendering it."""
    from pypdfium2.raw import FPDFPage_GetAnnotCount

    if len(pictures.found) != 1 or pictures.others or pictures.covered < FULL or FPDFPage_GetAnnotCount(page):
        return None
    (picture,) = pictures.found
    if picture.container is not None or picture.get_filters() != ["DCTDecode"] or not _upright(picture):
        return None
    return _decoded(bytes(picture.get_data()), page)


def _upright(picture: "PdfImage") -> bool:
    a, b, c, d, _, _ = picture.get_matrix().get()
    return bool(a > 0 and d > 0 and abs(b) < 0.01 * a and abs(c) < 0.01 * d)


def _decoded(data: bytes, page: "PdfPage") -> "Image | None":
    from PIL import Image as Images

    width, height = (side * RESOLUTION / 72 for side in _unrotated(page))
    try:
        with Images.open(io.BytesIO(data)) as image:
            if image.mode not in {"L", "RGB"}:  # inks are often stored inverted
                return None
            # The decoder itself halves the picture as long as it stays above what we want.
            image.draft("L", (round(width), round(height)))
            grey = image.convert("L")
    except OSError:
        return None
    shrink = math.sqrt(width * height / (grey.width * grey.height))
    if shrink < 0.9:  # noqa: PLR2004 - closer is not worth the blur
        grey = grey.resize((round(grey.width * shrink), round(grey.height * shrink)), Images.Resampling.BOX, reducing_gap=2.0)
    return grey.rotate(-page.get_rotation(), expand=True) if page.get_rotation() else grey


def _unrotated(page: "PdfPage") -> tuple[float, float]:
    width, height = page.get_size()
    return (height, width) if page.get_rotation() in {90, 270} else (width, height)
