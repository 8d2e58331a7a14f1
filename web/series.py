"""The photographs of a task as a series: what looks alike, what came before, and what was taken before the loss."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone

from core import codec
from core.limits import Limits
from core.media import Photo
from core.values import Reading
from extractors.media.series import alike, nearest
from extractors.types import PICTURES
from storage.desk import EarlierPhoto
from storage.models import Item
from web.tree import MailTree, Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the claim around the photographs says: those of earlier mails, the day of the loss, and how far clocks may be off."""

    earlier: Sequence[EarlierPhoto] = ()
    complete: bool = True
    """False when there are earlier ones that were left out."""

    loss: date | None = None
    camera_days: int = 0
    most: int = Limits().series_photos

    def is_before_loss(self, taken_at: datetime | None) -> bool:
        """Whether a camera took it before the loss, by more days than its clock may be behind."""
        if taken_at is None or self.loss is None:
            return False
        day = timezone.localdate(taken_at) if timezone.is_aware(taken_at) else taken_at.date()
        return (self.loss - day).days > self.camera_days


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A photograph of a series, and those that look like it."""

    item: Item
    photo: Photo
    before_loss: bool = False
    earlier: EarlierPhoto | None = None
    """The same, or one that looks like it, in an earlier mail of the claim."""

    like: tuple["Shot", ...] = ()

    @property
    def is_again(self) -> bool:
        """Whether the very same bytes came before."""
        return self.earlier is not None and self.earlier.sha256 == self.item.sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The photographs of a task in the order of its mail: those to look at, and those that were already received."""

    around: Around
    shots: tuple[Shot, ...] = ()
    again: tuple[Shot, ...] = ()
    left: int = 0
    """Photographs that are in the tree only: there are too many."""

    @property
    def is_shown(self) -> bool:
        """A single photograph is no series, unless it came before."""
        return len(self.shots) > 1 or bool(self.again)

    def of_item(self, item: Item) -> Shot | None:
        """The photograph of the item, wherever it is folded."""
        every = (*self.again, *self.shots, *(like for shot in self.shots for like in shot.like))
        return next((shot for shot in every if shot.item.pk == item.pk), None)


def series(tree: MailTree, around: Around) -> Series:
    """The photographs of a task; none is left out, but those that look like an earlier one are folded into it."""
    every = (*tree.nodes, *tree.known)
    nodes = [node for node in every if node.open and node.ours and node.type == "photo" and not node.shut]
    shots = {shot.item.pk: shot for shot in _shots(nodes[: around.most], around)}
    first = {key: shot for key, shot in shots.items() if not shot.is_again}
    return Series(
        around=around,
        shots=tuple(_folded(shots, group.key, group.like) for group in alike({key: shot.photo.hash for key, shot in first.items()})),
        again=tuple(shot for shot in shots.values() if shot.is_again),
        left=max(0, len(nodes) - around.most),
    )


def taken_before_loss(reading: Reading | None, around: Around) -> datetime | None:
    """The moment at which what is looked at was taken, where that was before the loss; of papers that says nothing."""
    if reading is None or reading.type.id not in PICTURES:
        return None
    told = reading.photo or reading.video
    return told.taken_at if told and around.is_before_loss(told.taken_at) else None


def _folded(shots: Mapping[int, Shot], key: int, like: Iterable[int]) -> Shot:
    return replace(shots[key], like=tuple(shots[one] for one in like))


def _shots(nodes: Iterable[Node], around: Around) -> Iterable[Shot]:
    same: dict[str, EarlierPhoto] = {}
    for one in around.earlier:
        same.setdefault(one.sha256, one)
    hashes = {at: one.hash for at, one in enumerate(around.earlier)}
    for node in nodes:
        if told := getattr(node.item, "photo", None):
            photo = codec.load(Photo, told)
            like = None if node.item.sha256 in same else nearest(photo.hash, hashes)
            yield Shot(
                item=node.item,
                photo=photo,
                before_loss=around.is_before_loss(photo.taken_at),
                earlier=same.get(node.item.sha256) if like is None else around.earlier[like],
            )
