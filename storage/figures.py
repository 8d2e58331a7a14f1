"""The figures of a period: what came, what became of it, how long it took. Counted by the database, or read row by row."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import ExtractHour, TruncDay, TruncMonth, TruncWeek

from core.sheets import Cell, Period, percentile
from core.values import Kind, Outcome
from storage import models
from storage.corrections import CORRECTIONS, UNDONE
from storage.items import ENGINE
from storage.judgements import RETYPED
from storage.received import AGAIN
from storage.tasks import ADDRESS, FOLDED

ROWS_AT_ONCE = 2000
HOUR = timedelta(hours=1)
HOURS = 24
"""Of a day."""

NO_REFERENCE = (
    "no_reference",
    "reference_malformed",
    "reference_not_found",
    "reference_range",
    "uncorroborated_reference",
    "quoted_only",
    "ocr_only",
    "draft_unknown",
)
"""Reasons of triage that say: the sender gave no reference that could be used."""

ALL = "all"
"""Reason, kind and state of a line that is about every other."""

_OUTCOMES = (Outcome.ROUTE, Outcome.ROUTE_WARN, Outcome.SPLIT, Outcome.TRIAGE, Outcome.HOLD, Outcome.IGNORE)

Rows = Iterator[tuple[Cell, ...]]


def totals(period: Period, phones: Mapping[str, str]) -> Rows:
    """Figure, how many, and their share: of triage among the units that are no automatic mail, of named answers among those sent.

    `phones` are the words before a telephone number in the answers of each language: by them, what an answer says is found.
    """
    mails = models.Mail.objects.filter(**received(period, "received_at")).count()
    decided = _first_verdicts(period).annotate(decided=F("first")).values_list("decided")
    units = dict(decided.annotate(count=Count("pk")).order_by())
    triage, judged = units.get(Outcome.TRIAGE, 0), sum(units.get(outcome, 0) for outcome in _OUTCOMES if outcome != Outcome.IGNORE)
    kinds = models.Outgoing.Kind
    sent = models.Outgoing.objects.filter(state=models.Outgoing.State.SENT, **received(period, "mail__received_at")).exclude(
        kind=kinds.DIGEST
    )
    full = sent.filter(kind__in=(kinds.FULL, kinds.SECOND)).exclude(claim="")
    # The subject of a complete answer is `*number* - insured`, whatever words the house has before it.
    named = full.filter(subject__contains="* - ").count()
    answers, contact = sent.count(), full.filter(_with_contact(phones)).count()
    yield "mails", mails, None
    yield "units", sum(units.values()), None
    yield "triage", triage, share(triage, judged)
    yield "duplicates", models.Event.objects.filter(what__in=(AGAIN, FOLDED), **received(period, "at")).count(), None
    yield "answers", answers, None
    yield "answers_named", named, share(named, answers)
    yield "answers_contact", contact, share(contact, answers)


def _with_contact(phones: Mapping[str, str]) -> Q:
    """Answers whose text has the handler's name and, behind it, the direct line: `H. Lambert, tél. 02 555 01 00`."""
    found = Q(pk__in=())
    for language, phone in phones.items():
        found |= Q(language=language, text__regex=rf"[^:, ], {re.escape(phone)} [^, ]")
    return found


def by_month(period: Period) -> Rows:
    """Month, mails, their units, units by what was first decided (in the order of `outcomes`), and the share of triage.

    Automatic mail counts among the units, not in the share.
    """
    mails = dict(
        models.Mail.objects.filter(**received(period, "received_at"))
        .annotate(month=TruncMonth("received_at"))
        .values_list("month")
        .annotate(count=Count("pk"))
        .order_by("month")
    )
    rows = _first_verdicts(period).annotate(month=TruncMonth("mail__received_at")).values_list("month", "first")
    units = {(month, first): count for month, first, count in rows.annotate(count=Count("pk")).order_by()}
    for month, count in mails.items():
        found = [units.get((month, outcome), 0) for outcome in _OUTCOMES]
        judged = sum(found) - found[-1]
        every = sum(number for (at, _), number in units.items() if at == month)
        yield month.date(), count, every, *found, share(found[3], judged)


def by_week(period: Period) -> Rows:
    """Week by its Monday, units that are no automatic mail, those that went to triage at first, and their share."""
    rows = _first_verdicts(period).annotate(week=TruncWeek("mail__received_at")).values_list("week", "first")
    counted: defaultdict[date, Counter[str]] = defaultdict(Counter)
    for week, first, count in rows.annotate(count=Count("pk")).order_by("week"):
        if first not in {None, Outcome.IGNORE}:
            counted[week.date()][first] += count
    for week, found in counted.items():
        yield week, found.total(), found[Outcome.TRIAGE], share(found[Outcome.TRIAGE], found.total())


