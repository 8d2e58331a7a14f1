"""One task with everything that its page shows, as far as the token goes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from core import codec
from core.values import Verdict
from ingest import services
from ingest.known import Known
from router.checklist import Checklist
from storage import desk, models, trails
from storage.stamps import Read
from web import checklist, clocks
from web.access import masked_value, masks, rows_of
from web.api import shapes
from web.api.door import Caller
from web.api.shapes import Decision, Document, Fact, Mail, Task
from web.api.values import Answered
from web.tree import Node, build


class Papers(Document):
    """A document with its facts, `None` where they are only told to who opens it."""

    facts: list[Fact] | None


class Clock(Answered):
    """A clock of the service level, and how it stands."""

    id: str
    state: str
    started_at: datetime
    due_at: datetime


class Stamp(Answered):
    """What a person stamped; `id` takes it back."""

    id: int
    stamp: str
    at: datetime
    by: str


class Need(Answered):
    """A paper that the claim needs: `need` says how much, `state` whether it is there."""

    type: str
    need: str
    state: str
    why: list[str]
    documents: list[int]


class MustHold(Answered):
    """Something that must hold before the claim goes on."""

    code: str
    state: str


class Needs(Answered):
    """What the claim has and lacks; not `complete` when older papers were left out."""

    kind: str
    complete: bool
    papers: list[Need]
    must_hold: list[MustHold]


class WholeTask(Task):
    """A task with its mail, its reason, its documents, its clocks and what its claim lacks."""

    insured: str
    warnings: list[str]
    shown_with: list[int]
    """Tasks of mails that came minutes later, which a person sees on the same page."""

    decision: Decision
    received: Mail
    documents: list[Papers]
    elsewhere: int
    """Parts of the mail that the person of the token may not see."""

    clocks: list[Clock]
    stamps: list[Stamp]
    stampable: list[str]
    checklist: Needs | None


def whole(asks: Caller, row: models.Task) -> WholeTask:
    """Everything about a task that the person of the token may see."""
    who, known = asks.who, Known(services.current(), exact=False)
    rows = rows_of(who, row)
    tree = build(rows)
    nodes = [node for node in (*tree.nodes, *tree.folded, *tree.known) if node.open]
    of_claim = row.kind == models.Task.Kind.CLAIM and row.claim
    numbers = known.numbers(row.claim) if of_claim else ()
    happened = trails.happened(row, numbers)
    read = Read(by_hand=happened.stamps, answers=desk.answers(who, row), trail=happened.trail)
    timed = clocks.of_task(who, row, known, read)
    needs = checklist.of_claim(who, known.claim(row.claim) if of_claim else None, services.current().settings.limits, revealed=())
    return WholeTask(
        **shapes.task(row, who).model_dump(),
        insured=row.insured,
        warnings=row.warnings,
        shown_with=[other.pk for other in desk.joined(who, [row]).get(row.pk, ())],
        decision=shapes.decision(codec.load(Verdict, row.verdict.value)),
        received=shapes.mail(row, who),
        documents=_papers(asks, nodes, veiled=masks(who, row)),
        elsewhere=len(rows) - len(nodes),
        clocks=[Clock(id=one.id, state=one.state, started_at=one.started_at, due_at=one.due_at) for one in timed["clocks"]],  # type: ignore[attr-defined]
        stamps=[Stamp(id=one.event, stamp=one.name, at=one.at, by=one.actor) for one in read.by_hand or ()],
        stampable=list(timed["stampable"]),  # type: ignore[call-overload]
        checklist=_needs(needs.checklist, complete=needs.complete),
    )


def _papers(asks: Caller, nodes: Sequence[Node], *, veiled: bool) -> list[Papers]:
    found = [shapes.document(node, may_know=asks.has("documents:restricted")) for node in nodes]
    plain = [one.id for one in found if not one.restricted and not one.classes]
    facts = facts_of(plain, veiled=veiled) if asks.has("documents:read") else {}
    return [Papers(**one.model_dump(), facts=facts.get(one.id)) for one in found]


def facts_of(items: Iterable[int], *, veiled: bool) -> dict[int, list[Fact]]:
    """The facts of documents, by their ids; accounts and amounts are masked where they are `veiled`."""
    rows = models.Reading.objects.filter(item__in=list(items)).values_list("item_id", "value__facts")
    return {pk: [_fact(fact, veiled=veiled) for fact in facts or ()] for pk, facts in rows}


def _fact(fact: Mapping[str, Any], *, veiled: bool) -> Fact:
    told = {name: fact[name] for name in Fact.model_fields}
    return Fact(**told | {"value": masked_value(fact["kind"], fact["value"])} if veiled else told)


def _needs(found: Checklist | None, *, complete: bool) -> Needs | None:
    if found is None:
        return None
    papers = [
        Need(type=entry.type, need=entry.need, state=entry.state, why=list(entry.why), documents=[int(item) for item in entry.items])
        for entry in found.entries
    ]
    return Needs(
        kind=found.kind.id,
        complete=complete,
        papers=papers,
        must_hold=[MustHold(code=held.code, state=held.state) for held in found.must_hold],
    )
