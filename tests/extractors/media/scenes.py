"""Drawn scenes of damaged things: as different from each other as photographs of one loss are."""

import io
import random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tests.extractors import papers

SIZE = (960, 720)


def scene(number: int, size: tuple[int, int] = SIZE) -> Image.Image:
    """Scene `number`: a ground, a sky, and a few things of the size of cars and dents, somewhat blurred."""
    chance = random.Random(f"scene {number}")  # noqa: S311 - the same scenes every time
    width, height = size
    picture = Image.new("RGB", size, _colour(chance))
    drawn = ImageDraw.Draw(picture)
    drawn.rectangle((0, height * chance.uniform(0.4, 0.7), width, height), fill=_colour(chance))
    for _ in range(9):
        x, y = chance.uniform(-0.1, 0.9) * width, chance.uniform(-0.1, 0.9) * height
        box = (x, y, x + chance.uniform(0.1, 0.5) * width, y + chance.uniform(0.1, 0.4) * height)
        (drawn.ellipse if chance.random() < 0.5 else drawn.rectangle)(box, fill=_colour(chance))
    return picture.filter(ImageFilter.GaussianBlur(width / 300))


def _colour(chance: random.Random) -> tuple[int, int, int]:
    return (chance.randrange(256), chance.randrange(256), chance.randrange(256))


def car(plate: str) -> Image.Image:
    """A car from behind, with its number plate."""
    picture = scene(7, (1600, 1200))
    drawn = ImageDraw.Draw(picture)
    drawn.rounded_rectangle((300, 380, 1300, 1000), 60, fill="#7d1f1f")
    drawn.rectangle((420, 440, 1180, 660), fill="#20262b")
    drawn.rectangle((600, 800, 1000, 890), fill="white", outline="#a01010", width=6)
    drawn.text((800, 845), plate, anchor="mm", fill="#a01010", font=ImageFont.truetype(papers.FONTS / "VeraBd.ttf", 64))
    return picture.filter(ImageFilter.GaussianBlur(1.2))


def packed(picture: Image.Image, kind: str = "JPEG", **options: object) -> Image.Image:
    """The picture after it was written and read."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    out.seek(0)
    with Image.open(out) as again:
        again.load()
        return again
