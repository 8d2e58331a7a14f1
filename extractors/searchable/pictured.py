"""Pictures as pages: JPEG as it is but for its EXIF, what was stored without loss without loss, anything else as JPEG."""

import io
import warnings
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from core.content import Content
from core.errors import Problem, Unreadable
from core.pages import Page
from extractors.context import Context
from extractors.readers.image import PAGED
from extractors.searchable.bare import bare
from extractors.searchable.layer import Place, numbers, prepend, with_text
from extractors.searchable.objects import added_stream, as_object

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdf import PdfWriter

QUALITY = 95
"""Of the JPEG of a picture that had lost detail before it came: HEIF, WebP."""

LOSSY = frozenset({"HEIF", "WEBP"})
JPEG = frozenset({"JPEG", "MPO"})
ORIENTATION = 0x0112
"""EXIF tag: which way the camera was held."""

A4_HEIGHT = 841.89
TURNED: dict[int, Place] = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}
"""Where a picture of one by one stands once it is shown as its orientation says (CIPA DC-008)."""

CLOCKWISE = {0: 1, 90: 6, 180: 3, 270: 8}
"""Degrees as an orientation."""

SPACES = {"1": ("/DeviceGray", 1), "L": ("/DeviceGray", 8), "RGB": ("/DeviceRGB", 8), "CMYK": ("/DeviceCMYK", 8)}
"""Colours and bits of each mode that is stored."""

PROFILES = {"L": b"GRAY", "RGB": b"RGB "}
"""Modes whose colour profile is kept, and what such a profile calls them (ICC.1, 7.2.8)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stored:
    """A picture as the copy holds it."""

    data: bytes
    filters: str
    mode: str
    width: int
    height: int
    profile: bytes = b""
    orientation: int = 1
    inverted: bool = False


def pictured(content: Content, pages: Sequence[Page], context: Context) -> "PdfWriter":
    """A page for each of `pages`, upright and of the size that its reading has, with the words that were read.

    Raises:
        Unreadable: a picture has more pixels, or the file more pictures, than we take (TOO_BIG).
    """
    from pi_heif import register_heif_opener
    from PIL import Image as Images
    from pypdf import PdfWriter

    register_heif_opener()
    writer = PdfWriter()
    with content.open() as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Pillow warns about is measured below, what it refuses is too big
        try:
            with Images.open(file) as image:
                if image.format in PAGED and getattr(image, "n_frames", 1) > len(pages):
                    raise Unreadable(Problem.TOO_BIG, "a copy would lack pages")
                upright = [_on_a_page(writer, image, page, content, context) for page in pages]
        except Images.DecompressionBombError as error:
            raise Unreadable(Problem.TOO_BIG) from error
    with_text(writer, upright)
    return writer


def _on_a_page(writer: "PdfWriter", image: "Image", page: Page, content: Content, context: Context) -> Page:
    """Draw the picture on a new page; what was read of it comes back, as it lies on that page."""
    if page.number > 1:
        image.seek(page.number - 1)
    if image.width * image.height > context.limits.pixels:
        raise Unreadable(Problem.TOO_BIG)
    stored = _as_it_is(image, content) if image.format in JPEG and image.mode in SPACES else _anew(image)
    place = _joined(TURNED[stored.orientation], TURNED[CLOCKWISE.get(page.rotation, 1)])
    upright = _sized(page, stored, swapped=not place[0])
    drawn = added_stream(writer, stored.data, _entries(writer, stored))
    sheet = writer.add_blank_page(upright.width, upright.height)
    sheet.update(as_object({"/Resources": {"/XObject": {"/Im": drawn}}}))
    prepend(writer, sheet, f"q {numbers(*_joined(place, (upright.width, 0, 0, upright.height, 0, 0)))} cm /Im Do Q\n")
    return replace(upright, number=len(writer.pages), rotation=0)


def _sized(page: Page, stored: _Stored, *, swapped: bool) -> Page:
    """`page` with a size: one whose picture could not be read has none."""
    if page.width > 0 and page.height > 0:
        return page
    width, height = (stored.height, stored.width) if swapped else (stored.width, stored.height)
    scale = A4_HEIGHT / max(width, height)
    return replace(page, width=width * scale, height=height * scale)


def _joined(first: Place, then: Place) -> Place:
    """`first`, and what comes of it moved as `then` says."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _as_it_is(image: "Image", content: Content) -> _Stored:
    orientation = image.getexif().get(ORIENTATION, 1)
    return replace(
        _stored(image, image, bare(content.read(content.size)), "/DCTDecode"),
        orientation=orientation if orientation in TURNED else 1,
        # Adobe's programs store inks the other way round.
        inverted=image.mode == "CMYK" and "adobe" in image.info,
    )


def _anew(image: "Image") -> _Stored:
    """What the picture shows, on white paper."""
    from PIL import ImageOps

    plain = _plain(ImageOps.exif_transpose(image))
    if image.format not in LOSSY:
        return _stored(image, plain, zlib.compress(plain.tobytes()), "/FlateDecode")
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=QUALITY)
    return _stored(image, plain, out.getvalue(), "/DCTDecode")


def _stored(image: "Image", plain: "Image", data: bytes, filters: str) -> _Stored:
    profile = image.info.get("icc_profile") or b""
    meant = PROFILES.get(plain.mode)
    fits = isinstance(profile, bytes) and meant is not None and profile[16:20] == meant
    return _Stored(data=data, filters=filters, mode=plain.mode, width=plain.width, height=plain.height, profile=profile if fits else b"")


def _plain(image: "Image") -> "Image":
    from PIL import Image as Images

    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        clear = image.convert("RGBA")
        return Images.alpha_composite(Images.new("RGBA", clear.size, "white"), clear).convert("RGB")
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode == "F":
        return image.convert("L")
    return image if image.mode in SPACES else image.convert("RGB")


def _entries(writer: "PdfWriter", stored: _Stored) -> dict[str, Any]:
    """What a PDF says of a picture (ISO 32000-1, 8.9.5)."""
    space, bits = SPACES[stored.mode]
    colours: object = space
    if stored.profile:
        colours = ["/ICCBased", added_stream(writer, stored.profile, {"/N": len(stored.mode)})]
    entries = {
        "/Type": "/XObject",
        "/Subtype": "/Image",
        "/Width": stored.width,
        "/Height": stored.height,
        "/ColorSpace": colours,
        "/BitsPerComponent": bits,
        "/Filter": stored.filters,
    }
    return entries | ({"/Decode": [1, 0] * len(stored.mode)} if stored.inverted else {})
