"""What the page of a task and the page of triage share: the mail, its tree, and the item that is looked at."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from core import codec
from core.limits import Limits
from core.values import Kind, Reading, Unit, Verdict, pictures_of
from extractors.expiry import expiry_of
from extractors.searchable import has_copy
from ingest import services
from ingest.known import Known
from router.checklist import Checklist
from router.protocols import Claim
from storage import absences, desk, models, received, trails
from storage.desk import EarlierPhoto, Newest, Viewer
from storage.stamps import Read
from web import bodies, checklist, clocks, joined, media, series, strays, words
from web.engine import read_text
from web.files import INLINE
from web.tree import LINKS, MailTree, Node, build, is_guarded
from web.whole import may_leave

REVEALED = "revealed"
"""Where a session keeps which guarded items its person opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An address outside, and whose server it is."""

    host: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """How the selected item is shown; `kind` names the block of the template."""

    kind: str
    text: str = ""
    html: SafeString | None = None
    images_left_out: bool = False
    unit: Unit | None = None
    places: tuple[Place, ...] = ()
    left: int = 0
    """Addresses that are not listed."""
    expires: date | None = None
    """Until when what lies elsewhere can be fetched, as the mail says."""
    film: media.Film | None = None
    picture: int = 0
    """Which of the pictures that were made of the item stands for it."""


def context(request: HttpRequest, who: Viewer, task: models.Task) -> Mapping[str, object]:
    """Everything that the page of a task shows."""
    rows = desk.mail_items(task)
    visible = _visible(who, task, rows)
    tree = _tree(rows, visible)
    with_it = _with_it(request, who, task)
    everything = joined.together(tree, with_it)
    node = selected(request, everything, task.unit.path)
    revealed = request.session.get(REVEALED, [])
    known = Known(services.current(), exact=False)
    claim, limits = _claim(task, known), services.current().settings.limits
    needs = checklist.of_claim(who, claim, limits, revealed=revealed)
    shut = node is not None and is_guarded(node.type, node.classes) and node.item.pk not in revealed
    read = _reading(node, needs.readings) if node else None
    reading = None if shut else read
    return {
        "task": task,
        **_decided(who, task, known, revealed),
        "carriers": _carriers(task.unit, rows),
        **_shown(task, tree),
        "joined": with_it,
        "node": node,
        "preview": preview(node, reading, shut=shut) if node else None,
        "reading": reading,
        **_to_take(who, node, read, revealed),
        **_photographs(series.series(everything, revealed, _around(who, task, everything, claim, limits)), node, reading),
        "checklist": needs.checklist,
        "checklist_complete": needs.complete,
        "may_have_raw": _may_have_raw(who, rows, visible, revealed),
    }


def _shown(task: models.Task, tree: MailTree) -> Mapping[str, object]:
    """The tree, whether all of it may be seen, and which papers in it name another claim."""
    verdict = codec.load(Verdict, task.verdict.value)
    return {"tree": tree, "all_visible": tree.elsewhere == 0, "strays": strays.lines(task, verdict, tree)}


def _claim(task: models.Task, known: Known) -> Claim | None:
    """The task's claim as the register knows it, under whatever number it has now."""
    return known.claim(task.claim) if task.kind == models.Task.Kind.CLAIM and task.claim else None


def _to_take(who: Viewer, node: Node | None, read: Reading | None, revealed: Collection[int]) -> Mapping[str, bool]:
    """Whether what is looked at may be downloaded, and whether there is a searchable copy of it."""
    return {"has_copy": read is not None and has_copy(read), "may_download": node is not None and may_leave(who, node.item, revealed)}


def _tree(rows: Sequence[models.Item], visible: Collection[int]) -> MailTree:
    return build(rows, visible=visible, ours={row.pk for row in rows if getattr(row, "ours", False)})


def _may_have_raw(who: Viewer, rows: Sequence[models.Item], visible: Collection[int], revealed: Collection[int]) -> bool:
    root = next((row for row in rows if row.pk in visible and not row.parent), None)
    return root is not None and may_leave(who, root, revealed)


def _with_it(request: HttpRequest, who: Viewer, task: models.Task) -> list[joined.Joined]:
    """What is shown on the task, whose priority and due time are then the strictest of all."""
    others = desk.joined(who, [task])
    joined.tighten([task], others)
    return [_joined(request, who, one) for one in others.get(task.pk, ())]


def _joined(request: HttpRequest, who: Viewer, task: models.Task) -> joined.Joined:
    """A task that is shown on another."""
    rows = desk.mail_items(task)
    visible = _visible(who, task, rows)
    verdict = codec.load(Verdict, task.verdict.value)
    tree = _tree(rows, visible)
    return joined.Joined(
        task=task,
        unit=codec.load(Unit, task.unit.value),
        verdict=verdict,
        strays=strays.lines(task, verdict, tree),
        reason=words.reason_sentence(verdict),
        carriers=_carriers(task.unit, rows),
        tree=tree,
        answers=desk.answers(who, task),
        again=received.again(trails.trail(task)),
        may_have_raw=_may_have_raw(who, rows, visible, request.session.get(REVEALED, [])),
    )


def _to_open(task: models.Task, verdict: Verdict, unit: Unit, revealed: Collection[int]) -> Checklist | None:
    """What the claim would need that the mail reports."""
    if verdict.aside.new_claim is None:
        return None
    told = f"{unit.subject}\n{unit.own_text}"
    return checklist.to_open(task, verdict.aside.new_claim.kind, told=told, limits=services.current().settings.limits, revealed=revealed)


