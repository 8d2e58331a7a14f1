"""The European accident statement, filled in: two columns of numbered boxes, the crosses in the middle, a sketch at the foot."""

from dataclasses import dataclass
from datetime import date

from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas

from web.demo.papers import numbers
from web.demo.papers.sheet import HEIGHT, WIDTH, Sheet

BLUE, YELLOW = "#dbe8f6", "#fdf3c8"
CIRCUMSTANCES = (
    "en stationnement / à l'arrêt",
    "quittait un stationnement",
    "prenait un stationnement",
    "sortait d'un parking",
    "s'engageait dans un parking",
    "s'engageait sur un rond-point",
    "roulait sur un rond-point",
    "heurtait l'arrière, même file",
    "même sens, file différente",
    "changeait de file",
    "doublait",
    "virait à droite",
    "virait à gauche",
    "reculait",
    "empiétait sur la voie inverse",
    "venait de droite (carrefour)",
    "n'avait pas observé un signal",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """One column of the statement."""

    name: str
    street: str
    town: str
    car: str
    plate: str
    insurer: str
    policy: str
    licence: str
    crosses: tuple[int, ...]
    impact: str
    damage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Accident:
    """The head of the statement and its two drivers."""

    at: date
    time: str
    place: str
    witness: str
    a: Driver
    b: Driver


def statement(accident: Accident) -> bytes:
    """The front page of an accident statement (constat amiable d'accident automobile)."""
    sheet = Sheet("Constat amiable", "")
    canvas = sheet.canvas
    canvas.setFont("Helvetica-Bold", 13)
    canvas.drawCentredString(WIDTH / 2, HEIGHT - 34, "CONSTAT AMIABLE D'ACCIDENT AUTOMOBILE")
    canvas.setFont("Helvetica", 6.5)
    canvas.drawCentredString(
        WIDTH / 2, HEIGHT - 44, "Ne constitue pas une reconnaissance de responsabilité, mais un relevé des identités et des faits"
    )
    _head(canvas, accident)
    _driver(canvas, 28, accident.a, "A", BLUE)
    _driver(canvas, WIDTH - 208, accident.b, "B", YELLOW)
    _circumstances(canvas, accident)
    _sketch(canvas)
    _signatures(canvas, accident)
    return sheet.done()


def _box(canvas: Canvas, corner: tuple[float, float], size: tuple[float, float], label: str, value: str) -> None:
    canvas.setLineWidth(0.5)
    canvas.rect(*corner, *size)
    canvas.setFont("Helvetica", 6)
    canvas.drawString(corner[0] + 3, corner[1] + size[1] - 8, label)
    canvas.setFont("Courier-Bold", 8)
    for place, line in enumerate(value.split("\n")):
        canvas.drawString(corner[0] + 5, corner[1] + size[1] - 19 - 10 * place, line)


def _head(canvas: Canvas, accident: Accident) -> None:
    _box(canvas, (28, HEIGHT - 80), (110, 30), "1. Date de l'accident     Heure", f"{numbers.day(accident.at)}  {accident.time}")
    _box(canvas, (138, HEIGHT - 80), (310, 30), "2. Localisation   Pays :   Lieu :", accident.place)
    _box(canvas, (448, HEIGHT - 80), (119, 30), "3. Blessé(s) même léger(s)", "non [X]   oui [ ]")
    _box(canvas, (28, HEIGHT - 112), (230, 32), "4. Dégâts matériels à d'autres véhicules / objets", "non [X]   oui [ ]")
    _box(canvas, (258, HEIGHT - 112), (309, 32), "5. Témoins : noms, adresses, tél.", accident.witness)


def _driver(canvas: Canvas, left: float, driver: Driver, letter: str, colour: str) -> None:
    canvas.setFillColor(colors.HexColor(colour))
    canvas.rect(left, 232, 180, HEIGHT - 352, stroke=0, fill=1)
    canvas.setFillColor(colors.black)
    canvas.setFont("Helvetica-Bold", 12)
    canvas.drawCentredString(left + 90, HEIGHT - 132, f"VÉHICULE {letter}")
    family, _, first = driver.name.partition(" ")
    boxes = (
        (84, "6. Preneur d'assurance / assuré", f"NOM : {family}\nPrénom : {first}\n{driver.street}\n{driver.town}"),
        (80, "7. Véhicule   Marque, type   N° d'immatriculation", f"{driver.car}\nImmatriculation :\n{driver.plate}"),
        (
            98,
            "8. Société d'assurance   N° de contrat   N° carte verte",
            f"{driver.insurer}\nPolice n° :\n{driver.policy}\nDégâts couverts : oui [X]",
        ),
        (
            84,
            "9. Conducteur   Permis n°   Catégorie   Valable jusqu'au",
            f"{driver.name}\n{driver.street}\nPermis {driver.licence}\nCat. B",
        ),
        (54, "10. Point de choc initial", driver.impact),
        (70, "11. Dégâts apparents", driver.damage),
    )
    top = HEIGHT - 140
    for height, label, value in boxes:
        top -= height
        _box(canvas, (left, top), (180, height), label, value)


def _circumstances(canvas: Canvas, accident: Accident) -> None:
    left, top = 214.0, HEIGHT - 132
    canvas.setFont("Helvetica-Bold", 9)
    canvas.drawCentredString(WIDTH / 2, top, "12. Circonstances")
    for number, label in enumerate(CIRCUMSTANCES, 1):
        y = top - 6 - number * 19
        canvas.setFont("Helvetica", 6.5)
        canvas.drawString(left + 16, y + 2, f"{number}  {label}")
        for x, driver in ((left, accident.a), (left + 156, accident.b)):
            canvas.rect(x, y, 9, 9)
            if number in driver.crosses:
                canvas.setFont("Helvetica-Bold", 9)
                canvas.drawString(x + 1.5, y + 1, "X")
    y = top - 8 - 18 * 19
    canvas.setFont("Helvetica", 6.5)
    canvas.drawCentredString(WIDTH / 2, y + 3, "nombre de cases marquées d'une croix")
    for x, driver in ((left, accident.a), (left + 152, accident.b)):
        canvas.rect(x, y, 13, 12)
        canvas.setFont("Courier-Bold", 9)
        canvas.drawString(x + 4, y + 3, str(len(driver.crosses)))


def _sketch(canvas: Canvas) -> None:
    canvas.rect(28, 96, 340, 130)
    canvas.setFont("Helvetica", 6)
    canvas.drawString(31, 218, "13. Croquis de l'accident au moment du choc")
    canvas.setLineWidth(1)
    for y in (130, 190):
        canvas.line(50, y, 350, y)
    canvas.setDash(6, 5)
    canvas.line(50, 160, 350, 160)
    canvas.setDash()
    for x, y, letter, colour in ((120, 138, "A", BLUE), (176, 126, "B", YELLOW)):
        canvas.setFillColor(colors.HexColor(colour))
        canvas.rect(x, y, 52, 20, fill=1)
        canvas.setFillColor(colors.black)
        canvas.setFont("Helvetica-Bold", 10)
        canvas.drawCentredString(x + 26, y + 6, letter)
    canvas.rect(374, 96, 193, 130)
    canvas.setFont("Helvetica", 6)
    canvas.drawString(377, 218, "14. Mes observations")
    canvas.setFont("Courier-Bold", 7)
    canvas.drawString(380, 204, "B sort de son stationnement sans")
    canvas.drawString(380, 194, "regarder et heurte mon aile.")


def _signatures(canvas: Canvas, accident: Accident) -> None:
    canvas.rect(28, 40, 539, 50)
    canvas.setFont("Helvetica", 6)
    canvas.drawString(31, 82, "15. Signature des conducteurs     A")
    canvas.drawString(320, 82, "B")
    canvas.setFont("Times-Italic", 18)
    canvas.drawString(60, 54, accident.a.name.title())
    canvas.drawString(350, 54, accident.b.name.title())
