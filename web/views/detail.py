"""What the page of a task and the page of triage share: the mail, its tree, and the item that is looked at."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone

from core import codec
from core.limits import Limits
from core.values import Reading, Unit, Verdict
from extractors.searchable import has_copy
from ingest import services
from ingest.known import Known
from router.checklist import Checklist
from router.protocols import Claim
from storage import absences, desk, judgements, models, received, tending, trails
from storage.desk import EarlierPhoto, Newest, Viewer
from storage.stamps import Read
from web import checklist, clocks, facts, joined, previews, series, strays, words
from web.access import masked_reading, masked_unit, masks, opened, rows_of
from web.correcting import MOST_DIGITS
from web.tree import MailTree, Node, build
from web.whole import may_leave, may_leave_with
from web.words.documents import TYPES


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What a person wrote on the task, and the event that says who and when."""

    event: models.Event
    text: str


def context(request: HttpRequest, who: Viewer, task: models.Task) -> Mapping[str, object]:
    """Everything that the page of a task shows."""
    revealed = opened(request)
    rows = rows_of(who, task)
    tree = build(rows, revealed)
    with_it = _with_it(request, who, task)
    everything = joined.together(tree, with_it)
    node = selected(request, everything, task.unit.path)
    known = Known(services.current(), exact=False)
    claim, limits = _claim(task, known), services.current().settings.limits
    needs = checklist.of_claim(who, claim, limits, revealed=revealed)
    veiled = masks(who, task)
    read = _reading(node, needs.readings, veiled=veiled) if node else None
    reading = None if node and node.shut else read
    return {
        "task": task,
        **_decided(who, task, known, revealed),
        "carriers": _carriers(task.unit, rows),
        **_shown(task, tree),
        "joined": with_it,
        "node": node,
        "preview": preview(request, node, reading, veiled=veiled),
        "reading": reading,
        **_judged(request, [task, *(one.task for one in with_it)], node, reading),
        **_to_take(who, node, rows, read, revealed),
        **_photographs(series.series(everything, _around(who, task, everything, claim, limits)), node, reading),
        **_lacking(needs),
        "may_have_raw": _may_have_raw(who, rows, revealed),
    }


def _shown(task: models.Task, tree: MailTree) -> Mapping[str, object]:
    """The tree, whether all of it may be seen, and which papers in it name another claim."""
    verdict = codec.load(Verdict, task.verdict.value)
    return {"tree": tree, "all_visible": tree.elsewhere == 0, "strays": strays.lines(task, verdict, tree)}


def _lacking(needs: checklist.Shown) -> Mapping[str, object]:
    return {"checklist": needs.checklist, "checklist_complete": needs.complete}


def preview(request: HttpRequest, node: Node | None, reading: Reading | None, *, veiled: bool) -> previews.Preview | None:
    """How what is looked at is shown: the page with the fact that the address names, else the item as it is."""
    if node is None:
        return None
    page = previews.page(reading, number(request, "fact"), number(request, "page")) if reading else None
    return page or previews.preview(node, reading, veiled=veiled)


def _judged(request: HttpRequest, tasks: Sequence[models.Task], node: Node | None, reading: Reading | None) -> Mapping[str, object]:
    """What was read in what is looked at, with what people said of it, and the task by which they say it."""
    if node is None or reading is None:
        return {}
    told = judgements.of(node.item.reading)
    by = next(task for task in tasks if task.unit.mail_id == node.item.mail_id)
    kinds = sorted(((code, str(name)) for code, name in TYPES.items()), key=lambda kind: kind[1].casefold())
    return {"facts": facts.shown(reading, told), "judged": told, "item_task": by, "kinds": kinds, "current": number(request, "fact")}


def _claim(task: models.Task, known: Known) -> Claim | None:
    """The task's claim as the register knows it, under whatever number it has now."""
    return known.claim(task.claim) if task.kind == models.Task.Kind.CLAIM and task.claim else None


def _to_take(
    who: Viewer, node: Node | None, rows: Sequence[models.Item], read: Reading | None, revealed: Collection[int]
) -> Mapping[str, bool]:
    """Whether what is looked at may be downloaded, and whether there is a searchable copy of it."""
    around = rows if node and node.item.mail_id == rows[0].mail_id else ()
    may = node is not None and (may_leave_with(who, node.item, rows, revealed) if around else may_leave(who, node.item, revealed))
    return {"has_copy": read is not None and has_copy(read), "may_download": may}


