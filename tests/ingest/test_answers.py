"""The answer to the sender, from the mail that came in to what a real server took."""

from pathlib import Path

import pytest

from ingest import operations
from ingest.services import Services
from ingest.wording import wording
from storage import models
from tests.databases import ON_BOTH
from tests.ingest.answers import BOUNCES, SENDER, SUBJECTS, TEXTS, answer, answering, receive, stranger, work, written
from tests.ingest.way import deliver
from tests.servers.smtp import Smtp
from tests.whole import mails

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
    assert f"Pièces non reprises : pieces.zip ({wording('fr').refusals['password']})" in lines
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
