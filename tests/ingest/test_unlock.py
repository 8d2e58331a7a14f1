"""What one mail has locked is opened with the words of another of its thread: domain section 8.2, rule 7, and scenario 12."""

import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest
import pyzipper
from django.apps import apps
from pypdf import PdfWriter
from structlog.testing import capture_logs

from core.content import Content, Spool
from core.errors import Problem
from core.values import Outcome, Tree, Verdict
from ingest import operations, pipeline, unlocking
from ingest.sandbox import Sandbox, _unopened
from ingest.services import Services
from storage import checks, decisions, items, jobs, models
from tests.databases import ON_BOTH
from tests.ingest.locked import OPEN, WORD, answer, deliver, happened, inside, locked, locked_zip, work
from tests.ingest.way import NOW, hold
from tests.web.builders import pdf
from tests.whole import mails
from tests.whole.killed import InThisProcess
from tests.whole.snapshot import take


@ON_BOTH
def test_the_next_mail_of_the_thread_opens_what_was_locked(hands: Services) -> None:
    first = deliver(locked(), hands)
    before = inside(first)

    deliver(answer(), hands)

    assert (("facture.txt", "") in before, inside(first), "unlocked" in happened(first)) == (False, OPEN, True)
    assert models.Job.objects.count() == 0


def test_an_earlier_mail_of_the_thread_opens_what_comes_later(hands: Services) -> None:
    deliver(answer(), hands)

    second = deliver(locked(), hands)

    assert (inside(second), "unlocked" in happened(second), "passwords_tried" in happened(second)) == (OPEN, False, True)


def test_what_comes_out_is_read_joins_the_open_task_and_adds_up(hands: Services) -> None:
    first = deliver(locked(), hands)

    deliver(answer(), hands)

    task = models.Task.objects.get(unit__mail=first)
    paper = models.Item.objects.get(mail=first, name="facture.txt")
    assert (paper in task.items.all(), paper.reading.type, task.state) == (True, "facture_reparation", "open")
    assert [row.path for row in models.Item.objects.filter(mail=first)] == ["0", "0.0", "0.1", "0.2", "0.2.0"]
    assert checks.tables() == ()


def test_a_locked_paper_becomes_the_wrapping_of_the_open_one(hands: Services) -> None:
    writer = PdfWriter(clone_from=io.BytesIO(pdf("FACTURE DE REPARATION", "Facture acquittee", "Total TVAC : 300,00 EUR")))
    writer.encrypt(WORD, algorithm="AES-256")
    sealed = io.BytesIO()
    writer.write(sealed)
    mail = mails.letter(1, serial=1)
    mail.add_attachment(sealed.getvalue(), maintype="application", subtype="pdf", filename="facture.pdf")
    with Sandbox(hands.settings) as sandbox:
        first = deliver(mail, replace(hands, sandbox=sandbox))
        before = papers(first)

        deliver(answer(), replace(hands, sandbox=sandbox))

    assert before[-1] == ("0.2", "document", "needs_password", "autre")
    assert papers(first)[-2:] == [("0.2", "container", "", ""), ("0.2.0", "document", "", "facture_reparation")]


def papers(mail_id: int) -> list[tuple[str, str, str, str]]:
    """Path, kind, problem and what was read of every item."""
    rows = models.Item.objects.filter(mail=mail_id).select_related("reading")
    return [(row.path, row.kind, row.problem, row.reading.type if hasattr(row, "reading") else "") for row in rows]


def test_a_task_that_was_done_is_open_again_and_says_why(hands: Services) -> None:
    first = deliver(locked(), hands)
    operations.close(models.Task.objects.get(unit__mail=first).pk, "h.lambert", hands)

    deliver(answer(), hands)

    task = models.Task.objects.get(unit__mail=first)
    reopened = models.Event.objects.get(what="task_reopened")
    assert (task.state, task.closed_at, reopened.task_id, reopened.why) == ("open", None, task.pk, "unlocked")
    assert "facture.txt" in {item.name for item in task.items.all()}


def test_a_mail_that_a_person_gave_to_a_claim_gets_its_papers_there(hands: Services) -> None:
    mail = locked()
    del mail["Subject"]
    mail["Subject"] = "Pièces"
    first = deliver(mail, hands)
    claim = operations.assign(models.Task.objects.get(unit__mail=first).pk, mails.claim(2), "o.simon", hands)
    operations.close(claim, "m.janssens", hands)

    deliver(answer(), hands)

    task = models.Task.objects.get(unit__mail=first, kind="claim")
    assert (task.state, "facture.txt" in {item.name for item in task.items.all()}) == ("open", True)
    assert models.Task.objects.get(unit__mail=first, kind="triage").state == "done"


