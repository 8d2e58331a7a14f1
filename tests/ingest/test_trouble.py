"""What goes wrong must not hide a mail: every unit ends with a task, whatever its papers, its bytes or the machine do."""

import errno
import io
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from core.content import Content
from core.errors import Unavailable
from core.pages import Page
from core.values import Reading
from ingest import grounds, operations, runner
from ingest.services import Services
from storage import jobs, models
from tests.databases import ON_BOTH
from tests.ingest.way import NOW, deliver, hold
from tests.whole import mails
from tests.whole.killed import InThisProcess


@ON_BOTH
@pytest.mark.parametrize("date", ["Fri, 31 Dec 9999 23:59:59 -1200", "Mon, 01 Jan 0001 00:00:00 +1400", "hier"])
def test_a_date_at_the_end_of_time_stops_nothing(date: str, hands: Services) -> None:
    mail = mails.letter(1, serial=1)
    mail.replace_header("Date", "x")
    raw = mail.as_bytes().replace(b"Date: x", f"Date: {date}".encode())

    (task,) = deliver(raw, hands)

    assert (task.claim, task.unit.date) == (mails.claim(1), None)


@ON_BOTH
def test_a_nul_in_a_name_stops_nothing(hands: Services) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("factureXX.txt", "Facture\n")
    mail = mails.letter(1, serial=1)
    mail.add_attachment(packed.getvalue().replace(b"factureXX", b"facture\0X"), maintype="application", subtype="zip", filename="a.zip")

    (task,) = deliver(mail, hands)

    assert task.claim == mails.claim(1)
    assert not models.Job.objects.exists()


class NulReader(InThisProcess):
    """Reads what no database takes."""

    def read_document(self, *_: object, **named: object) -> Reading:
        return Reading(media_type=str(named["media_type"]), pages=(Page(number=1, text="Durand\0 \ud800 IBAN"),))


@ON_BOTH
def test_a_nul_in_a_document_stops_nothing(hands: Services) -> None:
    deliver(mails.letter(None, serial=1), replace(hands, sandbox=NulReader(hands.settings)))

    assert models.Reading.objects.get().value["pages"][0]["text"] == "Durand ? IBAN"
    assert models.Task.objects.get().kind == "triage"


class BlindReader(InThisProcess):
    """Cannot read: the program that it needs is missing."""

    def read_document(self, *_: object, **__: object) -> Reading:
        raise Unavailable("ocr_missing")


def test_a_reading_that_does_not_come_keeps_nothing_from_the_operator(hands: Services) -> None:
    blind = replace(hands, sandbox=BlindReader(hands.settings))
    hold(mails.letter(None, serial=1), blind)

    for hour in range(jobs.PATIENCE):
        runner.work(replace(blind, now=lambda hour=hour: NOW + timedelta(hours=hour)), Event(), until_idle=True)
    waiting = models.Task.objects.get()
    later = replace(hands, now=lambda: NOW + timedelta(days=1))
    runner.work(later, Event(), until_idle=True)

    assert (waiting.kind, waiting.unit.state) == ("triage", "decided")
    assert (models.Reading.objects.get().type, models.Task.objects.get().title) == ("devis", "devis")


def test_a_reader_that_dies_too_often_keeps_nothing_from_the_operator(hands: Services) -> None:
    hold(mails.letter(None, serial=1), hands)
    runner.run_named("open", models.Mail.objects.get().pk, hands)
    runner.run_named("route", models.Mail.objects.get().pk, hands)
    models.Job.objects.filter(step="read").update(deaths=jobs.DEATHS - 1, leased_by="dead", leased_until=NOW - timedelta(1))

    runner.work(hands, Event(), until_idle=True)

    assert (models.Task.objects.get().kind, models.Job.objects.get().stuck) == ("triage", True)


def test_a_full_disk_is_waited_for(hands: Services) -> None:
    class Full(InThisProcess):
        def open_tree(self, *_: object, **__: object) -> None:  # type: ignore[override]
            raise OSError(errno.ENOSPC, "No space left on device")

    hold(mails.letter(1, serial=1), hands)
    for hour in range(2 * jobs.TRIES):
        moment = NOW + timedelta(hours=hour)
        runner.work(replace(hands, sandbox=Full(hands.settings), now=lambda moment=moment: moment), Event(), until_idle=True)

    job = models.Job.objects.get()
    assert (job.problem, job.stuck) == ("machine_unavailable", False)


def test_new_mail_does_not_wait_behind_a_pile_of_scans(hands: Services) -> None:
    begun: list[str] = []
    release = Event()

    class Slow(InThisProcess):
        def read_document(self, content: Content, *, name: str, media_type: str, **named: object) -> Reading:
            begun.append(name)
            release.wait(30)
            return super().read_document(content, name=name, media_type=media_type, **named)  # type: ignore[arg-type]

    slow = replace(hands, sandbox=Slow(hands.settings), settings=replace(hands.settings, readers=1))
    for serial in range(1, 4):
        runner.run_named("open", hold(mails.letter(1, serial=serial), slow), slow)
    new = hold(mails.letter(2, serial=9), slow)

    def seen(step: str, target: int) -> None:
        if (step, target) == ("route", new):
            release.set()

    runner.work(slow, Event(), until_idle=True, progress=seen)

    assert release.is_set()
    assert models.Task.objects.filter(claim=mails.claim(2)).exists()


def test_a_database_that_was_away_is_worked_with_again(hands: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db.utils import OperationalError

    claim, failed = jobs.claim, []

    def fail_once(*arguments: object) -> list[jobs.ClaimedJob]:
        if not failed:
            failed.append(True)
            raise OperationalError
        return claim(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(jobs, "claim", fail_once)
    monkeypatch.setattr(runner, "LOOK_AGAIN_SECONDS", 0.01)

    assert len(deliver(mails.letter(1, serial=1), hands)) == 1


def test_what_waits_in_triage_is_not_closed_without_a_reason(hands: Services) -> None:
    (waiting,) = deliver(mails.letter(None, serial=1), hands)

    with pytest.raises(grounds.Refused) as refused:
        operations.close(waiting.pk, "s.upervisor", hands)

    assert refused.value.code == "reason_missing"


def test_spools_of_dead_workers_are_cleared_away(tmp_path: Path) -> None:
    from storage.housekeeping import tidy

    (tmp_path / "claimpost-old").mkdir()
    (tmp_path / "claimpost-old" / "leaf").write_bytes(b"x")

    assert (tidy(tmp_path), tidy(tmp_path, older_than=-1), list(tmp_path.iterdir())) == (0, 1, [])
