"""Small synthetic mails whose way is quick: papers are plain text, so that a test can send hundreds."""

import io
import zipfile
from email.message import EmailMessage
from functools import cache
from pathlib import Path

import pyzipper

BROKER = "sinistres@courtier-horizon.example"
COLUMNS = (
    "number,state,kind,insured,policy_number,plate,loss_date,broker_email,broker_ref,"
    "party_emails,handler,handler_email,former_numbers,sensitivity"
)


def claim(number: int) -> str:
    """The number of the claim with that serial."""
    return f"C5021{number:05d}"


def write_register(path: Path, count: int) -> Path:
    """A register of `count` open claims of one broker."""
    rows = [
        f"{claim(number)},open,auto,ASSURE{number} Jean,50.{number:03d}.456,,2026-03-02,{BROKER},DOS/{number},,"
        f"{'h.lambert' if number % 2 else 'm.janssens'},,,normal"
        for number in range(1, count + 1)
    ]
    path.write_text("\n".join([COLUMNS, *rows, ""]), encoding="utf-8")
    return path


def letter(number: int | None, *, serial: int = 0) -> EmailMessage:
    """A broker's mail about a claim, or about none, with one paper."""
    mail = EmailMessage()
    mail["From"] = f"Courtier Horizon <{BROKER}>"
    mail["To"] = "sinistres@assureur.example"
    mail["Subject"] = f"Info complémentaire *{claim(number)}*" if number else "Documents demandés"
    mail["Date"] = "Mon, 02 Mar 2026 10:00:00 +0100"
    mail["Message-ID"] = f"<{serial}.{number}@courtier-horizon.example>"
    mail["Authentication-Results"] = "mx.claimpost.test; dmarc=pass header.from=courtier-horizon.example"
    # The numbers follow each other, and are one broker's: the policy tells them apart.
    policy = f"Police 50.{number:03d}.456\n" if number else ""
    mail.set_content(f"Bonjour,\n\n{policy}Veuillez trouver le devis numéro {serial} en annexe.\n\nCordialement,\nCourtier Horizon\n")
    paper = f"DEVIS DE REPARATION no {serial}\nDevis valable un mois.\nTotal TVA comprise : 1 210,00 EUR\n"
    mail.add_attachment(paper, filename=f"devis-{serial}.txt")
    return mail


@cache
def parcel() -> bytes:
    """A mail about claim 1 with a paper, a zip with two papers, and a forwarded mail about claim 2 with a paper of its own."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("photos/liste.txt", "Liste des objets endommagés\n")
        archive.writestr("facture.txt", "Facture de réparation acquittée\nTotal : 300,00 EUR\n")
    mail = letter(1, serial=1)
    mail.add_attachment(packed.getvalue(), maintype="application", subtype="zip", filename="pieces.zip")
    mail.add_attachment(letter(2, serial=2))
    return mail.as_bytes()


@cache
def thread() -> tuple[bytes, bytes]:
    """A mail about claim 1 with a locked archive that holds a paper and a mail about claim 2; then its password, in an answer."""
    packed = io.BytesIO()
    with pyzipper.AESZipFile(packed, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(b"Sinistre2024")
        archive.writestr("facture.txt", "Facture de réparation acquittée\nTotal : 300,00 EUR\n")
        archive.writestr("transfert.eml", letter(2, serial=2).as_bytes())
    locked, answer = letter(1, serial=1), letter(1, serial=7)
    locked.add_attachment(packed.getvalue(), maintype="application", subtype="zip", filename="pieces.zip")
    answer["In-Reply-To"] = locked["Message-ID"]
    answer.get_payload()[0].set_content("Bonjour,\n\nLe mot de passe du zip : Sinistre2024\n")
    return locked.as_bytes(), answer.as_bytes()


@cache
def many(count: int) -> list[bytes]:
    """So many mails, each about a claim of its own; every tenth is about none."""
    return [letter(None if serial % 10 == 0 else serial, serial=serial).as_bytes() for serial in range(1, count + 1)]
