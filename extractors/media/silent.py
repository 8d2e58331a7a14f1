"""The copy of a film that browsers play, by OpenCV alone: it leaves out the sound."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from core.content import Content
from core.limits import Limits
from extractors.media.film import Film, film_of

SIDE = 960
"""Pixels of the longer side of a copy: this encoder is slower than that of the program, and needs more bytes."""

WEBM = ".webm"
"""The ending by which OpenCV knows what to write."""

USUAL_RATE = 25.0
"""Pictures a second of a film that does not say how many."""

Size = tuple[int, int]


def without_sound(content: Content, target: Path, limits: Limits) -> str:
    """Make a copy; its type comes back, "" where it failed."""
    import cv2

    place = target.with_suffix(WEBM)
    with film_of(content, target.parent) as film:
        rate = film.frames_per_second or USUAL_RATE
        found = islice(pictures(film), int(limits.film_seconds * rate))
        first = next(found, None)
        if first is None:
            return ""
        size = _size(first)
        writer = cv2.VideoWriter(str(place), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*"VP80"), rate, size)
        if not writer.isOpened():
            return ""
        writer.write(resized(first, size))
        for picture in found:
            writer.write(resized(picture, size))
        writer.release()
    place.rename(target)
    return "video/webm"


def pictures(film: Film) -> Iterator[Any]:
    """Every picture, and that before it again for each that is damaged: what follows comes at its time."""
    last = None
    while steps := film.go_on():
        picture = film.array()
        if last is not None:
            yield from [last] * (steps - 1 if picture is not None else steps)
        if picture is not None:
            yield picture
            last = picture


def _size(picture: Any) -> Size:  # noqa: ANN401 - OpenCV has no types of its own
    height, width = picture.shape[:2]
    share = min(1.0, SIDE / max(height, width))
    return max(2, int(width * share) // 2 * 2), max(2, int(height * share) // 2 * 2)


def resized(picture: Any, size: Size) -> Any:  # noqa: ANN401 - as above
    """The picture at that size, to which the file was opened; a film may change its own."""
    import cv2

    return picture if picture.shape[1::-1] == size else cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
