"""Keeping what the router decided about the units of one mail, in one transaction."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from core import codec
from core.values import Outcome, Verdict
from storage import events, items, jobs, models, outbox, received, tasks
from storage.items import ENGINE
from storage.tasks import NewTask

STRAYED = "paper_strayed"
"""The event of a unit one of whose papers was found to name another claim."""

WATCH_EVERY = timedelta(hours=1)
"""How often the mails on hold are looked at again (domain section 2.6, row 17): all at the same moments, in order of receipt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The verdict on one unit and the tasks that follow from it."""

    verdict: Verdict
    tasks: tuple[NewTask, ...]
    folded: tuple[int, ...] = ()
    """Ids of earlier tasks that have everything that would have come on one of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A mail as it was when somebody looked: how often it was opened, and the paths of what is still to be read."""

    openings: int
    unread: frozenset[str] = frozenset()


def keep(mail_id: int, decisions: Iterable[Decision], *, seen: Seen, watching: bool, now: datetime) -> None:
    """Write verdicts and tasks, once each, and finish the job.

    A unit whose verdict readings could still change waits for them. One that is decided keeps its verdict; only its tasks, and
    what its papers name, are brought up to date. A person's decision is never touched. When more of the mail was opened
    meanwhile, nothing is kept, and the job is left to be done again.

    Args:
        mail_id: the mail.
        decisions: one a unit.
        seen: the mail when the decisions were made.
        watching: true when this is the look at a mail on hold, which alone may decide held units again.
        now: the moment.
    """
    with transaction.atomic():
        mail = items.lock(mail_id)
        step = "watch" if watching else "route"
        jobs.finish(step, mail_id)
        if seen.openings != items.openings(mail_id):
            # Papers came out while we decided without them, and found this job in the way of their own.
            jobs.add(step, mail_id, now)
            return
        units = {unit.path: unit for unit in mail.units.all()}
        for decision in decisions:
            _keep_one(units[decision.verdict.path], decision, unread=seen.unread, watching=watching, now=now)
        if any(unit.state == models.Unit.State.HELD for unit in units.values()):
            jobs.add("watch", mail_id, _next_look(now))
        if seen.unread != items.unread(mail):
            # A reading was kept while we decided without it, and found this job in the way of its own.
            jobs.add("route", mail_id, now)
        outbox.look(mail, now)


def _next_look(now: datetime) -> datetime:
    """The next moment at which everything on hold is looked at: who came later must not be placed before who came earlier."""
    return now + WATCH_EVERY - (now - datetime.min.replace(tzinfo=now.tzinfo)) % WATCH_EVERY


def _keep_one(unit: models.Unit, decision: Decision, *, unread: frozenset[str], watching: bool, now: datetime) -> None:
    match unit.state:
        case models.Unit.State.DECIDED:
            _bring_up_to_date(unit, decision, now=now)
        case models.Unit.State.HELD if not watching:
            return
        case _ if unread and not decision.verdict.decisive:
            _set_state(unit, models.Unit.State.WAITING)
        case _:
            verdict = tasks.keep_verdict(unit, decision.verdict, actor=ENGINE, now=now)
            tasks.open_tasks(unit, verdict, decision.tasks, now=now)
            received.note_folded(unit, decision.folded, now)
            held = decision.verdict.outcome == Outcome.HOLD
            _set_state(unit, models.Unit.State.HELD if held else models.Unit.State.DECIDED)


def _bring_up_to_date(unit: models.Unit, decision: Decision, *, now: datetime) -> None:
    last = unit.verdicts.last()
    same = (
        last is not None
        and last.actor == ENGINE
        and last.outcome == decision.verdict.outcome
        and tuple(last.value["claims"]) == decision.verdict.claims
    )
    if last and same:
        _keep_strays(last, decision.verdict, now)
        tasks.open_tasks(unit, last, decision.tasks, now=now)
        received.note_folded(unit, decision.folded, now)


def _keep_strays(row: models.Verdict, newest: Verdict, now: datetime) -> None:
    """A paper is read after its mail is routed: what it names is added to the verdict that stands, and that is an event."""
    if row.value.get("strays", []) == codec.dump(newest.strays):
        return
    kept = codec.load(Verdict, row.value)
    asked = kept.trail[: len(kept.trail) - len(kept.strays)]
    told = newest.trail[len(newest.trail) - len(newest.strays) :]
    row.value = codec.dump(replace(kept, strays=newest.strays, trail=(*asked, *told)))
    row.save(update_fields=["value"])
    events.record(STRAYED, actor=ENGINE, at=now, mail_id=row.unit.mail_id, unit_id=row.unit_id, data={"strays": row.value["strays"]})


def _set_state(unit: models.Unit, state: models.Unit.State) -> None:
    unit.state = state
    unit.save(update_fields=["state"])
