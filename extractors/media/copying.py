"""The copy of a film that browsers play: by the program ffmpeg where there is one, else by OpenCV, which leaves out the sound."""

import hashlib
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core import codec
from core.content import CHUNK, Content, Spool
from core.errors import Problem, Unreadable
from core.limits import Limits
from core.media import Copy, CopyState
from extractors.media.film import CONTAINERS, as_file, film_of

SIDE = 1280
"""Pixels of the longer side of a copy: what is needed to see who drove where."""

SILENT_SIDE = 960
"""The same without the program, whose encoder is slower and needs more bytes."""

USUAL_RATE = 25.0
"""Pictures a second of a film that does not say how many."""

SCALE = f"scale=w='min({SIDE},iw)':h='min({SIDE},ih)':force_original_aspect_ratio=decrease:force_divisible_by=2,format=yuv420p"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One way to make a copy by ffmpeg: the type of what comes out, and the arguments for it."""

    media_type: str
    arguments: tuple[str, ...]


RECIPES = (
    Recipe(
        media_type="video/mp4",
        arguments=(
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-crf",
            "26",
            "-c:a",
            "aac",
            "-b:a",
            "96k",
            "-movflags",
            "+faststart",
            "-f",
            "mp4",
        ),
    ),
    Recipe(
        media_type="video/webm",
        arguments=(
            "-c:v",
            "libvpx-vp9",
            "-deadline",
            "realtime",
            "-cpu-used",
            "8",
            "-crf",
            "36",
            "-b:v",
            "0",
            "-c:a",
            "libopus",
            "-f",
            "webm",
        ),
    ),
)
"""In their order: not every ffmpeg was built with the first."""


def copied_in_child(data: Any) -> Any:  # noqa: ANN401 - plain JSON data, both ways
    """`copied` for a child process: takes and returns JSON data."""
    return codec.dump(copied(codec.load(Content, data["content"]), Path(data["folder"]), codec.load(Limits, data["limits"])))


def copied(content: Content, folder: Path, limits: Limits) -> Copy:
    """A copy of the film in `folder`, under its SHA-256.

    Raises:
        Unreadable: none can be made.
    """
    ways: list[Callable[[Content, Path, Limits], Copy]] = [*map(_by_program, RECIPES)] if shutil.which("ffmpeg") else []
    target = Spool.within(folder).place()
    for way in (*ways, _without_sound):
        copy = way(content, target, limits)
        if copy.state is CopyState.MADE:
            target.rename(folder / copy.sha256)
            return copy
    raise Unreadable(Problem.DAMAGED)


def _by_program(recipe: Recipe) -> Callable[[Content, Path, Limits], Copy]:
    def make(content: Content, target: Path, limits: Limits) -> Copy:
        with as_file(content) as source:
            command = _command(recipe, source, target, limits)
            # In this process group and behind its fence: it has our memory, no network, and ends with us.
            done = subprocess.run(command, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
        return _made(target, recipe.media_type, sound=True) if done.returncode == 0 else Copy(state=CopyState.FAILED)

    return make


def _command(recipe: Recipe, source: str, target: Path, limits: Limits) -> tuple[str, ...]:
    """Only what is seen and heard goes over: no subtitles, no data, nothing that the camera wrote of time and place."""
    return (
        *("ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "quiet", "-y", "-threads", "1"),
        *("-protocol_whitelist", "file", "-format_whitelist", CONTAINERS, "-i", source),
        *("-map", "0:v:0", "-map", "0:a:0?", "-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1"),
        *("-t", str(limits.film_seconds), "-fs", str(limits.bytes_out), "-vf", SCALE, "-max_muxing_queue_size", "4096"),
        *recipe.arguments,
        str(target),
    )


def _without_sound(content: Content, target: Path, limits: Limits) -> Copy:
    import cv2

    with film_of(content) as film:
        rate = film.frames_per_second or USUAL_RATE
        most = int(limits.film_seconds * rate)
        writer, place = None, target.with_suffix(".webm")
        for _ in range(most):
            frame = film.array() if film.step() else None
            if frame is None:
                break
            smaller = _smaller(frame)
            if writer is None:
                writer = cv2.VideoWriter(str(place), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*"VP80"), rate, smaller.shape[1::-1])
            writer.write(smaller)
        if writer is None or not writer.isOpened():
            return Copy(state=CopyState.FAILED)
        writer.release()
    place.rename(target)
    return _made(target, "video/webm", sound=False)


def _smaller(frame: Any) -> Any:  # noqa: ANN401 - OpenCV has no types of its own
    import cv2

    height, width = frame.shape[:2]
    share = min(1.0, SILENT_SIDE / max(height, width))
    size = max(2, int(width * share) // 2 * 2), max(2, int(height * share) // 2 * 2)
    return frame if size == (width, height) else cv2.resize(frame, size, interpolation=cv2.INTER_AREA)


def _made(target: Path, media_type: str, *, sound: bool) -> Copy:
    digest = hashlib.sha256()
    with target.open("rb") as file:
        while piece := file.read(CHUNK):
            digest.update(piece)
    size = target.stat().st_size
    state = CopyState.MADE if size else CopyState.FAILED
    return Copy(state=state, sha256=digest.hexdigest(), size=size, media_type=media_type, sound=sound)
