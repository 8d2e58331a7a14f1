"""Mails as a claims mailbox receives them, the same bytes every time: a letter in French, its HTML, a logo, papers, photos."""

import io
import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from web.demo import mime

WORDS = re.findall(
    r"\w+",
    "le la les un une des du de à pour par avec sans sous sur dans notre votre leur sinistre dommage véhicule assuré expert rapport "
    "constat facture devis réparation garage photo mur toiture dégât eaux incendie contrat police franchise indemnité règlement "
    "veuillez trouver joint suite échange téléphonique vous remercie retour confirmer réception dossier référence demande pièce "
    "complémentaire client avenue république matinée survenu constaté estimé montant euros hors taxes délai déjà été près",
)
FIRST = ("Aïcha", "Bénédicte", "Chloé", "Élodie", "Jean-Luc", "Łukasz", "Marc", "Noémie", "Pieter", "Sofie")
LAST = ("Delacroix", "Duval", "Lefèvre", "Moreau", "Peeters", "Renard", "Vandenbroucke", "Weber")
OFFICES = ("duval-courtage", "garage-du-parc", "expertise-durand", "cabinet-moreau", "courtier-horizon")
HOPS = 4
SMALLEST, BIGGEST = 20_000, 500_000
EVERY_FORWARD = 8
"""One mail in so many holds an earlier one."""


def mails(count: int) -> Iterator[bytes]:
    """`count` mails of 20 to 500 kB, most of them small, as mailboxes have them."""
    for number in range(count):
        chance = random.Random(number)  # noqa: S311 - the same mails every time, no secrets
        size = int(SMALLEST * (BIGGEST / SMALLEST) ** chance.random())
        yield _mail(chance, number, size)


