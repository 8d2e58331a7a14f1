"""The steps, one by one and twice: promises 2, 3, 4, 5 and 7."""

import io
import zipfile
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest

from core import codec
from core.errors import Problem, Unavailable, Unreadable
from core.values import Reading, Verdict
from ingest import pipeline, runner, services
from ingest.sandbox import Sandbox
from storage import jobs, models
from tests.ingest.way import NOW, deliver, hold
from tests.whole import mails
from tests.whole.killed import InThisProcess
from tests.whole.snapshot import take


def test_the_task_is_there_before_anything_is_read(hands: services.Services) -> None:
    mail = hold(mails.letter(1, serial=1), hands)
    pipeline.open_mail(mail, hands)

    pipeline.route_mail(mail, hands)

    task = models.Task.objects.get()
    assert (task.claim, task.handler, models.Reading.objects.count()) == (mails.claim(1), "h.lambert", 0)


def test_readings_join_the_task_that_is_there(hands: services.Services) -> None:
    mail = hold(mails.letter(1, serial=1), hands)
    pipeline.open_mail(mail, hands)
    pipeline.route_mail(mail, hands)
    before = models.Task.objects.get()

    runner.work(hands, Event(), until_idle=True)

    after = models.Task.objects.get()
    assert (after.pk, before.title, after.title) == (before.pk, "autre", "devis")


def test_every_step_may_run_twice(hands: services.Services) -> None:
    mail = hold(mails.parcel(), hands)
    runner.work(hands, Event(), until_idle=True)
    once = take()

    pipeline.open_mail(mail, hands)
    for item in models.Item.objects.all():
        pipeline.read_item(item.pk, hands)
    pipeline.route_mail(mail, hands)

    assert take() == once


def test_the_nearest_mail_decides(hands: services.Services) -> None:
    tasks = deliver(mails.parcel(), hands)

    assert {(task.claim, *(item.path for item in task.items.all())) for task in tasks} == {
        (mails.claim(1), "0.1", "0.2.0", "0.2.1"),
        (mails.claim(2), "0.3.1"),
    }


def test_the_verdict_keeps_its_reason(hands: services.Services) -> None:
    deliver(mails.letter(1, serial=1), hands)

    verdict = codec.load(Verdict, models.Verdict.objects.get().value)

    assert (verdict.rule != "", verdict.references[0].raw, verdict.references[0].carrier) == (True, f"*{mails.claim(1)}*", "subject")


def test_what_cannot_be_opened_stays_with_its_problem(hands: services.Services) -> None:
    mail = mails.letter(1, serial=1)
    mail.add_attachment(b"PK\x03\x04 not a zip", maintype="application", subtype="zip", filename="pieces.zip")

    deliver(mail, hands)

    broken = models.Item.objects.get(name="pieces.zip")
    assert (broken.problem, models.Item.objects.count(), models.Task.objects.count()) == (Problem.DAMAGED, 4, 1)


class DyingSandbox(InThisProcess):
    """Every child dies."""

    def read_document(self, *_: object, **named: object) -> Reading:
        return Reading(media_type=str(named["media_type"]), problem=Problem.CRASHED)


def test_a_document_that_kills_its_reader_does_not_stop_the_mail(hands: services.Services) -> None:
    (task,) = deliver(mails.letter(1, serial=1), replace(hands, sandbox=DyingSandbox(hands.settings)))

    assert (task.claim, models.Reading.objects.get().problem) == (mails.claim(1), Problem.CRASHED)


def test_the_senders_own_words_open_what_is_locked(hands: services.Services) -> None:
    import pyzipper

    packed = io.BytesIO()
    with pyzipper.AESZipFile(packed, "w", compression=zipfile.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(b"Sinistre2024")
        archive.writestr("facture.txt", "Facture acquittée\n")
    mail = mails.letter(1, serial=1)
    mail.get_payload()[0].set_content("Bonjour,\nle mot de passe du zip : Sinistre2024.\nMerci\n")
    mail.add_attachment(packed.getvalue(), maintype="application", subtype="zip", filename="pieces.zip")

    with Sandbox(hands.settings) as sandbox:
        deliver(mail, replace(hands, sandbox=sandbox))

    assert models.Item.objects.get(name="facture.txt").problem == ""


def test_a_blob_store_that_is_away_is_waited_for(hands: services.Services) -> None:
    class Away:
        def fetch(self, *_: object) -> None:
            raise Unavailable("blobs_unreachable")

    hold(mails.letter(1, serial=1), hands)

    runner.work(replace(hands, blobs=Away()), Event(), until_idle=True)

    job = models.Job.objects.get()
    assert (job.problem, job.stuck, job.tries) == ("blobs_unreachable", False, 1)


def test_an_error_of_ours_stays_visible_and_the_others_go_on(hands: services.Services) -> None:
    jobs.add("route", 999, NOW)
    hold(mails.letter(1, serial=1), hands)

    runner.work(hands, Event(), until_idle=True)

    assert models.Job.objects.get().problem == "failed"
    assert models.Task.objects.count() == 1


def test_the_same_paper_is_read_once(hands: services.Services) -> None:
    counted = []

    class Counting(InThisProcess):
        def read_document(self, *arguments: object, **named: object) -> Reading:
            counted.append(named["name"])
            return super().read_document(*arguments, **named)  # type: ignore[arg-type]

    hands = replace(hands, sandbox=Counting(hands.settings))
    deliver(mails.letter(1, serial=1), hands)
    deliver(mails.letter(2, serial=1), hands)

    assert (counted, models.Reading.objects.count()) == (["devis-1.txt"], 2)


def test_an_empty_file_is_refused_at_intake(hands: services.Services) -> None:
    with pytest.raises(Unreadable) as refused:
        hold(b"", hands)

    assert refused.value.problem == Problem.EMPTY


@pytest.fixture
def draft(hands: services.Services) -> services.Services:
    """The register holds a draft that is not submitted yet."""
    register = hands.settings.home / "claims.csv"
    rows = register.read_text().replace("C502100003,open", "T502100003,draft")
    register.write_text(rows)
    return hands


def _about_the_draft() -> bytes:
    return mails.letter(3, serial=3).as_bytes().replace(b"*C502100003*", b"*T502100003*")


def test_a_draft_is_watched_until_it_is_a_claim(draft: services.Services) -> None:
    (waiting,) = deliver(_about_the_draft(), draft)
    register = draft.settings.home / "claims.csv"
    *others, row = register.read_text().splitlines()
    row = row.replace("T502100003,draft", "C502100044,open").replace(",,normal", ",T502100003,normal")
    register.write_text("\n".join([*others, row]))

    runner.work(replace(draft, now=lambda: NOW + timedelta(hours=2)), Event(), until_idle=True)

    waiting.refresh_from_db()
    opened = models.Task.objects.get(kind="claim")
    assert (waiting.kind, waiting.state, opened.claim, opened.warnings) == ("hold", "cancelled", "C502100044", ["draft_number_resolved"])


def test_a_draft_that_never_becomes_a_claim_goes_to_triage(draft: services.Services) -> None:
    deliver(_about_the_draft(), draft)

    runner.work(replace(draft, now=lambda: NOW + timedelta(days=10)), Event(), until_idle=True)

    assert [(task.kind, task.state) for task in models.Task.objects.order_by("pk")] == [("hold", "cancelled"), ("triage", "open")]
