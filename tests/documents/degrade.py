"""What happens to a paper on its way into a mailbox: scanned well or badly, photographed, faxed."""

import io
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pypdfium2
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

Picture = np.ndarray[Any, np.dtype[np.uint8]]
DESK = 95
"""How dark the table is on which a paper lies for its photograph."""


def rendered(pdf: bytes, dpi: int) -> Picture:
    """The page in shades of grey."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    image = page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
    picture = np.array(image, dtype=np.uint8)
    page.close()
    document.close()
    return picture


def _grains(picture: Picture, chance: np.random.Generator, strength: float) -> Picture:
    grain = chance.standard_normal(picture.shape, dtype=np.float32) * strength
    return np.clip(picture + grain, 0, 255).astype(np.uint8)


def _shaded(picture: Picture, chance: np.random.Generator, darkest: float) -> Picture:
    height, width = picture.shape
    x, y = np.linspace(-1, 1, width, dtype=np.float32)[None, :], np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    angle, edge = chance.uniform(0, 2 * np.pi), chance.uniform(-0.3, 0.3)
    away = np.cos(angle) * x + np.sin(angle) * y - edge
    light = 1 - (1 - darkest) / (1 + np.exp(-9 * away))
    return (picture * light).astype(np.uint8)


def _squeezed(picture: Picture, quality: int) -> Picture:
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=quality)
    return np.array(Image.open(out), dtype=np.uint8)


def skew(pdf: bytes, chance: np.random.Generator) -> Picture:
    """Laid askew on the glass."""
    degrees = float(chance.choice((-3, -2.2, -1.4, 1.2, 2.0, 2.8)))
    turned = Image.fromarray(rendered(pdf, 200)).rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)
    return _grains(np.array(turned), chance, 4)


def turned(pdf: bytes, chance: np.random.Generator) -> Picture:
    """Fed on its side or upside down."""
    return np.ascontiguousarray(np.rot90(rendered(pdf, 200), int(chance.integers(1, 4))))


def shadow(pdf: bytes, chance: np.random.Generator) -> Picture:
    """A shadow across the page."""
    return _grains(_shaded(rendered(pdf, 200), chance, 0.42), chance, 4)


def noise(pdf: bytes, chance: np.random.Generator) -> Picture:
    """Grain and specks."""
    picture = _grains(rendered(pdf, 200), chance, 28)
    specks = chance.random(picture.shape, dtype=np.float32)
    picture[specks < 0.004] = 0
    return picture


def faint(pdf: bytes, chance: np.random.Generator) -> Picture:
    """Grey on grey."""
    pale = (rendered(pdf, 200) * 0.2 + 160).astype(np.uint8)
    return _grains(pale, chance, 4)


def blocks(pdf: bytes, _: np.random.Generator) -> Picture:
    """Squeezed until JPEG shows its blocks."""
    return _squeezed(rendered(pdf, 150), 18)


def scan150(pdf: bytes, chance: np.random.Generator) -> Picture:
    """A scan in a hurry: few dots, and squeezed."""
    return _squeezed(_grains(rendered(pdf, 150), chance, 4), 50)


def blur(pdf: bytes, _: np.random.Generator) -> Picture:
    """Out of focus."""
    import cv2

    return np.asarray(cv2.GaussianBlur(rendered(pdf, 200), (0, 0), 1.6), dtype=np.uint8)


def low(pdf: bytes, chance: np.random.Generator) -> Picture:
    """A photograph as a messenger passes it on."""
    picture = Image.fromarray(photo(pdf, chance))
    return _squeezed(np.array(picture.resize((1130, 1130 * picture.height // picture.width), Image.Resampling.LANCZOS)), 45)


def copy(pdf: bytes, chance: np.random.Generator) -> Picture:
    """Copied too often: thick or broken strokes, specks, a black edge."""
    import cv2

    grey = cv2.GaussianBlur(skew(pdf, chance), (0, 0), 1.0)
    bits = np.where(_grains(np.asarray(grey, dtype=np.uint8), chance, 24) < chance.choice((130, 180)), 0, 255).astype(np.uint8)
    bits[:, :18] = 0
    bits[chance.random(bits.shape, dtype=np.float32) < 0.001] = 0
    return bits


def photo(pdf: bytes, chance: np.random.Generator) -> Picture:
    """Photographed from a little aside on a table, in uneven light."""
    import cv2

    picture = rendered(pdf, 220)
    height, width = picture.shape
    room = 1.12
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    seen = flat + np.array([width, height]) * (room - 1) / 2 + chance.uniform(-0.03, 0.03, (4, 2)) * np.array([width, height])
    lens = cv2.getPerspectiveTransform(flat, seen.astype(np.float32))
    size = (int(width * room), int(height * room))
    shot = cv2.warpPerspective(picture, lens, size, flags=cv2.INTER_LINEAR, borderValue=DESK)
    blurred = cv2.GaussianBlur(_shaded(shot, chance, 0.6), (0, 0), 0.9)
    return _squeezed(_grains(blurred, chance, 5), 72)


def fax(pdf: bytes, chance: np.random.Generator) -> Picture:
    """Sent by fax in its coarse mode: black or white, half the lines."""
    picture = rendered(pdf, 204)
    height, width = picture.shape
    coarse = np.array(Image.fromarray(picture).resize((width, height * 98 // 204), Image.Resampling.BOX))
    bits = np.where(_grains(coarse, chance, 12) < 150, 0, 255).astype(np.uint8)
    return np.array(Image.fromarray(bits).resize((width, height), Image.Resampling.NEAREST))


POOR: dict[str, Callable[[bytes, np.random.Generator], Picture]] = {
    "skew": skew,
    "turned": turned,
    "shadow": shadow,
    "noise": noise,
    "faint": faint,
    "blocks": blocks,
    "photo": photo,
    "scan150": scan150,
    "blur": blur,
    "low": low,
}
BITONAL, HALF = "scanbits", 150
EPOCH = time.gmtime(0)
"""When every file was made: the same bytes whenever that is."""
CAMERA = frozenset({"photo", "low"})
CLEAN = ("digital", "scan200", "scan300", BITONAL)
APART: dict[str, Callable[[bytes, np.random.Generator], Picture]] = {"fax": fax, "copy": copy}
"""Measured, but in no class: no target is set for them."""

WAYS = (*CLEAN, *POOR, *APART)


def scanned(*pictures: Picture) -> bytes:
    """A PDF whose pages are pictures and nothing else."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True)
    for picture in pictures:
        wide = picture.shape[1] > picture.shape[0]
        canvas.setPageSize(A4[::-1] if wide else A4)
        encoded = io.BytesIO()
        Image.fromarray(picture).save(encoded, "JPEG", quality=88)
        canvas.drawImage(ImageReader(encoded), 0, 0, *(A4[::-1] if wide else A4))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def pictured(pdf: bytes, way: str, seed: int) -> Picture:
    """The paper as a picture."""
    if way == BITONAL:
        return rendered(pdf, 300)
    if way in {"scan200", "scan300"}:
        return rendered(pdf, int(way.removeprefix("scan")))
    return {**POOR, **APART}[way](pdf, np.random.default_rng(seed))