def test_a_mail_inside_of_what_was_locked_is_decided_by_itself(hands: Services) -> None:
    packed = io.BytesIO()
    with pyzipper.AESZipFile(packed, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(WORD.encode())
        archive.writestr("transfert.eml", mails.letter(2, serial=2).as_bytes())
    first = deliver(locked(content=packed.getvalue()), hands)

    deliver(answer(), hands)

    assert set(models.Task.objects.filter(unit__mail=first, state="open").values_list("claim", "unit__path")) == {
        (mails.claim(1), "0"),
        (mails.claim(2), "0.2.0"),
    }


def test_a_second_password_opens_what_the_first_left_closed(hands: Services) -> None:
    mail = locked()
    mail.add_attachment(locked_zip("Constat-77", "constat.txt"), maintype="application", subtype="zip", filename="constat.zip")
    first = deliver(mail, hands)
    deliver(answer(), hands)

    deliver(answer("mdp : Constat-77", serial=8), hands)

    assert models.Item.objects.filter(mail=first, problem="needs_password").count() == 0
    assert {"facture.txt", "constat.txt"} <= set(models.Item.objects.filter(mail=first).values_list("name", flat=True))


def test_words_that_open_nothing_change_nothing_and_are_tried_once(hands: Services) -> None:
    first = deliver(locked(), hands)
    before = take()
    asked: list[int] = []

    class Counting(type(hands.sandbox)):  # type: ignore[misc]
        def open_tree(self, *arguments: object, **named: object) -> object:
            asked.append(len(list(named.get("hints", ()))))  # type: ignore[call-overload]
            return super().open_tree(*arguments, **named)

    second = deliver(answer("Pas de mot de passe, merci."), replace(hands, sandbox=Counting(hands.settings)))
    pipeline.route_mail(first, hands)
    pipeline.route_mail(second, hands)

    after = take()
    assert (asked, models.Job.objects.count(), "passwords_tried" in happened(first)) == ([0, 1], 0, True)
    assert (before.items - after.items, before.tasks - after.tasks) == ({}, {})


def test_the_step_may_run_twice(hands: Services) -> None:
    first = deliver(locked(), hands)
    deliver(answer(), hands)
    once, events = take(), models.Event.objects.count()

    unlocking.unlock_mail(first, hands)

    assert (take(), models.Event.objects.count()) == (once, events)


def test_a_worker_that_dies_over_it_leaves_the_job_and_nothing_else(hands: Services) -> None:
    first = deliver(locked(), hands)
    second = hold(answer(), hands)
    pipeline.open_mail(second, hands)
    pipeline.route_mail(second, hands)
    before = take()

    class Dying(type(hands.blobs)):  # type: ignore[misc]
        def put(self, content: object) -> None:
            super().put(content)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        unlocking.unlock_mail(first, replace(hands, blobs=Dying(hands.settings.home / "blobs")))
    died = take()
    work(hands)

    assert (died, inside(first)) == (before, OPEN)


def test_a_decision_that_did_not_see_what_came_out_is_made_again(hands: Services) -> None:
    first = deliver(locked(), hands)
    seen = decisions.Seen(openings=items.openings(first))
    stale = decisions.Decision(verdict=Verdict(path="0", outcome=Outcome.TRIAGE), tasks=())
    deliver(answer(), hands)
    before = take()

    decisions.keep(first, [stale], seen=seen, watching=False, now=NOW)

    left = [(job.step, job.target) for job in models.Job.objects.all()]
    assert (left, take().tasks == before.tasks, take().units == before.units) == ([("route", first)], True, True)


def test_two_mails_that_were_opened_at_the_same_moment_find_each_other(hands: Services) -> None:
    first, second = hold(locked(), hands), hold(answer(), hands)
    spool = hands.spool()
    tree = hands.sandbox.open_tree(
        hands.blobs.fetch(models.Mail.objects.get(pk=first).sha256, spool), spool, declared_type="message/rfc822"
    )
    unlocking.keep_contents(tree, hands)
    pipeline.open_mail(second, hands)
    pipeline.route_mail(second, hands)
    items.keep_tree(first, tree, to_read=frozenset(), now=NOW)

    work(hands)

    assert inside(first) == OPEN


def test_a_child_that_dies_over_the_words_of_others_costs_nothing_that_was_there(hands: Services) -> None:
    deliver(answer(), hands)
    first = deliver(locked(), replace(hands, sandbox=Moody(hands.settings)))

    assert (models.Mail.objects.get(pk=first).problem, models.Item.objects.filter(mail=first, name="devis-1.txt").count()) == ("", 1)


def test_a_child_that_dies_over_it_later_is_tried_again(hands: Services) -> None:
    first = deliver(locked(), hands)
    deliver(answer(), replace(hands, sandbox=Moody(hands.settings)))
    failed = models.Job.objects.get(step="unlock")

    work(replace(hands, now=lambda: NOW + timedelta(minutes=1)))

    assert (failed.target, failed.problem, inside(first)) == (first, "crashed", OPEN)


class Moody(InThisProcess):
    """Its child dies whenever there are words of others."""

    def open_tree(self, content: Content, spool: Spool, *, declared_type: str, hints: Iterable[Content] = ()) -> Tree:
        if not list(hints):
            return super().open_tree(content, spool, declared_type=declared_type)
        return _unopened(content, Problem.CRASHED, name="", declared_type=declared_type)


def test_a_mail_that_is_gone_from_the_store_is_no_reason_to_stop(hands: Services) -> None:
    second = deliver(answer(), hands)
    hands.blobs.delete(models.Mail.objects.get(pk=second).sha256)

    first = deliver(locked(), hands)

    assert (models.Mail.objects.get(pk=first).state, models.Item.objects.get(mail=first, name="pieces.zip").problem) == (
        "opened",
        "needs_password",
    )


def everything_kept() -> str:
    """All tables as text."""
    return "\n".join(str(list(model.objects.values())) for model in apps.get_models())


@pytest.mark.parametrize(
    "words", [f"Le mot de passe du zip : {WORD}", f"PIN={WORD}.", f"Mot de passe :\n{WORD}", f"Voici de quoi l'ouvrir : {WORD}"]
)
@pytest.mark.parametrize("later", [True, False], ids=["password later", "password first"])
def test_no_table_and_no_log_holds_the_password(
    hands: Services,
    capfd: pytest.CaptureFixture[str],
    words: str,
    later: bool,  # noqa: FBT001 - a column of the table
) -> None:
    sent = [locked(), answer(words)] if later else [answer(words), locked()]
    with Sandbox(hands.settings) as sandbox, capture_logs() as entries:
        ids = [deliver(mail, replace(hands, sandbox=sandbox)) for mail in sent]

    assert inside(ids[0 if later else 1]) == OPEN
    assert WORD not in everything_kept()
    assert WORD not in f"{entries} {capfd.readouterr()}"
    assert jobs.counts(NOW) == ()


def test_numbers_of_other_mails_stay_readable_when_nothing_was_opened(hands: Services) -> None:
    deliver(locked(content=locked_zip("unguessed")), hands)

    second = deliver(answer("code client : 4711-B"), hands)

    assert "4711-B" in models.Unit.objects.get(mail=second).value["own_text"]


def test_numbers_of_the_mail_that_told_the_password_stay_readable(hands: Services) -> None:
    words = "Notre code sinistre : C502100001\ncode client : 88123\ncode postal : 1000\nRéf. : AB12345"
    first = deliver(locked(), hands)

    second = deliver(answer(f"{words}\nMot de passe : {WORD}"), hands)

    said = models.Unit.objects.get(mail=second).value["own_text"]
    assert (inside(first), words in said, WORD in said) == (OPEN, True, False)


def test_the_number_of_a_claim_stays_readable_though_it_opens_something(hands: Services) -> None:
    first = deliver(locked(content=locked_zip("C502100001")), hands)

    second = deliver(answer("Mot de passe : C502100001"), hands)

    assert (inside(first), "C502100001" in models.Unit.objects.get(mail=second).value["own_text"]) == (OPEN, True)


@pytest.mark.parametrize("later", [True, False], ids=["password later", "password first"])
def test_a_word_that_opened_an_archive_of_locked_ones_is_blanked_too(
    hands: Services,
    later: bool,  # noqa: FBT001 - a column of the table
) -> None:
    packed = io.BytesIO()
    with pyzipper.AESZipFile(packed, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(WORD.encode())
        archive.writestr("un.zip", locked_zip("unguessed"))
        archive.writestr("deux.zip", locked_zip("unguessed"))
    sent = [locked(content=packed.getvalue()), answer(f"Voici de quoi l'ouvrir : {WORD}")]

    for mail in sent if later else reversed(sent):
        deliver(mail, hands)

    assert (models.Item.objects.filter(name="deux.zip").count(), WORD in everything_kept()) == (1, False)
