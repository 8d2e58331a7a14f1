"""Automatic replies of experts and lawyers who are assigned to a claim: a line on what is open there, and nothing else."""

from datetime import date
from email.message import EmailMessage

import pytest

from ingest import answering as step
from ingest import operations
from ingest.services import Services
from storage import absences, events, models
from tests.ingest.answers import answer, receive
from tests.servers.smtp import Smtp
from tests.whole import mails

EXPERT, LAWYER, PARTY = "expert@cabinet.example", "avocat@barreau.example", "assure@courriel.example"
TEXT = "Je suis absent jusqu'au 9 mars et de retour le 10 mars.\n"


@pytest.fixture
def assigned(house: Services) -> Services:
    """A claim with an expert, a lawyer and another party."""
    assert house.settings.register is not None
    house.settings.register.write_text(
        "number,state,insured,expert_email,lawyer_email,party_emails,handler\n"
        f"{mails.claim(1)},open,DUPONT Jean,{EXPERT};autre@cabinet.example,{LAWYER},{PARTY},h.lambert\n"
        f"{mails.claim(2)},open,MARTIN Anne,,,{EXPERT},h.lambert\n"
    )
    return house


def report(sender: str, number: int = 1, serial: int = 1) -> EmailMessage:
    mail = mails.letter(number, serial=serial)
    mail.replace_header("From", sender)
    domain = sender.partition("@")[2]
    mail.replace_header("Authentication-Results", f"mx.claimpost.test; dmarc=pass header.from={domain}; dkim=pass header.d={domain}")
    return mail


def away(sender: str, answers_to: str, text: str = TEXT, serial: int = 1) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "retours@assureur.example", "Réponse automatique : Accusé de réception"
    mail["Auto-Submitted"], mail["In-Reply-To"], mail["Message-ID"] = "auto-replied", answers_to, f"<away{serial}@x.example>"
    mail.set_content(text)
    return mail


def lines(task: models.Task) -> list[tuple[str, str, str]]:
    found = events.trail(task_id=task.pk)
    return [(row.what, row.data["until"], row.data["back"]) for row in found if row.what.endswith("_absent")]


@pytest.mark.parametrize(("sender", "what"), [(EXPERT, "expert_absent"), (LAWYER, "lawyer_absent")])
def test_the_absence_of_who_is_assigned_stands_on_the_open_tasks_of_the_claim(
    sender: str, what: str, assigned: Services, smtp: Smtp
) -> None:
    mail = receive(report(sender), assigned)
    receive(report(PARTY, serial=2), assigned)
    before = models.Task.objects.count()

    held = receive(away(sender, answer(mail).message_id), assigned)

    assert (models.Task.objects.count(), models.Task.objects.filter(unit__mail=held).exists(), len(smtp.state.taken)) == (before, False, 2)
    assert [lines(task) for task in models.Task.objects.all()] == [[(what, "2026-03-09", "2026-03-10")]] * before
    assert models.Event.objects.filter(mail_id=mail.pk, what="answer_auto_replied").count() == 1


def test_nobody_else_holds_a_claim_up(assigned: Services) -> None:
    mail = receive(report(PARTY), assigned)
    (task,) = models.Task.objects.all()

    receive(away(PARTY, answer(mail).message_id), assigned)
    receive(away("inconnu@ailleurs.example", answer(mail).message_id, serial=2), assigned)

    assert lines(task) == []


def test_a_role_holds_for_its_own_claim_only(assigned: Services) -> None:
    mail = receive(report(EXPERT, number=2), assigned)
    (task,) = models.Task.objects.all()

    receive(away(EXPERT, answer(mail).message_id), assigned)

    assert lines(task) == []


def test_what_is_done_gets_no_line(assigned: Services) -> None:
    mail = receive(report(EXPERT), assigned)
    (task,) = models.Task.objects.all()
    operations.close(task.pk, "h.lambert", assigned)

    receive(away(EXPERT, answer(mail).message_id), assigned)

    assert lines(task) == []


def test_a_forged_message_id_writes_nothing(assigned: Services) -> None:
    mail = receive(report(EXPERT), assigned)
    (task,) = models.Task.objects.all()

    receive(away(EXPERT, f"<claimpost-{mail.pk}-1-{'0' * 32}@assureur.example>"), assigned)

    assert lines(task) == []


@pytest.mark.parametrize(
    ("text", "results"),
    [
        ("Nous avons bien reçu votre message.\n", "dmarc=pass header.from=cabinet.example"),
        (TEXT, "dmarc=fail header.from=cabinet.example"),
    ],
)
def test_a_reply_that_tells_of_no_absence_or_is_forged_writes_nothing(text: str, results: str, assigned: Services) -> None:
    mail = receive(report(EXPERT), assigned)
    (task,) = models.Task.objects.all()
    reply = away(EXPERT, answer(mail).message_id, text)
    reply["Authentication-Results"] = f"mx.claimpost.test; {results}"

    receive(reply, assigned)

    assert lines(task) == []


def test_two_experts_of_a_claim_are_away_each_for_himself_on_a_later_task_too(assigned: Services) -> None:
    other = "autre@cabinet.example"
    for serial, sender in enumerate((EXPERT, other), 1):
        mail = receive(report(sender, serial=serial), assigned)
        receive(away(sender, answer(mail).message_id, serial=serial), assigned)
    first = models.Outgoing.objects.filter(to=EXPERT).earliest("pk")
    receive(away(EXPERT, first.message_id, "Absent jusqu'au 12 mars.\n", serial=3), assigned)

    found = absences.absent(mails.claim(1), date(2026, 3, 3))

    assert sorted((one.who, one.until) for one in found) == [(other, "2026-03-09"), (EXPERT, "2026-03-12")]
    assert absences.absent(mails.claim(2), date(2026, 3, 3)) == []


def test_one_reply_writes_one_line_however_often_its_step_runs(assigned: Services) -> None:
    mail = receive(report(EXPERT), assigned)
    (task,) = models.Task.objects.all()
    held = receive(away(EXPERT, answer(mail).message_id, "Ik ben afwezig.\n"), assigned)

    step.answer_mail(held.pk, assigned)

    assert lines(task) == [("expert_absent", "", "")]


def test_while_the_claims_system_is_down_the_note_waits(assigned: Services) -> None:
    mail = receive(report(EXPERT), assigned)
    (task,) = models.Task.objects.all()
    assert assigned.settings.register is not None
    claims = assigned.settings.register.read_bytes()
    assigned.settings.register.unlink()
    held = receive(away(EXPERT, answer(mail).message_id), assigned)
    early = lines(task)
    assigned.settings.register.write_bytes(claims)

    step.answer_mail(held.pk, assigned)

    assert (early, len(lines(task))) == ([], 1)
