"""The answer to the sender, from the mail that came in to what a real server took."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from core.errors import Unavailable
from ingest import intake, operations
from ingest.services import Services
from router.protocols import Claim, Found
from router.systems.claims_csv import CsvRegister
from storage import models, outbox
from tests.databases import ON_BOTH
from tests.ingest.answers import BOUNCES, SENDER, answer, answering, at, receive, work
from tests.ingest.way import deliver
from tests.servers.ports import free_port
from tests.servers.smtp import Smtp
from tests.whole import mails

TEXTS = {
    "fr": "Bonjour, veuillez trouver le devis en annexe de ce message pour vous.",
    "nl": "Geachte, in bijlage vindt u de offerte die wij van de hersteller hebben gekregen.",
    "de": "Guten Tag, anbei finden Sie den Kostenvoranschlag der Werkstatt für das Fahrzeug.",
    "en": "Dear all, please find the estimate of the repairer in the attachment to this mail.",
}


@pytest.fixture
def smtp() -> Iterator[Smtp]:
    with Smtp() as server:
        yield server


@pytest.fixture
def house(hands: Services, smtp: Smtp) -> Services:
    return answering(hands, smtp.port)


def written(text: str, serial: int = 1, number: int | None = 1) -> EmailMessage:
    mail = mails.letter(number, serial=serial)
    mail["References"] = "<earlier@courtier-horizon.example>"
    mail.get_payload()[0].set_content(text)  # type: ignore[union-attr, index]
    return mail


def stranger(serial: int = 1) -> EmailMessage:
    mail = mails.letter(1, serial=serial)
    mail.replace_header("From", "Quelqu'un <quelquun@ailleurs.example>")
    mail.replace_header("Message-ID", f"<{serial}@ailleurs.example>")
    del mail["Authentication-Results"]
    return mail


SUBJECTS = {
    "fr": "Accusé de réception *C502100001* - ASSURE1 Jean",
    "nl": "Ontvangstbevestiging *C502100001* - ASSURE1 Jean",
    "de": "Empfangsbestätigung *C502100001* - ASSURE1 Jean",
    "en": "Acknowledgement *C502100001* - ASSURE1 Jean",
}
PAPERS = {"fr": "Pièces reçues : Devis", "nl": "Ontvangen stukken: ", "de": "Erhaltene Unterlagen: ", "en": "Documents received: "}


@ON_BOTH
@pytest.mark.parametrize("language", TEXTS)
def test_a_party_of_the_claim_is_answered_in_full_in_his_language(language: str, house: Services, smtp: Smtp) -> None:
    mail = receive(written(TEXTS[language]), house)

    (sent,) = smtp.state.taken
    body = sent.content.get_body(("plain",))
    assert body is not None
    assert (answer(mail).state, answer(mail).kind, sent.sender, sent.to) == ("sent", "full", BOUNCES, [mails.BROKER])
    assert sent.content["Subject"] == SUBJECTS[language]
    assert PAPERS[language] in body.get_content()
    assert f'lang="{language}"' in sent.content.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert {name: sent.content[name] for name in ("From", "Auto-Submitted", "X-Auto-Response-Suppress", "In-Reply-To", "References")} == {
        "From": f'"Assureur, sinistres" <{SENDER}>',
        "Auto-Submitted": "auto-replied",
        "X-Auto-Response-Suppress": "All",
        "In-Reply-To": "<1.1@courtier-horizon.example>",
        "References": "<earlier@courtier-horizon.example> <1.1@courtier-horizon.example>",
    }
    assert sent.content["X-Claimpost-Loop"] == f"1; mail={mail.pk}"
    assert sent.content["Message-ID"] == answer(mail).message_id


def test_a_stranger_learns_nothing_of_the_claim(house: Services, smtp: Smtp) -> None:
    mail = receive(stranger(), house)

    (sent,) = smtp.state.taken
    whole = sent.content.as_string() + "".join(part.get_content() for part in sent.content.iter_parts())
    assert (answer(mail).kind, sent.content["Subject"]) == ("neutral", f"Accusé de réception {mail.number}")
    assert [word for word in ("ASSURE1", "C502100001", "h.lambert", "Devis") if word in whole] == []
    assert "1 pièce(s) jointe(s)" in whole


def test_a_mail_of_a_box_without_answers_gets_none(house: Services, smtp: Smtp) -> None:
    deliver(written(TEXTS["fr"]), house)

    assert (models.Outgoing.objects.exists(), smtp.state.taken) == (False, [])


def test_a_house_that_has_not_switched_them_on_sends_none(house: Services, smtp: Smtp) -> None:
    receive(written(TEXTS["fr"]), answering(house, smtp.port, mode="off"))

    assert (models.Outgoing.objects.exists(), models.Job.objects.exists(), smtp.state.taken) == (False, False, [])


def test_a_dry_run_writes_answers_and_sends_none(house: Services, smtp: Smtp) -> None:
    mail = receive(written(TEXTS["fr"]), answering(house, smtp.port, mode="dry_run"))

    assert (answer(mail).state, answer(mail).subject, smtp.state.taken) == ("dry_run", SUBJECTS["fr"], [])
    assert not models.Job.objects.exists()


def test_a_refused_answer_is_shown_and_can_be_sent_again(house: Services, smtp: Smtp) -> None:
    smtp.state.rcpt = "550 5.1.1 no such user"
    mail = receive(written(TEXTS["fr"]), house)
    refused = answer(mail)
    smtp.state.rcpt = ""

    assert outbox.send_again(refused.pk, house.now())
    work(house)

    assert (refused.state, refused.problem) == ("refused", "smtp_refused 550")
    assert (answer(mail).state, len(smtp.state.taken)) == ("sent", 1)


@ON_BOTH
@pytest.mark.parametrize(
    ("rcpt", "data", "problem"),
    [
        ("451 4.7.1 greylisted", "", "smtp_delayed"),
        ("", "452 4.3.1 disk full", "smtp_delayed"),
    ],
)
def test_what_is_refused_for_the_moment_is_tried_again(rcpt: str, data: str, problem: str, house: Services, smtp: Smtp) -> None:
    smtp.state.rcpt, smtp.state.data = rcpt, data
    mail = receive(written(TEXTS["fr"]), house)
    delayed = answer(mail)
    smtp.state.rcpt = smtp.state.data = ""

    work(at(house, minutes=1))

    assert (delayed.state, delayed.problem, answer(mail).state, len(smtp.state.taken)) == ("planned", problem, "sent", 1)


def test_a_server_that_is_down_is_tried_again_and_in_the_end_given_up(house: Services, smtp: Smtp) -> None:
    nobody = answering(house, free_port())
    mail = receive(written(TEXTS["fr"]), nobody)
    waiting = answer(mail)

    work(at(nobody, hours=73))

    assert (waiting.state, waiting.problem, answer(mail).state) == ("planned", "smtp_unreachable", "gave_up")
    assert (models.Job.objects.filter(step="send").exists(), smtp.state.taken) == (False, [])


def test_while_the_claims_system_is_down_a_neutral_answer_is_on_time(house: Services, smtp: Smtp) -> None:
    register = house.settings.register
    assert register is not None
    claims = register.read_bytes()
    register.unlink()
    mail = receive(written(TEXTS["fr"]), house)
    early = len(smtp.state.taken)

    work(at(house, minutes=30))

    assert (early, answer(mail).kind, answer(mail).state, len(smtp.state.taken)) == (0, "neutral", "sent", 1)
    register.write_bytes(claims)
    work(at(house, hours=2))
    assert [row.kind for row in models.Outgoing.objects.filter(mail=mail).order_by("pk")] == ["neutral", "second"]
    assert smtp.state.taken[1].content["Subject"] == SUBJECTS["fr"]


class Failing(CsvRegister):
    """Answers what a verdict asks, and fails when its tasks are planned."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._here = threading.local()

    def find_claim(self, number: str) -> Found:
        self._here.told = False
        return super().find_claim(number)

    def get_claim(self, number: str) -> Claim | None:
        if self._here.told:
            raise Unavailable("claims_register")
        self._here.told = True
        return super().get_claim(number)


