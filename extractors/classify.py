"""What a paper is, by the phrases that stand on it: a likelihood for every type, and the phrases that decided."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.pages import Page
from core.papers import DocumentType
from extractors.evidence import Evidence, Place, Signs, evidence_of
from extractors.learned import likelihoods
from extractors.types import LETTERS, UNKNOWN, types

SURE, POSSIBLE, APART = 0.85, 0.60, 0.15
"""From the first on a type is set, from the second on it is to be checked; the next best must be that far away."""

FEWEST_PHRASES = 2
"""Phrases without which no paper is called anything, unless its heading or a phrase of the type's own says it."""

HINT = 0.10
"""From here on the care that a type needs is taken, though the paper is not called it."""

GUARDED = frozenset({"P4", "P5"})
"""Classes of health and of justice (domain section 8.1)."""

OWN = (Place.HEAD, Place.HEADING, Place.TITLE, Place.STRONG)
"""Places whose phrases are a type's own; words that are usual elsewhere too make it likely at most."""

SPEAKING = (*OWN, Place.WEAK)
"""Places on the paper itself whose phrases speak for a type: not against it, and not the file's name or the mail."""

TELLING = (Place.HEAD, Place.STRONG, Place.TITLE, Place.HEADING, Place.WEAK, Place.NAME, Place.MAIL)
"""Places whose phrases decide, those that are shown first before the others."""

SHOWN = 8
"""Phrases that are shown as having decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A type, how likely it is, and the phrases that speak for it, the strongest first."""

    id: str
    confidence: float
    cues: tuple[str, ...] = ()
    told: bool = True
    """Whether a heading, a phrase of its own or two others speak for it: what words sound like is not enough."""

    hinted: bool = False
    """Whether the paper says enough of it that the care it needs is taken, however likely another type is."""


def type_of(pages: Sequence[Page], *, name: str = "", mail_text: str = "") -> DocumentType:
    """The type of one paper; `autre` when no type stands out."""
    return judged_type(ranked(evidence_of(pages, name=name, mail_text=mail_text)))


def judged_type(ranking: Sequence[Ranked]) -> DocumentType:
    """The first of the ranking, or `autre` with all hints of the others."""
    best, *others = ranking
    # Which of the two kinds of letters it is makes little difference: neither is the other's rival.
    rivals = [other for other in others if not (best.id in LETTERS and other.id in LETTERS)]
    sure = round(best.confidence + sum(other.confidence for other in others if other not in rivals), 3)
    next_best = max((rival.confidence for rival in rivals), default=0.0)
    if best.id != UNKNOWN and best.told and sure >= POSSIBLE and sure - next_best >= APART:
        return DocumentType(id=best.id, confidence=sure, cues=best.cues, classes=_classes(best, others))
    nothing = next((kind.confidence for kind in ranking if kind.id == UNKNOWN), 0.0)
    hints = [kind for kind in ranking if kind.id != UNKNOWN and (kind.confidence >= HINT or _hinted(kind, nothing))]
    cues = tuple(dict.fromkeys(cue for kind in hints for cue in kind.cues))
    classes = {"P1", *(level for kind in hints for level in types()[kind.id].classes)}
    likely = max((kind.confidence for kind in hints), default=0.0)
    guess = best.id if best.id != UNKNOWN and best.told else ""
    return DocumentType(id=UNKNOWN, guess=guess, confidence=min(likely, POSSIBLE - 0.01), cues=cues, classes=tuple(sorted(classes)))


def _guarded(kind: str) -> bool:
    return bool(GUARDED & set(types()[kind].classes))


def _hinted(kind: Ranked, nothing: float) -> bool:
    """Whether the care of a type of health or justice is taken: how little a paper says makes it no more harmless."""
    among = kind.confidence / max(1 - nothing, kind.confidence, 1e-9)
    return _guarded(kind.id) and (kind.hinted or (kind.told and among >= HINT))


def _classes(best: Ranked, others: Sequence[Ranked]) -> tuple[str, ...]:
    """The care that the type needs, and that of health and justice that another likely one would."""
    careful = {level for other in others if other.confidence >= HINT or other.hinted for level in types()[other.id].classes} & GUARDED
    own = types()[best.id].classes
    return own if careful <= set(own) else tuple(sorted({*own, *careful}))


def ranked(found: Evidence) -> list[Ranked]:
    """Every type that text can give away, the likeliest first."""
    likely = likelihoods(found)
    return [_ranked(kind, likely[kind], found.signs.get(kind)) for kind in sorted(likely, key=lambda kind: -likely[kind])]


def _ranked(kind: str, likely: float, signs: Signs | None) -> Ranked:
    places = [place for place in signs.phrases.values() if place in SPEAKING] if signs else []
    own, several = any(place in OWN for place in places), len(places) >= FEWEST_PHRASES
    return Ranked(
        id=kind,
        confidence=round(likely if own or kind == UNKNOWN else min(likely, SURE - 0.01), 3),
        cues=_cues(signs) if signs else (),
        told=several or Place.HEAD in places or Place.STRONG in places,
        hinted=several and own,
    )


def _cues(signs: Signs) -> tuple[str, ...]:
    speaking = [(phrase, place) for phrase, place in signs.phrases.items() if place != Place.AGAINST]
    first = sorted(speaking, key=lambda found: (TELLING.index(found[1]), len(found[0].roles)))
    return tuple(dict.fromkeys(phrase.text for phrase, _ in first[:SHOWN]))
