"""The European accident statement, drawn by us: in four languages, typed or by hand, crossed in several ways, scanned or photographed."""

import io
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
import pypdfium2
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.extractors.form_words import WORDS
from tests.extractors.papers import FONTS

WIDTH, HEIGHT = A4
CROSSES = ("cross", "wide", "tick", "filled", "thin", "blue")
HAND = "~"
"""A value that is written by hand: strokes that no engine reads."""

ARROW = "->"
LINES = ("name", "first", "street", "town", "phone")


@dataclass(frozen=True, kw_only=True)
class Side:
    """What one driver filled in; "~" stands for handwriting, "" for nothing."""

    name: str = ""
    first: str = ""
    street: str = ""
    town: str = ""
    phone: str = ""
    make: str = ""
    plate: str = ""
    insurer: str = ""
    policy: str = ""
    green_card: str = ""
    valid: tuple[str, str] = ("", "")
    """From when and until when the insurance holds."""

    driver: str = ""
    crosses: tuple[int, ...] = ()
    written: str | None = None
    """The count at the foot, where it is not the number of crosses."""

    signed: bool = True
    damage: str = ""
    impact: str = ""
    """What is written in box 10; ARROW for an arrow on the outline of the vehicle."""


@dataclass(frozen=True, kw_only=True)
class Form:
    """A filled form."""

    language: str = "fr"
    day: str = "14.03.2024"
    time: str = "17:45"
    place: str = "Namur, rue de Fer"
    injured: str = "no"
    vehicles: str = "no"
    objects: str = "no"
    style: str = "cross"
    seed: int = 1
    title: bool = True
    middle: float = 179
    """Points across the middle column."""

    font: str = "Courier-Bold"
    """What typed values are printed in."""

    tint: bool = False
    """Whether the tick boxes are printed with a tint."""

    outlines: bool = False
    """Whether box 10 has the outline of a vehicle."""

    a: Side = field(default_factory=Side)
    b: Side = field(default_factory=Side)


A = Side(
    name="MARCHAL",
    first="Lise",
    street="Rue Haute 12",
    town="5000 Namur",
    phone="081 22 33 44",
    make="Renault Clio",
    plate="2-XYZ-987",
    insurer="Assurances du Lac",
    policy="AXZ-12345-7890",
    green_card="B/0123/456789",
    driver="MARCHAL Lise",
    crosses=(1,),
    damage="aile avant",
)
B = Side(
    name="PEETERS",
    first="Jan",
    street="Kerkstraat 7",
    town="3000 Leuven",
    phone="016 11 22 33",
    make="Peugeot 308",
    plate="1-ABC-123",
    insurer="Nordzee Verzekering",
    policy="ALT-77120-4",
    green_card="B/9876/543210",
    driver="PEETERS Jan",
    crosses=(8, 14),
    damage="bumper",
)


def pdf(form: Form) -> bytes:
    """The front page with a text layer."""
    pdfmetrics.registerFont(TTFont("Vera", str(FONTS / "Vera.ttf")))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True)
    Drawing(canvas, form).draw()
    canvas.showPage()
    canvas.save()
    return out.getvalue()


