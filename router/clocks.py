"""The clocks of a service level: what starts and stops each, how long it may take, and how it stands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from router.sla import Calendar

_TIME = re.compile(r"PT([1-9]\d{0,4})(M|H|OH)|P([1-9]\d{0,3})(D|CD|WD)")


class State(StrEnum):
    """How a clock stands."""

    RUNNING = "running"
    WARN = "warn"
    """Running, and near its end."""

    OVERDUE = "overdue"
    """Running, and past its end."""

    MET = "met"
    MISSED = "missed"
    """Stopped, and too late."""

    VOID = "void"
    """A rule says that there is no clock: nobody is to be answered, the mail is a robot's."""


RUNS = frozenset({State.RUNNING, State.WARN, State.OVERDUE})
"""States of a clock that nothing has stopped."""

PRESSING = frozenset({State.WARN, State.OVERDUE})
"""States that a person must see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A length of time, in minutes (M) or hours (H) of the clock, office hours (OH), calendar (CD) or working days (WD)."""

    amount: int
    unit: str

    def end(self, start: datetime, calendar: Calendar) -> datetime:
        """When it is over, in UTC; hours run on UTC, so that the change of summer time does not matter."""
        match self.unit:
            case "M":
                return start.astimezone(UTC) + timedelta(minutes=self.amount)
            case "H":
                return start.astimezone(UTC) + timedelta(hours=self.amount)
            case "OH":
                return calendar.after_office_hours(start, self.amount).astimezone(UTC)
            case "CD":
                return calendar.end_of_day(start, self.amount).astimezone(UTC)
            case _:
                return calendar.end_of_office_day(start, self.amount).astimezone(UTC)


def span(text: str, days: str) -> Span:
    """`PT24H`, `PT4OH`, `P10D` ... as a length of time; plain days are counted as `days` says: `calendar` or `working`.

    Raises:
        ValueError: it is not written so.
    """
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no time; PT15M, PT24H, PT4OH, P10D, P10CD or P10WD")
    unit = found[2] or found[4]
    plain = "WD" if days == "working" else "CD"
    return Span(amount=int(found[1] or found[3]), unit=plain if unit == "D" else unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What one clock asks for: between which moments, and within which time."""

    id: str
    of: str
    """mail, task, delivery or claim: what has the clock."""

    start: str
    stop: str
    within: Span
    warn: Span | None = None
    voided_by: str = ""
    """The moment after which the stop does not count any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A clock as it stands; all moments are UTC."""

    id: str
    state: State
    started_at: datetime
    due_at: datetime
    contract: str = ""
    """The client's contract that sets it, "" for the house's own."""

    warn_at: datetime | None = None
    stopped_at: datetime | None = None
    reopened_at: datetime | None = None
    """When what had stopped it turned out not to count."""

    calendar_days: int = 0
    working_days: int = 0
    """Days that it took, or has taken until now; the day of the start does not count."""

    @property
    def runs(self) -> bool:
        """Whether nothing has stopped it."""
        return self.state in RUNS

    @property
    def took(self) -> timedelta | None:
        """The time between start and stop."""
        return max(self.stopped_at - self.started_at, timedelta()) if self.stopped_at else None


def stand(target: Target, stamps: Mapping[str, datetime], calendar: Calendar, now: datetime, contract: str = "") -> Clock | None:
    """How a clock stands, `None` when it has not started."""
    start = stamps.get(target.start)
    if start is None:
        return None
    stop, voided = stamps.get(target.stop), stamps.get(target.voided_by)
    reopened = voided if stop and voided and voided >= stop else None
    stop = None if reopened else stop
    due, warn = target.within.end(start, calendar), target.warn.end(start, calendar) if target.warn else None
    until = stop or now
    return Clock(
        id=target.id,
        state=_running(due, warn, now) if stop is None else State.MET if stop <= due else State.MISSED,
        contract=contract,
        started_at=start.astimezone(UTC),
        due_at=due,
        warn_at=warn,
        stopped_at=stop.astimezone(UTC) if stop else None,
        reopened_at=reopened.astimezone(UTC) if reopened else None,
        calendar_days=calendar.days_between(start, until),
        working_days=calendar.working_days_between(start, until),
    )


def _running(due: datetime, warn: datetime | None, now: datetime) -> State:
    if now > due:
        return State.OVERDUE
    return State.WARN if warn and now >= warn else State.RUNNING
