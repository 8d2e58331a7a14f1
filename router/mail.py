"""Decides a whole mail: every mail in it by its own words first, then the tasks, then the answer to the outer one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from core.asides import NOTHING
from core.errors import Unavailable
from core.values import Outcome, Reading, Said, SenderClass, Step, Tree, Unit, Verdict
from router.acknowledgement import Acknowledgement, plan_acknowledgement
from router.asides import with_aside
from router.checklist import SCHEDULE, checklist_of, papers_of, told_in
from router.clues import Clues, gather, items_of
from router.decide import CARRIES_UNITS, decide, undecided
from router.evidence import Testimony
from router.options import Options
from router.others import agreement
from router.own_rules import in_branch, relays_of, with_foreign_number
from router.protocols import History, Register, State
from router.senders import Standing, standing, weakest
from router.sittings import sitting_of
from router.strays import with_strays
from router.tasks import TaskPlan, plan_tasks

INHERITED = "inherited"
_ROUTED = frozenset({Outcome.ROUTE, Outcome.ROUTE_WARN})
_NOTHING_READ: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class MailDecision:
    """A verdict for each unit in reading order, the tasks they open, and the answer."""

    units: tuple[Verdict, ...]
    tasks: tuple[TaskPlan, ...]
    acknowledgement: Acknowledgement


@dataclass(frozen=True, slots=True, kw_only=True)
class _Office:
    """Who is asked and what is known while one mail is decided."""

    tree: Tree
    readings: Mapping[str, Reading]
    register: Register
    history: History
    options: Options
    unread: frozenset[str]


def decide_mail(  # noqa: PLR0913 - the two askable services, the settings and the clock are named
    tree: Tree,
    readings: Mapping[str, Reading],
    register: Register,
    history: History,
    options: Options,
    *,
    now: datetime,
    unread: frozenset[str] = _NOTHING_READ,
) -> MailDecision:
    """The decision on a mail; `readings` go by the paths of documents, `unread` names those that are still to be read.

    Raises:
        Unavailable: the register answered about the claims and then failed before the tasks were planned.
    """
    relays = options.trusted_relays.union(*(relays_of(unit, options.own_rules) for unit in tree.units[:1]))
    options = replace(options, trusted_relays=relays)
    register = sitting_of(register)
    office = _Office(tree=tree, readings=readings, register=register, history=history, options=options, unread=unread)
    verdicts: dict[str, Verdict] = {}
    bearing: dict[str, Verdict | None] = {}
    for unit in sorted(tree.units, key=lambda unit: unit.path.count(".")):
        above = bearing.get(_above(tree, unit.path))
        verdicts[unit.path] = _decide_below(office, unit, above)
        bearing[unit.path] = _bearing(verdicts[unit.path], above)
    units = tuple(verdicts[unit.path] for unit in tree.units)
    tasks = tuple(task for verdict in units for task in plan_tasks(verdict, tree, readings, register, options=options, now=now))
    return MailDecision(units=units, tasks=tasks, acknowledgement=_acknowledgement(office, verdicts))


def acknowledge_assigned(  # noqa: PLR0913 - as above
    tree: Tree,
    readings: Mapping[str, Reading],
    register: Register,
    history: History,
    options: Options,
    *,
    claim: str,
    unread: frozenset[str] = _NOTHING_READ,
) -> Acknowledgement:
    """The answer to a mail that a person gave to a claim: who sent it is asked again, relative to that claim.

    Raises:
        Unavailable: the register does not answer.
    """
    office = _Office(tree=tree, readings=readings, register=register, history=history, options=options, unread=unread)
    outer = tree.units[0]
    clues = gather(tree, outer, readings, options, unread=unread)
    stands = standing(clues.sender, register, register.get_claim(claim))
    why = (stands.reason,) if stands.reason else ()
    verdict = Verdict(path=outer.path, outcome=Outcome.ROUTE, claims=(claim,), why=why, sender_class=stands.sender)
    return _acknowledgement(office, {outer.path: verdict})


def acknowledge_unasked(tree: Tree, readings: Mapping[str, Reading], options: Options) -> Acknowledgement:
    """The answer to a mail while the register does not answer: neutral, and none where the mail alone forbids it."""
    outer = tree.units[0]
    verdict = undecided(gather(tree, outer, readings, options), options.grammar)
    return plan_acknowledgement(outer, verdict, options, languages=[reading.language for reading in readings.values()])


def _bearing(verdict: Verdict, above: Verdict | None) -> Verdict | None:
    """The verdict that counts for mails inside: one that only carries others is looked through."""
    return above if CARRIES_UNITS in verdict.why else verdict


def _above(tree: Tree, path: str) -> str:
    """Path of the mail around this one, "" for the outer one."""
    around = [unit.path for unit in tree.units if path.startswith(f"{unit.path}.")]
    return max(around, key=len, default="")


def _decide_below(office: _Office, unit: Unit, above: Verdict | None) -> Verdict:
    clues = gather(office.tree, unit, office.readings, office.options, unread=office.unread)
    rules = office.options.own_rules
    try:
        clues = with_foreign_number(clues, office.register, rules)
        verdict = in_branch(_place(office, clues, above), office.tree.units[0], office.register, rules)
        verdict = with_strays(verdict, clues, office.readings, office.register)
        return with_aside(verdict, clues, office.readings, office.register)
    except Unavailable:
        return replace(_place(office, clues, above), aside=NOTHING, strays=())


def _place(office: _Office, clues: Clues, above: Verdict | None) -> Verdict:
    """The unit's own words first; without any reference of its own it goes with the mail around it."""
    own = clues.automatic is not None or clues.carries_units or clues.has_own_reference
    if own or above is None or not above.claims or above.outcome is Outcome.IGNORE:
        verdict = decide(clues, office.register, office.history, office.options.grammar)
        return verdict if own or above is None or above.decisive else replace(verdict, decisive=False)
    return _inherit(office, clues, above)


