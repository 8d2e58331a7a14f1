"""What a page shows of a film: what to play, and pictures out of it."""

from dataclasses import dataclass

from django.urls import reverse

from core.media import Copy, CopyState, Picture, Video
from core.values import Reading, pictures_of
from storage import copies, models
from web.files import INLINE


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """A picture out of a film: its address, and the picture."""

    address: str
    picture: Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """A film on its page: what to play, "" as long as there is nothing, and pictures out of it."""

    source: str
    poster: str
    stills: tuple[Still, ...]
    copy: Copy
    trouble: str
    """Why making the copy failed so far."""
    given_up: bool
    """Whether it is tried no more, unless somebody asks for it."""


def film_of(item: models.Item, reading: Reading, video: Video) -> Film:
    """What a page shows of a film."""
    addresses = [reverse("item_picture", args=(item.pk, number)) for number in range(len(pictures_of(reading)))]
    first = 1 if video.poster else 0
    job = copies.job_of(item.pk) if video.copy.state is CopyState.WANTED else None
    return Film(
        source=_source(item, video),
        poster=addresses[0] if video.poster else "",
        stills=tuple(Still(address=address, picture=still) for address, still in zip(addresses[first:], video.stills, strict=True)),
        copy=video.copy,
        trouble=job.problem if job else "",
        given_up=job is not None and job.stuck,
    )


def _source(item: models.Item, video: Video) -> str:
    match video.copy.state:
        case CopyState.MADE:
            return reverse("item_copy", args=(item.pk,))
        case CopyState.NOT_NEEDED if item.media_type in INLINE:
            return reverse("item_view", args=(item.pk,))
        case CopyState.NOT_NEEDED | CopyState.WANTED | CopyState.FAILED:
            return ""