def test_a_claims_system_that_fails_halfway_costs_the_neutral_answer_no_time(house: Services, smtp: Smtp) -> None:
    assert house.settings.register is not None
    failing = replace(house, register=Failing(house.settings.register))
    mail = receive(written(TEXTS["fr"]), failing)
    decided = models.Verdict.objects.filter(unit__mail=mail).exists()

    work(at(failing, minutes=30))

    assert (decided, answer(mail).kind, answer(mail).state, len(smtp.state.taken)) == (False, "neutral", "sent", 1)


def test_a_forged_sender_gets_no_answer_even_while_nobody_can_be_asked(house: Services, smtp: Smtp) -> None:
    assert house.settings.register is not None
    house.settings.register.unlink()
    forged = written(TEXTS["fr"])
    forged.replace_header("Authentication-Results", "mx.claimpost.test; dmarc=fail header.from=courtier-horizon.example")
    mail = receive(forged, house)

    work(at(house, minutes=31))

    assert (answer(mail).state, answer(mail).problem, smtp.state.taken) == ("withheld", "sender_auth_failed", [])


@ON_BOTH
def test_a_claim_gets_three_answers_a_day_and_a_sender_twenty(house: Services, smtp: Smtp) -> None:
    few = answering(house, smtp.port, per_sender=5)
    for serial in range(5):
        receive(written(TEXTS["fr"], serial), few)
    for serial in range(5, 9):
        receive(written(TEXTS["fr"], serial, number=2), few)

    found = [row.problem for row in models.Outgoing.objects.order_by("pk")]
    assert found == ["", "", "", "many_for_claim", "many_for_claim", "", "", "many_for_sender", "many_for_sender"]
    assert len(smtp.state.taken) == 5

    receive(written(TEXTS["fr"], 10), at(few, hours=25))
    assert len(smtp.state.taken) == 6


