"""An installation that answers, and the server that takes what it sends."""

from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from threading import Event

from core.answers import Answers, Smtp
from ingest import intake, runner
from ingest.keys import answers_key
from ingest.services import Services
from storage import models
from storage.threads import Threads
from tests.ingest.way import NOW
from tests.whole import mails

SENDER = "sinistres@assureur.example"
BOUNCES = "retours@assureur.example"
TEXTS = {
    "fr": "Bonjour, veuillez trouver le devis en annexe de ce message pour vous.",
    "nl": "Geachte, in bijlage vindt u de offerte die wij van de hersteller hebben gekregen.",
    "de": "Guten Tag, anbei finden Sie den Kostenvoranschlag der Werkstatt für das Fahrzeug.",
    "en": "Dear all, please find the estimate of the repairer in the attachment to this mail.",
}
SUBJECTS = {
    "fr": "Accusé de réception *C502100001* - ASSURE1 Jean",
    "nl": "Ontvangstbevestiging *C502100001* - ASSURE1 Jean",
    "de": "Empfangsbestätigung *C502100001* - ASSURE1 Jean",
    "en": "Acknowledgement *C502100001* - ASSURE1 Jean",
}


def answering(hands: Services, port: int, **answers: object) -> Services:
    """The same services with answers switched on; more of what is set may be named."""
    usual = {"mode": "on", "sender": SENDER, "sender_name": "Assureur, sinistres", "bounces": BOUNCES, "key": "a key of the tests"}
    sets = Answers(**{**usual, **answers})  # type: ignore[arg-type]
    smtp = Smtp(host="127.0.0.1", port=port, security="plain", seconds=3)
    settings = replace(hands.settings, answers=sets, smtp=smtp)
    return replace(hands, settings=settings, history=Threads(answers_key(settings)))


def at(hands: Services, **later: float) -> Services:
    """The same services so much later."""
    return replace(hands, now=lambda: NOW + timedelta(**later))


def work(hands: Services) -> None:
    """Do everything that is due."""
    runner.work(hands, Event(), until_idle=True)


def receive(mail: EmailMessage | bytes, hands: Services) -> models.Mail:
    """Take a mail in from a mailbox whose mails are answered, and do everything that is due."""
    file = hands.settings.home / "mail.eml"
    file.write_bytes(mail if isinstance(mail, bytes) else mail.as_bytes())
    held = intake.take_file(file, hands, acknowledge=True).mail_id
    work(hands)
    return models.Mail.objects.get(pk=held)


def answer(mail: models.Mail) -> models.Outgoing:
    """The only answer to a mail."""
    return models.Outgoing.objects.get(mail=mail)


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