class Drawing:
    """One page in the making; `y` counts down from the upper edge."""

    def __init__(self, canvas: Canvas, form: Form) -> None:
        self.canvas, self.form, self.words = canvas, form, WORDS[form.language]
        self.random = random.Random(form.seed)  # noqa: S311 - strokes
        self.left = (20.0, (WIDTH - form.middle) / 2)
        self.right = ((WIDTH + form.middle) / 2, WIDTH - 20.0)

    def draw(self) -> None:
        if self.form.title:
            self.text(WIDTH / 2 - 120, 32, self.words.title, 13)
        self.head()
        for side, (x0, x1), letter in ((self.form.a, self.left, "A"), (self.form.b, self.right, "B")):
            self.column(side, x0, x1, letter)
        self.circumstances()
        self.foot()

    def text(self, x: float, y: float, words: str, size: float = 6.5) -> None:
        self.canvas.setFont("Vera", size)
        self.canvas.drawString(x, HEIGHT - y, words)

    def rect(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.setLineWidth(0.5)
        self.canvas.rect(x0, HEIGHT - y1, x1 - x0, y1 - y0)

    def value(self, x: float, y: float, words: str, width: float = 90) -> None:
        if words == HAND:
            self.scribble(x, y, width)
        elif words:
            self.canvas.setFont(self.form.font, 8)
            self.canvas.drawString(x, HEIGHT - y, words)

    def scribble(self, x: float, y: float, width: float, height: float = 9) -> None:
        """Script: a slanted line of loops, letter after letter, without lifting the pen."""
        self.canvas.saveState()
        self.canvas.setStrokeColorRGB(0.1, 0.15, 0.5)
        self.canvas.setLineWidth(0.9)
        path, at = self.canvas.beginPath(), x
        path.moveTo(x, HEIGHT - y)
        while at < x + width:
            step, rise = self.random.uniform(3, 6), self.random.uniform(0.4, 1.0) * height
            foot = HEIGHT - y - self.random.uniform(0, 0.35) * height * (self.random.random() < 0.3)
            path.curveTo(at + step, HEIGHT - y + rise, at - step * 0.4, HEIGHT - y + rise * 1.1, at + step * 0.8, foot)
            at += step
        self.canvas.drawPath(path)
        self.canvas.restoreState()

    def sign(self, x: float, y: float) -> None:
        """A signature: wide strokes of one pen, and a flourish."""
        self.scribble(x, y, 48, 22)
        self.canvas.setLineWidth(1.0)
        self.canvas.bezier(x - 4, HEIGHT - y - 4, x + 20, HEIGHT - y + 16, x + 30, HEIGHT - y - 12, x + 60, HEIGHT - y + 8)

    def choice(self, x: float, y: float, answer: str) -> None:
        for word, at in (("no", x), ("yes", x + 34)):
            self.text(at, y, self.words.no if word == "no" else self.words.yes, 6)
            self.tick(at + 16, y - 6, crossed=answer == word)

    def tick(self, x: float, y: float, *, crossed: bool) -> None:
        """A box of 8 points; crossed in the style of the form."""
        if self.form.tint:
            self.canvas.saveState()
            self.canvas.setFillColorRGB(0.72, 0.76, 1.0)
            self.canvas.rect(x, HEIGHT - y - 8, 8, 8, fill=1)
            self.canvas.restoreState()
        self.rect(x, y, x + 8, y + 8)
        if crossed:
            self.canvas.saveState()
            self.mark(x, HEIGHT - y - 8)
            self.canvas.restoreState()

    def mark(self, x: float, y: float) -> None:
        style, jitter = self.form.style, lambda: self.random.uniform(-0.7, 0.7)
        over = 3.0 if style == "wide" else -1.2
        self.canvas.setLineWidth({"thin": 0.5, "wide": 1.3}.get(style, 1.0))
        if style == "blue":
            self.canvas.setStrokeColorRGB(0.35, 0.45, 0.85)
        if style == "filled":
            self.canvas.rect(x + 1, y + 1, 6, 6, fill=1)
        elif style == "tick":
            self.canvas.line(x + 1 + jitter(), y + 4, x + 3, y + 1)
            self.canvas.line(x + 3, y + 1, x + 9 + jitter(), y + 9 + jitter())
        else:
            self.canvas.line(x - over + jitter(), y - over, x + 8 + over, y + 8 + over + jitter())
            self.canvas.line(x - over, y + 8 + over + jitter(), x + 8 + over + jitter(), y - over)

    def head(self) -> None:
        words, form = self.words, self.form
        for corner in ((20, 45, 150, 80), (150, 45, 420, 80), (420, 45, 575, 80), (20, 80, 300, 118), (300, 80, 575, 118)):
            self.rect(*corner)
        self.text(23, 55, f"1. {words.date}")
        self.text(103, 55, words.time)
        self.value(26, 74, form.day, 60)
        self.value(105, 74, form.time, 30)
        self.text(153, 55, f"2. {words.place}")
        self.value(170, 74, form.place, 150)
        self.text(423, 55, f"3. {words.injured}")
        self.choice(470, 72, form.injured)
        self.text(23, 90, f"4. {words.damage}")
        self.text(40, 102, words.vehicles, 6)
        self.choice(210, 102, form.vehicles)
        self.text(40, 113, words.objects, 6)
        self.choice(210, 113, form.objects)
        self.text(303, 90, f"5. {words.witnesses}")

    def column(self, side: Side, x0: float, x1: float, letter: str) -> None:
        words = self.words
        self.text((x0 + x1) / 2 - 25, 134, f"{words.vehicle.upper()} {letter}", 9)
        for top, bottom in ((140, 218), (218, 280), (280, 378), (378, 458), (458, 540), (540, 600), (600, 770)):
            self.rect(x0, top, x1, bottom)
        self.text(x0 + 3, 150, f"6. {words.insured}")
        for number, line in enumerate(LINES):
            self.row(x0, 163 + 12 * number, words.lines[number], getattr(side, line))
        self.text(x0 + 3, 228, f"7. {words.vehicle}")
        self.row(x0, 243, words.make, side.make)
        self.row(x0, 257, words.plate, side.plate)
        self.text(x0 + 3, 290, f"8. {words.company}")
        for number, (label, value) in enumerate(
            zip((words.lines[0], words.policy, words.green_card), (side.insurer, side.policy, side.green_card), strict=True)
        ):
            self.row(x0, 303 + 12 * number, label, value)
        self.validity(side, x0)
        self.text(x0 + 3, 388, f"9. {words.driver}")
        self.row(x0, 401, words.lines[0], side.driver)
        self.text(x0 + 3, 468, f"10. {words.impact}")
        self.impact(side, x0)
        self.text(x0 + 3, 550, f"11. {words.visible}")
        self.value(x0 + 10, 572, side.damage)
        self.text(x0 + 3, 610, f"14. {words.remarks}")

    def validity(self, side: Side, x0: float) -> None:
        since, until = self.words.valid
        self.row(x0, 339, since, side.valid[0])
        self.text(x0 + 112, 339, until, 6)
        self.value(x0 + 126, 339, side.valid[1], 45)

    def impact(self, side: Side, x0: float) -> None:
        if self.form.outlines:
            self.canvas.roundRect(x0 + 60, HEIGHT - 530, 60, 24, 7)
            self.canvas.roundRect(x0 + 76, HEIGHT - 527, 28, 18, 4)
        if side.impact == ARROW:
            self.canvas.saveState()
            self.canvas.setLineWidth(1.1)
            for end in ((x0 + 138, 500), (x0 + 126, 509), (x0 + 131, 517)):
                self.canvas.line(x0 + 122, HEIGHT - 516, end[0], HEIGHT - end[1])
            self.canvas.restoreState()
        else:
            self.value(x0 + 10, 490, side.impact)

    def row(self, x0: float, y: float, label: str, value: str) -> None:
        self.text(x0 + 6, y, f"{label} :", 6)
        self.value(x0 + 12 + pdfmetrics.stringWidth(f"{label} :", "Vera", 6), y, value, 80)

    def circumstances(self) -> None:
        left, right = self.left[1], self.right[0]
        self.rect(left, 122, right, 458)
        self.text(WIDTH / 2 - 35, 134, f"12. {self.words.circumstances}", 8)
        for number, words in enumerate(self.words.rows, start=1):
            y = 152 + 17.2 * (number - 1)
            self.text(left + 18, y + 2, f"{number}", 6)
            self.text(left + 27, y + 2, words, 5.5)
            self.tick(left + 5, y - 4, crossed=number in self.form.a.crosses)
            self.tick(right - 13, y - 4, crossed=number in self.form.b.crosses)
        for side, x in ((self.form.a, left + 3), (self.form.b, right - 15)):
            self.rect(x, 440, x + 12, 452)
            self.value(x + 3, 449, str(len(side.crosses)) if side.written is None else side.written, 6)
        self.text(left + 40, 449, self.words.count, 5.5)

    def foot(self) -> None:
        left, right = self.left[1], self.right[0]
        self.rect(left, 458, right, 690)
        self.text(left + 6, 468, f"13. {self.words.sketch}")
        self.rect(left, 690, right, 770)
        self.text(left + 6, 700, f"15. {self.words.signatures}")
        self.text(left + 6, 712, "A", 8)
        self.text(WIDTH / 2 + 6, 712, "B", 8)
        for signed, x in ((self.form.a.signed, left + 18), (self.form.b.signed, WIDTH / 2 + 18)):
            if signed:
                self.sign(x, 748)


def picture(data: bytes, *, dpi: int = 200) -> Image.Image:
    """The page as a clean scanner sees it, in grey."""
    document = pypdfium2.PdfDocument(data)
    page = document[0]
    image: Image.Image = page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L").copy()
    page.close()
    document.close()
    return image


def scanned(image: Image.Image, *, degrees: float = 1.4, noise: float = 9.0, seed: int = 3) -> Image.Image:
    """A little askew, soft, with grain."""
    turned = np.asarray(image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255), np.float64)
    grain = np.random.default_rng(seed).normal(0, noise, turned.shape)
    return Image.fromarray(np.clip(cv2.GaussianBlur(turned, (0, 0), 0.7) + grain, 0, 255).astype(np.uint8))


