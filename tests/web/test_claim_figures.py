"""The line of one claim in the statistics, when its number changed, when it is held back, and when it was declared in another year."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.sheets import Cell
from core.values import Outcome
from ingest import statistics
from storage import events, models
from storage.tasks import ADDRESS
from tests.databases import ON_BOTH
from tests.web.builders import NOON, File, Sent, send
from tests.web.test_statistics import rows

HEAD = "number,state,kind,loss_date,former_numbers"
DECLARED = Sent(files=(File(name="d.pdf", content=b"d", type="declaration"),))
YEAR = timedelta(days=365)
MAILS, TASKS, FIRST, DOCUMENTS, TYPES, AGAIN, DAYS, LATE = 10, 11, 12, 14, 15, 17, 18, 19

pytestmark = ON_BOTH


def register(home: Path, *lines: str) -> None:
    (home / "claims.csv").write_text("\n".join([HEAD, *lines, ""]), encoding="utf-8")


def only_line(year: int = 2026) -> tuple[Cell, ...]:
    (line,) = rows("claims", year)
    return line


def test_a_claim_that_is_held_back_tells_nothing_of_its_loss_and_its_papers(installation: Path) -> None:
    register(installation, "C502100001,restricted,water_damage,2026-02-21,")
    send(DECLARED)

    line = only_line()

    assert (line[MAILS], line[DOCUMENTS], line[TYPES], line[DAYS], line[LATE]) == (1, 1, "", None, "")
    assert ("late", 0, None) in rows("totals")


@pytest.mark.parametrize("at_once", [1, 500])
@pytest.mark.parametrize("later", ["C502100001", "D000000007"])
def test_mail_under_a_former_number_counts_once_and_for_the_present_one(
    installation: Path, monkeypatch: pytest.MonkeyPatch, later: str, at_once: int
) -> None:
    monkeypatch.setattr(statistics, "CLAIMS_AT_ONCE", at_once)
    register(installation, "C502100001,open,water_damage,2026-02-21,D000000007")
    former = send(replace(DECLARED, claim="D000000007"))
    send(replace(DECLARED, claim=later, received_at=NOON + timedelta(days=1)))
    events.record("sent_again", actor="claimpost", at=NOON, mail_id=former.mail.pk, claim="D000000007")

    line = only_line()

    assert (line[0], line[MAILS], line[FIRST], line[DOCUMENTS], line[AGAIN]) == ("C502100001", 2, date(2026, 3, 4), 2, 1)
    assert (line[TYPES], line[DAYS], line[LATE]) == ("declaration=2", 11, "yes")


def test_one_mail_on_both_numbers_of_a_claim_is_one_mail(installation: Path) -> None:
    register(installation, "C502100001,open,water_damage,2026-02-21,D000000007")
    made = send(DECLARED)
    twin = models.Task.objects.get(pk=made.task.pk)
    twin.pk, twin.key, twin.claim = None, "twin", "D000000007"
    twin.save()
    twin.items.set(made.task.items.all())

    line = only_line()

    assert (line[MAILS], line[DOCUMENTS]) == (1, 1)


def test_mails_that_the_desk_shows_as_one_task_are_one_task_and_all_their_papers_count(installation: Path) -> None:
    register(installation, "C502100001,open,water_damage,2026-02-21,")
    lead, joined, _ = (send(replace(DECLARED, received_at=NOON + timedelta(minutes=minute))) for minute in range(3))
    models.Task.objects.filter(pk=joined.task.pk).update(joined_to=lead.task)

    line = only_line()

    assert (line[MAILS], line[TASKS], line[DOCUMENTS]) == (3, 2, 3)


@pytest.mark.parametrize("first", ["C502100001", "D000000007"])
def test_a_loss_that_was_declared_last_year_is_not_declared_late_this_year(installation: Path, first: str) -> None:
    register(installation, "C502100001,open,water_damage,2025-03-01,D000000007")
    send(replace(DECLARED, claim=first, received_at=NOON - YEAR))
    send(DECLARED)

    assert only_line(2026)[DAYS:] == (None, "")
    assert only_line(2025)[DAYS:] == (3, "no")


def test_only_what_a_person_decides_counts_as_triage(installation: Path) -> None:
    assert installation
    waiting = Sent(kind="triage", claim="", outcome=Outcome.TRIAGE, why=("no_reference",))
    send(replace(waiting, state="done"))
    for replaced in (replace(waiting, state="cancelled"), replace(waiting, state="done", title=ADDRESS), replace(waiting, title=ADDRESS)):
        made = send(replaced)
        models.Task.objects.filter(pk=made.task.pk, state="cancelled").update(closed_at=NOON + timedelta(hours=9))

    assert rows("triage") == [("no_reference", 1, 0, 3.0, 3.0), ("all", 1, 0, 3.0, 3.0)]
