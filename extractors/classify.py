"""What a paper is, by the phrases that stand on it; every type keeps the cues that decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from core.pages import Page
from core.papers import Document, DocumentType
from extractors.phrases import SHARED, SPECIFIC, WORD, Spot, phrases, spots, words_in
from extractors.titles import titles_of
from extractors.types import LETTERS, UNKNOWN, types

SURE, POSSIBLE, APART = 0.85, 0.60, 0.15
"""From the first on a type is set, from the second on it is to be checked; the next best must be that far away."""

TITLE, FAMILY_TITLE, NAME, MAIL = 3.0, 2.5, 0.75, 0.5
"""Points of a title, of a family's title together with an own cue, of a cue in the file name, in the mail."""

CURVE = ((0.0, 0.0), (1.0, 0.40), (2.0, 0.70), (3.0, 0.88), (4.0, 0.93), (6.0, 0.98))
"""Confidence by points, straight between the corners."""

UNTITLED = 0.70
"""At most this for a type without the title, where another type has it."""

LETTER = 0.65
FAR = 3
"""Words that may stand before a phrase in a title: "pro forma", a name, a number; none before a single plain word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Signs:
    """The phrases found, by where they stood."""

    title: frozenset[str]
    text: frozenset[str]
    name: frozenset[str]
    mail: frozenset[str]


def documents_of(pages: Sequence[Page], *, name: str, mail_text: str) -> tuple[Document, ...]:
    """The papers in a file: a new one begins where a page carries the title of another type."""
    starts = [0]
    current = _titled(pages[0]) if len(pages) > 1 else ""
    for index, page in enumerate(pages[1:], start=1):
        titled = _titled(page)
        if titled and current and titled != current:
            starts.append(index)
        current = titled or current
    runs = [pages[start:end] for start, end in zip(starts, [*starts[1:], len(pages)], strict=True)]
    return tuple(
        # The name of a file that holds several papers says nothing about one of them.
        Document(pages=tuple(page.number for page in run), type=type_of(run, name=name if len(runs) == 1 else "", mail_text=mail_text))
        for run in runs
    )


def _titled(page: Page) -> str:
    """The type that the page alone is surely of, by its title."""
    title = _title(page)
    if not title:
        return ""
    found = type_of([page])
    named = {kind for phrase in title for kind in phrases()[phrase].types}
    return found.id if found.confidence >= SURE and found.id in named else ""


def type_of(pages: Sequence[Page], *, name: str = "", mail_text: str = "") -> DocumentType:
    """The type of one paper; `autre` when no type stands out."""
    signs = _Signs(
        title=_title(pages[0]) if pages else frozenset(),
        text=_found("\n".join(page.text for page in pages)),
        name=_found(name.replace("_", " ").replace(".", " ")),
        mail=_found(mail_text),
    )
    ranked = sorted(_candidates(signs), key=lambda kind: -kind.confidence)
    best, *others = ranked or [DocumentType()]
    if best.confidence >= POSSIBLE and (not others or best.confidence - others[0].confidence >= APART):
        return replace(best, classes=types()[best.id].classes)
    letter = _letter(signs)
    if best.confidence < POSSIBLE and letter:
        return letter
    hints = [kind for kind in ranked if kind.confidence >= POSSIBLE - APART]
    return DocumentType(
        id=UNKNOWN,
        confidence=best.confidence if best.confidence < POSSIBLE else round(POSSIBLE - 0.01, 2),
        cues=tuple(dict.fromkeys(cue for kind in hints for cue in kind.cues)),
        classes=tuple(sorted({"P1", *(level for kind in hints for level in types()[kind.id].classes)})),
    )


def _candidates(signs: _Signs) -> Iterable[DocumentType]:
    special = [kind for kind in types() if kind not in LETTERS and kind != UNKNOWN]
    rated = [found for kind in special if (found := _rated(kind, signs))]
    titles = {kind for phrase in signs.title for kind in _owners(phrase)}
    if not any(found.id in titles for found in rated):
        return rated
    return [found if found.id in titles else replace(found, confidence=min(found.confidence, UNTITLED)) for found in rated]


def _owners(phrase: str) -> tuple[str, ...]:
    return phrases()[phrase].types


def _rated(kind: str, signs: _Signs) -> DocumentType | None:
    """`kind` with its confidence, when there is its title or two of its cues."""
    own = _Signs(**{place: _of(kind, getattr(signs, place)) for place in ("title", "text", "name", "mail")})
    strong = {phrase for phrase in own.title if phrase not in SHARED}
    family = own.title - strong
    cues = {phrase for phrase in own.text if phrase not in SHARED and phrase not in strong}
    weak = (own.name | own.mail) - own.text
    if not strong and len(cues | weak | family) < 2 and not _meant(kind, family):  # noqa: PLR2004 - two cues, says the domain
        return None
    points = (
        (TITLE if strong else _family_points(kind, family, cues))
        + sum(phrases()[phrase].weight for phrase in cues)
        + NAME * bool(own.name)
        + MAIL * bool(own.mail)
    )
    found = sorted(strong) + sorted(family) + sorted(cues) + sorted(weak - cues - strong)
    return DocumentType(id=kind, confidence=_confidence(points), cues=tuple(phrases()[phrase].cue for phrase in found))


def _of(kind: str, found: frozenset[str]) -> frozenset[str]:
    return frozenset(phrase for phrase in found if kind in _owners(phrase))


def _meant(kind: str, family: Iterable[str]) -> bool:
    return any(SHARED[phrase][0] == kind for phrase in family)


def _family_points(kind: str, family: frozenset[str], cues: set[str]) -> float:
    if not family:
        return 0.0
    if cues:
        return FAMILY_TITLE
    return FAMILY_TITLE - WORD if _meant(kind, family) else 0.0


def _confidence(points: float) -> float:
    for (low, start), (high, end) in pairwise(CURVE):
        if points <= high:
            return round(start + (end - start) * (points - low) / (high - low), 3)
    return CURVE[-1][1]


def _title(page: Page) -> frozenset[str]:
    """The phrases of the most prominent line that is the title of any type."""
    for title in titles_of(page):
        found = [spot for spot in spots(title.text) if _leads(spot, title.text)]
        if found:
            return frozenset(spot.phrase for spot in found)
    return frozenset()


def _leads(spot: Spot, title: str) -> bool:
    """Whether the phrase stands at the head of the line, or is most of it."""
    weight, length = phrases()[spot.phrase].weight, spot.end - spot.start
    if weight < WORD:
        return length == words_in(title)
    return spot.start < (FAR if weight >= SPECIFIC else 1) or length * 2 >= words_in(title)


def _found(text: str) -> frozenset[str]:
    return frozenset(spot.phrase for spot in spots(text)) if text.strip() else frozenset()


def _letter(signs: _Signs) -> DocumentType | None:
    """A letter that is nothing more special."""
    for kind in LETTERS:
        if found := _of(kind, signs.text):
            return DocumentType(
                id=kind, confidence=LETTER, cues=tuple(phrases()[phrase].cue for phrase in sorted(found)), classes=types()[kind].classes
            )
    return None
