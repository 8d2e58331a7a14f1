"""Papers as claims mail brings them, made up: letters, invoices, reports; printed to PDF, filled in, locked, scanned."""

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pypdfium2
import reportlab
from PIL import Image, ImageFilter
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from core.content import Spool
from core.limits import Limits
from core.pages import Box, Word
from core.values import Reading
from extractors.context import Context
from extractors.reading import read

FONTS = Path(reportlab.__file__).parent / "fonts"

INVOICE = (
    "Garage des Tilleuls SRL",
    "Rue du Moulin 12, 4000 Liège - BE 0123.456.749",
    "Tél. 04 222 33 44 - atelier@garage-tilleuls.example",
    "",
    "FACTURE DE RÉPARATION N° 2024-0118",
    "Date : 12 mars 2024",
    "",
    "Véhicule : Peugeot 308, immatriculation 1-ABC-123",
    "Contrat n° 50.123.456",
    "",
    "Pièces de rechange : pare-chocs avant, phare gauche      845,20 €",
    "Main d'oeuvre carrosserie : 6,5 heures                    390,00 €",
    "TVA 21 %                                                  259,39 €",
    "Total à payer                                           1 494,59 €",
    "",
    "IBAN BE68 5390 0754 7034",
)
REPORT = (
    "Bureau d'expertise Delcourt",
    "",
    "RAPPORT D'EXPERTISE",
    "Expertise du 3 avril 2024, véhicule AB-123-CD",
    "Valeur de remplacement à dire d'expert : 8 500,00 €",
    "Le véhicule est déclaré économiquement irréparable.",
    "Contacter l'expert au 01 55 92 26 92.",
)
STATEMENT = (
    "CONSTAT AMIABLE D'ACCIDENT AUTOMOBILE",
    "1. Date de l'accident 14/02/2024   Heure 17:45   2. Lieu : Namur, rue de Fer",
    "ne constitue pas une reconnaissance de responsabilité, mais un relevé des identités",
    "6. Preneur d'assurance A : Marchal    7. Véhicule A : Renault Clio, plaque 2-XYZ-987",
    "8. N° de police : AXZ-12345-7890",
    "10. Indiquer le point de choc initial   12. Circonstances",
)
DUTCH = (
    "Geachte heer, mevrouw,",
    "",
    "INGEBREKESTELLING",
    "Wij stellen u in gebreke voor het bedrag van € 1.250,00, te betalen voor 30 juni 2024.",
    "Het voertuig met nummerplaat 1-DEF-456 werd hersteld. Polisnummer: 12.345.678/01.",
    "U bereikt ons op 0475 12 34 56 of op rekening BE71 0961 2345 6769.",
)
GERMAN = (
    "Kfz-Sachverständigenbüro Weber",
    "",
    "GUTACHTEN",
    "Besichtigung am 5. Februar 2024, Kennzeichen AC-XY 123",
    "Die Reparaturkosten betragen 3.456,78 EUR. Versicherungsschein-Nr. KV 4711/0815",
    "Rückfragen bitte unter 0241 4770 120. Mit freundlichen Grüßen",
)
ENGLISH = (
    "WITNESS STATEMENT",
    "I was driving behind the lorry on 4 March 2024 and saw the whole accident.",
    "The damage was estimated at EUR 2,345.00. My phone number is +44 20 7946 0958.",
    "Policy no. HX/99-1234",
)


def pdf(*pages: Sequence[str], size: float = 11, password: str = "", owner: str = "") -> bytes:
    """A PDF with a text layer, a line of text a line; lines in capitals are larger."""
    pdfmetrics.registerFont(TTFont("Vera", str(FONTS / "Vera.ttf")))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True)
    for lines in pages:
        at = A4[1] - 70
        for line in lines:
            canvas.setFont("Vera", size * 1.6 if line.isupper() else size)
            canvas.drawString(60, at, line)
            at -= size * 2
        canvas.showPage()
    canvas.save()
    return locked(out.getvalue(), password=password, owner=owner) if password or owner else out.getvalue()


def locked(data: bytes, *, password: str = "", owner: str = "") -> bytes:
    """The PDF locked with AES."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(password, owner or "owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def picture(lines: Sequence[str], *, dpi: int = 200) -> Image.Image:
    """The page as a clean scanner sees it."""
    document = pypdfium2.PdfDocument(pdf(lines))
    page = document[0]
    image: Image.Image = page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L").copy()
    page.close()
    document.close()
    return image


def worn(image: Image.Image, *, degrees: float = 1.7, noise: float = 10.0) -> Image.Image:
    """The picture a little askew, softened, and with grain."""
    turned = image.rotate(degrees, Image.Resampling.BICUBIC, expand=False, fillcolor=255).filter(ImageFilter.GaussianBlur(0.6))
    grain = np.random.default_rng(7).normal(0, noise, (turned.height, turned.width))
    return Image.fromarray(np.clip(np.asarray(turned, dtype=np.float64) + grain, 0, 255).astype(np.uint8))


def leaning(lines: Sequence[str], degrees: int) -> bytes:
    """A PDF whose content is drawn turned `degrees` against the clock."""
    reader = PdfReader(io.BytesIO(pdf(lines)))
    writer = PdfWriter(clone_from=reader)
    page = writer.pages[0]
    page.rotate(-degrees)
    page.transfer_rotation_to_content()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def turned(data: bytes, degrees: int) -> bytes:
    """The PDF with every page shown turned clockwise (/Rotate)."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for page in writer.pages:
        page.rotate(degrees)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def scan(*images: Image.Image) -> bytes:
    """A PDF whose pages are pictures and nothing else."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True)
    for image in images:
        encoded = io.BytesIO()
        image.save(encoded, "JPEG", quality=80)
        encoded.seek(0)
        canvas.drawImage(ImageReader(encoded), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    """The picture as a file of `kind`."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def reading_of(
    data: bytes,
    media_type: str = "application/pdf",
    *,
    name: str = "",
    passwords: tuple[str, ...] = (),
    mail_text: str = "",
    limits: Limits | None = None,
) -> Reading:
    """What is read from `data`."""
    context = Context(passwords=passwords, mail_text=mail_text, limits=limits or Limits())
    with Spool() as spool:
        return read(spool.keep(data), name=name, media_type=media_type, context=context)


def facts(found: Reading) -> set[tuple[str, str]]:
    """Kind and value of every fact."""
    return {(fact.kind, fact.value) for fact in found.facts}


def text(found: Reading) -> str:
    """All text."""
    return "\n".join(page.text for page in found.pages)


def word(content: str) -> Word:
    """A word that stands anywhere."""
    return Word(box=Box(x0=0, y0=0, x1=1, y1=1), text=content)