@ON_BOTH
def test_workers_that_plan_at_the_same_moment_keep_to_the_limit(house: Services, smtp: Smtp) -> None:
    for serial in range(8):
        mail = written(TEXTS["fr"], serial).as_bytes()
        (house.settings.home / "mail.eml").write_bytes(mail)
        intake.take_file(house.settings.home / "mail.eml", house, acknowledge=True)

    work(replace(house, settings=replace(house.settings, readers=4)))

    assert len(smtp.state.taken) == 3


@pytest.mark.parametrize("message_id", ["<1.1@courtier-horizon.example>", ""])
def test_the_same_mail_through_two_mailboxes_gets_one_answer(message_id: str, house: Services, smtp: Smtp) -> None:
    first = written(TEXTS["fr"])
    del first["Message-ID"]
    if message_id:
        first["Message-ID"] = message_id
    raw = first.as_bytes()
    receive(b"Received: from a by b; Mon, 02 Mar 2026 10:00:00 +0100\n" + raw, house)
    second = receive(b"Received: from a by c; Mon, 02 Mar 2026 10:00:01 +0100\n" + raw, house)

    assert (answer(second).problem, len(smtp.state.taken)) == ("answered_already", 1)


def test_two_houses_that_answer_each_other_stop(house: Services, smtp: Smtp) -> None:
    receive(written(TEXTS["fr"]), house)
    back = smtp.state.taken[0].content

    other = receive(back.as_bytes(), answering(house, smtp.port, sender="autre@maison.example", key="another"))

    assert (answer(other).problem, len(smtp.state.taken)) == ("own_mail", 1)


def test_our_own_words_without_their_headers_are_not_answered(house: Services, smtp: Smtp) -> None:
    receive(written(TEXTS["fr"]), house)
    body = smtp.state.taken[0].content.get_body(("plain",))
    assert body is not None
    echo = receive(written(body.get_content(), serial=2), house)

    assert (answer(echo).problem, len(smtp.state.taken)) == ("own_text", 1)


@pytest.mark.parametrize("header", ["Auto-Submitted: auto-replied", "Precedence: auto_reply", "X-Auto-Response-Suppress: OOF, DR"])
def test_a_machine_gets_no_answer(header: str, house: Services, smtp: Smtp) -> None:
    mail = written(TEXTS["fr"])
    name, _, value = header.partition(": ")
    mail[name] = value

    held = receive(mail, house)

    assert (answer(held).state, smtp.state.taken) == ("withheld", [])


