"""The same mail, or the same document, comes twice: nothing is lost, nothing is done twice, everything can be seen."""

from datetime import datetime
from email.message import EmailMessage
from threading import Event

import pytest

from ingest import corrections, operations, runner, services
from ingest.corrections import AlsoFile, Move
from storage import checks, desk, events, models, received, trails
from tests.ingest.way import NOW, deliver
from tests.whole import mails

COURTESY = "Bonjour,\n\nVeuillez trouver ci-joint la facture.\n\nCordialement,\nCourtier Horizon\n"
PAPERS = {"facture.txt": "FACTURE no 7\nTotal : 300,00 EUR\n", "devis.txt": "DEVIS DE REPARATION no 7\nTotal : 400,00 EUR\n"}
INSURED = "Jean Assuré <jean.assure@courriel.example>"


def mail(serial: int, *names: str, text: str = COURTESY, number: int | None = 1, **headers: str) -> EmailMessage:
    """A mail about a claim with these papers."""
    made = mails.letter(number, serial=serial)
    made.get_payload()[0].set_content(text)
    del made.get_payload()[1:]
    for name, value in headers.items():
        del made[name.replace("_", "-")]
        made[name.replace("_", "-")] = value
    for name in names:
        made.add_attachment(PAPERS[name], filename=name)
    return made


def came_by(other: EmailMessage, server: str = "relay2") -> bytes:
    """The same mail as another mailbox got it."""
    return f"Received: from {server}.example by mx2.assureur.example; Mon, 02 Mar 2026 10:00:09 +0100\r\n".encode() + other.as_bytes()


def known(task: models.Task) -> list[tuple[str, datetime]]:
    """The documents of a task that its claim has already, with the time of the first."""
    ours = set(task.items.values_list("pk", flat=True))
    return [(row.name, row.known_since) for row in desk.mail_rows(task) if row.pk in ours and row.known_since]


def tasks() -> list[tuple[str, str]]:
    return [(task.claim, task.state) for task in models.Task.objects.order_by("pk")]


def test_the_same_mail_by_another_way_opens_no_second_task_and_is_shown_on_the_first(hands: services.Services) -> None:
    (first,) = deliver(mail(1, "facture.txt"), hands)

    second = deliver(came_by(mail(1, "facture.txt")), hands)

    copy = models.Unit.objects.get(mail=models.Mail.objects.last())
    assert (second, tasks()) == ([], [(mails.claim(1), "open")])
    assert (copy.state, copy.verdicts.last().outcome, copy.verdicts.last().rule) == ("decided", "ignore", "received_again")
    assert [one.at for one in received.again(trails.trail(first))] == [NOW]
    assert checks.tables() == ()


def test_a_copy_is_noted_once_however_often_it_is_routed(hands: services.Services) -> None:
    (first,) = deliver(mail(1, "facture.txt"), hands)
    deliver(came_by(mail(1, "facture.txt")), hands)

    models.Job.objects.create(step="route", target=models.Mail.objects.last().pk, due_at=NOW)
    runner.work(hands, Event(), until_idle=True)

    assert (len(received.again(trails.trail(first))), tasks()) == (1, [(mails.claim(1), "open")])


@pytest.mark.parametrize(
    "other",
    [
        mail(1, "devis.txt"),
        mail(1, "facture.txt", text="Ceci est contesté."),
        mail(1, "facture.txt", From=INSURED),
        mail(1, "facture.txt", Subject=f"Urgent *{mails.claim(1)}*", Message_ID="<1.1@courtier-horizon.example>"),
    ],
    ids=["another paper", "another text", "another sender", "another subject"],
)
def test_one_message_id_does_not_make_two_mails_one(other: EmailMessage, hands: services.Services) -> None:
    deliver(mail(1, "facture.txt"), hands)

    deliver(other, hands)

    assert models.Verdict.objects.filter(rule="received_again").count() == 0


def test_who_forges_a_mail_first_does_not_hide_the_true_one(hands: services.Services) -> None:
    forged = mail(1, "facture.txt", Authentication_Results="mx.claimpost.test; dmarc=fail header.from=courtier-horizon.example")
    deliver(forged, hands)

    (true,) = deliver(mail(1, "facture.txt"), hands)

    assert (true.claim, true.verdict.outcome) == (mails.claim(1), "route")


def test_a_mailbox_that_brings_the_same_bytes_is_named(hands: services.Services) -> None:
    (first,) = deliver(mail(1, "facture.txt"), hands)
    box = models.Mailbox.objects.create(name="schade@assureur.example")
    for _ in range(2):
        events.record("received_again", actor="claimpost", at=NOW, mail_id=first.unit.mail_id, data={"mailbox": box.pk})

    assert [one.mailbox for one in received.again(trails.trail(first))] == ["schade@assureur.example"]


