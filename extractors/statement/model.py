"""The form as we model it (data/accident_statement.yaml): labels and their places, fields, columns, questions."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from core.pages import Box

TYPE = "constat_auto"
"""The type of document that the form is."""

LANGUAGES = ("fr", "nl", "de", "en")
WIDTH, HEIGHT = 595.0, 842.0
SIDES = ("A", "B")
ROWS = 17


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A place on the form, or on a page."""

    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A printed label: where it begins on the form, and its words in each language."""

    id: str
    at: Point
    words: Mapping[str, tuple[str, ...]]
    side: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What is to be filled in: under which box, its rectangle in the column of A, and the labels before it."""

    id: str
    box: str
    kind: str
    place: Box
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Everything that is printed on the form."""

    titles: tuple[str, ...]
    back: tuple[str, ...]
    anchors: tuple[Anchor, ...]
    columns: Mapping[str, tuple[float, float]]
    fields: tuple[Field, ...]
    questions: Mapping[str, Box]
    answers: Mapping[str, str]
    """`yes` or `no` by the word for it."""

    printed: Mapping[str, tuple[str, ...]]
    """Further words of the form, which are no values."""

    names: Mapping[str, tuple[str, ...]]
    """By field: what the name of its entry in a form on a screen says."""

    rows: tuple[Point, ...]
    """Where the 17 circumstances begin."""

    squares: Mapping[str, float]
    """Across: the middle of the tick boxes of each side."""

    count: Mapping[str, Point]
    square: float
    """Points across a tick box."""

    @property
    def across(self) -> float:
        """From a field of A to the same of B."""
        return self.columns["b"][0] - self.columns["a"][0]


def plain(text: str) -> str:
    """`text` for comparing: letters and digits only, small, without accents."""
    spelled = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("ß", "ss"))
    return re.sub(r"[^a-z0-9]", "", spelled)


@cache
def model() -> Model:
    """The form, read once."""
    import yaml

    source: dict[str, Any] = yaml.safe_load((files("extractors") / "data" / "accident_statement.yaml").read_text("utf-8"))
    rows = source["circumstances"]
    (x, y), pitch = rows["at"], rows["pitch"]
    left, right, foot = rows["count"]
    places = tuple(Point(x=x, y=y + pitch * number) for number in range(ROWS))
    return Model(
        titles=tuple(title for titles in source["titles"].values() for title in titles),
        back=tuple(title for titles in source["back"].values() for title in titles),
        anchors=(*(one for entry in source["anchors"] for one in _anchors(entry)), *_rows(rows, places)),
        columns={name: (float(start), float(end)) for name, (start, end) in source["columns"].items()},
        fields=tuple(_field(entry) for entry in source["fields"]),
        questions={entry["role"]: _box(entry["place"]) for entry in source["questions"]},
        answers={word: answer for answer, words in source["answers"].items() for word in words},
        printed={language: tuple(words) for language, words in source["printed"].items()},
        names={field: tuple(words) for field, words in source["names"].items()},
        rows=places,
        squares=dict(zip(SIDES, rows["boxes"], strict=True)),
        count={"A": Point(x=left, y=foot), "B": Point(x=right, y=foot)},
        square=float(rows["size"]),
    )


def _anchors(entry: Mapping[str, Any]) -> tuple[Anchor, ...]:
    words = _words(entry)
    if "at" in entry:
        return (Anchor(id=entry["id"], at=Point(x=entry["at"][0], y=entry["at"][1]), words=words),)
    return tuple(
        Anchor(id=entry["id"], at=Point(x=x, y=y), words=words, side=side) for side, (x, y) in zip(SIDES, entry["sides"], strict=True)
    )


def _rows(rows: Mapping[str, Any], places: tuple[Point, ...]) -> tuple[Anchor, ...]:
    return tuple(
        Anchor(id=f"row{number}", at=at, words={language: tuple(rows[language][number - 1].split("|")) for language in LANGUAGES})
        for number, at in enumerate(places, start=1)
    )


def _field(entry: Mapping[str, Any]) -> Field:
    return Field(id=entry["id"], box=entry["box"], kind=entry["kind"], place=_box(entry["place"]), words=_words(entry))


def _words(entry: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    return {language: tuple(entry.get(language, ())) for language in LANGUAGES}


def _box(corners: list[float]) -> Box:
    x0, y0, x1, y1 = map(float, corners)
    return Box(x0=x0, y0=y0, x1=x1, y1=y1)


def circumstance_name(number: int, language: str) -> str:
    """The short name of a circumstance of box 12 in `language`, in English where there is none."""
    names = {anchor.id: anchor.words for anchor in model().anchors if anchor.id.startswith("row")}
    words = names.get(f"row{number}", {})
    return next(iter(words.get(language[:2], ()) or words.get("en", ())), "")