def _inherit(office: _Office, clues: Clues, above: Verdict) -> Verdict:
    """The verdict of the mail around it; whom the attached mail names may speak against it."""
    trail = (Step(rule=INHERITED, saw=("carrier=none", f"around={above.path}"), said=Said.DECIDED),)
    why = (*above.why, INHERITED)
    inherited = replace(
        above, path=clues.path, rule=INHERITED, references=clues.references, assignments=(), strays=(), why=why, trail=trail
    )
    if above.outcome is Outcome.SPLIT:
        return replace(inherited, outcome=Outcome.TRIAGE, why=("multiple_references", INHERITED))
    if above.outcome not in _ROUTED:
        return inherited
    try:
        return _checked(office, clues, inherited)
    except Unavailable:
        return replace(inherited, outcome=Outcome.HOLD, why=("claims_system_unavailable", INHERITED))


def _checked(office: _Office, clues: Clues, inherited: Verdict) -> Verdict:
    claims = [claim for number in inherited.claims if (claim := office.register.get_claim(number))]
    standings = [standing(clues.sender, office.register, claim) for claim in claims]
    stands = weakest([Standing(sender=inherited.sender_class), *standings])
    sender = stands.sender
    if sender is SenderClass.SPOOFED:
        why = ("sender_auth_failed", *filter(None, (stands.reason,)), INHERITED)
        return replace(inherited, outcome=Outcome.TRIAGE, sender_class=sender, why=why)
    testimony = Testimony(clues=clues)
    agreed = [agreement(testimony, claim, office.register) for claim in claims]
    if any(one.other_insured_named for one in agreed):
        return replace(inherited, outcome=Outcome.TRIAGE, sender_class=sender, why=("identity_conflict", INHERITED))
    warned = dict.fromkeys([*inherited.why, *(warning for one in agreed for warning in one.warnings)])
    return replace(inherited, outcome=Outcome.ROUTE_WARN, sender_class=sender, why=tuple(warned))


def _acknowledgement(office: _Office, verdicts: Mapping[str, Verdict]) -> Acknowledgement:
    outer = next((unit for unit in office.tree.units if unit.path == "0"), None)
    if outer is None:
        return Acknowledgement(send=False, reason="no_mail")
    verdict = verdicts[outer.path]
    lacking = _lacking(office, verdict)
    languages = _languages(office, verdict)
    planned = plan_acknowledgement(outer, verdict, office.options, languages=languages, missing=lacking.missing, schedule=lacking.schedule)
    if planned.claim and office.register.find_claim(planned.claim).state is State.RESTRICTED:
        # That it exists is all that may be known of it, and to nobody outside is it said.
        return replace(planned, kind="neutral", claim="", missing=(), schedule=False)
    return planned


def _languages(office: _Office, verdict: Verdict) -> list[str]:
    """Those of the mail's documents, then the claim's; a stranger learns nothing of a claim, not even that."""
    read = [reading.language for reading in office.readings.values()]
    linked = verdict.sender_class is SenderClass.LINKED and verdict.outcome in _ROUTED and len(verdict.claims) == 1
    claim = office.register.get_claim(verdict.claims[0]) if linked else None
    return [*read, claim.language] if claim else read


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lacking:
    """What a claim cannot do without, and whether it lacks a schedule of losses."""

    missing: tuple[str, ...] = ()
    schedule: bool = False


def _lacking(office: _Office, verdict: Verdict) -> _Lacking:
    """What the one claim of the mail lacks after all that came for it; nothing while documents are still to be read."""
    if len(verdict.claims) != 1 or verdict.outcome not in _ROUTED or office.unread:
        return _Lacking()
    claim = office.register.get_claim(verdict.claims[0])
    paths = [item.path for item in items_of(office.tree, verdict.path)]
    papers = (paper for path in paths if path in office.readings for paper in papers_of(path, office.readings[path]))
    told = [unit.own_text for unit in office.tree.units if unit.path == verdict.path]
    checklist = checklist_of(claim.kind, papers, told=told) if claim else None
    if claim is None or checklist is None or not (checklist.missing or checklist.to_fill_in):
        return _Lacking()
    before = office.history.received((claim.number, *claim.former_numbers))
    if not before.complete:
        # Nobody is asked for a paper that may be here already.
        return _Lacking()
    missing = tuple(kind for kind in checklist.missing if kind not in before.types and not told_in(kind, before.texts))
    return _Lacking(missing=missing, schedule=checklist.to_fill_in and SCHEDULE not in before.types)
