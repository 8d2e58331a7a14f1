"""When something is due: working days of a country, office hours of a zone, and the clock."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

import holidays
import yaml

OPENS = time(9)
CLOSES = time(17)
PRIORITIES = ("urgent", "high", "normal", "low")
_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """How fast a kind of document is to be handled: in clock hours when `hours` is set, else in working days."""

    type: str
    priority: str
    days: int = 0
    hours: int = 0

    @property
    def is_due(self) -> bool:
        """Whether it says anything of a time."""
        return bool(self.hours or self.days)

    @property
    def rank(self) -> tuple[int, int]:
        """For sorting: what is more pressing comes first."""
        return PRIORITIES.index(self.priority), self.hours or self.days * 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The days and the clock of one office."""

    country: str
    time_zone: str

    def is_working_day(self, day: date) -> bool:
        """Neither weekend nor holiday."""
        return day.weekday() < _SATURDAY and day not in _holidays(self.country)

    def day_of(self, moment: datetime) -> date:
        """The day that it is in the office."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()

    def end_of_working_day(self, received: datetime, days: int) -> datetime:
        """Closing time of the working day that comes `days` after the day of receipt, which does not count itself."""
        day = self.day_of(received)
        while days:
            day += timedelta(days=1)
            days -= self.is_working_day(day)
        return datetime.combine(day, CLOSES, ZoneInfo(self.time_zone))

    def end_of_day(self, start: datetime, days: int) -> datetime:
        """The last second of the calendar day that comes `days` after the day of `start`."""
        return self._last_second(self.day_of(start) + timedelta(days=days))

    def end_of_office_day(self, start: datetime, days: int) -> datetime:
        """The last second of the working day that comes `days` working days after the day of `start`."""
        return self._last_second(self.day_of(self.end_of_working_day(start, days)))

    def days_between(self, start: datetime, stop: datetime) -> int:
        """Calendar days from the day of `start`, which does not count itself, to that of `stop`."""
        return max((self.day_of(stop) - self.day_of(start)).days, 0)

    def working_days_between(self, start: datetime, stop: datetime) -> int:
        """As `days_between`, working days only."""
        return self.working_days(self.day_of(start), self.day_of(stop))

    def working_days(self, first: date, last: date) -> int:
        """Working days after `first` up to and with `last`."""
        return sum(self.is_working_day(first + timedelta(days=after)) for after in range(1, (last - first).days + 1))

    def _last_second(self, day: date) -> datetime:
        return datetime.combine(day, time(23, 59, 59), ZoneInfo(self.time_zone))

    def within_a_month(self, received: datetime) -> datetime:
        """Closing time of the last working day within a month of receipt (GDPR, article 12.3)."""
        day = self.day_of(received)
        year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)  # noqa: PLR2004 - December
        day = date(year, month, min(day.day, monthrange(year, month)[1]))
        while not self.is_working_day(day):
            day -= timedelta(days=1)
        return datetime.combine(day, CLOSES, ZoneInfo(self.time_zone))

    def after_office_hours(self, received: datetime, hours: int) -> datetime:
        """When the office has been open for `hours` since `received`."""
        zone = ZoneInfo(self.time_zone)
        at, left = received.astimezone(zone), timedelta(hours=hours)
        while True:
            opens, closes = datetime.combine(at.date(), OPENS, zone), datetime.combine(at.date(), CLOSES, zone)
            start = max(at, opens)
            if self.is_working_day(at.date()) and start < closes:
                if start + left <= closes:
                    return start + left
                left -= closes - start
            at = datetime.combine(at.date() + timedelta(days=1), time.min, zone)

    def due(self, service: Service, received: datetime) -> datetime:
        """When a document that was received then is due."""
        if service.hours:
            # Hours run on the clock, through nights and the change of summer time.
            return (received.astimezone(UTC) + timedelta(hours=service.hours)).astimezone(ZoneInfo(self.time_zone))
        return self.end_of_working_day(received, service.days)


def service_of(document_type: str) -> Service:
    """How fast a type of document is to be handled; a type nobody listed is handled as `autre`."""
    services = _services()
    return services.get(document_type) or services["autre"]


@cache
def _services() -> dict[str, Service]:
    data = yaml.safe_load(resources.files("router").joinpath("data/document_types.yaml").read_text("utf-8"))
    return {name: _service(name, row["priority"], str(row["due"])) for name, row in data.items()}


def _service(name: str, priority: str, due: str) -> Service:
    if due.endswith("h"):
        return Service(type=name, priority=priority, hours=int(due[:-1]))
    return Service(type=name, priority=priority, days=int(due))


@lru_cache(maxsize=8)
def _holidays(country: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country)


@cache
def countries() -> frozenset[str]:
    """Codes of the countries whose holidays are known."""
    return frozenset(holidays.list_supported_countries())
