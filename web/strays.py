"""Papers on a page that name another claim and not the task's: which one, and where it says so."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.strays import Stray
from core.values import Verdict
from storage import models
from web.tree import MailTree


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One such paper, with its item, which the reader may open."""

    item: models.Item
    stray: Stray


def lines(task: models.Task, verdict: Verdict, tree: MailTree) -> Sequence[Line]:
    """Those among the papers of the task, also when it was done before they were read; none that its own claim is named in."""
    items = {node.item.path: node.item for node in (*tree.nodes, *tree.folded, *tree.known) if node.ours and not node.shut}
    told = (one for one in verdict.strays if one.claim != task.claim)
    return [Line(item=items[one.path], stray=one) for one in told if one.path in items]
