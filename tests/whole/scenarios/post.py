"""The mails of the scenarios, as the programs of brokers, experts and insured persons write them."""

from datetime import datetime

from tests.whole.scenarios.house import NOW
from web.demo import letters, mime, programs
from web.demo.letters import File, Words
from web.demo.mails.brokers import PDF, order
from web.demo.mime import Piece
from web.demo.papers import repairs
from web.demo.people import MARTIN, Person
from web.demo.programs import OUTLOOK, Envelope, Program
from web.demo.values import Scene

SCENE = Scene(now=NOW)
OWN = "Bonjour,\n\nVeuillez trouver ci-joint les documents.\n\nBien à vous,"


def mail(  # noqa: PLR0913 - what a mail says, by name
    subject: str,
    own: str = OWN,
    *files: File,
    sender: Person = MARTIN,
    at: datetime = NOW,
    program: Program = OUTLOOK,
    verdict: str = "pass",
    quoted: str = "",
    signed: bool = True,
    logos: tuple[bytes, ...] = (),
    headers: tuple[tuple[str, str], ...] = (),
) -> bytes:
    """A mail as it lies in our mailbox."""
    envelope = Envelope(sender=sender, subject=subject, at=at, verdict=verdict, headers=headers)
    return letters.letter(program, envelope, Words(own=own, quoted=quoted, signed=signed), files=files, logos=logos)


def inner(subject: str, own: str, *files: File, sender: Person, carrying: tuple[bytes, ...] = ()) -> bytes:
    """A mail as it lies in another, with the mails that it carries itself."""
    envelope = Envelope(sender=sender, subject=subject, at=SCENE.ago(20), to=MARTIN.address)
    text = letters.body(OUTLOOK, envelope, Words(own=own), files=files)
    whole = mime.several("mixed", programs.boundary(OUTLOOK, envelope, 7), text, *map(mime.mail_attached, carrying)) if carrying else text
    return programs.written(OUTLOOK, envelope, whole)


def carrying(subject: str, own: str, *mails: bytes, sender: Person, at: datetime = NOW) -> bytes:
    """A mail that forwards others as attachments."""
    envelope = Envelope(sender=sender, subject=subject, at=at)
    text = letters.body(OUTLOOK, envelope, Words(own=own))
    return _whole(envelope, text, *(mime.mail_attached(raw, name=f"message {place}.eml") for place, raw in enumerate(mails, 1)))


def made_of(subject: str, *pieces: Piece, sender: Person = MARTIN, at: datetime = NOW) -> bytes:
    """A mail of these pieces, one beside the other; of one it is all there is."""
    return _whole(Envelope(sender=sender, subject=subject, at=at), *pieces)


def _whole(envelope: Envelope, *pieces: Piece) -> bytes:
    whole = mime.several("mixed", programs.boundary(OUTLOOK, envelope, 6), *pieces) if len(pieces) > 1 else pieces[0]
    return programs.delivered(OUTLOOK, envelope, whole)


def message_id(subject: str, *, sender: Person = MARTIN, at: datetime = NOW) -> str:
    """The Message-ID of the mail with that subject."""
    return programs.message_id(OUTLOOK, Envelope(sender=sender, subject=subject, at=at))


def answers(message_id: str) -> tuple[tuple[str, str], ...]:
    """The header lines of an answer to that mail."""
    return (("In-Reply-To", message_id), ("References", message_id))


def pdf(name: str, content: bytes) -> File:
    """A PDF that goes with a mail."""
    return File(name=name, media_type=PDF, content=content)


def estimate(claim: str = "C502100001", name: str = "devis.pdf", serial: str = "0391") -> File:
    """The repair estimate of a claim."""
    return pdf(name, repairs.estimate(order(SCENE, claim, serial=serial)))


def invoice(claim: str = "C502100001", name: str = "facture.pdf", serial: str = "0417") -> File:
    """The repair invoice of a claim."""
    return pdf(name, repairs.invoice(order(SCENE, claim, serial=serial)))
