"""Every sheet of the statistics: one line a claim as the register has it and as mail came for it, and the pipeline's own figures."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from core.sheets import Cell, Column, Period, Sheet
from ingest import clocks
from ingest.services import Services
from ingest.wording import LANGUAGES, wording
from router.kinds import kinds
from router.protocols import Claim, Register, State
from router.sla import Calendar
from storage import claim_figures, figures, load_figures
from storage.claim_figures import ClaimFigures

DECLARING = ("declaration", "declaration_circonstanciee", "constat_auto", "constat_dde")
"""Types of paper by which a loss is declared."""

CLAIMS_AT_ONCE = 500

LOAD = "load"
"""The sheet that names handlers, of the moment and not of a period: in no export of all."""


def period(first: date, last: date, time_zone: str) -> Period:
    """From the first day to the last, both included, as the office counts days."""
    zone = ZoneInfo(time_zone)
    since, until = (datetime.combine(day, time.min, zone) for day in (first, last + timedelta(days=1)))
    return Period(since=since, until=until)


def codes() -> tuple[str, ...]:
    """Every sheet that names no person, in the order of the export."""
    return (*_WITH_REGISTER, *_PIPELINE)


def codes_without_claims() -> tuple[str, ...]:
    """Those that tell of no single claim."""
    return tuple(_PIPELINE)


def sheet(code: str, period: Period, services: Services) -> Sheet:
    """One sheet of a period. While rows are read that need the register, `Unavailable` may be raised.

    Raises:
        KeyError: there is no such sheet.
    """
    if code == LOAD:
        return Sheet(code=code, columns=_LOAD, rows=load_figures.by_handler(services.now()))
    if code in _WITH_REGISTER:
        columns, made = _WITH_REGISTER[code]
        return Sheet(code=code, columns=columns, rows=made(period, services))
    columns, rows = _PIPELINE[code]
    return Sheet(code=code, columns=columns, rows=rows(period))


def _columns(*names: str) -> tuple[Column, ...]:
    """Columns by their codes: `state:claim_state` holds codes of that kind, and `share%` shares."""
    parts = (name.rstrip("%").partition(":") for name in names)
    return tuple(Column(code=code, words=words, share=name.endswith("%")) for (code, _, words), name in zip(parts, names, strict=True))


_CLAIMS = (
    *_columns("claim", "establishment", "loss_date", "loss_place", "covers", "paid", "reserved", "state:claim_state"),
    *_columns("closed_on", "paid_on", "mails", "tasks", "first_mail", "last_mail", "documents", "types:types", "refused", "nothing_new"),
    *_columns("days_to_declaration", "late:yes_no"),
)

_LOAD = _columns("handler:handler", "open", "overdue", "oldest", *(f"age_{days}" for days in load_figures.AGES))

_OUTCOMES = tuple(f"outcome_{outcome}" for outcome in figures.outcomes())

_PIPELINE: Mapping[str, tuple[tuple[Column, ...], Callable[[Period], Iterator[tuple[Cell, ...]]]]] = {
    "months": (_columns("month", "mails", "units", *_OUTCOMES, "triage_share%"), figures.by_month),
    "weeks": (_columns("week", "units", "outcome_triage", "triage_share%"), figures.by_week),
    "days": (_columns("day", "mails"), figures.by_day),
    "hours": (_columns("hour", "mails"), figures.by_hour),
    "mailboxes": (_columns("mailbox", "mails", "quarantined"), figures.by_mailbox),
    "documents": (_columns("type:type", "language", "documents", "pages"), figures.documents),
    "types": (_columns("type:type", "documents", "corrected", "right%"), figures.types),
    "refused": (_columns("reason:problem", "count"), figures.refused),
    "triage": (_columns("reason:reason", "units", "waiting", "hours_median", "hours_95"), figures.triage),
    "senders": (_columns("domain", "units", "without_reference", "share%"), figures.senders),
    "answers": (_columns("kind:answer_kind", "state:answer_state", "count", "hours_median", "hours_95"), figures.answers),
    "rules": (_columns("rule:rule", "outcome:outcome", "units", "corrected", "share%"), figures.rules),
    "again": (_columns("event:event", "count"), figures.again),
}


def _claims(period: Period, services: Services) -> Iterator[tuple[Cell, ...]]:
    calendar = Calendar(country=services.settings.country, time_zone=services.settings.time_zone)
    left = _filed_on(claim_figures.numbers(period), services.register)
    while some := list(islice(left, CLAIMS_AT_ONCE)):
        numbers: dict[str, set[str]] = {}
        for present, _claim, names in some:
            numbers.setdefault(present, set()).update(names)
        known = {present: claim for present, claim, _names in some}
        for one in claim_figures.of_claims(period, DECLARING, numbers):
            claim = known[one.number]
            yield (*_known(one.number, claim), *_received(one, claim, calendar), *_declared(one, claim, calendar))


def _filed_on(filed: Iterable[str], register: Register) -> Iterator[tuple[str, Claim | None, set[str]]]:
    """Each claim that something was filed on, once: its present number, and all it ever had. One not known any more keeps its own."""
    seen: set[str] = set()
    for number in filed:
        if number in seen:
            continue
        claim = register.get_claim(number)
        if claim is None and (present := register.find_claim(number).number):
            claim = register.get_claim(present)
        names = {number, *((claim.number, *claim.former_numbers) if claim else ())}
        yield claim.number if claim else number, claim, names - seen
        seen |= names


def _totals(period: Period, services: Services) -> Iterator[tuple[Cell, ...]]:
    templates = services.settings.answers.templates
    yield from figures.totals(period, {language: wording(language, templates).phone for language in LANGUAGES})
    late = Counter(row[-1] for row in _claims(period, services))
    yield "claims", late.total(), None
    yield "late", late["yes"], figures.share(late["yes"], late["yes"] + late["no"])


def _clocks(period: Period, services: Services) -> Iterator[tuple[Cell, ...]]:
    for one in clocks.figures(period.since, period.until, services):
        hours = (taken / figures.HOUR if taken is not None else None for taken in (one.median, one.p95))
        yield one.contract, one.clock, one.met, one.missed, one.running, *hours


def _known(number: str, claim: Claim | None) -> tuple[Cell, ...]:
    """What the claims system says; of a claim that it does not know any more, its number."""
    if claim is None or claim.state is State.RESTRICTED:
        return number, "", None, "", "", None, None, claim.state if claim else State.NONE, None, None
    state = "recourse" if claim.recourse else str(claim.state)
    covers, dates = "; ".join(claim.covers), (claim.closed_on, claim.paid_on)
    return number, claim.establishment, claim.loss_date, claim.loss_place, covers, claim.paid, claim.reserved, state, *dates


def _received(one: ClaimFigures, claim: Claim | None, calendar: Calendar) -> tuple[Cell, ...]:
    """What came for a claim; of one that the register holds back, nothing of what the papers are."""
    first, last = (calendar.day_of(at) if at else None for at in (one.first_at, one.last_at))
    types = " ".join(f"{kind}={count}" for kind, count in one.types.most_common())
    held_back = claim is not None and claim.state is State.RESTRICTED
    return one.mails, one.tasks, first, last, one.types.total(), "" if held_back else types, one.refused, one.again


def _declared(one: ClaimFigures, claim: Claim | None, calendar: Calendar) -> tuple[Cell, ...]:
    """Days from the loss to its first declaration, and whether the kind of claim allows fewer.

    The day that the loss was known is not in the register: where it was later than the loss, the declaration may be on time.
    """
    if claim is None or claim.state is State.RESTRICTED or claim.loss_date is None or one.declared_at is None:
        return None, ""
    day = calendar.day_of(one.declared_at)
    days, kind = (day - claim.loss_date).days, kinds().get(claim.kind)
    if kind is None or kind.declare.unit not in {"d", "wd"} or days < 0:
        return days if days >= 0 else None, ""
    passed = days if kind.declare.unit == "d" else calendar.working_days(claim.loss_date, day)
    return days, "yes" if passed > kind.declare.number else "no"


_WITH_REGISTER: Mapping[str, tuple[tuple[Column, ...], Callable[[Period, Services], Iterator[tuple[Cell, ...]]]]] = {
    "claims": (_CLAIMS, _claims),
    "totals": (_columns("figure:figure", "count", "share%"), _totals),
    "clocks": (_columns("contract:contract", "clock:clock", "met", "missed", "running", "hours_median", "hours_95"), _clocks),
}
