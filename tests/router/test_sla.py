"""When something is due: Belgian and French holidays, evenings, weekends, and the clock change."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from core.errors import Misconfigured
from router.options import Options
from router.sla import Calendar, Service, service_of

BRUSSELS = Calendar(country="BE", time_zone="Europe/Brussels")
PARIS = Calendar(country="FR", time_zone="Europe/Paris")


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Brussels"))


WORKING_DAYS = [
    ("Wednesday", "2026-03-04T10:11", 1, "2026-03-05T17:00"),
    ("Friday morning", "2024-05-03T10:21", 2, "2024-05-07T17:00"),
    ("Friday evening", "2026-03-06T18:40", 1, "2026-03-09T17:00"),
    ("Saturday", "2026-03-07T12:00", 1, "2026-03-09T17:00"),
    ("the eve of Ascension", "2026-05-13T10:00", 1, "2026-05-15T17:00"),
    ("the eve of the national day", "2026-07-20T10:00", 1, "2026-07-22T17:00"),
    ("Good Friday, Easter Monday", "2026-04-02T10:00", 2, "2026-04-07T17:00"),
    ("Christmas and New Year", "2026-12-24T16:59", 5, "2027-01-04T17:00"),
    ("minutes before midnight", "2026-03-04T23:59", 1, "2026-03-05T17:00"),
]


@pytest.mark.parametrize(("received", "days", "due"), [row[1:] for row in WORKING_DAYS], ids=[row[0] for row in WORKING_DAYS])
def test_working_days_end_at_closing_time(received: str, days: int, due: str) -> None:
    assert BRUSSELS.end_of_working_day(_at(received), days) == _at(due)


def test_every_country_has_its_holidays() -> None:
    assert PARIS.end_of_working_day(_at("2026-07-13T10:00"), 1) == _at("2026-07-15T17:00")
    assert BRUSSELS.end_of_working_day(_at("2026-07-13T10:00"), 1) == _at("2026-07-14T17:00")


def test_the_day_of_receipt_is_the_day_of_the_office() -> None:
    late_in_utc = datetime.fromisoformat("2026-03-04T23:30:00+00:00")

    assert BRUSSELS.end_of_working_day(late_in_utc, 1) == _at("2026-03-06T17:00")


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-03-04T10:00", "2026-03-04T14:00"),
        ("2026-03-04T13:00", "2026-03-04T17:00"),
        ("2026-03-04T15:30", "2026-03-05T11:30"),
        ("2026-03-04T07:00", "2026-03-04T13:00"),
        ("2026-03-06T17:40", "2026-03-09T13:00"),
        ("2026-07-20T16:00", "2026-07-22T12:00"),
    ],
)
def test_office_hours_run_while_the_office_is_open(received: str, due: str) -> None:
    assert BRUSSELS.after_office_hours(_at(received), 4) == _at(due)


def test_hours_run_on_the_clock_through_the_change_of_summer_time() -> None:
    due = BRUSSELS.due(service_of("declaration"), _at("2026-03-28T12:00"))

    assert due == _at("2026-03-29T13:00")


def test_a_summons_on_friday_evening_is_due_the_same_evening() -> None:
    assert BRUSSELS.due(service_of("citation"), _at("2026-03-06T17:40")) == _at("2026-03-06T21:40")


def test_a_type_nobody_listed_is_handled_as_other() -> None:
    assert service_of("unheard_of") == Service(type="autre", priority="normal", days=1)


@pytest.mark.parametrize("fields", [{"country": "XX"}, {"time_zone": "Europe/Nowhere"}, {"time_zone": "../x"}, {"tasks_per": "mail"}])
def test_options_that_nobody_knows_are_refused(fields: dict[str, str]) -> None:
    with pytest.raises(Misconfigured):
        Options(**fields)
