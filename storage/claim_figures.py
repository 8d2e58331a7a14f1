"""The figures of single claims: what came for each in a period."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Min, QuerySet

from core.sheets import Period
from core.values import Kind
from storage import models
from storage.figures import received
from storage.tasks import FOLDED


@dataclass(slots=True, kw_only=True)
class ClaimFigures:
    """What came for one claim; `types` counts its documents, "" those that are not read yet."""

    number: str
    mails: int = 0
    tasks: int = 0
    """Tasks as the desk lists them: one that is shown on another counts with that."""

    first_at: datetime | None = None
    last_at: datetime | None = None
    declared_at: datetime | None = None
    """When the first paper of all came that declares the loss, if that was in the period."""

    types: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    again: int = 0
    """Mails that brought nothing new."""


def numbers(period: Period) -> list[str]:
    """Every number that mail of the period was filed under, as it was then, in order."""
    return sorted(_filed().filter(**_in(period)).values_list("claim", flat=True).distinct().order_by())


def of_claims(period: Period, declarations: Iterable[str], claims: Mapping[str, Collection[str]]) -> Iterator[ClaimFigures]:
    """The figures of a handful of claims, by number; `declarations` are the types that declare a loss.

    `claims` has by the present number of each every number that its mail may have been filed under.
    """
    found = {number: ClaimFigures(number=number) for number in sorted(claims)}
    by_any = {name: one for number, one in found.items() for name in claims[number]}
    rows = _filed().filter(claim__in=by_any)
    _add_mails(by_any, rows.filter(**_in(period)))
    _add_tasks(by_any, rows.filter(**_in(period)))
    _add_papers(by_any, rows.filter(**_in(period)))
    _add_declared(by_any, rows, tuple(declarations), period)
    folded = models.Event.objects.filter(what=FOLDED, claim__in=by_any, **received(period, "at"))
    for claim, count in folded.values_list("claim").annotate(count=Count("pk")).order_by():
        by_any[claim].again += count
    yield from found.values()


def _filed() -> QuerySet[models.Task]:
    return models.Task.objects.filter(kind=models.Task.Kind.CLAIM).exclude(state=models.Task.State.CANCELLED)


def _in(period: Period) -> dict[str, datetime]:
    return received(period, "unit__mail__received_at")


def _add_mails(by_any: Mapping[str, ClaimFigures], rows: QuerySet[models.Task]) -> None:
    mails: defaultdict[str, set[int]] = defaultdict(set)
    for claim, mail, at in rows.values_list("claim", "unit__mail", "unit__mail__received_at").distinct().order_by():
        one = by_any[claim]
        mails[one.number].add(mail)
        one.mails = len(mails[one.number])
        one.first_at, one.last_at = min(one.first_at or at, at), max(one.last_at or at, at)


def _add_tasks(by_any: Mapping[str, ClaimFigures], rows: QuerySet[models.Task]) -> None:
    for claim, count in rows.filter(joined_to=None).values_list("claim").annotate(count=Count("pk")).order_by():
        by_any[claim].tasks += count


def _add_papers(by_any: Mapping[str, ClaimFigures], rows: QuerySet[models.Task]) -> None:
    # The filter names items once: a second one would join them a second time.
    papers = rows.filter(items__kind=Kind.DOCUMENT).values_list("claim", "items", "items__reading__type", "items__problem")
    seen: set[tuple[str, int]] = set()
    for claim, item, kind, problem in papers.distinct().order_by():
        one = by_any[claim]
        if (one.number, item) not in seen:
            seen.add((one.number, item))
            one.types[kind or ""] += 1
            one.refused += bool(problem)


def _add_declared(by_any: Mapping[str, ClaimFigures], rows: QuerySet[models.Task], declaring: tuple[str, ...], period: Period) -> None:
    declared = rows.filter(items__kind=Kind.DOCUMENT, items__reading__type__in=declaring).values_list("claim")
    first: dict[str, datetime] = {}
    for claim, at in declared.annotate(at=Min("unit__mail__received_at")).order_by():
        number = by_any[claim].number
        first[number] = min(first.get(number, at), at)
    for number, at in first.items():
        if period.since <= at < period.until:
            by_any[number].declared_at = at
