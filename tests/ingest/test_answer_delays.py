"""Answers while a server or the claims system does not do its part."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import Unavailable
from ingest.services import Services
from router.protocols import Claim, Found
from router.systems.claims_csv import CsvRegister
from storage import models, outbox
from tests.databases import ON_BOTH
from tests.ingest.answers import SUBJECTS, TEXTS, answer, answering, at, receive, work, written
from tests.servers.ports import free_port
from tests.servers.smtp import Smtp


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