def _around(who: Viewer, task: models.Task, tree: MailTree, claim: Claim | None, limits: Limits) -> series.Around:
    photos = any(node.type == "photo" for node in (*tree.nodes, *tree.known))
    before: Newest[EarlierPhoto] = desk.earlier_photos(who, task, limits.claim_papers) if photos else Newest(rows=[])
    return series.Around(
        earlier=before.rows,
        complete=before.complete,
        loss=claim.loss_date if claim else None,
        camera_days=limits.camera_days,
        most=limits.series_photos,
    )


def _photographs(found: series.Series, node: Node | None, reading: Reading | None) -> Mapping[str, object]:
    return {
        "series": found,
        "shot": found.of_item(node.item) if node else None,
        "before_loss": series.taken_before_loss(reading, found.around),
    }


def _decided(who: Viewer, task: models.Task, known: Known, revealed: Collection[int]) -> Mapping[str, object]:
    """What the mail of the task says, why the task is where it is, what happened to it, and how much time there is."""
    unit, verdict = codec.load(Unit, task.unit.value), codec.load(Verdict, task.verdict.value)
    numbers = known.numbers(task.claim) if task.kind == models.Task.Kind.CLAIM and task.claim else ()
    happened, answers = trails.happened(task, numbers), desk.answers(who, task)
    read = Read(by_hand=happened.stamps, answers=answers, trail=happened.trail)
    return {
        "unit": unit,
        "own_text_limit": services.current().settings.limits.message_characters,
        "to_open": _to_open(task, verdict, unit, revealed),
        "verdict": verdict,
        "reason": words.reason_sentence(verdict),
        "trail": happened.trail,
        "again": received.again(happened.trail),
        "absent": absences.absent_by(happened.absences, timezone.localdate()),
        "answers": answers,
        **clocks.of_task(who, task, known, read),
    }


def selected(request: HttpRequest, tree: MailTree, unit: str) -> Node | None:
    """The node that the address names, else the one to start with on a task of the mail at the path `unit`."""
    asked = request.GET.get("item", "")
    found = tree.find(int(asked)) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else None  # noqa: PLR2004 - digits of a row's id
    return found or tree.first(unit)


def _visible(who: Viewer, task: models.Task, rows: Sequence[models.Item]) -> set[int]:
    """The ids of those `rows` of the task's mail that the reader may see."""
    if who.sees_all:
        return {row.pk for row in rows}
    return set(desk.items(who).filter(mail_id=task.unit.mail_id).values_list("pk", flat=True))


def _carriers(unit: models.Unit, rows: Iterable[models.Item]) -> list[models.Unit]:
    """The mails that brought this one, outermost first; each is one of the `rows` of its mail."""
    around = {row.path: row.unit for row in rows if row.unit and row.path == row.unit.path and unit.path.startswith(f"{row.path}.")}
    return [around[path] for path in sorted(around, key=len)]


def _reading(node: Node, of_claim: Iterable[models.Reading]) -> Reading | None:
    """What was read in a document; mostly the checklist of the claim has read it already."""
    if not node.type:
        return None
    row = next((row for row in of_claim if row.item_id == node.item.pk), None) or desk.reading(node.item)
    return codec.load(Reading, row.value) if row else None


def preview(node: Node, reading: Reading | None, *, shut: bool) -> Preview:
    """How to show an item: by what it is, unless it is guarded."""
    if shut:
        return Preview(kind="guarded")
    if reading and reading.video:
        return Preview(kind="film", film=media.film_of(node.item, reading, reading.video))
    if reading and reading.photo and reading.photo.large:
        return Preview(kind="picture", picture=pictures_of(reading).index(reading.photo.large))
    return _by_format(node.item)


def _by_format(item: models.Item) -> Preview:
    if item.kind == Kind.MAIL and item.unit and item.unit.path == item.path:
        return Preview(kind="mail", unit=codec.load(Unit, item.unit.value))
    if item.kind == Kind.CONTAINER:
        # Also one that is written as text: what is in it may be somebody else's.
        return Preview(kind="container")
    if item.media_type in {"text/html", "application/xhtml+xml"}:
        return _page(item)
    if item.kind != Kind.MAIL and item.media_type.startswith("text/"):
        return _link(item) if item.media_type == LINKS else _text(item)
    shown = INLINE.get(item.media_type, "")
    kind = "pdf" if shown == "application/pdf" else shown.partition("/")[0]
    return Preview(kind=kind or "none")


def _page(item: models.Item) -> Preview:
    source = read_text(item.sha256)
    if source is None:
        return Preview(kind="gone")
    return Preview(kind="html", html=bodies.clean(source), images_left_out=bodies.has_images(source))


def _link(item: models.Item) -> Preview:
    """Where something lies that was not sent along: as text, for what a stranger wrote is no place to go with a click."""
    source = read_text(item.sha256)
    if source is None:
        return Preview(kind="gone")
    lines = [line.strip() for line in source.splitlines()]
    places = tuple(Place(host=_host(line), address=line) for line in lines if line and not line.startswith("#"))
    limits = services.current().settings.limits
    left = max(0, len(places) - limits.link_places)
    return Preview(kind="elsewhere", places=places[: limits.link_places], left=left, expires=_expiry(item, limits))


def _expiry(item: models.Item, limits: Limits) -> date | None:
    unit = codec.load(Unit, item.unit.value) if item.unit else None
    said = f"{unit.own_text}\n{unit.quoted_text}" if unit else ""
    return expiry_of(said, timezone.localdate(item.mail.received_at), most=limits.notice_characters)


def _host(address: str) -> str:
    """The name of the server as the network knows it: letters that only look like others show themselves."""
    try:
        return (urlsplit(address).hostname or "").encode("idna").decode()
    except ValueError:
        return ""


def _text(item: models.Item) -> Preview:
    text = read_text(item.sha256)
    return Preview(kind="gone") if text is None else Preview(kind="text", text=text)
