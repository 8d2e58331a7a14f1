"""Plans the tasks that a verdict opens: for whom, about what, how urgent, and when they are due."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.errors import Problem
from core.values import Outcome, Part, Reading, Tree, Unit, Verdict
from router.checklist import papers_of
from router.clues import items_of
from router.contracts import Contract
from router.flags import Raised, raised
from router.forwards import forwarded_text
from router.intents import services_of
from router.neighbours import NEAR
from router.notes import noted
from router.options import Options
from router.protocols import Claim, Register, State
from router.sla import PRIORITIES, Calendar, Service, service_of
from router.strays import warnings_of
from router.terms import CONTRACT_CHANGE, TRIAGE, Term, Terms, has_final_report

CLAIM, HOLD = "claim", "hold"
URGENT = PRIORITIES[0]
_DRAFT_DAYS = 5
DATA_PROTECTION_REQUEST = "data_protection_request"
MISDATED = "date_far_from_receipt"
_MESSAGE = "message_courtier"
_NO_CONTENT = Service(type="no_content", priority="low", days=5)
_NOTHING_KNOWN: Mapping[str, frozenset[str]] = {}
_PRESSING = frozenset({"new_claim", "sender_auth_failed"})
_CLOSED = frozenset({State.CLOSED, State.ARCHIVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPlan:
    """One task; a claim of "" means that it waits for a person, in triage or on hold."""

    unit: str
    kind: str
    """claim, triage or hold."""

    claim: str = ""
    title: str
    """A document type, or message, no_content, claim_closed."""

    document_type: str = ""
    """The most pressing type among the items, "" when there is none."""

    items: tuple[str, ...]
    """Paths of its documents; of a mail that is only text, the mail."""

    item: str = ""
    """The one document it is for, when every document gets a task, or this one because it is urgent."""

    insured: str = ""
    handler: str = ""
    handler_email: str = ""
    warnings: tuple[str, ...] = ()
    handler_only: bool = False
    """Nobody but the handler sees the documents until he has confirmed the claim."""

    priority: str
    due_at: datetime
    because: str
    """What the due time follows from: a document type, a wish, a clock, no_content, draft or claims_system."""

    @property
    def key(self) -> str:
        """What makes opening it twice one task."""
        where = self.claim if self.kind == CLAIM else self.kind
        return ":".join([self.unit, where, self.item] if self.item else [self.unit, where])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """What all plans of one mail share."""

    tree: Tree
    readings: Mapping[str, Reading]
    register: Register
    options: Options
    now: datetime
    known: Mapping[str, frozenset[str]]

    @property
    def terms(self) -> Terms:
        """Those of the house."""
        return self._terms(self.options.contracts.default)

    def terms_of(self, claim: Claim) -> Terms:
        return self._terms(self.options.contracts.of(claim))

    def _terms(self, contract: Contract) -> Terms:
        calendar = Calendar(country=contract.country or self.options.country, time_zone=self.options.time_zone)
        return Terms(contract=contract, calendar=calendar, start=self.now)


def plan_tasks(  # noqa: PLR0913 - what is known of one mail, by name
    verdict: Verdict,
    tree: Tree,
    readings: Mapping[str, Reading],
    register: Register,
    *,
    options: Options,
    now: datetime,
    known: Mapping[str, frozenset[str]] = _NOTHING_KNOWN,
) -> tuple[TaskPlan, ...]:
    """The tasks that a verdict opens; `now` is when the mail was received.

    Documents that a claim has already (`known`: their paths, by claim) stay listed, and count for neither title nor time.

    Raises:
        Unavailable: the register does not answer.
    """
    desk = _Desk(tree=tree, readings=readings, register=register, options=options, now=now, known=known)
    unit = next(unit for unit in tree.units if unit.path == verdict.path)
    items = tuple(item.path for item in items_of(tree, unit.path))
    match verdict.outcome:
        case Outcome.IGNORE:
            return ()
        case Outcome.TRIAGE | Outcome.HOLD:
            return (_wanted(desk, unit, verdict, _waiting(desk, unit, verdict, items), desk.terms),)
        case Outcome.SPLIT:
            shares = [(share.claim, share.items) for share in verdict.assignments]
        case _:
            shares = [(number, items) for number in verdict.claims]
    return tuple(plan for number, share in shares for plan in _for_claim(desk, unit, verdict, number, share))


def _for_claim(desk: _Desk, unit: Unit, verdict: Verdict, number: str, items: tuple[str, ...]) -> Iterator[TaskPlan]:
    claim = desk.register.get_claim(number) or Claim(number=number, state=State.OPEN)
    for plan in _on_claim(desk, unit, verdict, claim, items):
        yield _wanted(desk, unit, verdict, plan, desk.terms_of(claim))


def _on_claim(desk: _Desk, unit: Unit, verdict: Verdict, claim: Claim, items: tuple[str, ...]) -> list[TaskPlan]:
    fresh = _fresh(desk, claim.number, items)
    if desk.options.tasks_per == "item" and fresh:
        return _each(desk, unit, verdict, claim, fresh)
    alone = _alone(desk, unit, fresh)
    rest = tuple(path for path in items if path not in alone)
    if alone and not _fresh(desk, claim.number, rest):
        # What the claim has already is listed, but is no task of its own.
        first, *others = alone
        return [replace(_claim_task(desk, unit, verdict, claim, (first, *rest)), item=first), *_each(desk, unit, verdict, claim, others)]
    return [_claim_task(desk, unit, verdict, claim, rest), *_each(desk, unit, verdict, claim, alone)]


def _each(desk: _Desk, unit: Unit, verdict: Verdict, claim: Claim, items: Iterable[str]) -> list[TaskPlan]:
    return [replace(_claim_task(desk, unit, verdict, claim, (item,)), item=item) for item in items]


def _alone(desk: _Desk, unit: Unit, items: tuple[str, ...]) -> tuple[str, ...]:
    """Documents of an urgent type, each of which is a task of its own; the only document of a mail is the mail's task."""
    if len(items_of(desk.tree, unit.path)) == 1:
        return ()
    return tuple(path for path in items if any(service.priority == URGENT for service in _services(desk, unit, (path,))))


