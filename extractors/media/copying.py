"""The copy of a film that browsers play: by the program ffmpeg where there is one, else by OpenCV; it is whole, or there is none."""

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core import codec
from core.content import Content, Spool, of_file
from core.errors import Problem, Unavailable, Unreadable
from core.limits import MIB, Limits
from core.media import Copy, CopyState
from extractors.media.film import NEARLY, film_of
from extractors.media.program import RECIPES, by_program
from extractors.media.silent import WEBM, without_sound

LEAST_ROOM = 64 * MIB
"""Bytes that must be free on the disk after a copy failed, or it is the disk that failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to make a copy: `make` writes it to a path and brings back its type, "" where it failed."""

    make: Callable[[Content, Path, Limits], str]
    sound: bool


def copied_in_child(data: Any) -> Any:  # noqa: ANN401 - plain JSON data, both ways
    """`copied` for a child process: takes and returns JSON data."""
    return codec.dump(copied(codec.load(Content, data["content"]), Path(data["folder"]), codec.load(Limits, data["limits"])))


def copied(content: Content, folder: Path, limits: Limits) -> Copy:
    """A copy of the film in `folder`, under its SHA-256.

    Raises:
        Unreadable: none can be made (DAMAGED), not in time (TIMED_OUT), or none that is whole (TRUNCATED), for it would be
            too large (TOO_BIG).
        Unavailable: the disk has no room (`spool_full`).
    """
    problems = [Problem.DAMAGED]
    for way in _ways(time.monotonic() + limits.copy_seconds):
        target = Spool.within(folder).place()
        media_type = way.make(content, target, limits)
        found = of_file(target) if target.is_file() else None
        if found and media_type and _is_whole(found, content, limits):
            target.rename(folder / found.sha256)
            return Copy(state=CopyState.MADE, sha256=found.sha256, size=found.size, media_type=media_type, sound=way.sound)
        if shutil.disk_usage(folder).free < LEAST_ROOM:
            raise Unavailable("spool_full")
        problems.append(_problem(found, media_type, limits))
        for left in (target, target.with_suffix(WEBM)):
            left.unlink(missing_ok=True)
    raise Unreadable(next(problem for problem in (Problem.TOO_BIG, Problem.TRUNCATED, Problem.DAMAGED) if problem in problems))


def _ways(deadline: float) -> Iterator[Way]:
    if shutil.which("ffmpeg"):
        yield from (Way(make=by_program(recipe, deadline), sound=True) for recipe in RECIPES)
    yield Way(make=without_sound, sound=False)


def _problem(found: Content | None, media_type: str, limits: Limits) -> Problem:
    if found and found.size >= limits.bytes_out * NEARLY:
        return Problem.TOO_BIG
    return Problem.TRUNCATED if found and media_type else Problem.DAMAGED


def _is_whole(copy: Content, film: Content, limits: Limits) -> bool:
    """Whether the copy is as long as the film, by what plays: by its claim first, for that is soon seen."""
    with film_of(film, copy.path.parent) as claiming:
        claimed = min(claiming.seconds, limits.film_seconds)
    try:
        if claimed and _plays_at(copy, claimed * NEARLY):
            return True
        length = min(_played(film, copy.path.parent, limits) or claimed, limits.film_seconds)
        return _played(copy, copy.path.parent, limits) > length * NEARLY
    except Unreadable:
        return False


def _plays_at(content: Content, second: float) -> bool:
    with film_of(content) as film:
        film.seek(second)
        if not film.step() or film.array() is None or not film.frames_per_second:
            return False
        return film.at + 1 / film.frames_per_second >= second


def _played(content: Content, folder: Path, limits: Limits) -> float:
    """Seconds of a film that can be decoded, as far as it is passed over."""
    with film_of(content, folder) as film:
        seconds = 0.0
        for _ in range(limits.film_frames):
            if not film.go_on():
                break
            seconds = max(seconds, film.at + (1 / film.frames_per_second if film.frames_per_second else 0.0))
        return seconds
