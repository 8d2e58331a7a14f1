"""What a page shows of photographs and films: the film to play, and the photographs of a task as a series."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.urls import reverse

from core import codec
from core.media import Copy, CopyState, Photo, Picture, Video
from core.values import Reading, pictures_of
from extractors.media.series import alike
from storage import copies, models
from web.files import INLINE
from web.tree import MailTree, Node, is_guarded

MOST = 200
"""Photographs of one task that are shown as a series; the tree has them all."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A photograph of a series, and those that look like it."""

    item: models.Item
    photo: Photo
    like: tuple["Shot", ...] = ()


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


def series(tree: MailTree, revealed: Collection[int]) -> tuple[Shot, ...]:
    """The photographs of a task in the order of its mail, those that look like an earlier one folded into it; none for a single one."""
    nodes = [node for node in tree.nodes if node.open and node.ours and node.type == "photo" and not _shut(node, revealed)][:MOST]
    shots = {shot.item.pk: shot for shot in _shots(nodes)}
    if len(shots) < 2:  # noqa: PLR2004 - one is no series
        return ()
    groups = alike({key: shot.photo.hash for key, shot in shots.items()})
    return tuple(
        Shot(item=shots[group.key].item, photo=shots[group.key].photo, like=tuple(shots[key] for key in group.like)) for group in groups
    )


def _shut(node: Node, revealed: Collection[int]) -> bool:
    return is_guarded(node.type, node.classes) and node.item.pk not in revealed


def _shots(nodes: Iterable[Node]) -> Iterable[Shot]:
    for node in nodes:
        if photo := getattr(node.item, "photo", None):
            yield Shot(item=node.item, photo=codec.load(Photo, photo))
