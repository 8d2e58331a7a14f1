"""What comes back for an answer that we sent."""

from email.message import EmailMessage

import pytest

from ingest.services import Services
from storage import jobs, models
from tests.ingest.answers import BOUNCES, answer, receive, work
from tests.ingest.way import deliver
from tests.servers.smtp import Smtp
from tests.whole import mails

REPORT = """\
From: MAILER-DAEMON@mx.example
To: {to}
Subject: Undelivered Mail Returned to Sender
Return-Path: <>
Message-ID: <bounce@mx.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

The mail could not be delivered.
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; somebody@courtier-horizon.example
Action: {action}
Status: 5.1.1
--B
Content-Type: {type}

From: sinistres@assureur.example
Subject: Accuse
Message-ID: {message_id}
X-Claimpost-Loop: 1

--B--
"""


def report(message_id: str, action: str = "failed", kind: str = "text/rfc822-headers") -> bytes:
    return REPORT.format(to=BOUNCES, action=action, message_id=message_id, type=kind).encode()


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
def test_an_answer_that_comes_back_is_void_and_an_operator_corrects_the_address(kind: str, house: Services) -> None:
    mail = receive(mails.letter(1), house)

    (task,) = deliver(report(answer(mail).message_id, kind=kind), house)

    assert (answer(mail).state, answer(mail).bounced_at) == ("bounced", house.now())
    assert (task.kind, task.title, task.claim) == ("triage", "address_to_correct", mails.claim(1))
    jobs.add("route", task.unit.mail_id, house.now())
    work(house)
    assert models.Task.objects.get(pk=task.pk).state == "open"


def test_a_report_of_a_delay_only_tells(house: Services) -> None:
    mail = receive(mails.letter(1), house)

    assert deliver(report(answer(mail).message_id, "delayed"), house) == []
    assert (answer(mail).state, models.Event.objects.filter(mail_id=mail.pk, what="answer_delayed").count()) == ("sent", 1)


def test_a_forged_id_voids_nothing(house: Services) -> None:
    mail = receive(mails.letter(1), house)
    signed, at, domain = answer(mail).message_id.partition("@")
    forged = signed[:-1] + ("0" if signed[-1] != "0" else "1") + at + domain

    assert deliver(report(forged), house) == []
    assert answer(mail).state == "sent"


def test_an_absence_is_noted_and_nothing_more(house: Services, smtp: Smtp) -> None:
    mail = receive(mails.letter(1), house)
    away = EmailMessage()
    away["From"], away["To"], away["Subject"] = mails.BROKER, "sinistres@assureur.example", "Réponse automatique : absent"
    away["Auto-Submitted"], away["In-Reply-To"] = "auto-replied", answer(mail).message_id
    away.set_content("Je suis absent jusqu'au 9 mars.\n")

    receive(away, house)

    assert models.Event.objects.filter(mail_id=mail.pk, what="answer_auto_replied").count() == 1
    assert (models.Task.objects.count(), len(smtp.state.taken)) == (1, 1)