def test_a_reply_to_our_answer_is_known_by_its_signed_id_alone(house: Services) -> None:
    mail = receive(written(TEXTS["fr"]), house)
    ours = answer(mail).message_id

    assert house.history.thread_claims([ours]) == (mails.claim(1),)
    assert house.history.thread_claims([ours.replace(f"-{mail.pk}-", f"-{mail.pk + 1}-")]) == ()
    assert house.history.thread_claims([f"<claimpost-{mail.pk}-1-{'0' * 32}@assureur.example>"]) == ()


def test_a_reply_to_our_answer_without_a_reference_is_placed_by_the_quoted_one(house: Services, smtp: Smtp) -> None:
    receive(written(TEXTS["fr"]), house)
    quoted = smtp.state.taken[0].content.get_body(("plain",))
    assert quoted is not None
    lines = "".join(f"> {line}\n" for line in quoted.get_content().splitlines())
    reply = mails.letter(None, serial=9)
    reply["In-Reply-To"] = smtp.state.taken[0].content["Message-ID"]
    reply.get_payload()[0].set_content(f"Merci, voici la suite.\n\nLe 2 mars 2026 à 10:00, Assureur a écrit :\n{lines}")  # type: ignore[union-attr, index]

    held = receive(reply, house)

    verdict = models.Verdict.objects.get(unit__mail=held)
    assert (verdict.outcome, verdict.value["claims"]) == ("route_warn", [mails.claim(1)])
    assert "reference_in_quoted_thread" in verdict.value["why"]


def test_what_a_register_says_makes_no_header(house: Services, smtp: Smtp) -> None:
    assert house.settings.register is not None
    text = house.settings.register.read_text().replace("ASSURE1 Jean", '"ASSURE1\r\nBcc: autre@ailleurs.example\r\n\r\nJean"')
    Path(house.settings.register).write_text(text, newline="")
    receive(written(TEXTS["fr"]), house)

    (sent,) = smtp.state.taken
    assert (sent.to, sent.content["Bcc"]) == ([mails.BROKER], None)
    assert sent.content["Subject"].endswith("ASSURE1 Bcc: autre@ailleurs.example Jean")


def test_a_complete_answer_names_the_handler_what_was_refused_and_what_is_missing(house: Services, smtp: Smtp) -> None:
    assert house.settings.register is not None
    house.settings.register.write_text(
        "number,state,kind,insured,broker_email,handler,handler_email,handler_phone\n"
        f"{mails.claim(1)},open,theft_home,DUPONT Jean,{mails.BROKER},h.lambert,h.lambert@assureur.example,+32 2 555 01 23\n"
    )
    locked, _ = mails.thread()
    receive(locked, house)

    body = smtp.state.taken[0].content.get_body(("plain",))
    assert body is not None
    lines = body.get_content().splitlines()
    assert "Votre gestionnaire : h.lambert, tél. +32 2 555 01 23, h.lambert@assureur.example." in lines
    assert "Pièces non reprises : pieces.zip (fichier protégé par mot de passe)" in lines
    (missing,) = [line for line in lines if line.startswith("Pour compléter le dossier")]
    assert "État de pertes" in missing


def test_a_mail_that_an_operator_places_gets_a_complete_second_answer(house: Services, smtp: Smtp) -> None:
    mail = receive(mails.letter(None, serial=3), house)
    (task,) = models.Task.objects.filter(unit__mail=mail)

    operations.assign(task.pk, mails.claim(2), "o.simon", house)
    work(house)

    kinds = [row.kind for row in models.Outgoing.objects.filter(mail=mail).order_by("pk")]
    assert (kinds, [taken.content["Subject"].split("*")[1:2] for taken in smtp.state.taken]) == (
        ["neutral", "second"],
        [[], [mails.claim(2)]],
    )


def test_what_an_operator_gives_to_a_claim_of_strangers_is_not_told(house: Services, smtp: Smtp) -> None:
    unknown = stranger()
    unknown.replace_header("Subject", "Documents demandés")
    mail = receive(unknown, house)
    (task,) = models.Task.objects.filter(unit__mail=mail)

    operations.assign(task.pk, mails.claim(2), "o.simon", house)
    work(house)

    assert ([row.kind for row in models.Outgoing.objects.filter(mail=mail)], len(smtp.state.taken)) == (["neutral"], 1)
