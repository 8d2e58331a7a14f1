"""An answer follows where its mail belongs: what is not sent yet is withdrawn, and planned anew, when that changes."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from core import codec
from core.values import Verdict
from ingest import corrections, operations
from ingest.corrections import AlsoFile, Correction, Move, Share, Split
from ingest.services import Services
from storage import models, outbox, stamps, tasks
from tests.databases import ON_BOTH
from tests.ingest.answers import TEXTS, at, receive, work, written
from tests.ingest.test_sending import forged
from tests.servers.smtp import Smtp
from tests.whole import mails

BOSS = "o.simon"
BUSY = "451 4.7.1 greylisted"
ONE, TWO = (f"Accusé de réception *{mails.claim(number)}* - ASSURE{number} Jean" for number in (1, 2))


def the_task(mail: models.Mail) -> models.Task:
    """The only task of a mail that is not cancelled."""
    return models.Task.objects.exclude(state="cancelled").get(unit__mail=mail)


def rows(mail: models.Mail) -> list[tuple[str, str, str, str]]:
    return list(models.Outgoing.objects.filter(mail=mail).order_by("pk").values_list("kind", "state", "claim", "problem"))


def subjects(smtp: Smtp) -> list[str]:
    return [str(taken.content["Subject"]) for taken in smtp.state.taken]


def later(house: Services, smtp: Smtp) -> list[str]:
    """What the server has taken once it takes mails again, and everything that is due was done."""
    smtp.state.rcpt = ""
    work(at(house, minutes=40))
    return subjects(smtp)


def draft(house: Services) -> models.Mail:
    """A mail with two papers that waits on hold, unanswered yet."""
    register = house.settings.register
    assert register is not None
    columns = register.read_text().splitlines()[0].count(",")
    register.write_text(f"{register.read_text().rstrip()}\nT502100402,draft{',' * (columns - 1)}\n")
    mail = written(TEXTS["fr"], serial=20)
    mail.replace_header("Subject", "*T502100402*")
    mail.add_attachment("FACTURE no 20\nTotal : 300,00 EUR\n", filename="facture-20.txt")
    return receive(mail, house)


def split(task: models.Task, *numbers: int) -> Split:
    """Each document of a task to the claim of its own number."""
    papers = task.items.filter(kind="document").order_by("position").values_list("pk", flat=True)
    return Split(shares=tuple(Share(item=pk, claim=mails.claim(number)) for pk, number in zip(papers, numbers, strict=True)))


def correct(mail: models.Mail, correction: Correction, house: Services) -> int:
    return corrections.correct(the_task(mail).pk, correction, BOSS, "wrong_number", house)


def test_what_was_undone_is_nobodys_word(house: Services, smtp: Smtp) -> None:
    mail = receive(written(f"{TEXTS['fr']} Cela concerne le dossier {mails.claim(2)}."), house)
    made = operations.assign(the_task(mail).pk, mails.claim(2), BOSS, house)

    corrections.undo(made, BOSS, house)

    assert (the_task(mail).kind, later(house, smtp)) == ("triage", [f"Accusé de réception {mail.number}"])


def test_a_suspect_whose_claim_was_taken_back_gets_no_answer(house: Services, smtp: Smtp) -> None:
    mail = receive(forged(), house)
    smtp.state.rcpt = BUSY
    made = operations.assign(the_task(mail).pk, mails.claim(1), BOSS, house)
    work(house)
    spoken_for = rows(mail)

    corrections.undo(made, BOSS, house)

    assert (spoken_for, later(house, smtp)) == ([("neutral", "planned", "", "smtp_delayed")], [])
    assert rows(mail) == [("neutral", "withheld", "", "sender_auth_failed")]


def test_to_move_and_to_move_back_speaks_for_no_suspect(house: Services, smtp: Smtp) -> None:
    suspected = mails.letter(1)
    suspected["X-Spam-Flag"] = "YES"
    mail = receive(suspected, house)
    before = rows(mail)
    moved = correct(mail, Move(claim=mails.claim(2)), house)

    corrections.undo(moved, BOSS, house)

    assert before == [("full", "withheld", mails.claim(1), "spam_verdict")]
    assert (the_task(mail).claim, later(house, smtp), rows(mail)) == (mails.claim(1), [], before)


@ON_BOTH
def test_an_answer_that_waits_to_be_sent_follows_its_mail(house: Services, smtp: Smtp) -> None:
    smtp.state.rcpt = BUSY
    mail = receive(written(TEXTS["fr"]), house)
    waits = rows(mail)

    correct(mail, Move(claim=mails.claim(2)), house)

    assert (waits, later(house, smtp)) == ([("full", "planned", mails.claim(1), "smtp_delayed")], [TWO])
    told = models.Event.objects.filter(mail_id=mail.pk, what__startswith="answer_").order_by("pk")
    assert [row.what for row in told] == ["answer_planned", "answer_withdrawn", "answer_planned", "answer_sent"]


@ON_BOTH
def test_a_second_answer_that_waits_is_withdrawn_when_its_reason_is_undone(house: Services, smtp: Smtp) -> None:
    mail = receive(mails.letter(None), house)
    smtp.state.rcpt = BUSY
    made = operations.assign(the_task(mail).pk, mails.claim(2), BOSS, house)
    work(house)

    corrections.undo(made, BOSS, house)
    after = later(house, smtp)
    operations.assign(the_task(mail).pk, mails.claim(1), BOSS, house)
    work(at(house, minutes=50))

    assert (after, subjects(smtp)) == ([f"Accusé de réception {mail.number}"], [f"Accusé de réception {mail.number}", ONE])
    assert rows(mail) == [("neutral", "sent", "", ""), ("second", "sent", mails.claim(1), "")]


def test_a_worker_that_has_the_old_text_in_hand_does_not_send_it(house: Services, smtp: Smtp) -> None:
    smtp.state.rcpt = BUSY
    mail = receive(written(TEXTS["fr"]), house)
    in_hand = models.Outgoing.objects.get(mail=mail)
    correct(mail, Move(claim=mails.claim(2)), house)
    work(house)

    assert (rows(mail)[0][:3], outbox.mark_sending(in_hand)) == (("full", "planned", mails.claim(2)), False)


@pytest.mark.parametrize(
    ("number", "subject"),
    [(2, TWO), (9, ONE)],
    ids=["another claim", "the same under its new number"],
)
def test_where_a_mail_is_is_looked_at_once_more_before_its_answer_goes_out(number: int, subject: str, house: Services, smtp: Smtp) -> None:
    smtp.state.rcpt = BUSY
    mail = receive(written(TEXTS["fr"]), house)
    assert house.settings.register is not None
    register = house.settings.register.read_text()
    if number not in {1, 2, 3}:
        register = register.replace(f"{mails.claim(1)},", f"{mails.claim(number)},").replace(
            "h.lambert,,,", f"h.lambert,,{mails.claim(1)},", 1
        )
    house.settings.register.write_text(register)
    root = mail.units.get()
    last = root.verdicts.last()
    assert last is not None
    said = replace(codec.load(Verdict, last.value), claims=(mails.claim(number),), rule="moved")

    tasks.keep_verdict(root, said, actor=BOSS, now=house.now())

    assert later(house, smtp) == [subject]


def test_what_the_server_refused_is_written_anew_when_its_mail_has_moved_and_a_person_sends_it_again(house: Services, smtp: Smtp) -> None:
    smtp.state.rcpt = "550 5.1.1 no such user"
    mail = receive(written(TEXTS["fr"]), house)
    row = models.Outgoing.objects.get(mail=mail)
    correct(mail, Move(claim=mails.claim(2)), house)

    operations.retry("answer", row.pk, BOSS, house)

    assert (row.state, later(house, smtp)) == ("refused", [TWO])


@pytest.mark.parametrize(
    "correction",
    [lambda task: split(task, 1, 2), lambda task: Split(shares=split(task, 1, 2).shares[::-1])],
    ids=["split", "split the other way round"],
)
def test_who_wrote_about_several_claims_is_told_of_none(
    correction: Callable[[models.Task], Correction], house: Services, smtp: Smtp
) -> None:
    mail = draft(house)

    correct(mail, correction(the_task(mail)), house)

    assert later(house, smtp) == [f"Accusé de réception {mail.number}"]
    assert "devis" not in str(smtp.state.taken[0].content.get_body(("plain",)))


@pytest.mark.parametrize(
    "correction",
    [AlsoFile(claim=mails.claim(2)), Move(claim=mails.claim(2), items=())],
    ids=["also filed", "one paper moved"],
)
def test_a_complete_answer_that_waits_is_a_neutral_one_once_its_mail_is_on_two_claims(
    correction: Correction, house: Services, smtp: Smtp
) -> None:
    smtp.state.rcpt = BUSY
    two_papers = written(TEXTS["fr"])
    two_papers.add_attachment("FACTURE no 1\nTotal : 300,00 EUR\n", filename="facture-1.txt")
    mail = receive(two_papers, house)
    if isinstance(correction, Move):
        correction = replace(correction, items=(the_task(mail).items.get(name="facture-1.txt").pk,))

    correct(mail, correction, house)

    assert (later(house, smtp), rows(mail)) == ([f"Accusé de réception {mail.number}"], [("neutral", "sent", "", "")])


@pytest.mark.parametrize(("why", "answered"), [("spam", False), ("not_ours", False), ("duplicate", True), ("handed_over", True)], ids=str)
@pytest.mark.parametrize("way", ["on hold", "about to be sent"])
def test_what_is_set_aside_as_spam_or_not_ours_is_not_answered(way: str, why: str, answered: bool, house: Services, smtp: Smtp) -> None:  # noqa: FBT001 - a column of the table
    smtp.state.rcpt = BUSY if way == "about to be sent" else ""
    mail = draft(house) if way == "on hold" else receive(mails.letter(None), house)

    operations.dismiss(the_task(mail).pk, BOSS, why, house)

    assert (later(house, smtp), rows(mail)) == (
        ([f"Accusé de réception {mail.number}"], [("neutral", "sent", "", "")])
        if answered
        else ([], [("neutral", "withheld", "", "set_aside")])
    )
    assert (stamps.ACK in stamps.of_mails([mail.pk])[mail.pk].void) is not answered


@ON_BOTH
def test_what_was_set_aside_by_mistake_is_answered_after_all(house: Services, smtp: Smtp) -> None:
    mail = draft(house)
    task = the_task(mail)
    operations.dismiss(task.pk, BOSS, "spam", house)
    work(house)
    aside = rows(mail)

    corrections.undo(task.pk, BOSS, house)

    assert (aside, later(house, smtp)) == ([("neutral", "withheld", "", "set_aside")], [f"Accusé de réception {mail.number}"])


def test_while_the_claims_system_is_down_what_was_withdrawn_is_still_answered_in_time(house: Services, smtp: Smtp) -> None:
    smtp.state.rcpt = BUSY
    mail = receive(written(TEXTS["fr"]), house)
    correct(mail, Move(claim=mails.claim(2)), house)
    assert house.settings.register is not None
    house.settings.register.unlink()

    assert (later(house, smtp), rows(mail)) == ([f"Accusé de réception {mail.number}"], [("neutral", "sent", "", "")])


def test_a_suspect_whose_mail_is_given_to_claims_by_a_split_gets_the_neutral_answer(house: Services, smtp: Smtp) -> None:
    mail = receive(forged(), house)
    assert rows(mail) == [("neutral", "withheld", "", "sender_auth_failed")]

    correct(mail, split(the_task(mail), 1), house)

    assert (later(house, smtp), stamps.of_mails([mail.pk])[mail.pk].void) == ([f"Accusé de réception {mail.number}"], frozenset())


def test_a_complete_answer_follows_the_neutral_one_when_a_mail_is_moved_to_the_claim_of_its_sender(house: Services, smtp: Smtp) -> None:
    assert house.settings.register is not None
    first, one, *others = house.settings.register.read_text().splitlines()
    house.settings.register.write_text("\n".join([first, one.replace(mails.BROKER, "autre@courtier-martin.example"), *others]))
    mail = receive(written(TEXTS["fr"]), house)
    assert (the_task(mail).claim, subjects(smtp)) == (mails.claim(1), [f"Accusé de réception {mail.number}"])

    correct(mail, Move(claim=mails.claim(2)), house)

    assert later(house, smtp) == [f"Accusé de réception {mail.number}", TWO]


def test_who_was_told_the_whole_of_one_claim_is_not_told_of_another(house: Services, smtp: Smtp) -> None:
    mail = receive(written(TEXTS["fr"]), house)

    correct(mail, Move(claim=mails.claim(2)), house)

    assert later(house, smtp) == [ONE]
