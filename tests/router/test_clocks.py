"""Clocks as they stand: on the clock, in office hours, in days of either kind, over holidays and the change of summer time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from router.clocks import Clock, Span, State, Target, span, stand
from router.contracts import read
from router.sla import Calendar

ZONE = ZoneInfo("Europe/Brussels")
HOUSES = {"BE": Calendar(country="BE", time_zone="Europe/Brussels"), "FR": Calendar(country="FR", time_zone="Europe/Brussels")}
TARGETS = {target.id: target for target in read(None).default.targets}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def stands(name: str, stamps: dict[str, str], now: str, country: str = "BE") -> Clock:
    clock = stand(TARGETS[name], {key: at(value) for key, value in stamps.items()}, HOUSES[country], at(now))
    assert clock is not None
    return clock


ENDS = [
    ("a day on the clock", "PT24H", "BE", "2026-03-04T10:00", "2026-03-05T10:00"),
    ("a day over the weekend", "PT24H", "BE", "2026-03-06T18:00", "2026-03-07T18:00"),
    ("a day that loses an hour", "PT24H", "BE", "2026-03-28T10:00", "2026-03-29T11:00"),
    ("a day that gains an hour", "PT24H", "BE", "2026-10-24T10:00", "2026-10-25T09:00"),
    ("a quarter of an hour", "PT15M", "BE", "2026-03-04T23:50", "2026-03-05T00:05"),
    ("office hours over a weekend", "PT4OH", "BE", "2026-03-06T16:00", "2026-03-09T12:00"),
    ("office hours over the change of summer time", "PT8OH", "BE", "2026-03-27T16:00", "2026-03-30T16:00"),
    ("calendar days over a holiday", "P10CD", "BE", "2026-04-30T10:00", "2026-05-10T23:59:59"),
    ("calendar days over the change of summer time", "P2CD", "BE", "2026-03-28T10:00", "2026-03-30T23:59:59"),
    ("working days over Labour Day and Ascension", "P10WD", "BE", "2026-04-30T10:00", "2026-05-18T23:59:59"),
    ("working days, France also free on 8 May", "P10WD", "FR", "2026-04-30T10:00", "2026-05-19T23:59:59"),
    ("working days over the Belgian national day", "P2WD", "BE", "2026-07-20T10:00", "2026-07-23T23:59:59"),
    ("working days in France on that day", "P2WD", "FR", "2026-07-20T10:00", "2026-07-22T23:59:59"),
]


@pytest.mark.parametrize(("text", "country", "start", "end"), [row[1:] for row in ENDS], ids=[row[0] for row in ENDS])
def test_a_time_ends(text: str, country: str, start: str, end: str) -> None:
    found = span(text, "calendar").end(at(start), HOUSES[country])

    assert (found, found.tzinfo) == (at(end), UTC)


RECEIVED = {"received_at": "2026-03-04T10:00"}
STATES = [
    ("just received", "ack", RECEIVED, "2026-03-04T10:00", State.RUNNING),
    ("a second before the warning", "ack", RECEIVED, "2026-03-05T01:59:59", State.RUNNING),
    ("at the warning", "ack", RECEIVED, "2026-03-05T02:00", State.WARN),
    ("at the last moment", "ack", RECEIVED, "2026-03-05T10:00", State.WARN),
    ("a second later", "ack", RECEIVED, "2026-03-05T10:00:01", State.OVERDUE),
    ("without a warning", "contract_change", RECEIVED, "2026-03-05T09:59", State.RUNNING),
    ("answered at the last moment", "ack", {**RECEIVED, "ack_sent_at": "2026-03-05T10:00"}, "2026-03-09T10:00", State.MET),
    ("answered too late", "ack", {**RECEIVED, "ack_sent_at": "2026-03-05T10:00:01"}, "2026-03-09T10:00", State.MISSED),
    (
        "came back in time",
        "ack",
        {**RECEIVED, "ack_sent_at": "2026-03-04T10:05", "ack_bounced_at": "2026-03-04T10:06"},
        "2026-03-04T12:00",
        State.RUNNING,
    ),
    (
        "came back, and nobody wrote again",
        "ack",
        {**RECEIVED, "ack_sent_at": "2026-03-04T10:05", "ack_bounced_at": "2026-03-04T10:06"},
        "2026-03-06T12:00",
        State.OVERDUE,
    ),
    (
        "answered again after it came back",
        "ack",
        {**RECEIVED, "ack_sent_at": "2026-03-04T11:00", "ack_bounced_at": "2026-03-04T10:06"},
        "2026-03-06T12:00",
        State.MET,
    ),
    ("twenty days and no report", "expert_report", {"mission_sent_at": "2026-03-02T10:00"}, "2026-03-22T20:00", State.WARN),
    ("the day after", "expert_report", {"mission_sent_at": "2026-03-02T10:00"}, "2026-03-23T00:00", State.OVERDUE),
    ("a report without an offer", "offer", {"report_received_at": "2026-03-02T10:00"}, "2026-03-10T00:00", State.WARN),
]


@pytest.mark.parametrize(("name", "stamps", "now", "state"), [row[1:] for row in STATES], ids=[row[0] for row in STATES])
def test_a_clock_stands(name: str, stamps: dict[str, str], now: str, state: State) -> None:
    assert stands(name, stamps, now).state is state


def test_a_clock_without_its_start_does_not_run() -> None:
    assert stand(TARGETS["offer"], {"offer_sent_at": at("2026-03-02T10:00")}, HOUSES["BE"], at("2026-03-10T00:00")) is None


def test_hours_are_counted_on_utc_when_the_clock_changes() -> None:
    clock = stands("ack", {"received_at": "2026-03-28T10:00", "ack_sent_at": "2026-03-29T10:30"}, "2026-03-30T10:00")

    assert (clock.state, clock.took) == (State.MET, timedelta(hours=23, minutes=30))


def test_both_counts_of_days_are_there() -> None:
    clock = stands("expert_report", {"mission_sent_at": "2026-04-30T10:00", "report_received_at": "2026-05-18T09:00"}, "2026-06-01T00:00")

    assert (clock.calendar_days, clock.working_days) == (18, 10)


def test_what_came_back_is_told_with_its_moment() -> None:
    clock = stands("ack", {**RECEIVED, "ack_sent_at": "2026-03-04T10:05", "ack_bounced_at": "2026-03-04T10:06"}, "2026-03-04T12:00")

    assert (clock.reopened_at, clock.stopped_at, clock.took, clock.runs) == (at("2026-03-04T10:06"), None, None, True)


def test_plain_days_are_counted_as_the_contract_says() -> None:
    assert (span("P10D", "calendar"), span("P10D", "working"), span("P10CD", "working")) == (
        Span(amount=10, unit="CD"),
        Span(amount=10, unit="WD"),
        Span(amount=10, unit="CD"),
    )


@pytest.mark.parametrize("text", ["", "24h", "PT24", "P0D", "PT0H", "P10H", "PT2WD", "P1DT2H", "-PT1H", "PT1H ", "P99999D"])
def test_a_time_that_is_not_written_so_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no time"):
        span(text, "calendar")


def test_a_stop_before_the_start_took_no_time() -> None:
    clock = stands("expert_mission", {"expertise_needed_at": "2026-03-04T10:00", "mission_sent_at": "2026-03-03T10:00"}, "2026-03-05T10:00")

    assert (clock.state, clock.took, clock.calendar_days) == (State.MET, timedelta(), 0)


def test_the_house_has_the_clocks_of_the_trade() -> None:
    def said(target: Target) -> str:
        return f"{target.of} {target.within.amount}{target.within.unit}" + (
            f" {target.warn.amount}{target.warn.unit}" if target.warn else ""
        )

    assert {name: said(target) for name, target in TARGETS.items()} == {
        "ack": "mail 24H 16H",
        "task_created": "mail 15M",
        "contract_change": "task 24H",
        "triage": "task 4OH",
        "quarantine_review": "delivery 8OH",
        "expert_mission": "claim 48H 36H",
        "expert_report": "claim 20CD 15CD",
        "report_copy": "claim 2WD",
        "offer": "claim 10CD 7CD",
        "vehicle_search": "claim 30CD 25CD",
    }
