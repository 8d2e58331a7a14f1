"""Invitations are read as what a person would see of them."""

from pathlib import Path

import pytest

from core.content import Spool
from core.errors import Problem
from core.values import Reading
from extractors.context import Context
from extractors.reading import read

EVENT = r"""BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VTIMEZONE
DTSTART:16010101T020000
END:VTIMEZONE
BEGIN:VEVENT
ORGANIZER;CN="Vasseur: expert":mailto:rapports@cabinet-vasseur.example
SUMMARY;LANGUAGE=fr:Réunion d'expertise contradictoire - 1-LRY-
 017
DTSTART;TZID=Europe/Brussels:20260310T093000
LOCATION:Carrosserie Vigneron\, 5004 Namur
DESCRIPTION:Convocation à expertise.\nMerci d'être présent.
BEGIN:VALARM
DESCRIPTION:Reminder
END:VALARM
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


def reading(text: str, folder: Path) -> Reading:
    with Spool(folder) as spool:
        return read(spool.keep(text.encode()), name="invite.ics", media_type="text/calendar", context=Context())


def test_an_event_is_a_page(tmp_path: Path) -> None:
    found = reading(EVENT, tmp_path)

    (page,) = found.pages
    assert page.text.split("\n") == [
        "Réunion d'expertise contradictoire - 1-LRY-017",
        "10/03/2026 09:30",
        "Carrosserie Vigneron, 5004 Namur",
        "Convocation à expertise.",
        "Merci d'être présent.",
        "rapports@cabinet-vasseur.example",
    ]


def test_an_invitation_to_an_assessment_is_known_as_one(tmp_path: Path) -> None:
    found = reading(EVENT, tmp_path)

    assert found.type.id == "convocation_expertise"
    assert ("date_eu", "2026-03-10") in [(fact.kind, fact.value) for fact in found.facts]


@pytest.mark.parametrize(
    ("start", "shown"),
    [
        ("DTSTART:20260310T083000Z", "10/03/2026 08:30 UTC"),
        ("DTSTART;VALUE=DATE:20260310", "10/03/2026"),
        ("DTSTART:tomorrow", "tomorrow"),
    ],
)
def test_times_are_shown_as_they_are_meant(start: str, shown: str, tmp_path: Path) -> None:
    found = reading(f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{start}\nEND:VEVENT\nEND:VCALENDAR\n", tmp_path)

    assert found.pages[0].text == shown


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("hello", Problem.DAMAGED),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\n", Problem.NO_TEXT),
        ("BEGIN:VCALENDAR\nEND:VEVENT\nEND:X\nEND:Y\nEND:Z\nBEGIN:VEVENT\nSUMMARY:", Problem.NO_TEXT),
    ],
)
def test_what_is_no_calendar_says_so(text: str, problem: Problem, tmp_path: Path) -> None:
    assert reading(text, tmp_path).problem == problem
