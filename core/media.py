"""What a photograph or a film says of itself, and the pictures of it that people are shown."""

import math
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.errors import Problem

HASH = re.compile("[0-9a-f]{16}")

OLDEST, NEWEST = 1990, 2100
"""Years outside of which the clock of a camera was never set; a moment within them can be told in every zone."""

PLAYED_AS_IT_IS = ("video/mp4", "video/quicktime", "video/webm")
"""Types under which a page shows a film itself, where browsers play what is in it."""


def is_believed(moment: datetime) -> bool:
    """Whether a camera may have written `moment`."""
    return OLDEST <= moment.year < NEWEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a camera says it was, in degrees (WGS 84). Personal data of class P1: it is never logged."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if not (abs(self.latitude) <= 90 and abs(self.longitude) <= 180):  # noqa: PLR2004 - degrees; NaN is neither
            raise ValueError("not a place on earth")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A JPEG that was made of an item; its bytes are the blob of that SHA-256. `at` is its second in a film."""

    sha256: str
    size: int
    width: int
    height: int
    at: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A picture as a person sees it: turned as its camera says."""

    width: int
    height: int
    hash: str
    """Its perceptual hash, 64 bits in hex: pictures that look alike differ in few of them."""

    taken_at: datetime | None = None
    """With a zone where the camera wrote one, else by the clock of the camera."""

    place: Place | None = None
    frames: int = 1
    """Pictures in a file that moves."""

    small: Picture | None = None
    """For a series of photographs; none of what turns out to be a paper."""

    large: Picture | None = None
    """For looking at, where browsers do not show the file itself."""

    def __post_init__(self) -> None:
        if not HASH.fullmatch(self.hash):
            raise ValueError("not a perceptual hash")
        _check(self.taken_at)


class CopyState(StrEnum):
    """What became of the copy of a film that browsers play."""

    NOT_NEEDED = "not_needed"
    WANTED = "wanted"
    MADE = "made"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """The copy of a film that browsers play, beside the original; the blob of `sha256` once it is made."""

    state: CopyState = CopyState.NOT_NEEDED
    sha256: str = ""
    size: int = 0
    media_type: str = ""
    sound: bool = True
    """False for a copy that was made without a program that takes the sound over."""

    problem: Problem | None = None
    """Why there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """A film: how long it is, its size as a person sees it, and pictures out of it."""

    seconds: float
    """0 when it cannot be told."""

    width: int
    height: int
    codec: str
    frames_per_second: float = 0.0
    rotation: int = 0
    """Degrees that were undone in the pictures, as the film's own data wants it."""

    taken_at: datetime | None = None
    """As its container says, in UTC; cameras that write the time of the place instead cannot be told apart."""

    place: Place | None = None
    poster: Picture | None = None
    """The first picture that is not black."""

    stills: tuple[Picture, ...] = ()
    """Evenly spread, in their order."""

    copy: Copy = Copy()

    def __post_init__(self) -> None:
        if not (math.isfinite(self.seconds) and self.seconds >= 0):
            raise ValueError("not a duration")
        _check(self.taken_at)


def _check(moment: datetime | None) -> None:
    if moment and not is_believed(moment):
        raise ValueError("not a moment at which a camera was used")
