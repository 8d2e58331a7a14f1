"""Where in a scan a further paper begins: what a page shows of a beginning, weighed against what shows that the one before goes on."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from core.pages import Page, Source
from core.papers import Document
from extractors.classify import SURE, type_of
from extractors.leaf import Leaf, is_between, is_blank
from extractors.lexicon import Role, spots, words_of
from extractors.statement.model import TYPE as STATEMENT
from extractors.statement.register import is_back
from extractors.types import LETTERS

BEGINS = 2.0
"""Points from which on a page begins a further paper."""

UNSURE = 1.5
"""Points from which on a page of a scan may begin a further paper: it is not taken apart there, and a person is told."""

BLANK_BEFORE = 0.5
"""Points of an empty back before the page."""

EARLY = 0.6
"""Share of the height of a page above which the last line of a paper that goes on does not stand."""

SHORT_LINE = 7
"""Words of a line that heads a page."""

# A line of its own: "Monsieur Dupont habite ..." greets nobody.
SALUTATION = re.compile(
    r"^\W*(?:mesdames|madame|monsieur|messieurs|ma[iî]tre|cher|ch[eè]re|mes chers|docteur|geachte|beste|waarde|mijnheer|mevrouw"
    r"|sehr geehrte|liebe|guten tag|dear|to whom it may)\b[^\n]{0,60}?[,!:]?\s*$",
    re.IGNORECASE,
)
SUBJECT = re.compile(
    r"^\W*(?:objet|concerne|betreft|onderwerp|betreff|betrifft|subject|sujet|re"
    r"|(?:n\. ?|v\. ?|nos|vos|notre|votre|ons|uw|unser|ihr|our|your) ?(?:r[eé]f|kenmerk|zeichen))\b",
    re.IGNORECASE,
)
PLACE_AND_DAY = re.compile(
    r"^\W*[^\W\d][\w' -]{2,25}, ?(?:le |den |de |am |the )?"
    r"(?:\d{1,2}(?:er)?[ ./-]+(?:\w+|\d{1,2})[ ./-]+\d{4}|\d{1,2}\.\d{1,2}\.\d{2,4})\W*$",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    r"(?<![^\W\d] )\b(?:[BFLD][- ])?\d{4,5}(?: [A-Z]{2})? (?!EUR|CHF|USD|GBP)[A-ZÀ-Þ][^\W\d]+|\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b"
)
GOES_ON = re.compile(
    r"^\W*(?:(?:suite|annexe|vervolg|bijlage|fortsetzung|anlage|anhang|continued|continuation|appendix|annex"
    r"|signatures?|handtekening|unterschrift|à reporter|overdracht|übertrag|besluit)\b|report\s*(?::|\d|$)|conclusions?\s*:?\s*$)",
    re.IGNORECASE,
)
ENDS = re.compile(
    r"veuillez (?:agréer|croire)|salutations|sentiments (?:distingués|dévoués)|bien à vous|cordialement|fait (?:à|le)\b|pour solde"
    r"|lu et approuvé|net à payer|à verser sur|signé|signature"
    r"|met (?:vriendelijke|hoogachtende|collegiale) groet|hoogachtend|opgemaakt (?:te|op)|te storten|te betalen"
    r"|voor (?:akkoord|ontvangst)|handtekening"
    r"|mit (?:freundlichen|kollegialen)|hochachtungsvoll|unterschrift|erstellt am|gezeichnet|ausgestellt"
    r"|yours (?:sincerely|faithfully)|kind regards|best regards|signed|balance due|amount due|made (?:at|on)",
    re.IGNORECASE,
)
MAIL_HEAD = re.compile(r"^\W*(?:de|van|von|from|exp[ée]diteur|afzender|absender) ?: .*@", re.IGNORECASE)
SENTENCE_ENDS = (".", "!", "?", ":", ";")


def runs_of(pages: Sequence[Page]) -> list[list[Page]]:
    """The pages of each paper; blank ones and sheets between papers belong to none, unless there is nothing else."""
    return _cut(pages).runs


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cut:
    """The pages of each paper, and the numbers of those that may begin a further one."""

    runs: list[list[Page]]
    unsure: tuple[int, ...]


def _cut(pages: Sequence[Page]) -> _Cut:
    runs: list[list[Leaf]] = []
    unsure: list[int] = []
    apart = False
    blanks = 0
    for page in pages:
        if is_between(page):
            apart = True
        elif is_blank(page):
            blanks += 1
        else:
            leaf = Leaf(page=page)
            weight = BEGINS if not runs or apart else points(runs[-1], leaf) + BLANK_BEFORE * bool(blanks)
            if weight >= BEGINS:
                runs.append([])
            elif weight >= UNSURE and page.source == Source.OCR:
                unsure.append(page.number)
            runs[-1].append(leaf)
            apart, blanks = False, 0
    return _Cut(runs=[[leaf.page for leaf in run] for run in runs] or [list(pages)], unsure=tuple(unsure))


def points(run: Sequence[Leaf], leaf: Leaf) -> float:
    """How much speaks for `leaf` beginning a further paper after `run`."""
    return sum(weight for weight, holds in SIGNS if holds(run, leaf))


def _other_type(run: Sequence[Leaf], leaf: Leaf) -> bool:
    kinds = {before.kind for before in run} - {""}
    if leaf.kind in LETTERS and kinds & set(LETTERS):
        return False
    return bool(leaf.kind) and bool(kinds) and leaf.kind not in kinds


def _surely_other_type(run: Sequence[Leaf], leaf: Leaf) -> bool:
    return _other_type(run, leaf) and (leaf.headed or leaf.ranking[0].confidence >= SURE)


def _unlike(run: Sequence[Leaf], leaf: Leaf) -> bool:
    """Whether nothing on the page speaks for the type of the run, which has one."""
    kind = next((before.kind for before in run if before.kind), "")
    return bool(kind) and kind not in LETTERS and not any(leaf.evidence.signs[kind].points.values() if kind in leaf.evidence.signs else ())


def _other_language(run: Sequence[Leaf], leaf: Leaf) -> bool:
    return bool(leaf.language) and bool(run[-1].language) and leaf.language != run[-1].language


def _ended_early(run: Sequence[Leaf], _: Leaf) -> bool:
    """Whether much of the page before was left empty below its last line."""
    page = run[-1].page
    return bool(page.words) and max(word.box.y1 for word in page.words) < EARLY * page.height


def _starts_plainly(_: Sequence[Leaf], leaf: Leaf) -> bool:
    """Whether it begins with a short line that is no sentence, as the head of a letter or a form does."""
    first = "".join(leaf.lines[:1])
    return first[:1].isupper() and len(first.split()) <= SHORT_LINE and not first.endswith((*SENTENCE_ENDS, ","))


def _has(pattern: re.Pattern[str]) -> Callable[[Sequence[Leaf], Leaf], bool]:
    return lambda _run, leaf: any(pattern.search(line) for line in leaf.head)


def _ended(run: Sequence[Leaf], _: Leaf) -> bool:
    return any(ENDS.search(line) for line in run[-1].foot)


def _runs_over(run: Sequence[Leaf], leaf: Leaf) -> bool:
    """Whether a sentence goes over from the page before."""
    last, first = run[-1].lines[-1:], leaf.lines[:1]
    return bool(first) and first[0][:1].islower() and bool(last) and not last[0].endswith(SENTENCE_ENDS)


def _same_heading(run: Sequence[Leaf], leaf: Leaf) -> bool:
    """Whether it repeats the line that names the paper, and no number says that it is another one of its kind."""
    before = run[-1]
    repeated = [line for line in leaf.head if line in before.head and any(_names(line))]
    return bool(repeated) and (bool(leaf.numbers & before.numbers) or not (leaf.numbers and before.numbers))


def _names(line: str) -> Iterator[bool]:
    return (Role.TITLE in dict(spot.phrase.roles).values() for spot in spots(words_of(line)))


def _shares_number(run: Sequence[Leaf], leaf: Leaf) -> bool:
    return any(leaf.numbers & before.numbers for before in run)


def _other_side(run: Sequence[Leaf], leaf: Leaf) -> bool:
    """Whether it is the back of the accident statement before it, or the front to the back before it."""
    if STATEMENT not in {run[-1].kind, leaf.kind}:
        return False
    before, after = is_back(run[-1].page), is_back(leaf.page)
    if after:
        return not before and run[-1].kind == STATEMENT
    return before and len(run) == 1 and leaf.kind == STATEMENT


SIGNS: tuple[tuple[float, Callable[[Sequence[Leaf], Leaf], bool]], ...] = (
    (1.5, lambda _, leaf: leaf.headed),
    (1.2, _other_type),
    (0.8, _surely_other_type),
    (0.7, _unlike),
    (1.5, _other_language),
    (1.0, _ended_early),
    (0.5, _starts_plainly),
    (2.0, _has(MAIL_HEAD)),
    (1.5, _has(SALUTATION)),
    (1.5, _has(SUBJECT)),
    (1.0, _has(PLACE_AND_DAY)),
    (1.0, _has(ADDRESS)),
    (1.0, _ended),
    (3.0, lambda _, leaf: leaf.number == 1),
    (-5.0, lambda run, leaf: leaf.number > 1 and leaf.number == run[-1].number + 1),
    (-3.0, lambda _, leaf: leaf.number > 1),
    (-3.0, lambda _, leaf: any(GOES_ON.search(line) for line in leaf.lines[:1])),
    (-3.0, _runs_over),
    (-0.7, _shares_number),
    (-2.0, _same_heading),
    (-9.0, _other_side),
)
"""What a page shows, and how many points it counts for."""


def documents_of(pages: Sequence[Page], *, name: str, mail_text: str) -> tuple[Document, ...]:
    """The papers in a file, each with its type."""
    cut = _cut(pages)
    runs = cut.runs
    return tuple(
        # The name of a file that holds several papers says nothing about one of them.
        Document(
            pages=tuple(page.number for page in run),
            type=type_of(run, name=name if len(runs) == 1 else "", mail_text=mail_text),
            unsure=tuple(page.number for page in run if page.number in cut.unsure),
        )
        for run in runs
    )
