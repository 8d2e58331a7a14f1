"""Which mails, tasks, messages and claims have clocks that may run, or that started in a period; a handful at a time."""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from storage import models, stamps
from storage.claim_stamps import Papers, of_claims, stamped
from storage.received import ROOT
from storage.stamps import OWED_NOTHING, Stamps

Key = TypeVar("Key", int, str)

EveryNumber = Callable[[str], tuple[str, ...]]
"""Tells of a number of a claim every number that the claim has or had, the present one first."""

AT_ONCE = 500
"""Rows whose moments one set of queries finds."""

_ANSWER = models.Outgoing.State
_WAITING = (models.Unit.State.OPEN, models.Unit.State.WAITING)


def running(papers: Papers, every_number: EveryNumber) -> Iterator[Stamps]:
    """The moments of everything that has a clock which may still run. A mail that came again is left out: the first one stands for it."""
    yield from _of_mails(models.Mail.objects.filter(_unanswered() | _undecided()))
    yield from _of_tasks(models.Task.objects.filter(kind=models.Task.Kind.TRIAGE, state=models.Task.State.OPEN))
    yield from stamps.of_quarantine(models.Event.objects.filter(what="quarantined"))
    yield from _of_claims(papers, every_number)


def started(since: datetime, until: datetime, papers: Papers, every_number: EveryNumber) -> Iterator[Stamps]:
    """The moments of everything that may have a clock which started then; of claims, of every one."""
    yield from _of_mails(models.Mail.objects.filter(received_at__gte=since, received_at__lt=until))
    # A change of a contract counts from the receipt of its mail, which comes before its task.
    period = Q(opened_at__gte=since, opened_at__lt=until) | Q(unit__mail__received_at__gte=since, unit__mail__received_at__lt=until)
    yield from _of_tasks(models.Task.objects.filter(period, kind=models.Task.Kind.TRIAGE))
    yield from stamps.of_quarantine(models.Event.objects.filter(what="quarantined", at__gte=since, at__lt=until))
    yield from _of_claims(papers, every_number)


def _unanswered() -> Q:
    """Mails that somebody waits to hear of: nothing was sent that did not come back, and no rule says that nothing is owed."""
    itself = Q(state=_ANSWER.SENT) & ~Q(kind=models.Outgoing.Kind.DIGEST)
    sent = models.Outgoing.objects.filter(itself | Q(digest__state=_ANSWER.SENT), mail=OuterRef("pk"))
    owed_nothing = models.Outgoing.objects.filter(mail=OuterRef("pk"), state=_ANSWER.WITHHELD, problem__in=OWED_NOTHING)
    robot = models.Unit.objects.filter(mail=OuterRef("pk"), path=ROOT).exclude(auto="")
    return Q(~Exists(sent), ~Exists(owed_nothing), ~Exists(robot), acknowledge=True)


def _undecided() -> Q:
    """Mails that nobody has a task of yet."""
    waits = models.Unit.objects.filter(mail=OuterRef("pk"), state__in=_WAITING)
    task = models.Task.objects.filter(unit__mail=OuterRef("pk"))
    return Q(~Q(state=models.Mail.State.OPENED) | Q(Exists(waits)), ~Exists(task))


def _of_mails(rows: "QuerySet[models.Mail]") -> Iterator[Stamps]:
    for some in _some(rows.order_by("pk").values_list("pk", flat=True)):
        yield from (one for one in stamps.of_mails(some).values() if one.copy_of is None)


def _of_tasks(rows: "QuerySet[models.Task]") -> Iterator[Stamps]:
    for some in _some(rows.order_by("pk").values_list("pk", flat=True)):
        wanted = models.Task.objects.filter(pk__in=some).select_related("unit", "unit__mail").defer("unit__value")
        yield from stamps.of_tasks(wanted).values()


def _of_claims(papers: Papers, every_number: EveryNumber) -> Iterator[Stamps]:
    """A claim that was renumbered once, with what is on any of its numbers."""
    claims: dict[str, set[str]] = {}
    for number in sorted(stamped(papers)):
        present, *former = every_number(number)
        claims.setdefault(present, set()).update((present, *former, number))
    for some in _some(sorted(claims)):
        yield from of_claims({claim: claims[claim] for claim in some}, papers).values()


def _some(keys: Collection[Key]) -> Iterator[list[Key]]:
    left = iter(keys)
    while some := list(islice(left, AT_ONCE)):
        yield some