def _fresh(desk: _Desk, number: str, items: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(path for path in items if path not in desk.known.get(number, ()))


def _claim_task(desk: _Desk, unit: Unit, verdict: Verdict, claim: Claim, items: tuple[str, ...]) -> TaskPlan:
    fresh = _fresh(desk, claim.number, items)
    services = _services(desk, unit, fresh)
    strongest = min(services, key=lambda service: service.rank)
    term = min(_terms_of_claim(desk, claim, services, fresh))
    flags = _flags(desk, unit, claim, items)
    return TaskPlan(
        unit=unit.path,
        kind=CLAIM,
        claim=claim.number,
        title="claim_closed" if claim.state in _CLOSED else _title(strongest),
        document_type=strongest.type if fresh else "",
        items=items or (unit.path,),
        insured=claim.insured,
        handler=claim.handler,
        handler_email=claim.handler_email,
        warnings=(*verdict.why, *([NEAR] if verdict.in_doubt else []), *warnings_of(verdict.strays, items), *flags.codes),
        handler_only=verdict.sender_class in desk.options.grammar.restricted_senders,
        priority=min(strongest.priority, flags.priority, key=PRIORITIES.index),
        due_at=term.due_at,
        because=term.because,
    )


def _terms_of_claim(desk: _Desk, claim: Claim, services: Iterable[Service], items: Iterable[str]) -> Iterator[Term]:
    """What the types of the papers ask for, and the clocks of the claim that they start; on a closed one none runs."""
    terms = desk.terms_of(claim)
    yield from map(terms.of, services)
    wanted = frozenset(items)
    if claim.state not in _CLOSED and has_final_report((part for part in desk.tree.parts if part.path in wanted), desk.readings):
        yield from terms.on_report()


def _flags(desk: _Desk, unit: Unit, claim: Claim, items: tuple[str, ...]) -> Raised:
    papers = [paper for path in items if path in desk.readings for paper in papers_of(path, desk.readings[path])]
    # A forward without a word of its own says what it forwards.
    told = unit.own_text if unit.own_text.strip() else forwarded_text(unit)
    return raised(claim, papers, told=(unit.subject, told), received=desk.terms.calendar.day_of(desk.now))


def _waiting(desk: _Desk, unit: Unit, verdict: Verdict, items: tuple[str, ...]) -> TaskPlan:
    services = _services(desk, unit, items)
    strongest = min(services, key=lambda service: service.rank)
    term = _waiting_until(desk.terms, verdict, services)
    pressing = strongest.priority == URGENT or _PRESSING.isdisjoint(verdict.why)
    return TaskPlan(
        unit=unit.path,
        kind=HOLD if verdict.outcome is Outcome.HOLD else TRIAGE,
        title=_title(strongest),
        document_type=strongest.type if items else "",
        items=items or (unit.path,),
        warnings=verdict.why,
        priority=strongest.priority if pressing else "high",
        due_at=term.due_at,
        because=term.because,
    )


def _waiting_until(terms: Terms, verdict: Verdict, services: list[Service]) -> Term:
    """A draft is watched for five working days; all else waits for the operator, not longer than an urgent document may."""
    if "draft_not_submitted" in verdict.why:
        return terms.of(Service(type="draft", priority="normal", days=_DRAFT_DAYS))
    operator = terms.triage()
    operator = replace(operator, because="claims_system") if verdict.outcome is Outcome.HOLD else operator
    return min((operator, *map(terms.of, services)))


def _wanted(desk: _Desk, unit: Unit, verdict: Verdict, plan: TaskPlan, terms: Terms) -> TaskPlan:
    """The plan with what the sender's wishes ask of it: they may make it more pressing, and due earlier."""
    today = terms.calendar.day_of(desk.now)
    services = services_of(verdict.aside.intents, text=f"{unit.subject}\n{unit.own_text}", today=today)
    priority = min((plan.priority, *(service.priority for service in services)), key=PRIORITIES.index)
    plan = replace(plan, warnings=(*plan.warnings, *_misdated(desk, unit), *noted(plan.items, desk.tree, desk.readings)))
    if plan.kind != CLAIM:
        term = _handed_over(terms, verdict, plan, services)
    else:
        asked = (terms.of(service) for service in services if service.is_due and service.type != CONTRACT_CHANGE)
        term = min((_term(plan), *asked))
    return replace(plan, priority=priority, due_at=term.due_at, because=term.because)


def _misdated(desk: _Desk, unit: Unit) -> tuple[str, ...]:
    """Whether the sender dates the mail far from when our own server had it; what it carries may be old (domain section 5)."""
    if "." in unit.path or unit.date is None:
        return ()
    apart = abs(unit.date - desk.now)
    return (MISDATED,) if apart > timedelta(hours=desk.options.date_hours) else ()


def _handed_over(terms: Terms, verdict: Verdict, plan: TaskPlan, services: Iterable[Service]) -> Term:
    """What is no claim's matter goes to another department: within its own time, unless a document does not wait so long."""
    if plan.because != TRIAGE or "new_claim" in verdict.why:
        return _term(plan)
    if DATA_PROTECTION_REQUEST in verdict.why:
        return Term(due_at=terms.calendar.within_a_month(terms.start), because=DATA_PROTECTION_REQUEST)
    changes = [terms.contract_change() or terms.of(service) for service in services if service.type == CONTRACT_CHANGE in verdict.why]
    return changes[0] if changes else _term(plan)


def _term(plan: TaskPlan) -> Term:
    return Term(due_at=plan.due_at, because=plan.because)


def _title(service: Service) -> str:
    return "message" if service.type == _MESSAGE else service.type


def _services(desk: _Desk, unit: Unit, items: tuple[str, ...]) -> list[Service]:
    """How fast what the task lists is to be handled; never empty."""
    parts = {part.path: part for part in desk.tree.parts}
    wanted = (path for path in items if parts[path].problem is not Problem.PROGRAM)
    types = dict.fromkeys(name for path in wanted for name in _types(parts[path], desk.readings.get(path)))
    if types:
        return [service_of(name) for name in types]
    return [service_of(_MESSAGE) if _says_something(unit, desk.tree) else _NO_CONTENT]


def _types(part: Part, reading: Reading | None) -> tuple[str, ...]:
    """The types of the papers in a file; before it is read, what its media type tells."""
    if reading is not None:
        return (reading.type.id, *(document.type.id for document in reading.documents))
    media = part.media_type.partition("/")[0]
    return ({"image": "photo", "video": "video"}.get(media, "autre"),)


def _says_something(unit: Unit, tree: Tree) -> bool:
    inside = any(other.path.startswith(f"{unit.path}.") for other in tree.units)
    return bool(unit.own_text.strip() or unit.quoted_text.strip() or inside)
