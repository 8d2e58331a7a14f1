"""Pictures and a film of things, on which nothing can be read: a dented door, a stain on a ceiling."""

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from tests.documents.make import Paper, Sample

SIZE = (1600, 1200)
NAMES = ("IMG_20240311_101522.jpg", "degats", "DSC_0412.jpg")
FRAMES = 12


def _scene(chance: np.random.Generator) -> Image.Image:
    """A wall, a floor, and a dark shape with a wound in it."""
    wall, floor, thing = (tuple(int(part) for part in chance.integers(low, high, 3)) for low, high in ((130, 220), (60, 120), (30, 200)))
    image = Image.new("RGB", SIZE, wall)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 760, *SIZE), fill=floor)
    left = int(chance.integers(150, 400))
    draw.rounded_rectangle((left, 420, left + 900, 860), radius=90, fill=thing)
    for _ in range(9):
        x, y = int(chance.integers(left + 150, left + 700)), int(chance.integers(500, 780))
        draw.ellipse((x, y, x + int(chance.integers(20, 160)), y + int(chance.integers(10, 70))), fill=(25, 22, 20))
    grain = chance.standard_normal((SIZE[1], SIZE[0], 3)) * 7
    soft = np.asarray(image.filter(ImageFilter.GaussianBlur(3)), dtype=np.float64)
    return Image.fromarray(np.clip(soft + grain, 0, 255).astype(np.uint8))


def _film(chance: np.random.Generator) -> bytes:
    import cv2

    scene = np.asarray(_scene(chance).resize((640, 480)))[:, :, ::-1]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 12, (640, 480))
        for step in range(FRAMES):
            writer.write(np.ascontiguousarray(np.roll(scene, step * 4, axis=1)))
        writer.release()
        return path.read_bytes()


def _bare(kind: str) -> Paper:
    return Paper(type=kind, language="", segments=(), facts=(), pdf=b"")


def things(seed: int) -> Iterator[Sample]:
    """Three photographs and a film."""
    for number, name in enumerate(NAMES):
        out = io.BytesIO()
        _scene(np.random.default_rng(seed * 10 + number)).save(out, "JPEG", quality=82)
        papers = (_bare("photo"),)
        yield Sample(name=f"thing-{number}", way="thing", media_type="image/jpeg", papers=papers, data=out.getvalue(), file_name=name)
    film = _film(np.random.default_rng(seed))
    yield Sample(name="thing-film", way="thing", media_type="video/mp4", papers=(_bare("video"),), data=film, file_name="film.mp4")
