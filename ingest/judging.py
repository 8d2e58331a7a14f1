"""What a person says of what was read: a fact is right, wrong or not there, a document is something else. Each leaves an event."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db import transaction

from core import codec
from core.judgements import Judgement, Opinion
from core.pages import Fact
from core.values import Reading
from extractors.types import types
from ingest import searching
from ingest.grounds import Refused, task_of
from ingest.services import Services
from storage import judgements, models

UNTOLD = frozenset({"iban", "national_id"})
"""Kinds of fact whose values no event repeats."""

CARE = frozenset({"P3", "P4", "P5", "P6"})
"""Classes of personal data of which no event repeats a value, by the type of the paper or hints in its text (domain section 8.2)."""

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
AMOUNT = re.compile(r"-?\d{1,15}(\.\d{1,2})?")
SPACES = re.compile(r"[\s\u00a0\u202f€']|EUR")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """One fact that a person speaks of: its number in the reading of an item, which is written once, and a task with the item."""

    task: int
    item: int
    fact: int


def accept(meant: Meant, actor: str, services: Services) -> None:
    """Say that a fact is right.

    Raises:
        Refused: `task_not_found`, `no_such_document`, `no_such_fact`.
    """
    _judge(meant, Judgement(fact=meant.fact, opinion=Opinion.ACCEPTED, actor=actor, at=services.now()))


def reject(meant: Meant, actor: str, services: Services) -> None:
    """Say that there is no such fact in the document.

    Raises:
        Refused: as `accept`.
    """
    _judge(meant, Judgement(fact=meant.fact, opinion=Opinion.REJECTED, actor=actor, at=services.now()))


def correct(meant: Meant, written: str, actor: str, services: Services) -> None:
    """Say what a fact should be; what was read is kept beside it.

    Raises:
        Refused: as `accept`, and `value_missing`, `value_too_long`, `value_no_amount`, `value_no_day`.
    """
    if len(written) > services.settings.limits.fact_characters:
        raise Refused("value_too_long")
    with _fact(meant) as found:
        value = _normalised(found.fact, codec.plain(written).strip())
        said = Judgement(fact=meant.fact, opinion=Opinion.CORRECTED, correction=value, actor=actor, at=services.now())
        judgements.add(found.row, found.fact, said, found.task, told=found.told)


def take_back(meant: Meant, actor: str, services: Services) -> None:
    """Let a fact stand as it was read again.

    Raises:
        Refused: as `accept`, and `nothing_to_undo`.
    """
    with _fact(meant) as found:
        said = judgements.of(found.row).get(meant.fact)
        if said is None:
            raise Refused("nothing_to_undo")
        judgements.take_back(found.row, found.fact, replace(said, actor=actor, at=services.now()), found.task, told=found.told)


def retype(task_id: int, item_id: int, kind: str, actor: str, services: Services) -> None:
    """Say what a document is; to go back, say what it was.

    Raises:
        Refused: `task_not_found`, `no_such_document`, `type_unknown`, `same_type`.
    """
    if kind not in types():
        raise Refused("type_unknown")
    with transaction.atomic():
        task = task_of(task_id)
        row = _row(task, item_id)
        if row.type == kind:
            raise Refused("same_type")
        judgements.retype(row, kind, task, actor=actor, now=services.now())
        searching.keep(task.unit.mail_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    task: models.Task
    row: models.Reading
    fact: Fact
    told: bool
    """Whether an event, which is never changed, may repeat its values."""


def _judge(meant: Meant, said: Judgement) -> None:
    with _fact(meant) as found:
        judgements.add(found.row, found.fact, said, found.task, told=found.told)


@contextmanager
def _fact(meant: Meant) -> Iterator[_Found]:
    """What a person speaks of, locked until it is done."""
    with transaction.atomic():
        task = task_of(meant.task)
        row = _row(task, meant.item)
        reading = codec.load(Reading, row.value)
        if meant.fact >= len(reading.facts):
            raise Refused("no_such_fact")
        fact = reading.facts[meant.fact]
        told = fact.kind not in UNTOLD and CARE.isdisjoint({*reading.type.classes, *types()[row.type].classes})
        yield _Found(task=task, row=row, fact=fact, told=told)


def _row(task: models.Task, item_id: int) -> models.Reading:
    row = models.Reading.objects.defer("words").filter(item=item_id, item__mail=task.unit.mail_id).first()
    if row is None:
        raise Refused("no_such_document")
    return row


def _normalised(fact: Fact, written: str) -> str:
    """What a person wrote, in the form in which facts of its kind are kept."""
    if not written:
        raise Refused("value_missing")
    if fact.kind.startswith("amount"):
        return _amount(written)
    return _day(written) if DAY.fullmatch(fact.value) else written


def _amount(written: str) -> str:
    plain = SPACES.sub("", written).replace(",", ".")
    whole, _point, rest = plain.rpartition(".")
    # Three digits after the last sign are thousands: no amount has so many decimals.
    number = plain.replace(".", "") if len(rest) == len("000") or not whole else f"{whole.replace('.', '')}.{rest}"
    if not AMOUNT.fullmatch(number):
        raise Refused("value_no_amount")
    return str(Decimal(number).quantize(Decimal("0.01")))


def _day(written: str) -> str:
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError as error:
        raise Refused("value_no_day") from error
