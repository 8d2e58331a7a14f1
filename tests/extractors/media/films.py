"""Films of our own: a car that drives by, in every format that OpenCV writes."""

import tempfile
from pathlib import Path

import cv2
import numpy as np

DASHCAM = Path(__file__).parents[3] / "web" / "demo" / "dashcam.mp4"
"""H.264, as telephones and cameras make it: OpenCV reads it, but does not write it."""

RATE = 10
SIZE = (160, 120)


def film(kind: str, codec: str, *, seconds: float = 4, dark: int = 0, size: tuple[int, int] = SIZE) -> bytes:
    """The bytes of a film of which the first `dark` pictures are black."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"film.{kind}"
        writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*codec), RATE, size)
        assert writer.isOpened()
        for number in range(round(seconds * RATE)):
            writer.write(_frame(number, size, black=number < dark))
        writer.release()
        return path.read_bytes()


def snow(*, seconds: float = 4) -> bytes:
    """The bytes of a film of which no codec makes little."""
    generator = np.random.default_rng(1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "snow.avi"
        writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*"MJPG"), RATE, SIZE)
        for _ in range(round(seconds * RATE)):
            writer.write(generator.integers(0, 256, (*SIZE[::-1], 3), dtype=np.uint8))
        writer.release()
        return path.read_bytes()


def _frame(number: int, size: tuple[int, int], *, black: bool) -> np.ndarray:
    width, height = size
    frame = np.zeros((height, width, 3), np.uint8)
    if not black:
        frame[:] = (60, 120 + number, 90)
        cv2.rectangle(frame, (3 * number, height // 2), (3 * number + 30, height // 2 + 20), (230, 230, 230), -1)
    return frame
