"""A film: how long it is, what it is made of, a poster, four stills, and whether browsers play it."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.content import Content
from core.errors import Problem, Unreadable
from core.media import PLAYED_AS_IT_IS, Copy, CopyState, Picture, Video
from extractors.context import Context
from extractors.media.boxes import told_by
from extractors.media.film import NEARLY, Film, film_of
from extractors.media.shown import shown

if TYPE_CHECKING:
    from PIL.Image import Image

STILLS = 4
POSTER_SIDE, STILL_SIDE = 1280, 640
"""Pixels of the longer side."""

SEARCHED = 150
"""Pictures from the beginning among which the poster is looked for: five seconds of most films."""

BLACK = 16
"""Mean lightness, of 255, up to which a picture counts as black."""

SEEN_AT = 64
"""Pixels of the longer side at which that is measured."""

PLAYED = {"mp4": ("h264", "av1"), "webm": ("vp8", "vp9", "av1")}
"""What browsers play, by container. HEVC plays in some, without a picture in others, so it counts as not played."""

HEAD = 64
EBML = b"\x1a\x45\xdf\xa3"

NOT_DECODED = ("av1",)
"""Codecs that the decoder at hand names but does not decode."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A film, and what kept it from being seen whole."""

    video: Video
    problem: Problem | None = None


def seen_of(content: Content, context: Context) -> Seen:
    """What the film says and shows.

    Raises:
        Unreadable: no picture of it can be decoded (DAMAGED), or it is larger or longer than is taken (TOO_BIG).
    """
    with film_of(content, _folder(context)) as film:
        if film.width * film.height > context.limits.pixels or film.seconds > context.limits.film_seconds:
            raise Unreadable(Problem.TOO_BIG)
        as_it_is = context.media_type in PLAYED_AS_IT_IS and plays(container(content.head(HEAD)), film.codec, plain=film.plain)
        told = told_by(content)
        video = Video(
            seconds=round(film.seconds, 2),
            width=film.width,
            height=film.height,
            codec=film.codec,
            frames_per_second=round(film.frames_per_second, 3),
            rotation=film.rotation,
            taken_at=told.made_at,
            place=told.place,
            copy=Copy(state=CopyState.NOT_NEEDED if as_it_is else CopyState.WANTED),
        )
        if film.codec in NOT_DECODED:
            return Seen(video=video, problem=Problem.UNSUPPORTED)
        first = _poster(film, context)
        looked_at = replace(video, poster=_kept(first, POSTER_SIDE, context), width=first.image.width, height=first.image.height)
        return _with_stills(looked_at, content, film, context)


def _folder(context: Context) -> Path | None:
    return Path(context.pictures) if context.pictures else None


def container(head: bytes) -> str:
    """`mp4`, which QuickTime is too, or `webm`; "" for what browsers do not take."""
    if head[4:8] == b"ftyp":
        return "" if head[8:10] == b"3g" else "mp4"
    return "webm" if head.startswith(EBML) and b"webm" in head else ""


def plays(kind: str, codec: str, *, plain: bool) -> bool:
    """Whether every browser plays it as it is; what only some play is copied."""
    return plain and codec in PLAYED.get(kind, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Still:
    image: "Image"
    at: float


def _poster(film: Film, context: Context) -> _Still:
    """The first picture that is not black; the very first where all are."""
    first: _Still | None = None
    for _ in range(SEARCHED):
        if not film.go_on():
            break
        context.seconds()
        if (image := film.picture()) is None:
            continue
        still = _Still(image=image, at=film.at)
        if not _is_black(image):
            return still
        first = first or still
    if first is None:
        raise Unreadable(Problem.DAMAGED)
    return first


def _is_black(image: "Image") -> bool:
    small = image.convert("L")
    small.thumbnail((SEEN_AT, SEEN_AT))
    return sum(value * count for value, count in enumerate(small.histogram())) <= BLACK * small.width * small.height


def _with_stills(video: Video, content: Content, film: Film, context: Context) -> Seen:
    """The film with its stills; where they are not where its length puts them, it is played to its end."""
    try:
        found = _sought(film, video.seconds, context)
    except Unreadable as error:
        return Seen(video=video, problem=error.problem)
    if len(found) == STILLS:
        return Seen(video=replace(video, stills=tuple(_all_kept(found, context))))
    try:
        with film_of(content, _folder(context)) as again:
            seconds = _length(again, context)
        with film_of(content, _folder(context)) as again:
            found = _passed(again, seconds, context)
    except Unreadable as error:
        return Seen(video=replace(video, seconds=0.0), problem=error.problem)
    problem = Problem.TRUNCATED if seconds < video.seconds * NEARLY else None
    return Seen(video=replace(video, seconds=round(seconds, 2), stills=tuple(_all_kept(found, context))), problem=problem)


def _middles(seconds: float) -> list[float]:
    """The middle of each of as many equal parts of a film as there are stills."""
    return [seconds * (number + 0.5) / STILLS for number in range(STILLS)] if seconds else []


def _sought(film: Film, seconds: float, context: Context) -> list[_Still]:
    """The stills as far as they are found by jumping to them."""
    found: list[_Still] = []
    for second in _middles(seconds):
        context.seconds()
        film.seek(second)
        if not film.step() or (image := film.picture()) is None:
            break
        found.append(_Still(image=image, at=film.at))
    return found


def _passed(film: Film, seconds: float, context: Context) -> list[_Still]:
    """The stills as they come by: not every film can be jumped in."""
    found: list[_Still] = []
    for second in _middles(seconds):
        image = None
        while image is None and film.go_on():
            context.seconds()
            image = film.picture() if film.at >= second else None
        if image:
            found.append(_Still(image=image, at=film.at))
    return found


def _length(film: Film, context: Context) -> float:
    """The length of a film that is played to its end, over what is damaged in it."""
    seconds = 0.0
    for _ in range(context.limits.film_frames):
        context.seconds()
        if not film.go_on():
            return seconds + (1 / film.frames_per_second if film.frames_per_second else 0.0)
        seconds = max(seconds, film.at)
    raise Unreadable(Problem.TOO_BIG)


def _kept(still: _Still, side: int, context: Context) -> Picture | None:
    return shown(still.image, side, context.pictures, at=still.at)


def _all_kept(stills: list[_Still], context: Context) -> list[Picture]:
    return [picture for still in stills if (picture := _kept(still, STILL_SIDE, context))]
