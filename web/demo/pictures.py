"""Pictures drawn by program: photos of damaged cars as phones take them, scanned pages, and the logos of signatures."""

import io
import random
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pillow_heif
import pypdfium2
import reportlab
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

FONTS = Path(reportlab.__file__).parent / "fonts"
EXIF_IFD, GPS_IFD = 0x8769, 0x8825
SCAN_DPI = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A photo: of which car, taken when, and from which side."""

    at: datetime
    body: str
    plate: str
    side: int = 0
    """0, 1, 2: how the scene is seen; each gives another picture."""


def photo_jpeg(shot: Shot) -> bytes:
    """A phone's photo with the EXIF data a phone writes: model, time, place, and the camera held sideways."""
    exif = _exif(shot)
    file = io.BytesIO()
    _scene(shot).rotate(90, expand=True).save(file, "JPEG", quality=80, exif=exif.tobytes())
    return file.getvalue()


def photo_heic(shot: Shot) -> bytes:
    """The same as an iPhone keeps it."""
    picture = pillow_heif.from_pillow(_scene(shot))
    file = io.BytesIO()
    picture.save(file, quality=60, exif=_exif(shot, orientation=1).tobytes())
    return file.getvalue()


def logo(name: str, colour: str) -> bytes:
    """A signature's logo: a mark and the office's name."""
    image = Image.new("RGB", (320, 108), "white")
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((8, 14, 88, 94), 14, fill=colour)
    draw.polygon(((28, 74), (48, 30), (68, 74)), fill="white")
    draw.text((104, 34), name, font=_font(26), fill=colour)
    return _png(image)


def badge(words: str, colour: str) -> bytes:
    """A small banner under a signature (a label, a social network)."""
    image = Image.new("RGB", (180, 44), colour)
    ImageDraw.Draw(image).text((12, 11), words, font=_font(16), fill="white")
    return _png(image)


def scanned(paper: bytes, *, tilt: float = 0.7, seed: int = 1) -> bytes:
    """A PDF of images only: each page of `paper` as an office scanner sees it, a little askew and grey."""
    pages = [_scan(page, tilt, seed) for page in _rendered(paper)]
    file = io.BytesIO()
    when = "D:20240101000000Z"
    pages[0].save(file, "PDF", resolution=SCAN_DPI, save_all=True, append_images=pages[1:], quality=55, creationDate=when, modDate=when)
    return file.getvalue()


def photographed(paper: bytes) -> bytes:
    """A JPEG of the first page of `paper`, as somebody photographs it on the kitchen table."""
    page = _scan(_rendered(paper)[0], 1.6, 7).convert("RGB")
    table = Image.new("RGB", (page.width + 260, page.height + 260), "#d8cdbb")
    table.paste(page, (120, 140))
    file = io.BytesIO()
    table.save(file, "JPEG", quality=70)
    return file.getvalue()


def _rendered(paper: bytes) -> list[Image.Image]:
    with pypdfium2.PdfDocument(paper) as document:
        return [page.render(scale=SCAN_DPI / 72, grayscale=True).to_pil() for page in document]


def _scan(page: Image.Image, tilt: float, seed: int) -> Image.Image:
    askew = page.rotate(tilt, resample=Image.Resampling.BICUBIC, fillcolor=250)
    noise = Image.frombytes("L", (page.width // 4, page.height // 4), random.Random(seed).randbytes((page.width // 4) * (page.height // 4)))  # noqa: S311 - specks of dust
    grain = noise.resize(page.size).point(lambda value: 236 + value // 14)
    return ImageChops.multiply(askew, grain).filter(ImageFilter.GaussianBlur(0.5))


def _scene(shot: Shot) -> Image.Image:
    image = Image.new("RGB", (1440, 1080), "#9fb4c4")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 1440, 430), fill=("#b9c9d4", "#a9bccb", "#c9d2d6")[shot.side])
    for place in range(6):
        left = place * 260 - shot.side * 80
        draw.rectangle((left, 150 + 30 * (place % 3), left + 220, 470), fill=("#8d7b6a", "#a08d78", "#7b6f66")[place % 3])
        for row in range(3):
            for column in range(3):
                corner = (left + 30 + column * 62, 210 + row * 80)
                draw.rectangle((*corner, corner[0] + 34, corner[1] + 48), fill="#4c5a66")
    draw.rectangle((0, 470, 1440, 560), fill="#8f8f8a")
    draw.rectangle((0, 560, 1440, 1080), fill="#55585b")
    for left in range(-100, 1500, 320):
        draw.polygon(((left, 930), (left + 170, 930), (left + 150, 960), (left - 20, 960)), fill="#d8d8d2")
    _car(draw, shot)
    grain = Image.frombytes("L", (360, 270), random.Random(shot.side).randbytes(360 * 270)).resize(image.size)  # noqa: S311 - grain
    speckled = Image.blend(image, Image.merge("RGB", (grain, grain, grain)), 0.06)
    return speckled.filter(ImageFilter.GaussianBlur(1.1))


def _car(draw: ImageDraw.ImageDraw, shot: Shot) -> None:
    x, y = 260 + 60 * shot.side, 430
    draw.ellipse((x - 20, y + 320, x + 900, y + 420), fill="#3d3f41")
    outline = ((0, 300), (20, 210), (170, 180), (290, 60), (610, 50), (740, 170), (860, 200), (885, 300), (870, 350), (10, 350))
    draw.polygon([(x + left, y + top) for left, top in outline], fill=shot.body)
    windows = (((300, 80), (440, 72), (440, 170), (215, 178)), ((460, 72), (600, 70), (710, 168), (460, 170)))
    for window in windows:
        draw.polygon([(x + left, y + top) for left, top in window], fill="#2c3a45")
    for wheel in (90, 640):
        draw.ellipse((x + wheel, y + 265, x + wheel + 150, y + 415), fill="#1c1c1e")
        draw.ellipse((x + wheel + 40, y + 305, x + wheel + 110, y + 375), fill="#b8bcc0")
    # The damage: a crumpled wing with bare metal, a broken lamp, scratches.
    dent = ((5, 230), (60, 205), (120, 240), (95, 275), (130, 300), (60, 320), (12, 300))
    draw.polygon([(x + left, y + top) for left, top in dent], fill="#767c82")
    draw.line([(x + left, y + top) for left, top in dent], fill="#2a2c2e", width=5)
    for top in (235, 255, 270):
        draw.line((x + 110, y + top, x + 330, y + top - 14), fill="#d9dcdf", width=3)
    draw.polygon(((x + 15, y + 225), (x + 60, y + 215), (x + 48, y + 245)), fill="#f3efd8")
    draw.rectangle((x + 350, y + 300, x + 560, y + 344), fill="white", outline="#222222", width=3)
    draw.text((x + 362, y + 304), shot.plate, font=_font(34), fill="#8a1414")


def _exif(shot: Shot, *, orientation: int = 6) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "Apple", "iPhone 13", orientation
    exif[0x0131], exif[0x0132] = "17.5.1", f"{shot.at:%Y:%m:%d %H:%M:%S}"
    exif.get_ifd(EXIF_IFD).update({0x9003: f"{shot.at:%Y:%m:%d %H:%M:%S}", 0x9011: "+02:00"})
    exif.get_ifd(GPS_IFD).update({1: "N", 2: (50.0, 28.0, 1.5), 3: "E", 4: (4.0, 52.0, 3.2)})
    return exif


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / "VeraBd.ttf", size)


def _png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()
