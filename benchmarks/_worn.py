"""Pages as a scanner, a fax or a telephone sees them, and how many of their characters a reader gets wrong."""

import re
import unicodedata
from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.extractors import papers

Pixels = NDArray[np.uint8]

LETTER = (
    *papers.INVOICE,
    "",
    "Madame, Monsieur,",
    "Nous faisons suite à l'accident survenu le 12 mars 2024 vers 17 h 45 rue de Fer à Namur,",
    "au cours duquel le véhicule de notre assurée, circulant sur la bande de droite, a été heurté",
    "à l'arrière par une camionnette de livraison dont le conducteur n'a pas respecté la distance.",
    "Les dégâts portent sur le pare-chocs, le hayon, le feu arrière gauche et la roue de secours.",
    "Le montant des réparations a été estimé à 1 494,59 € hors frais de dépannage et de gardiennage.",
    "Nous vous prions de bien vouloir nous confirmer la prise en charge dans les meilleurs délais,",
    "ainsi que les coordonnées du gestionnaire du dossier et la référence à rappeler.",
    "Dans cette attente, nous vous prions d'agréer, Madame, Monsieur, nos salutations distinguées.",
    "Annexes : constat amiable, devis détaillé, quatre photographies, copie du certificat.",
)
PAGES = (LETTER, (*papers.DUTCH, *papers.DUTCH), (*papers.GERMAN, *papers.GERMAN), (*papers.REPORT, *papers.STATEMENT))
QUOTES = str.maketrans({"’": "'", "\u2018": "'", "–": "-", "—": "-", "“": '"', "”": '"'})


def pictures() -> list[tuple[str, Image.Image, Sequence[str]]]:
    """Every page in every state: the name of the state, the picture, the lines that stand on it."""
    return [
        (name, Image.fromarray(worn(np.asarray(papers.picture(lines, dpi=200)))), lines) for lines in PAGES for name, worn in STATES.items()
    ]


def wrong(truth: Sequence[str], text: str) -> tuple[int, int]:
    """Characters of `truth` that `text` has wrong, and how many there are; where a line stands does not matter."""
    found, lines = plain(text), [line for line in map(plain, truth) if len(line) > 3]
    return sum(min(len(line), _distance(line, found)) for line in lines), sum(map(len, lines))


def plain(text: str) -> str:
    """The text with one sort of quotes, dashes and spaces."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text).translate(QUOTES)).strip()


def _distance(line: str, text: str) -> int:
    """Edits between `line` and the most similar part of `text`."""
    signs = np.array([ord(sign) for sign in text], np.int64)
    places = np.arange(len(signs) + 1)
    costs = np.zeros(len(signs) + 1, np.int64)
    for sign in line:
        kept = np.append(costs[0] + 1, np.minimum(costs[:-1] + (signs != ord(sign)), costs[1:] + 1))
        costs = np.minimum.accumulate(kept - places) + places
    return int(costs.min())


def _grain(pixels: Pixels, deviation: float) -> Pixels:
    return np.clip(pixels + np.random.default_rng(7).normal(0, deviation, pixels.shape), 0, 255).astype(np.uint8)


def _askew(pixels: Pixels) -> Pixels:
    return np.asarray(Image.fromarray(pixels).rotate(-2.3, Image.Resampling.BICUBIC, expand=True, fillcolor=255))


def _shaded(pixels: Pixels) -> Pixels:
    height, width = pixels.shape
    light = 0.35 + 0.65 * (np.linspace(0, 1, width)[None] + np.linspace(0, 1, height)[:, None]) / 2
    return _grain((pixels * light).astype(np.uint8), 4)


def _pale(pixels: Pixels) -> Pixels:
    return _grain((pixels.astype(float) * 0.16 + 150).astype(np.uint8), 5)


def _photographed(pixels: Pixels) -> Pixels:
    height, width = pixels.shape
    wide, high = int(width * 1.25), int(height * 1.15)
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    target = np.array([[0.1, 0.05], [0.86, 0.09], [0.92, 0.95], [0.06, 0.92]], np.float32) * (wide, high)
    matrix = cv2.getPerspectiveTransform(source, target.astype(np.float32))
    return _shaded(
        np.asarray(cv2.warpPerspective(pixels, matrix, (wide, high), borderMode=cv2.BORDER_CONSTANT, borderValue=(90,)), np.uint8)
    )


STATES: dict[str, Callable[[Pixels], Pixels]] = {
    "clean": lambda pixels: pixels,
    "askew": _askew,
    "turned": np.rot90,
    "grainy": lambda pixels: _grain(pixels, 35),
    "shaded": _shaded,
    "pale": _pale,
    "photographed": _photographed,
}