def arrivals(period: Period) -> Counter[tuple[date, int]]:
    """Mails by the day and the hour of their receipt."""
    mails = models.Mail.objects.filter(**received(period, "received_at"))
    rows = mails.annotate(day=TruncDay("received_at"), hour=ExtractHour("received_at")).values_list("day", "hour")
    return Counter({(day.date(), hour): count for day, hour, count in rows.annotate(count=Count("pk")).order_by("day", "hour")})


def by_day(period: Period) -> Rows:
    """Day and mails; a day without mail has no row."""
    yield from days(arrivals(period))


def days(counted: Mapping[tuple[date, int], int]) -> Rows:
    """What `by_day` says, of mails that are counted."""
    found: Counter[date] = Counter()
    for (day, _hour), count in counted.items():
        found[day] += count
    yield from sorted(found.items())


def by_hour(period: Period) -> Rows:
    """Hour of the day, and the mails that came in it."""
    yield from hours(arrivals(period))


def hours(counted: Mapping[tuple[date, int], int]) -> Rows:
    """What `by_hour` says, of mails that are counted: none of no mail."""
    found: Counter[int] = Counter()
    for (_day, hour), count in counted.items():
        found[hour] += count
    yield from ((hour, found[hour]) for hour in range(HOURS) if found)


def outcomes() -> tuple[str, ...]:
    """What can be decided, in the order of the columns of `by_month`."""
    return tuple(map(str, _OUTCOMES))


def by_mailbox(period: Period) -> Rows:
    """Mailbox, messages delivered, and those in quarantine; a file that was handed in has no mailbox."""
    rows = models.Delivery.objects.filter(**received(period, "seen_at")).values_list("mailbox__name")
    quarantined = Count("pk", filter=Q(state=models.Delivery.State.QUARANTINED))
    for name, count, bad in rows.annotate(count=Count("pk"), bad=quarantined).order_by("mailbox__name"):
        yield name or "", count, bad


def documents(period: Period) -> Rows:
    """Type, language, documents and pages, the most frequent first."""
    rows = models.Reading.objects.filter(item__kind=Kind.DOCUMENT, **received(period, "item__mail__received_at"))
    counted = rows.values_list("type", "language").annotate(count=Count("pk"), pages=Sum("page_count"))
    yield from counted.order_by("-count", "type", "language")


def types(period: Period) -> Rows:
    """Type as it was read, documents, those whose type a person changed and did not change back, and the share of the others.

    What nobody changed counts as right.
    """
    readings = models.Reading.objects.filter(item__kind=Kind.DOCUMENT, **received(period, "item__mail__received_at"))
    counts = Counter(dict(readings.values_list("type").annotate(count=Count("pk")).order_by()))
    mails = models.Mail.objects.filter(**received(period, "received_at")).values("pk")
    changed = models.Event.objects.filter(what=RETYPED, mail_id__in=mails).order_by("pk").values_list("item_id", "data__read", "data__new")
    wrong: Counter[str] = Counter()
    # Of each document the last word counts; its reading has that type by now.
    for read, new in {item: (read, new) for item, read, new in changed}.values():
        wrong[read] += read != new
        counts[read] += 1
        counts[new] -= 1
    for kind, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        if count > 0:
            yield kind, count, wrong[kind], share(count - wrong[kind], count)


def refused(period: Period) -> Rows:
    """Why items could not be opened or read, and how many."""
    counts: Counter[str] = Counter()
    items = models.Item.objects.exclude(problem="").filter(**received(period, "mail__received_at"))
    counts.update(dict(items.values_list("problem").annotate(count=Count("pk")).order_by()))
    readings = models.Reading.objects.exclude(problem="").filter(item__problem="", **received(period, "item__mail__received_at"))
    for problem, count in readings.values_list("problem").annotate(count=Count("pk")).order_by():
        counts[problem] += count
    yield from counts.most_common()


