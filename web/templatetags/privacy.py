"""What lists and covers say to whom: titles and subjects without what is not theirs to know."""

from collections.abc import Iterable

from django import template

from core.classes import HEALTH, OF_HEALTH
from core.masking import masked
from core.roles import NAMELESS, OPENED, WITH_REASON, Sight
from storage import levels, reach
from storage.desk import Viewer
from storage.levels import CONFIRMED, DOUBTS
from storage.models import Event, Task
from storage.reach import Reach
from web import words
from web.access import is_mine, masks
from web.words import documents, privacy

register = template.Library()


@register.filter
def subject_for(task: Task, viewer: Viewer) -> str:
    """The subject of a task's mail as a list may show it: of a mail about somebody's health only its handler's."""
    if not is_mine(viewer, task) and _has_health(task):
        return str(privacy.ABOUT_HEALTH)
    subject: str = task.unit.subject
    return masked(subject) if masks(viewer, task) else subject


@register.filter
def title_for(task: Task, viewer: Viewer) -> str:
    """The title of a task; what it says of somebody's health is left out for whom only a badge is."""
    return _title(task.title, task, viewer)


@register.filter
def full_title_for(task: Task, viewer: Viewer) -> str:
    """`C502100001 – DUPONT Jean – Expert report received`; without a claim, what arrived only."""
    return " – ".join(part for part in (task.claim, task.insured, title_for(task, viewer)) if part)


@register.filter
def because_for(task: Task, viewer: Viewer) -> str:
    """What the due time of a task follows from, told as its title is."""
    return _title(task.because or task.title, task, viewer)


@register.filter
def listed_type(code: str) -> str:
    """The name of a document type in a list, where medical papers are called no more than that."""
    return words.word(documents.SENSITIVITIES, HEALTH) if code in OF_HEALTH else words.word(documents.TYPES, code)


@register.filter
def can_open(seen: Sight) -> bool:
    """Whether what is covered may be opened."""
    return seen in OPENED


@register.filter
def asks_why(seen: Sight) -> bool:
    """Whether it is opened with a reason."""
    return seen in WITH_REASON


@register.filter
def mine_for(task: Task | None, viewer: Viewer) -> bool:
    """Whether a person handles the claim of a task."""
    return task is not None and is_mine(viewer, task)


@register.filter
def is_doubted(task: Task, trail: Iterable[Event] | None) -> bool:
    """Whether the sender of a task's mail is doubted, and nobody has confirmed him: on the task's trail, where that is at hand."""
    if task.kind != Task.Kind.CLAIM or not task.handler or set(DOUBTS).isdisjoint(task.warnings):
        return False
    rows = Event.objects.filter(task_id=task.pk, what=CONFIRMED) if trail is None else trail
    return all(row.what != CONFIRMED or row.task_id != task.pk for row in rows)


@register.simple_tag
def openings() -> Iterable[tuple[str, str]]:
    """Why somebody may open a restricted document, each code with its words."""
    return [(code, str(said)) for code, said in privacy.OPENINGS.items()]


@register.filter
def role_name(code: str) -> str:
    """What a role is called."""
    return words.word(privacy.ROLES, code)


@register.filter
def opening(code: str) -> str:
    """Why a document was opened."""
    return words.word(privacy.OPENINGS, code)


def _title(code: str, task: Task, viewer: Viewer) -> str:
    seen = reach.seen_of_class(viewer, Reach(mine=is_mine(viewer, task)), HEALTH)
    return str(privacy.HEALTH_TITLE) if code in OF_HEALTH and seen in NAMELESS else words.title(code)


def _has_health(task: Task) -> bool:
    known: bool | None = getattr(task, "health", None)
    if known is None:
        known = task.pk in levels.tasks_about_health([task.pk])
        task.health = known  # type: ignore[attr-defined]
    return known
