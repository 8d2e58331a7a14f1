"""Papers around the accident statement: one to fill in on a screen, its back, sheets with two pages, and what a hand wrote legibly."""

import io
import random
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, FloatObject, NameObject, NumberObject, TextStringObject
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.extractors import forms
from tests.extractors.forms import HEIGHT, Drawing, Form, Side
from tests.extractors.papers import FONTS, reading_of, scan

BACK = {
    "fr": (
        "DÉCLARATION À REMPLIR PAR L'ASSURÉ", "et à transmettre dans les cinq jours à son assureur", "1. Nom de l'assuré :",
        "2. Profession :", "3. Circonstances détaillées de l'accident :", "4. A-t-il été établi un procès-verbal ?",
        "5. Conducteur habituel du véhicule :", "6. Véhicule : garage où il est visible", "7. Blessés : nom, adresse, profession",
        "Fait à", "Signature de l'assuré",
    ),
    "nl": (
        "AANGIFTE IN TE VULLEN DOOR DE VERZEKERDE", "en binnen de vijf dagen aan zijn verzekeraar te sturen", "1. Naam van de verzekerde:",
        "2. Beroep:", "3. Omstandigheden van het ongeval:", "4. Werd er een proces-verbaal opgesteld?",
        "5. Gewone bestuurder van het voertuig:", "6. Voertuig: garage waar het kan worden gezien", "7. Gewonden: naam, adres, beroep",
        "Opgemaakt te", "Handtekening van de verzekerde",
    ),
    "de": (
        "VOM VERSICHERUNGSNEHMER AUSZUFÜLLEN", "und unverzüglich an seinen Versicherer zu senden", "1. Name des Versicherungsnehmers:",
        "2. Beruf:", "3. Schilderung des Unfalls:", "4. Wurde der Unfall polizeilich aufgenommen?",
        "5. Gewöhnlicher Fahrer des Fahrzeugs:", "6. Fahrzeug: Werkstatt, wo es zu sehen ist", "7. Verletzte: Name, Anschrift",
        "Ort, Datum", "Unterschrift des Versicherungsnehmers",
    ),
    "en": (
        "TO BE COMPLETED BY THE INSURED", "and sent to his insurer within five days", "1. Name of the insured:",
        "2. Occupation:", "3. How the accident happened:", "4. Was a police report made?",
        "5. Usual driver of the vehicle:", "6. Vehicle: garage where it can be inspected", "7. Injured persons: name, address",
        "Done at", "Signature of the insured",
    ),
}  # fmt: skip
"""The questions on the back, in our own short wording."""


def canvas_on(out: io.BytesIO) -> Canvas:
    """An empty page."""
    pdfmetrics.registerFont(TTFont("Vera", str(FONTS / "Vera.ttf")))
    return Canvas(out, pagesize=A4, invariant=True)


@dataclass(frozen=True, kw_only=True)
class Entered:
    """How a form on the screen was made."""

    paper: bool = False
    """Whether the page under the fields is a picture of the form."""

    shown: bool = True
    """Whether the file has pictures of what was entered."""

    squares: bool = True
    """Whether the tick boxes are printed, too."""


class Fillable(Drawing):
    """The front page whose values are fields of an interactive form."""

    how = Entered()
    number = 0

    def name(self) -> str:
        """A name that says nothing."""
        self.number += 1
        return f"Field{self.number}"

    def text(self, x: float, y: float, words: str, size: float = 6.5) -> None:
        """What is printed, unless it is in the picture."""
        if not self.how.paper:
            super().text(x, y, words, size)

    def value(self, x: float, y: float, words: str, width: float = 90) -> None:
        """A field with `words` in it."""
        self.canvas.acroForm.textfield(
            name=self.name(), value=words, x=x - 2, y=HEIGHT - y - 3, width=max(width, 12), height=11, fontSize=7, borderWidth=0
        )

    def tick(self, x: float, y: float, *, crossed: bool) -> None:
        """A check box."""
        if self.how.squares:
            self.rect(x, y, x + 8, y + 8)
        self.canvas.acroForm.checkbox(name=self.name(), x=x, y=HEIGHT - y - 8, size=8, checked=crossed, buttonStyle="cross", borderWidth=0)


def fillable(form: Form, how: Entered | None = None) -> bytes:
    """The front page as filled in on a screen."""
    out = io.BytesIO()
    canvas = canvas_on(out)
    drawing = Fillable(canvas, form)
    drawing.how = how or Entered()
    if drawing.how.paper:
        nothing = Side(signed=False, written="")
        empty = Form(language=form.language, day="", time="", place="", injured="", vehicles="", objects="", a=nothing, b=nothing)
        canvas.drawInlineImage(forms.picture(forms.pdf(empty)), 0, 0, *A4)
    drawing.draw()
    canvas.showPage()
    canvas.save()
    return out.getvalue() if drawing.how.shown else unshown(out.getvalue())