def triage(period: Period) -> Rows:
    """Reason, units that waited in triage, those that still do, and hours until a person decided: median, 95th percentile; last, of all.

    What a newer decision of ours took out of triage did not wait for a person, nor did an address that is to be corrected.
    """
    tasks = models.Task.objects.filter(kind=models.Task.Kind.TRIAGE, **received(period, "unit__mail__received_at"))
    tasks = tasks.exclude(state=models.Task.State.CANCELLED).exclude(title=ADDRESS)
    rows = tasks.values_list("verdict__value__why", "state", "opened_at", "closed_at")
    waiting: Counter[str] = Counter()
    times: defaultdict[str, list[float]] = defaultdict(list)
    for why, state, opened, closed in rows.iterator(ROWS_AT_ONCE):
        reason = why[0] if why else ""
        if state == models.Task.State.OPEN:
            waiting[reason] += 1
            times[reason] += []
        elif closed:
            times[reason].append((closed - opened) / HOUR)
    for reason, taken in sorted(times.items(), key=lambda one: -len(one[1]) - waiting[one[0]]):
        yield reason, len(taken) + waiting[reason], waiting[reason], *_spread(taken)
    if times:
        every = [hours for taken in times.values() for hours in taken]
        yield ALL, len(every) + waiting.total(), waiting.total(), *_spread(every)


def senders(period: Period) -> Rows:
    """Domain that mail came from, its units, those without a reference that could be used, and their share: whom to train.

    Automatic mail does not count, and what a person placed later counts as it arrived.
    """
    verdicts = models.Verdict.objects.filter(unit=OuterRef("pk"), actor=ENGINE).order_by("pk")
    reason = verdicts.values(reason=KeyTextTransform(0, KeyTransform("why", "value")))[:1]
    rows = _first_verdicts(period).annotate(reason=Subquery(reason))
    units: Counter[str] = Counter()
    without: Counter[str] = Counter()
    for address, first, why, count in rows.values_list("sender_address", "first", "reason").annotate(count=Count("pk")).order_by():
        if first in {None, Outcome.IGNORE}:
            continue
        domain = address.rpartition("@")[2].lower()
        units[domain] += count
        without[domain] += count if first == Outcome.TRIAGE and why in NO_REFERENCE else 0
    for domain, count in sorted(units.items(), key=lambda one: (-without[one[0]], -one[1], one[0])):
        yield domain, count, without[domain], share(without[domain], count)


def answers(period: Period) -> Rows:
    """Kind and state of the answers, how many, and hours from receipt to sending: median and 95th percentile; last, of all."""
    rows = models.Outgoing.objects.filter(**received(period, "mail__received_at"))
    times: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    counts: Counter[tuple[str, str]] = Counter()
    for kind, state, came, sent in rows.values_list("kind", "state", "mail__received_at", "sent_at").iterator(ROWS_AT_ONCE):
        counts[kind, state] += 1
        times[kind, state] += [(sent - came) / HOUR] if sent else []
    for (kind, state), count in sorted(counts.items()):
        yield kind, state, count, *_spread(times[kind, state])
    if counts:
        yield ALL, ALL, counts.total(), *_spread([hours for taken in times.values() for hours in taken])


def rules(period: Period) -> Rows:
    """Rule that decided, units, those that a person corrected, and their share."""
    corrected = models.Event.objects.filter(what__in=(*CORRECTIONS, UNDONE), unit_id=OuterRef("unit_id")).order_by("-pk").values("what")[:1]
    rows = models.Verdict.objects.filter(actor=ENGINE, **received(period, "unit__mail__received_at")).annotate(last=Subquery(corrected))
    moved = Count("unit", distinct=True, filter=Q(last__in=CORRECTIONS))
    counted = rows.values_list("rule", "outcome").annotate(units=Count("unit", distinct=True), moved=moved)
    for rule, outcome, units, corrections in counted.order_by("-units", "rule", "outcome"):
        yield rule, outcome, units, corrections, share(corrections, units)


def again(period: Period) -> Rows:
    """What was received before: whole mails by another way, and mails whose papers were there already."""
    for what in (AGAIN, FOLDED):
        yield what, models.Event.objects.filter(what=what, **received(period, "at")).count()


def received(period: Period, field: str) -> dict[str, datetime]:
    """The filter for rows whose `field` is in the period."""
    return {f"{field}__gte": period.since, f"{field}__lt": period.until}


def _first_verdicts(period: Period) -> QuerySet[models.Unit]:
    """The units of the period, with what was decided about each before any person did."""
    rows = models.Verdict.objects.filter(unit=OuterRef("pk"), actor=ENGINE).order_by("pk")
    return models.Unit.objects.filter(**received(period, "mail__received_at")).annotate(first=Subquery(rows.values("outcome")[:1]))


def _spread(hours: list[float]) -> tuple[float | None, float | None]:
    ordered = sorted(hours)
    return percentile(ordered, 0.5), percentile(ordered, 0.95)


def share(part: int, whole: int) -> float | None:
    """The share that a part is; `None` of nothing."""
    return part / whole if whole else None
