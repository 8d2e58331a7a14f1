"""The copy of a film that browsers play, by the program ffmpeg: it takes the sound over."""

import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from core.content import Content
from core.errors import Problem, Unreadable
from core.limits import Limits
from extractors.media.film import CONTAINERS, as_file

SIDE = 1280
"""Pixels of the longer side of a copy: what is needed to see who drove where."""

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
            *("-c:v", "libx264", "-preset", "veryfast", "-crf", "26"),
            *("-c:a", "aac", "-b:a", "96k"),
            *("-movflags", "+faststart", "-f", "mp4"),
        ),
    ),
    Recipe(
        media_type="video/webm",
        arguments=(
            *("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-crf", "36", "-b:v", "0"),
            *("-c:a", "libopus", "-f", "webm"),
        ),
    ),
)
"""In their order: not every ffmpeg was built with the first."""


def by_program(recipe: Recipe, deadline: float) -> Callable[[Content, Path, Limits], str]:
    """A way to make a copy that ends by `deadline`, a moment of the monotonic clock; it brings back the type, "" where it failed.

    Raises:
        Unreadable: the time is over (TIMED_OUT).
    """

    def make(content: Content, target: Path, limits: Limits) -> str:
        with as_file(content, target.parent) as source:
            code = _run(command(recipe, source, target, limits), seconds=deadline - time.monotonic())
        return "" if code else recipe.media_type

    return make


def command(recipe: Recipe, source: str, target: Path, limits: Limits) -> tuple[str, ...]:
    """Only what is seen and heard goes over: no subtitles, no data, nothing that the camera wrote of time and place."""
    return (
        *("ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "quiet", "-y", "-filter_threads", "1"),
        # Of the decoder here and of the encoder below: an option holds for the file that follows it.
        *("-threads", "1", "-protocol_whitelist", "file", "-format_whitelist", CONTAINERS, "-i", f"file:{source}"),
        *("-map", "0:v:0", "-map", "0:a:0?", "-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1"),
        *("-t", str(limits.film_seconds), "-fs", str(limits.bytes_out), "-vf", SCALE, "-max_muxing_queue_size", "4096"),
        *recipe.arguments,
        *("-threads", "1", f"file:{target}"),
    )


def _run(arguments: tuple[str, ...], *, seconds: float) -> int:
    # In this process group and behind its fence: it has our memory, no network, and ends with us.
    quiet = subprocess.DEVNULL
    try:
        done = subprocess.run(arguments, check=False, stdin=quiet, stdout=quiet, stderr=quiet, timeout=max(seconds, 0))  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise Unreadable(Problem.TIMED_OUT) from error
    if done.returncode == -signal.SIGXCPU:
        raise Unreadable(Problem.TIMED_OUT)
    return done.returncode