def unshown(data: bytes) -> bytes:
    """The form as some programs leave it: what was entered, without the pictures of it."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for annotation in writer.pages[0]["/Annots"]:
        annotation.get_object().pop("/AP", None)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def flagged(data: bytes, flag: int) -> bytes:
    """The form with a flag on every field."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for annotation in writer.pages[0]["/Annots"]:
        annotation.get_object()[NameObject("/F")] = NumberObject(flag)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def moved(data: bytes, at: tuple[float, float], *, name: str, to: tuple[float, float] | None = None) -> bytes:
    """The form whose field at a place, in points from the upper left corner, is called `name`, and lies elsewhere."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for annotation in writer.pages[0]["/Annots"]:
        field = annotation.get_object()
        x0, y0, x1, y1 = map(float, field["/Rect"])
        if x0 <= at[0] <= x1 and y0 <= HEIGHT - at[1] <= y1:
            field[NameObject("/T")] = TextStringObject(name)
            if to:
                corners = (to[0], HEIGHT - to[1], to[0] + x1 - x0, HEIGHT - to[1] + y1 - y0)
                field[NameObject("/Rect")] = ArrayObject(map(FloatObject, corners))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_back(form: Form, *, swapped: bool = False) -> bytes:
    """Front and back as two pages."""
    writer = PdfWriter()
    pages = [forms.pdf(form), back(form.language)]
    for data in reversed(pages) if swapped else pages:
        writer.append(io.BytesIO(data))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def back(language: str) -> bytes:
    """The back of the form, with what one driver declares."""
    out = io.BytesIO()
    canvas = canvas_on(out)
    title, under, *questions = BACK[language]
    canvas.setFont("Vera", 13)
    canvas.drawString(60, HEIGHT - 40, title)
    canvas.setFont("Vera", 8)
    canvas.drawString(60, HEIGHT - 54, under)
    for number, question in enumerate(questions):
        canvas.drawString(30, HEIGHT - 90 - 70 * number, question)
    canvas.setFont("Courier-Bold", 9)
    canvas.drawString(60, HEIGHT - 106, "MARCHAL Lise")
    canvas.drawString(60, HEIGHT - 250, "14.03.2024, 17:45")
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def beside(*pages: Image.Image, blank: str = "") -> Image.Image:
    """Pages side by side on one sheet; one of them alone with `blank`, "left" or "right", empty."""
    width, height = pages[0].size
    sheet = Image.new("L", (2 * width, height), 255)
    for number, page in enumerate(pages):
        sheet.paste(page, (width * (number + (blank == "left")), 0))
    return sheet


def on_landscape(image: Image.Image) -> bytes:
    """A PDF of the picture on A4 landscape."""
    out = io.BytesIO()
    image.save(out, "PDF", resolution=image.width / (A4[1] / 72))
    return out.getvalue()


def in_block_letters(image: Image.Image, words: str, at: tuple[float, float], *, seed: int = 1, size: float = 9) -> Image.Image:
    """The picture of a page with `words` written on it letter by letter, as people fill in forms: legible, and never twice alike."""
    pixels = np.asarray(image).copy()
    dots, chance = image.width / A4[0], random.Random(seed)  # noqa: S311 - strokes
    x, y = at[0] * dots, at[1] * dots
    for letter in words:
        height = size * dots * chance.uniform(0.82, 1.15)
        y_here = y + chance.uniform(-0.09, 0.09) * size * dots
        patch = _letter(letter, height, lean=chance.uniform(-0.16, 0.2), turn=chance.uniform(-7, 7), pen=max(round(0.35 * dots), 1))
        top, left = round(y_here - height), round(x)
        region = pixels[top : top + patch.shape[0], left : left + patch.shape[1]]
        np.minimum(region, patch[: region.shape[0], : region.shape[1]], out=region)
        x += (0.35 * size * dots if letter == " " else patch.shape[1] * 0.92) + chance.uniform(0, 0.06) * size * dots
    return Image.fromarray(pixels)


def _letter(letter: str, height: float, *, lean: float, turn: float, pen: int) -> np.ndarray:
    """One letter of strokes on white, so high, leaning and turned."""
    scale = height / 21
    (width, _), _ = cv2.getTextSize(letter, cv2.FONT_HERSHEY_SIMPLEX, scale, pen)
    cell = np.full((round(height * 1.4), width + round(height * 0.3)), 255, np.uint8)
    cv2.putText(cell, letter, (round(height * 0.12), round(height * 1.08)), cv2.FONT_HERSHEY_SIMPLEX, scale, 50, pen, cv2.LINE_AA)
    matrix = cv2.getRotationMatrix2D((cell.shape[1] / 2, cell.shape[0] / 2), turn, 1.0)
    matrix[0, 1] += lean
    matrix[0, 2] -= lean * cell.shape[0] / 2
    return cv2.warpAffine(cell, matrix, (cell.shape[1], cell.shape[0]), borderValue=(255,))


def picture_of_back(language: str) -> Image.Image:
    """The back as a scanner sees it."""
    return forms.picture(back(language))


def searchable(image: Image.Image) -> bytes:
    """A scan with the text layer that its scanner made of it, by the words that we read ourselves."""
    page = reading_of(scan(image)).pages[0]
    out = io.BytesIO()
    canvas = canvas_on(out)
    canvas.drawInlineImage(image, 0, 0, *A4)
    text = canvas.beginText()
    text.setTextRenderMode(3)
    for word in page.words:
        size = 0.8 * (word.box.y1 - word.box.y0)
        text.setFont("Vera", size)
        text.setHorizScale(100 * (word.box.x1 - word.box.x0) / max(pdfmetrics.stringWidth(word.text, "Vera", size), 1.0))
        text.setTextOrigin(word.box.x0, HEIGHT - word.box.y1 + 0.2 * size)
        text.textOut(word.text)
    canvas.drawText(text)
    canvas.showPage()
    canvas.save()
    return out.getvalue()
