"""Whether what is kept is whole: every promise that the tables and the blobs make to each other, looked at from outside.

Each check is one query, so that work which goes on meanwhile is never taken for a fault.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, islice
from operator import itemgetter

from django.db.models import BigIntegerField, Count, Exists, F, IntegerField, Min, Model, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from core import codec, values
from core.content import CHUNK
from core.errors import Unreadable
from core.media import CopyState, Photo, Video
from storage import search
from storage.blobs import Blobs, Missing
from storage.housekeeping import OLD_SECONDS
from storage.models import Delivery, Event, Item, Job, Mail, Outgoing, Reading, Task, Unit, Verdict
from storage.tasks import FOLDED

ROOT = "0"
"""Path of the outermost mail."""

COUNTED = ("opened", "unlocked")
"""Events that say how many parts a mail has from then on."""

ASKED_AT_ONCE = 500
"""Blobs of which one query asks whether a row names them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is not as it must be."""

    code: str
    kind: str
    """mail, item, unit, delivery, outgoing or job: what `target` is the id of."""

    target: int


def tables() -> tuple[Finding, ...]:
    """What is wrong in the tables: rows that miss each other, and work that nobody has left to do."""
    return tuple(
        Finding(code=code, kind=rows.model._meta.model_name or "", target=pk)  # noqa: SLF001 - Django's name for it
        for code, rows in (*_mails(), *_items(), *_units(), *_deliveries(), *_outgoing(), *_jobs())
        for pk in rows.order_by("pk").values_list("pk", flat=True)
    )


def mismatched() -> QuerySet[Mail]:
    """Mails whose parts did not add up when they were opened, and that nobody has looked at since; newest first."""
    seen = Event.objects.filter(what="mismatch_seen", mail_id=OuterRef("mail_id"), pk__gt=OuterRef("pk"))
    said = Event.objects.filter(~Exists(seen), what="parts_mismatch")
    return Mail.objects.filter(pk__in=said.values("mail_id")).order_by("-pk")


def missing_blobs(blobs: Blobs) -> Iterator[Finding]:
    """Whatever a row names and the store does not have, or not as many bytes of it; of items that share it, the first.

    The code says what it is: `blob_missing` the mail or item itself, `picture_missing` and `copy_missing` what was made of it.
    """
    yield from (_finding("missing", content) for content in _contents() if not _is_there(blobs, content))


def damaged_blobs(blobs: Blobs) -> Iterator[Finding]:
    """Whatever a row names and the store has, but not with the same bytes any more; every byte of the store is read."""
    for content in _contents():
        if _is_there(blobs, content) and not _is_whole(blobs, content):
            yield _finding("damaged", content)


def unnamed_blobs(blobs: Blobs, now: datetime) -> Iterator[str]:
    """The SHA-256 of all that no row names, once it is older than any step: it is harmless, and needs its room only.

    A step keeps bytes before it keeps the row that names them, and may die between the two.
    """
    old = (blob.sha256 for blob in blobs.all() if blob.put_at < now - timedelta(seconds=OLD_SECONDS))
    alone: set[str] = set()
    while some := set(islice(old, ASKED_AT_ONCE)):
        for model in (Mail, Item):
            some.difference_update(model.objects.filter(sha256__in=some).values_list("sha256", flat=True))
        alone |= some
    # Asked after the store was: what came to be named meanwhile is named.
    alone.difference_update(content.sha256 for content in _contents())
    yield from sorted(alone)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bytes:
    kind: str
    target: int
    sha256: str
    size: int
    what: str = "blob"


def _finding(fault: str, content: _Bytes) -> Finding:
    return Finding(code=f"{content.what}_{fault}", kind=content.kind, target=content.target)


def _contents() -> Iterator[_Bytes]:
    """What every row names."""
    yield from _originals()
    yield from _attached()
    rows = Reading.objects.filter(Q(item__media_type__startswith="image/") | Q(item__media_type__startswith="video/"))
    told = rows.order_by("item__sha256", "item_id").values_list("item__sha256", "item_id", "value__photo", "value__video")
    for _, alike in groupby(told.iterator(), key=itemgetter(0)):
        first: dict[str, _Bytes] = {}
        for _, item_id, photo, video in alike:
            for made in _made(item_id, photo, video):
                first.setdefault(made.sha256, made)
        yield from first.values()


def _made(item_id: int, photo: object, video: object) -> Iterator[_Bytes]:
    """What was made of a picture or a film, of which the reading says that."""
    shown, film = codec.load(Photo, photo) if photo else None, codec.load(Video, video) if video else None
    for picture in values.pictures_of(values.Reading(media_type="", photo=shown, video=film)):
        yield _Bytes(kind="item", target=item_id, sha256=picture.sha256, size=picture.size, what="picture")
    if film and film.copy.state is CopyState.MADE:
        yield _Bytes(kind="item", target=item_id, sha256=film.copy.sha256, size=film.copy.size, what="copy")


def _originals() -> Iterator[_Bytes]:
    for kind, model in (("mail", Mail), ("item", Item)):
        rows = model.objects.order_by("sha256").values_list("sha256", "size").annotate(first=Min("pk"))
        for sha256, size, first in rows.iterator():
            yield _Bytes(kind=kind, target=first, sha256=sha256, size=size)


def _attached() -> Iterator[_Bytes]:
    """What went along with our answers."""
    rows = Outgoing.objects.exclude(attached_sha256="").order_by("pk").values_list("pk", "attached_sha256", "attached_size")
    for target, sha256, size in rows.iterator():
        yield _Bytes(kind="outgoing", target=target, sha256=sha256, size=size)


def _is_there(blobs: Blobs, content: _Bytes) -> bool:
    try:
        return blobs.size(content.sha256) == content.size
    except Missing:
        return False


def _is_whole(blobs: Blobs, content: _Bytes) -> bool:
    with blobs.open(content.sha256) as stream:
        try:
            while stream.read(CHUNK):
                pass
        except Unreadable:
            return False
    return True


_Check = tuple[str, QuerySet[Model]]


def _job(step: str, target: str) -> Exists:
    return Exists(Job.objects.filter(step=step, target=OuterRef(target)))


def _mails() -> Iterator[_Check]:
    opened = Mail.objects.filter(state=Mail.State.OPENED)
    counted = Event.objects.filter(what__in=COUNTED, mail_id=OuterRef("pk"), data__has_key="parts").order_by("-pk")
    yield "mail_forgotten", Mail.objects.filter(~_job("open", "pk"), state=Mail.State.RECEIVED)
    yield "root_missing", opened.filter(~Exists(Item.objects.filter(mail=OuterRef("pk"), path=ROOT)))
    yield "unit_missing", opened.filter(~Exists(Unit.objects.filter(mail=OuterRef("pk"), path=ROOT)))
    # Every leaf is accounted for: the event says how many parts, and bytes, the tree had when the mail was opened.
    said = Subquery(counted.annotate(said=Cast(KT("data__parts"), IntegerField())).values("said")[:1])
    weighed = Subquery(counted.annotate(said=Cast(KT("data__bytes"), BigIntegerField())).values("said")[:1])
    sums = opened.annotate(parts=said, kept=Count("items"), kept_bytes=Coalesce(Sum("items__size"), Value(0)))
    whole = sums.annotate(bytes=Coalesce(weighed, F("kept_bytes"))).filter(parts__isnull=False)
    yield "parts_mismatch", whole.exclude(parts=F("kept"), bytes=F("kept_bytes"))
    yield "leaves_missing", mismatched()


def _items() -> Iterator[_Check]:
    parent = Item.objects.filter(mail=OuterRef("mail"), path=OuterRef("parent"))
    yield "parent_missing", Item.objects.filter(~Exists(parent)).exclude(parent="")
    yield "item_forgotten", Item.objects.filter(~_job("read", "pk"), state=Item.State.TO_READ)
    to_copy = Item.objects.filter(reading__value__video__copy__state=CopyState.WANTED.value)
    yield "copy_forgotten", to_copy.filter(~_job("copy", "pk"))
    yield "reading_missing", Item.objects.filter(state=Item.State.READ, reading=None)


def _units() -> Iterator[_Check]:
    undecided = Unit.objects.filter(state__in=[Unit.State.OPEN, Unit.State.WAITING])
    unread = Exists(Item.objects.filter(mail=OuterRef("mail_id"), state=Item.State.TO_READ))
    last = Subquery(Verdict.objects.filter(unit=OuterRef("pk")).order_by("-pk").values("outcome")[:1])
    tasks = Exists(Task.objects.filter(unit=OuterRef("pk")))
    # What was all there already, with nothing new said, is a line on the task that has it.
    folded = Exists(Event.objects.filter(what=FOLDED, unit_id=OuterRef("pk")))
    decided = Unit.objects.filter(~tasks, ~folded, state=Unit.State.DECIDED)
    yield "unit_forgotten", undecided.filter(~_job("route", "mail_id"), ~unread)
    yield "unit_not_watched", Unit.objects.filter(~_job("watch", "mail_id"), state=Unit.State.HELD)
    yield "task_missing", decided.annotate(last=Coalesce(last, Value(""))).exclude(last=values.Outcome.IGNORE)
    # What is shown on another task stands in no list: that other one must.
    joined = Task.objects.exclude(joined_to=None)
    # Of every task the words are in the index, or nobody finds it.
    yield "not_searchable", search.unsearchable()
    yield "task_hidden", joined.exclude(joined_to__joined_to=None, joined_to__state=F("state"), joined_to__claim=F("claim"))


def _deliveries() -> Iterator[_Check]:
    yield "mail_missing", Delivery.objects.filter(state=Delivery.State.HELD, mail=None)
    yield "not_settled", Delivery.objects.filter(~_job("settle", "pk"), settled=Delivery.Settled.PENDING)


def _outgoing() -> Iterator[_Check]:
    yield "answer_forgotten", Outgoing.objects.filter(~_job("send", "pk"), state__in=[Outgoing.State.PLANNED, Outgoing.State.SENDING])


def _jobs() -> Iterator[_Check]:
    yield "job_stuck", Job.objects.filter(stuck=True)