def _may_have_raw(who: Viewer, rows: Sequence[models.Item], revealed: Collection[int]) -> bool:
    root = next((row for row in rows if not row.parent), None)
    return root is not None and may_leave_with(who, root, rows, revealed)


def _with_it(request: HttpRequest, who: Viewer, task: models.Task) -> list[joined.Joined]:
    """What is shown on the task, whose priority and due time are then the strictest of all."""
    others = desk.joined(who, [task])
    joined.tighten([task], others)
    return [_joined(request, who, one) for one in others.get(task.pk, ())]


def _joined(request: HttpRequest, who: Viewer, task: models.Task) -> joined.Joined:
    """A task that is shown on another."""
    revealed = opened(request)
    rows = rows_of(who, task)
    verdict = codec.load(Verdict, task.verdict.value)
    tree = build(rows, revealed)
    return joined.Joined(
        task=task,
        unit=_unit(who, task),
        verdict=verdict,
        strays=strays.lines(task, verdict, tree),
        reason=words.reason_sentence(verdict),
        carriers=_carriers(task.unit, rows),
        tree=tree,
        answers=desk.answers(who, task),
        again=received.again(trails.trail(task)),
        may_have_raw=_may_have_raw(who, rows, revealed),
    )


def _to_open(who: Viewer, task: models.Task, verdict: Verdict, unit: Unit, revealed: Collection[int]) -> Checklist | None:
    """What the claim would need that the mail reports."""
    if verdict.aside.new_claim is None:
        return None
    told = f"{unit.subject}\n{unit.own_text}"
    return checklist.to_open(
        who, task, verdict.aside.new_claim.kind, told=told, limits=services.current().settings.limits, revealed=revealed
    )


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
    unit, verdict = _unit(who, task), codec.load(Verdict, task.verdict.value)
    numbers = known.numbers(task.claim) if task.kind == models.Task.Kind.CLAIM and task.claim else ()
    happened, answers = trails.happened(task, numbers), desk.answers(who, task)
    read = Read(by_hand=happened.stamps, answers=answers, trail=happened.trail)
    return {
        "unit": unit,
        "own_text_limit": services.current().settings.limits.message_characters,
        "to_open": _to_open(who, task, verdict, unit, revealed),
        "verdict": verdict,
        "reason": words.reason_sentence(verdict),
        "trail": happened.trail,
        "notes": _notes(task, happened.trail),
        "note_characters": services.current().settings.limits.note_characters,
        "again": received.again(happened.trail),
        "absent": absences.absent_by(happened.absences, timezone.localdate()),
        "answers": answers,
        **clocks.of_task(who, task, known, read),
    }


def _notes(task: models.Task, trail: Iterable[models.Event]) -> dict[int, Noted]:
    said = tending.notes(task)
    return {event.pk: Noted(event=event, text=said[event.pk]) for event in trail if event.pk in said}


def selected(request: HttpRequest, tree: MailTree, unit: str) -> Node | None:
    """The node that the address names, else the one to start with on a task of the mail at the path `unit`."""
    asked = number(request, "item")
    found = tree.find(asked) if asked is not None else None
    return found or tree.first(unit)


def number(request: HttpRequest, name: str) -> int | None:
    """The number that the address gives under a name, if it does."""
    asked = request.GET.get(name, "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= MOST_DIGITS else None


def _unit(who: Viewer, task: models.Task) -> Unit:
    """What the mail of a task says, as its reader may see it."""
    unit = codec.load(Unit, task.unit.value)
    return masked_unit(unit) if masks(who, task) else unit


def _carriers(unit: models.Unit, rows: Iterable[models.Item]) -> list[models.Unit]:
    """The mails that brought this one, outermost first; each is one of the `rows` of its mail."""
    around = {row.path: row.unit for row in rows if row.unit and row.path == row.unit.path and unit.path.startswith(f"{row.path}.")}
    return [around[path] for path in sorted(around, key=len)]


def _reading(node: Node, of_claim: Iterable[models.Reading], *, veiled: bool) -> Reading | None:
    """What was read in a document; mostly the checklist of the claim has read it already."""
    if not node.type:
        return None
    row = next((row for row in of_claim if row.item_id == node.item.pk), None) or desk.reading(node.item)
    reading = judgements.as_it_is(row) if row else None
    return masked_reading(reading) if reading and veiled else reading
