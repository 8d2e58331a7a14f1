"""How well the set was read: wrong signs, types, facts and boundaries between papers."""

import resource
import time
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tests.documents.degrade import APART, CLEAN
from tests.documents.make import Sample

CHECKED = frozenset({"iban", "vat_eu", "be_enterprise", "fr_siret", "be_structured_comm"})
"""Kinds with check digits."""

OTHERS = frozenset(
    (
        *("bic", "vin", "phone", "email", "date_eu", "time_24h", "amount_eur", "policy_number", "postcode"),
        *("pv_be", "pv_nl", "pv_fr", "plate_be", "plate_fr_siv", "plate_nl", "plate_de"),
    )
)
"""Kinds that the set knows wholly; what is read of other kinds is neither right nor wrong."""

SAME = str.maketrans({"’": "'", "\u2018": "'", "–": "-", "—": "-", "“": '"', "”": '"', "«": '"', "»": '"'})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What reading one file came to, set against its truth."""

    name: str
    way: str
    errors: int
    signs: int
    type: str
    read_type: str
    right: frozenset[tuple[str, str]]
    missed: frozenset[tuple[str, str]]
    wrong: frozenset[tuple[str, str]]
    starts: tuple[int, ...]
    read_starts: tuple[int, ...]
    seconds: float
    pages: int

    @property
    def group(self) -> str:
        """`clean`, `poor`, `bundle`, or the way itself where it is kept apart."""
        if self.way in APART or self.way == "bundle":
            return self.way
        return "clean" if self.way in CLEAN else "poor"


@dataclass(slots=True, kw_only=True)
class Tally:
    """Right, missed and wrong ones."""

    right: int = 0
    missed: int = 0
    wrong: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / ((self.right + self.wrong) or 1)

    @property
    def recall(self) -> float:
        """Share of what is there that was found."""
        return self.right / ((self.right + self.missed) or 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return 2 * self.right / ((2 * self.right + self.missed + self.wrong) or 1)


def plain(text: str) -> str:
    """The text with one space between words and one form of each quotation mark and dash."""
    return " ".join(unicodedata.normalize("NFC", text).translate(SAME).split())


def distance(segment: str, text: str) -> int:
    """Fewest signs to change, add or leave out so that `segment` stands somewhere in `text`."""
    if segment in text:
        return 0
    against = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    along = np.arange(len(against) + 1)
    before = np.zeros(len(against) + 1, dtype=np.int64)
    for number, sign in enumerate(segment, 1):
        row = before + 1
        row[0] = number
        row[1:] = np.minimum(row[1:], before[:-1] + (against != ord(sign)))
        before = np.minimum.accumulate(row - along) + along
    return int(min(before.min(), len(segment)))


def outcome(sample: Sample) -> Outcome:
    """Reads the file and compares."""
    from tests.extractors.papers import reading_of

    began = _processor()
    found = reading_of(sample.data, sample.media_type, name="document")
    seconds = _processor() - began
    text = plain("\n".join(page.text for page in found.pages))
    segments = [plain(segment) for paper in sample.papers for segment in paper.segments]
    true = {(fact.kind, fact.value) for paper in sample.papers for fact in paper.facts}
    read = {(fact.kind, fact.value) for fact in found.facts if fact.kind in CHECKED | OTHERS}
    return Outcome(
        name=sample.name,
        way=sample.way,
        errors=sum(distance(segment, text) for segment in segments),
        signs=sum(map(len, segments)),
        type=sample.papers[0].type,
        read_type=found.type.id,
        right=frozenset(true & read),
        missed=frozenset(true - read),
        wrong=frozenset(read - true),
        starts=sample.starts,
        read_starts=tuple(paper.pages[0] for paper in found.documents),
        seconds=seconds,
        pages=sample.pages,
    )


def _processor() -> float:
    """Seconds of this process and of the children that ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def facts(outcomes: list[Outcome]) -> dict[str, Tally]:
    """By kind."""
    tallies: dict[str, Tally] = {}
    for one in outcomes:
        for verdict in ("right", "missed", "wrong"):
            for kind, value in sorted(getattr(one, verdict)):
                tally = tallies.setdefault(kind, Tally())
                setattr(tally, verdict, getattr(tally, verdict) + 1)
                if verdict != "right":
                    tally.examples.append(f"{verdict} {value} ({one.name})")
    return tallies


def together(tallies: dict[str, Tally], kinds: frozenset[str]) -> Tally:
    """The sum of those kinds."""
    chosen: list[Any] = [tally for kind, tally in tallies.items() if kind in kinds]
    return Tally(right=sum(one.right for one in chosen), missed=sum(one.missed for one in chosen), wrong=sum(one.wrong for one in chosen))


def boundaries(outcomes: list[Outcome]) -> Tally:
    """Pages on which a further paper begins."""
    total = Tally()
    for one in outcomes:
        true, read = set(one.starts[1:]), set(one.read_starts[1:])
        total.right += len(true & read)
        total.missed += len(true - read)
        total.wrong += len(read - true)
    return total


def confusions(outcomes: list[Outcome]) -> Counter[tuple[str, str]]:
    """True type and what it was taken for, most frequent first."""
    return Counter((one.type, one.read_type) for one in outcomes if one.type != one.read_type)
