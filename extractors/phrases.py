"""Finding the phrases of all types in a text at once, with spaCy's phrase matcher."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from extractors.types import PICTURES, UNKNOWN, fold, types

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import PhraseMatcher

LONGEST_TEXT = 60_000
"""Characters of a paper that are looked at: twenty full pages."""

SPECIFIC, WORD, SHORT = 1.0, 0.5, 0.25

SHARED = {
    "facture": ("facture_achat", "facture_reparation", "facture_entretien"),
    "invoice": ("facture_achat", "facture_reparation", "facture_entretien"),
    "factuur": ("facture_achat", "facture_reparation", "facture_entretien"),
    "rechnung": ("facture_achat", "facture_reparation", "facture_entretien"),
    "proces verbal": ("pv_police", "plainte_pv", "pv_reception", "rapport_expertise", "constat_huissier"),
    "proces verbaal": ("pv_police", "plainte_pv", "pv_reception", "rapport_expertise", "constat_huissier"),
}
"""Titles of whole families: they name a type only together with a cue of its own. The first is what is meant without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A phrase, the types that it speaks for, and how much."""

    cue: str
    """As the list writes it."""

    types: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A phrase in a text, by words."""

    phrase: str
    """Folded."""

    start: int
    end: int


@cache
def phrases() -> dict[str, Phrase]:
    """All phrases by their folded text: the cues and the names of every type that a text can give away."""
    owners: dict[str, dict[str, str]] = {}
    for kind in types().values():
        for cue in (*kind.cues, *kind.titles) if kind.id not in {*PICTURES, UNKNOWN} else ():
            owners.setdefault(fold(cue), {}).setdefault(kind.id, cue)
    own = {text: Phrase(cue=next(iter(kinds.values())), types=tuple(kinds), weight=_weight(text)) for text, kinds in owners.items()}
    shared = {text: Phrase(cue=own[text].cue if text in own else text, types=kinds, weight=WORD) for text, kinds in SHARED.items()}
    return own | shared


def _weight(text: str) -> float:
    letters = sum(sign.isalpha() for sign in text)
    if (" " in text and letters >= 9) or letters >= 12:  # noqa: PLR2004 - two words, or a compound of Dutch and German
        return SPECIFIC
    return WORD if letters >= 5 else SHORT  # noqa: PLR2004 - shorter ones are initials and numbers of fields


def spots(text: str) -> tuple[Spot, ...]:
    """Where phrases stand in `text`; one inside a longer one does not count."""
    document = _language().make_doc(fold(text[:LONGEST_TEXT]))
    found = [Spot(phrase=document.vocab.strings[key], start=start, end=end) for key, start, end in _matcher()(document)]
    return tuple(spot for spot in found if not any(_inside(spot, other) for other in found))


def words_in(text: str) -> int:
    """How many words the matcher sees in `text`."""
    return len(_language().make_doc(fold(text)))


def _inside(spot: Spot, other: Spot) -> bool:
    return other.start <= spot.start and spot.end <= other.end and other.end - other.start > spot.end - spot.start


@cache
def _language() -> "Language":
    import spacy

    language = spacy.blank("xx")
    language.max_length = LONGEST_TEXT * 2
    return language


@cache
def _matcher() -> "PhraseMatcher":
    from spacy.matcher import PhraseMatcher

    matcher = PhraseMatcher(_language().vocab)
    for text in phrases():
        matcher.add(text, [_language().make_doc(text)])
    return matcher