def _mail(chance: random.Random, number: int, size: int) -> bytes:
    letter = _letter(chance, number)
    room = int((size - len(letter.body) - 4_000) * 0.73)
    pieces = [letter]
    if number % EVERY_FORWARD == 0:
        inner = _mail(chance, number + 1_000_000 + 1, size // 3)
        pieces.append(mime.mail_attached(inner, name="Échange précédent.eml"))
        room -= len(inner)
    for place in range(chance.randint(1, 3)):
        taken = max(2_000, room // (3 - place))
        pieces.append(_paper(chance, number, taken) if place % 2 == 0 else _photo(chance, number, taken))
        room -= taken
    return mime.entity(mime.several("mixed", f"----=_Limite_{number:08d}", *pieces), *_head(chance, number))


def _head(chance: random.Random, number: int) -> list[tuple[str, str]]:
    at = datetime(2026, 3, 2, 8, 0, tzinfo=UTC) + timedelta(minutes=7 * number % 40_000)
    office = chance.choice(OFFICES)
    name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    received = [("Received", _hop(chance, hop, office, mime.date(at + timedelta(seconds=9 - hop)))) for hop in range(HOPS)]
    signature = "".join(chance.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", k=340))
    return [
        ("Return-Path", f"<contact@{office}.example>"),
        *received,
        (
            "DKIM-Signature",
            f"v=1; a=rsa-sha256; c=relaxed/relaxed; d={office}.example; s=mail;\r\n h=from:to:subject:date;\r\n b={signature}",
        ),
        ("From", mime.address(name, f"contact@{office}.example")),
        ("To", f"Service sinistres <sinistres@assureur.example>, {mime.address(f'Élise {chance.choice(LAST)}', 'elise@assureur.example')}"),
        ("Subject", mime.encoded_words(f"RE: Sinistre *C50{number % 10_000_000:07d}* : pièces complémentaires, dégât des eaux")),
        ("Date", mime.date(at)),
        ("Message-ID", f"<{number}.{chance.getrandbits(64):x}@{office}.example>"),
        ("References", " ".join(f"<{number}.{turn}@assureur.example>" for turn in range(3))),
        ("MIME-Version", "1.0"),
        ("X-Mailer", "Microsoft Outlook 16.0"),
    ]


def _hop(chance: random.Random, hop: int, office: str, date: str) -> str:
    host = f"mta{hop}.{office}.example"
    by = f"by relais{hop}.assureur.example (Postfix) with ESMTPS id {chance.getrandbits(48):012X}"
    return f"from {host} ({host} [192.0.2.{hop + 10}])\r\n {by}\r\n for <sinistres@assureur.example>; {date}"


def _letter(chance: random.Random, number: int) -> mime.Piece:
    paragraphs = [" ".join(chance.choices(WORDS, k=chance.randint(20, 70))).capitalize() + "." for _ in range(chance.randint(3, 8))]
    quoted = "\n".join(f"> {' '.join(chance.choices(WORDS, k=12))}" for _ in range(chance.randint(5, 30)))
    said = "Bonjour,\n\n" + "\n\n".join(paragraphs) + "\n\nBien cordialement,\n\nLe lundi 2 mars 2026 à 08:14, Gestion a écrit :\n" + quoted
    shown = "".join(f'<p class="MsoNormal"><span style="font-family:Calibri;color:#1F497D">{words}</span></p>' for words in paragraphs)
    style = "<style>p.MsoNormal{margin:0cm;font-size:11.0pt}</style>" * 20
    page = f'<html><head>{style}</head><body>{shown}<img src="cid:logo{number}@duval"><blockquote>{quoted}</blockquote></body></html>'
    forms = mime.several("alternative", f"----=_Formes_{number:08d}", mime.text(said), mime.text(page, subtype="html"))
    logo = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes((0, 0, 0, 180, 0, 0, 0, 60)) + chance.randbytes(3_000)
    return mime.several(
        "related", f"----=_Page_{number:08d}", forms, mime.attached(logo, "image001.png", "image/png", inline_id=f"logo{number}@duval")
    )


def _photo(chance: random.Random, number: int, size: int) -> mime.Piece:
    head = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xc0\0\x11\x08\x0b\xd0\x0f\xc0\x03\x01\x22\0\x02\x11\x01\x03\x11\x01"
    return mime.attached(head + chance.randbytes(size), f"Dégâts cuisine {number}.jpg", "image/jpeg")


def _paper(chance: random.Random, number: int, size: int) -> mime.Piece:
    return mime.attached(pdf(chance.randbytes(size)), f"Devis réparation {number}.pdf", "application/pdf")


def pdf(picture: bytes) -> bytes:
    """A PDF of one page with one picture, as scanners write it."""
    head = b"/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode"
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</S 4 0 R>>>>/Contents 5 0 R>>",
        _stream(head, picture),
        _stream(b"", b"q 595 0 0 842 0 0 cm /S Do Q"),
    )


def invoice() -> bytes:
    """A small PDF with its figures attached, as invoices carry them."""
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(facture.xml)4 0 R]>>>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        b"<</Type/Filespec/F(facture.xml)/UF(facture.xml)/EF<</F 5 0 R>>>>",
        _stream(b"/EmbeddedFile", b"<facture><montant>1250.00</montant></facture>"),
    )


def _stream(kind: bytes, data: bytes) -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (b"/Type" + kind if kind else b"", len(data), data)


def _pdf(*objects: bytes) -> bytes:
    lines = [b"%PDF-1.4\n", *(b"%d 0 obj\n%s\nendobj\n" % (number, words) for number, words in enumerate(objects, 1))]
    places = list(accumulate(map(len, lines)))
    table = b"".join(b"%010d 00000 n \n" % place for place in places[:-1])
    end = b"xref\n0 6\n0000000000 65535 f \n%strailer\n<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (table, places[-1])
    return b"".join(lines) + end


def archive() -> bytes:
    """A small 7z archive."""
    import py7zr

    packed = io.BytesIO()
    with py7zr.SevenZipFile(packed, "w") as archive:
        archive.writestr(b"Bonjour, voici le devis." * 20, "devis.txt")
    return packed.getvalue()