def pale(image: Image.Image, *, contrast: float = 0.35) -> Image.Image:
    """Low contrast on grey paper."""
    pixels = np.asarray(image, np.float64)
    return Image.fromarray((225 - (255 - pixels) * contrast).astype(np.uint8))


def faxed(image: Image.Image, *, seed: int = 5) -> Image.Image:
    """Black or white, with the dots of the line."""
    pixels = np.asarray(image.resize((image.width, image.height)), np.float64)
    dots = np.random.default_rng(seed).random(pixels.shape)
    black = np.where(pixels < 150, 0, 255)
    black = np.where(dots < 0.002, 0, np.where(dots > 0.998, 255, black))
    return Image.fromarray(black.astype(np.uint8))


def photographed(image: Image.Image, *, seed: int = 9) -> Image.Image:
    """The paper on a dark table, seen from one side, with a shadow over it."""
    width, height = image.size
    chance = np.random.default_rng(seed)
    edge = 0.06
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = corners * (1 - 2 * edge) + np.array([width, height], np.float32) * edge
    moved += chance.uniform(-0.025, 0.025, (4, 2)).astype(np.float32) * np.array([width, height], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    seen = cv2.warpPerspective(np.asarray(image), matrix, (width, height), borderMode=cv2.BORDER_CONSTANT, borderValue=(60,))
    shade = np.linspace(1.0, 0.72, width)[None, :] * np.linspace(0.95, 1.0, height)[:, None]
    grain = chance.normal(0, 4, seen.shape)
    return Image.fromarray(np.clip(cv2.GaussianBlur(seen.astype(np.float64), (0, 0), 0.8) * shade + grain, 0, 255).astype(np.uint8))


VARIANTS: Mapping[str, Callable[[Image.Image], Image.Image]] = {
    "clean": lambda image: image,
    "scanned": scanned,
    "pale": pale,
    "faxed": faxed,
    "photographed": photographed,
    "turned": lambda image: image.rotate(180),
}


def crossed(form: Form) -> Sequence[tuple[str, int]]:
    """The truth: every crossed box as (side, number)."""
    return [(side, number) for side, filled in (("A", form.a), ("B", form.b)) for number in filled.crosses]