def test_the_insured_sends_what_the_broker_sent_and_it_is_a_line_on_the_open_task(hands: services.Services) -> None:
    (first,) = deliver(mail(1, "facture.txt"), hands)
    own = {
        "From": INSURED,
        "Message_ID": "<9@courriel.example>",
        "Authentication_Results": "mx.claimpost.test; dmarc=pass header.from=courriel.example",
    }
    second = mail(2, text=COURTESY.replace("Courtier Horizon", "Jean Assuré"), **own)
    second.add_attachment(PAPERS["facture.txt"], filename="IMG_0007.txt")

    deliver(second, hands)

    (again,) = received.again(trails.trail(first))
    assert tasks() == [(mails.claim(1), "open")]
    assert (again.sender, "Jean Assuré" in again.text) == ("Jean Assuré", True)
    assert [entry.what for entry in events.trail(task_id=first.pk)] == ["task_opened", "sent_again"]
    assert checks.tables() == ()


@pytest.mark.parametrize(
    ("text", "names", "opens"),
    [
        (COURTESY, ("facture.txt",), False),
        ("La facture est contestée.\n", ("facture.txt",), True),
        (COURTESY, ("facture.txt", "devis.txt"), True),
        (COURTESY, (), True),
    ],
    ids=["nothing new", "new words", "a new paper", "no paper"],
)
def test_only_a_mail_with_nothing_new_opens_no_task(text: str, names: tuple[str, ...], opens: bool, hands: services.Services) -> None:  # noqa: FBT001 - a column
    deliver(mail(1, "facture.txt"), hands)

    assert bool(deliver(mail(2, *names, text=text), hands)) is opens


def test_the_same_words_again_are_nothing_new(hands: services.Services) -> None:
    words = "La facture est contestée, ne payez pas.\n"
    deliver(mail(1, "facture.txt", text=words), hands)

    assert deliver(mail(2, "facture.txt", text=words), hands) == []


def test_a_thread_that_carries_all_former_files_lists_and_counts_only_the_new_one(hands: services.Services) -> None:
    deliver(mail(1, "facture.txt"), hands)

    (task,) = deliver(mail(2, "facture.txt", "devis.txt"), hands)

    assert known(task) == [("facture.txt", models.Mail.objects.first().received_at)]
    assert sum(counted.count for counted in desk.types_by_task([task])[task.pk]) == 1


def test_the_due_time_is_that_of_the_new_papers(hands: services.Services) -> None:
    deliver(mail(1, "facture.txt"), hands)

    (alone,) = deliver(mail(2, "devis.txt", number=2), hands)
    (both,) = deliver(mail(3, "facture.txt", "devis.txt"), hands)
    (words,) = deliver(mail(4, "facture.txt", text="La facture est contestée.\n"), hands)

    assert (both.title, both.because, both.due_at) == (alone.title, alone.because, alone.due_at)
    assert (words.title, words.items.count()) == ("message", 1)


def test_the_same_document_on_another_claim_is_new_there(hands: services.Services) -> None:
    deliver(mail(1, "facture.txt"), hands)

    (task,) = deliver(mail(2, "facture.txt", number=2), hands)

    assert (task.claim, known(task)) == (mails.claim(2), [])


def test_when_the_first_task_is_done_a_second_one_is_opened(hands: services.Services) -> None:
    (first,) = deliver(mail(1, "facture.txt"), hands)
    operations.close(first.pk, "h.lambert", hands)

    (second,) = deliver(mail(2, "facture.txt"), hands)

    assert len(known(second)) == 1


def test_what_was_folded_gets_its_own_task_when_the_first_mail_is_moved_away(hands: services.Services) -> None:
    (first,) = deliver(mail(1, "facture.txt"), hands)
    deliver(mail(2, "facture.txt"), hands)

    corrections.correct(first.pk, Move(claim=mails.claim(2)), "o.leclerc", "misplaced", hands)
    runner.work(hands, Event(), until_idle=True)

    alive = models.Task.objects.exclude(state="cancelled").order_by("pk")
    assert [(task.claim, task.unit.mail_id) for task in alive] == [
        (mails.claim(2), first.unit.mail_id),
        (mails.claim(1), models.Mail.objects.last().pk),
    ]


def test_a_folded_mail_stays_folded_when_the_task_is_done_meanwhile(hands: services.Services) -> None:
    (first,) = deliver(mail(1, "facture.txt"), hands)
    deliver(mail(2, "facture.txt"), hands)
    operations.close(first.pk, "h.lambert", hands)

    models.Job.objects.create(step="route", target=models.Mail.objects.last().pk, due_at=NOW)
    runner.work(hands, Event(), until_idle=True)

    assert tasks() == [(mails.claim(1), "done")]


def test_a_document_on_two_claims_is_counted_once_on_each_where_it_is_new(hands: services.Services) -> None:
    deliver(mail(1, "facture.txt", number=2), hands)
    (task,) = deliver(mail(2, "facture.txt", "devis.txt"), hands)
    corrections.correct(task.pk, AlsoFile(claim=mails.claim(2)), "o.leclerc", "concerns_several", hands)

    both = list(models.Task.objects.filter(unit=task.unit).order_by("claim"))
    counted = {one.claim: sum(found.count for found in types) for one in both if (types := desk.types_by_task(both).get(one.pk))}

    assert counted == {mails.claim(1): 2, mails.claim(2): 1}
