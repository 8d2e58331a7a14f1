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


def placed(mp4: bytes, place: str) -> bytes:
    """The film, which ends with what it says of itself, with a place in that."""
    at = mp4.rindex(b"moov") - 4
    xyz = (12 + len(place)).to_bytes(4, "big") + b"\xa9xyz" + len(place).to_bytes(2, "big") + b"\x15\xc7" + place.encode()
    user = (8 + len(xyz)).to_bytes(4, "big") + b"udta" + xyz
    # The first of two such boxes counts, so that of the writer's own gives way.
    movie = mp4[at + 8 :].replace(b"udta", b"free") + user
    return mp4[:at] + (8 + len(movie)).to_bytes(4, "big") + b"moov" + movie


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


def _frames_of(avi: bytes) -> list[tuple[int, int]]:
    """Where the pictures of an AVI film lie."""
    found, at = [], avi.index(b"movi")
    while (at := avi.find(b"00dc", at + 4)) >= 0 and at < avi.rindex(b"idx1"):
        found.append((at + 8, at + 8 + int.from_bytes(avi[at + 4 : at + 8], "little")))
    return found


def damaged(avi: bytes, numbers: range) -> bytes:
    """The film with pictures that cannot be decoded."""
    data = bytearray(avi)
    for start, end in _frames_of(avi)[numbers.start : numbers.stop]:
        data[start:end] = bytes(end - start)
    return bytes(data)


def _frame(number: int, size: tuple[int, int], *, black: bool) -> np.ndarray:
    width, height = size
    frame = np.zeros((height, width, 3), np.uint8)
    if not black:
        frame[:] = (60, 120 + number, 90)
        cv2.rectangle(frame, (3 * number, height // 2), (3 * number + 30, height // 2 + 20), (230, 230, 230), -1)
    return frame
