"""A mail with something locked, mails that tell the password, and what became of them."""

import io
import zipfile
from email.message import EmailMessage
from threading import Event

import pyzipper

from ingest import runner
from ingest.services import Services
from storage import models
from tests.ingest.way import hold
from tests.whole import mails

WORD = "Sinistre2024"


def locked_zip(word: str = WORD, *names: str) -> bytes:
    """An archive that only `word` opens."""
    packed = io.BytesIO()
    with pyzipper.AESZipFile(packed, "w", compression=zipfile.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(word.encode())
        for name in names or ("facture.txt",):
            archive.writestr(name, f"Facture de réparation acquittée {name}\nTotal : 300,00 EUR\n")
    return packed.getvalue()


def locked(*, serial: int = 1, content: bytes = b"") -> EmailMessage:
    """A broker's mail with an archive whose password it does not tell."""
    mail = mails.letter(1, serial=serial)
    mail.add_attachment(content or locked_zip(), maintype="application", subtype="zip", filename="pieces.zip")
    return mail


def telling(words: str, *, serial: int = 7, **headers: str) -> EmailMessage:
    """A second mail of the same broker."""
    mail = mails.letter(1, serial=serial)
    del mail["Subject"]
    mail["Subject"] = "Accès aux pièces"
    mail.get_payload()[0].set_content(f"Bonjour,\n{words}\nBien à vous\n")
    for name, value in headers.items():
        del mail[name.replace("_", "-")]
        mail[name.replace("_", "-")] = value
    return mail


def answer(words: str = f"Le mot de passe du zip : {WORD}", *, serial: int = 7) -> EmailMessage:
    """The mail that tells it, in answer to the first."""
    return telling(words, serial=serial, In_Reply_To="<1.1@courtier-horizon.example>")


def work(hands: Services) -> None:
    runner.work(hands, Event(), until_idle=True)


def deliver(mail: EmailMessage, hands: Services) -> int:
    """Hand in a mail and do everything that is due; its id comes back."""
    held = hold(mail, hands)
    work(hands)
    return held


def inside(mail_id: int) -> list[tuple[str, str]]:
    """Name and problem of what is in the archives of a mail."""
    rows = models.Item.objects.filter(mail=mail_id, path__startswith="0.2.")
    return [(row.name, row.problem) for row in rows]


def happened(mail_id: int) -> list[str]:
    return list(models.Event.objects.filter(mail_id=mail_id).values_list("what", flat=True))


OPEN = [("facture.txt", "")]
