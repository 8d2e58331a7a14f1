"""How well the set was read: wrong signs, types, facts and boundaries between papers."""

import resource
import time
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from core.values import Reading
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

GUARDED = frozenset({"P4", "P5"})
"""Classes of health and of justice (domain section 8.1)."""

SAME = str.maketrans({"’": "'", "\u2018": "'", "–": "-", "—": "-", "“": '"', "”": '"', "«": '"', "»": '"'})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What reading one file came to, set against its truth."""

    name: str
    way: str
    errors: int
    signs: int
    language: str
    apart: bool
    held: bool
    type: str
    read_type: str
    guess: str
    """The likeliest type, set or not."""

    confidence: float
    harmless: bool
    """A paper about health or justice was called a type that is open to everybody."""
    roles_right: int
    roles_wrong: tuple[str, ...]
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
        if self.way in APART or self.way in {"bundle", "thing"}:
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
    found = reading_of(sample.data, sample.media_type, name=sample.file_name)
    seconds = _processor() - began
    text = plain("\n".join(page.text for page in found.pages))
    segments = [plain(segment) for paper in sample.papers for segment in paper.segments]
    true = {(fact.kind, fact.value) for paper in sample.papers for fact in paper.facts}
    read = {(fact.kind, fact.value) for fact in found.facts if fact.kind in CHECKED | OTHERS}
    right, wrong = _roles(sample, found)
    return Outcome(
        name=sample.name,
        way=sample.way,
        errors=sum(distance(segment, text) for segment in segments),
        signs=sum(map(len, segments)),
        language=sample.papers[0].language,
        apart=sample.papers[0].apart,
        held=sample.papers[0].held,
        type=sample.papers[0].type,
        read_type=found.type.id,
        guess=found.type.guess or found.type.id,
        confidence=found.type.confidence,
        harmless=_guarded(sample.papers[0].type) and not GUARDED & set(found.type.classes),
        roles_right=right,
        roles_wrong=wrong,
        right=frozenset(true & read),
        missed=frozenset(true - read),
        wrong=frozenset(read - true),
        starts=sample.starts,
        read_starts=tuple(paper.pages[0] for paper in found.documents),
        seconds=seconds,
        pages=sample.pages,
    )


def _guarded(kind: str) -> bool:
    from extractors.types import types

    return bool(GUARDED & set(types()[kind].classes))


def _roles(sample: Sample, found: Reading) -> tuple[int, tuple[str, ...]]:
    """Of the values that were found and whose role the wording says: how many have it, and what the others were taken for."""
    read: dict[tuple[str, str], set[str]] = {}
    for fact in found.facts:
        read.setdefault((fact.kind, fact.value), set()).add(fact.role)
    true: dict[tuple[str, str], set[str]] = {}
    for told in (fact for paper in sample.papers for fact in paper.facts if fact.role):
        true.setdefault((told.kind, told.value), set()).add(told.role)
    right, wrong = 0, []
    for key, roles in sorted(true.items()):
        if key in read and roles & read[key]:
            right += 1
        elif key in read:
            wrong.append(f"{key[0]} {'/'.join(sorted(roles))} -> {'/'.join(sorted(read[key])) or '-'} ({sample.papers[0].type})")
    return right, tuple(wrong)


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