def sheets_of(pdf: bytes) -> list[bytes]:
    """Each page as a PDF of its own."""
    found = []
    for page in PdfReader(io.BytesIO(pdf)).pages:
        writer, out = PdfWriter(), io.BytesIO()
        writer.add_page(page)
        writer.write(out)
        found.append(out.getvalue())
    return found


def sent(pdf: bytes, way: str, seed: int) -> tuple[str, bytes]:
    """Media type and bytes of the paper as it arrives in that way; a photograph of several pages comes as a PDF, too."""
    if way == "digital":
        return "application/pdf", pdf
    pictures = [pictured(sheet, way, seed + number) for number, sheet in enumerate(sheets_of(pdf))]
    if way == BITONAL:
        return "application/pdf", _in_bits(pictures)
    if way not in CAMERA or len(pictures) > 1:
        return "application/pdf", scanned(*pictures)
    out = io.BytesIO()
    Image.fromarray(pictures[0]).save(out, "JPEG", quality=90)
    return "image/jpeg", out.getvalue()


def _in_bits(pictures: list[Picture]) -> bytes:
    """A PDF of black and white pictures (CCITT group 4), as office scanners make by default."""
    first, *rest = [Image.fromarray(picture).point(lambda grey: 255 if grey > HALF else 0).convert("1") for picture in pictures]
    out = io.BytesIO()
    first.save(out, "PDF", resolution=300, save_all=True, append_images=rest, creationDate=EPOCH, modDate=EPOCH)
    return out.getvalue()
