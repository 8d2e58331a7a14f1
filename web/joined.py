"""The mails that joined a task: each with its words, its papers and its warnings, on the page of the first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.values import Unit, Verdict
from router.sla import PRIORITIES
from storage import models
from web import strays
from web.tree import MailTree


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A task that is shown on another, as its own page would show it."""

    task: models.Task
    unit: Unit
    verdict: Verdict
    strays: Sequence[strays.Line]
    reason: str
    carriers: Sequence[models.Unit]
    tree: MailTree
    answers: Sequence[models.Outgoing]
    again: Sequence[object]
    may_have_raw: bool


def tighten(leads: Iterable[models.Task], joined: Mapping[int, Iterable[models.Task]]) -> None:
    """Give each task, as it is shown, the strictest priority and due time of its own and those that are shown on it."""
    for lead in leads:
        for other in joined.get(lead.pk, ()):
            lead.priority = min(lead.priority, other.priority, key=PRIORITIES.index)
            if other.due_at and (lead.due_at is None or other.due_at < lead.due_at):
                lead.due_at, lead.because = other.due_at, other.because or other.title


def together(tree: MailTree, joined: Iterable[Joined]) -> MailTree:
    """All mails of a page as one tree, for what looks at every paper on it."""
    trees = (tree, *(one.tree for one in joined))
    return MailTree(
        nodes=tuple(node for one in trees for node in one.nodes),
        folded=tuple(node for one in trees for node in one.folded),
        known=tuple(node for one in trees for node in one.known),
        elsewhere=sum(one.elsewhere for one in trees),
    )
