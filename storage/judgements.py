"""Verbs on what was read: a person says that a fact is right, wrong or not there, or what a document is; what was read stays."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from core import codec
from core.judgements import Judgement
from core.pages import Fact
from core.values import Reading
from storage import events, models

RETAKEN = "fact_opinion_taken_back"
RETYPED = "type_changed"


def of(row: models.Reading) -> dict[int, Judgement]:
    """What people said last of the facts of a reading, by the number of each."""
    found = [codec.load(Judgement, one) for one in row.judged]
    return {one.fact: one for one in found}


def add(row: models.Reading, fact: Fact, said: Judgement, task: models.Task, *, told: bool) -> None:
    """Keep what a person says of a fact, in place of what was said before; its event repeats the values if they may be `told`."""
    before = of(row)
    _keep(row, before | {said.fact: said})
    old = before[said.fact].correction if said.fact in before else ""
    _record(
        f"fact_{said.opinion}", row, fact, said, task, values=_values(fact.value, old, said.correction) if told else _values("", "", "")
    )


def take_back(row: models.Reading, fact: Fact, said: Judgement, task: models.Task, *, told: bool) -> None:
    """Let the fact stand as it was read again; `said` is what counted, with who takes it back, and when."""
    _keep(row, {number: one for number, one in of(row).items() if number != said.fact})
    _record(RETAKEN, row, fact, said, task, values=_values(fact.value, said.correction, "") if told else _values("", "", ""))


def retype(row: models.Reading, kind: str, task: models.Task, *, actor: str, now: datetime) -> None:
    """Say what a document is; open tasks of its mail that are called after what it was are called after it."""
    data = {"old": row.type, "new": kind, "read": row.value.get("type", {}).get("id", "")}
    models.Task.objects.filter(items=row.item_id, title=row.type, state=models.Task.State.OPEN).update(title=kind)
    row.type = kind
    row.save(update_fields=["type"])
    about = {"mail_id": task.unit.mail_id, "unit_id": task.unit_id, "item_id": row.item_id, "task_id": task.pk, "claim": task.claim}
    events.record(RETYPED, actor=actor, at=now, data=data, **about)  # type: ignore[arg-type]


def as_it_is(row: models.Reading) -> Reading:
    """The reading with the type that counts: a person's goes before what was read."""
    reading = codec.load(Reading, row.value)
    if row.type == reading.type.id:
        return reading
    said = replace(reading.type, id=row.type, confidence=1.0)
    papers = tuple(replace(paper, type=said) for paper in reading.documents) if len(reading.documents) == 1 else reading.documents
    return replace(reading, type=said, documents=papers)


def _keep(row: models.Reading, judged: dict[int, Judgement]) -> None:
    row.judged = [codec.dump(judged[number]) for number in sorted(judged)]
    row.save(update_fields=["judged"])


def _values(read: str, old: str, new: str) -> Mapping[str, str]:
    return {"read": read, "old": old, "new": new}


def _record(what: str, row: models.Reading, fact: Fact, said: Judgement, task: models.Task, *, values: Mapping[str, str]) -> None:
    data = {"fact": said.fact, "kind": fact.kind, "role": fact.role, "page": fact.page, "confidence": fact.confidence, **values}
    about = {"mail_id": task.unit.mail_id, "unit_id": task.unit_id, "item_id": row.item_id, "task_id": task.pk, "claim": task.claim}
    events.record(what, actor=said.actor, at=said.at, why=fact.kind, data=data, **about)  # type: ignore[arg-type]
