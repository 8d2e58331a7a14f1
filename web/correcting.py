"""What the desk offers to who may put a mail right, and what was asked for on its form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from core.masking import masked
from ingest import corrections
from ingest.corrections import AlsoFile, Correction, Move, Share, Split
from storage import corrections as kept
from storage import levels, models
from storage.desk import Viewer
from web.words.privacy import ABOUT_HEALTH

LONGEST_NUMBER = 40
MOST_DIGITS = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoable:
    """The last correction of a unit, and a task through which it is undone."""

    last: kept.Last
    task: models.Task
    subject: str


def offered(who: Viewer, task: models.Task, shown: Mapping[str, Any]) -> Mapping[str, object]:
    """For the page of a task: the documents that can be corrected, and the correction that can be undone."""
    if not who.may_assign:
        return {}
    corrected = any(happened.what in kept.CORRECTIONS for happened in shown["trail"])
    last = corrections.undoable(task.unit) if corrected else None
    documents = shown["tree"].documents if task.state != models.Task.State.CANCELLED else ()
    return {"correctable": documents, "undoable": Undoable(last=last, task=task, subject="") if last else None}


def last_of(who: Viewer) -> Undoable | None:
    """What the person corrected last, if it can still be undone."""
    unit = kept.unit_last_corrected(who.name) if who.may_assign else None
    last = corrections.undoable(unit) if unit else None
    task = unit.tasks.order_by("-pk").first() if unit else None
    return Undoable(last=last, task=task, subject=_subject(unit)) if unit and last and task else None


def _subject(unit: models.Unit) -> str:
    """As a list shows it to whom it is not his own."""
    return str(ABOUT_HEALTH) if levels.about_health().filter(unit=unit).exists() else masked(unit.subject)


def asked(form: QueryDict, task: models.Task) -> Correction:
    """The correction that a form names."""
    items = tuple(int(text) for text in form.getlist("item") if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS)
    claim = form.get("claim", "")[:LONGEST_NUMBER]
    match form.get("how"):
        case "split":
            pks = task.items.order_by("position").values_list("pk", flat=True)
            return Split(shares=tuple(Share(item=pk, claim=form.get(f"claim-{pk}", "").strip()[:LONGEST_NUMBER]) for pk in pks))
        case "also":
            return AlsoFile(claim=claim, items=items)
        case _:
            return Move(claim=claim, items=items)
