"""What came before: a mail that is a copy, and documents that their claim has already. Nothing of it is dropped; it is folded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.limits import Limits
from core.values import Kind, Outcome, Said, Step, Unit, Verdict
from router.courtesies import says_nothing
from router.tasks import CLAIM, TaskPlan
from storage import models, received
from storage.items import Loaded

RULE = received.AGAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Folding:
    """Plans without those of which everything is there, and the ids of the tasks that have it."""

    plans: tuple[TaskPlan, ...]
    holders: tuple[int, ...]


def copies(loaded: Loaded, original: int) -> tuple[Verdict, ...]:
    """The verdicts on the units of a mail that is a copy of another: there is nothing to do."""
    number = models.Mail.objects.get(pk=original).number
    trail = (Step(rule=RULE, saw=(f"copy_of={number}",), said=Said.DECIDED),)
    return tuple(Verdict(path=unit.path, outcome=Outcome.IGNORE, why=(RULE,), rule=RULE, trail=trail) for unit in loaded.tree.units)


def known(loaded: Loaded, plans: Sequence[TaskPlan]) -> Mapping[str, frozenset[str]]:
    """Paths of the documents that earlier mails brought to the same claim, by claim."""
    contents = {part.path: part.content.sha256 for part in loaded.tree.parts if part.kind is Kind.DOCUMENT}
    found: dict[str, frozenset[str]] = {}
    for claim in {plan.claim for plan in plans if plan.kind == CLAIM}:
        paths = {path for plan in plans if plan.claim == claim for path in plan.items if path in contents}
        before = received.known_contents(loaded.mail_id, claim, {contents[path] for path in paths})
        if before:
            found[claim] = frozenset(path for path in paths if contents[path] in before)
    return found


def fold(loaded: Loaded, plans: Sequence[TaskPlan], there: Mapping[str, frozenset[str]], limits: Limits) -> Folding:
    """A mail that brings only what its claim has, and says nothing new, is a line on the open task that has it."""
    units = {unit.path: unit for unit in loaded.tree.units}
    kept: list[TaskPlan] = []
    holders: list[int] = []
    for plan in plans:
        holder = _holder(loaded, plan, there.get(plan.claim, frozenset()), units[plan.unit], limits)
        if holder is None:
            kept.append(plan)
        else:
            holders.append(holder)
    return Folding(plans=tuple(kept), holders=tuple(holders))


def _holder(loaded: Loaded, plan: TaskPlan, there: frozenset[str], unit: Unit, limits: Limits) -> int | None:
    brought = _brought(loaded, plan)
    brings_nothing = plan.kind == CLAIM and bool(brought) and there >= brought
    if not brings_nothing or received.has_task(loaded.mail_id, plan.unit, plan.claim):
        return None
    told = (unit, *(_inside(loaded, plan) if _is_carrier(plan) else ()))
    if not all(_says_nothing_new(loaded, plan, one, limits) for one in told):
        return None
    contents = {part.content.sha256 for part in loaded.tree.parts if part.path in there}
    return received.holder(loaded.mail_id, plan.unit, plan.claim, contents)


def _is_carrier(plan: TaskPlan) -> bool:
    """Whether a task is about a mail without documents of its own."""
    return plan.items == (plan.unit,)


def _inside(loaded: Loaded, plan: TaskPlan) -> list[Unit]:
    return [unit for unit in loaded.tree.units if unit.path.startswith(f"{plan.unit}.")]


def _brought(loaded: Loaded, plan: TaskPlan) -> frozenset[str]:
    """Paths of the documents of a task; of a mail that has none of its own, those of the mails that it carries."""
    if not _is_carrier(plan):
        return frozenset(plan.items)
    documents = (part.path for part in loaded.tree.parts if part.kind is Kind.DOCUMENT)
    return frozenset(path for path in documents if path.startswith(f"{plan.unit}."))


def _says_nothing_new(loaded: Loaded, plan: TaskPlan, unit: Unit, limits: Limits) -> bool:
    names = (unit.sender.name, unit.sender.address, plan.insured, plan.claim)
    nothing = says_nothing(unit.own_text, names, most_words=limits.courtesy_words)
    return nothing or unit.own_text in received.texts_before(loaded.mail_id, plan.claim)
