"""What a person types to find something: words, "phrases", beginnings*, numbers with or without what separates their pieces."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.folding import Spot, fold, spots, words

LONGEST = 200
"""Signs of a query that count."""

MOST = 16
"""Terms of a query that count."""

SHORTEST = 2
"""Signs that a beginning has at least."""

PIECE = 3
"""Letters that a piece of a number has at most."""

PHRASE = re.compile(r'"([^"]*)"?|([^\s"]+)')
QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))

Phrase = tuple[str, ...]
"""Words that follow each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One thing that must be there: every one of `phrases`, or instead the `number` that they are the pieces of.

    Of a `prefix` the last word is a beginning.
    """

    phrases: tuple[Phrase, ...]
    number: str = ""
    prefix: bool = False


Query = tuple[Term, ...]
"""Terms that must all be there; none means that nothing was asked for."""


def query(typed: str) -> Query:
    """What somebody asks for by what he typed."""
    found = [term for said in PHRASE.finditer(typed[:LONGEST].translate(QUOTES)) if (term := _term(said))]
    return tuple(_gathered(found))[:MOST]


def _term(said: re.Match[str]) -> Term | None:
    if said[2] is None:
        phrase = tuple(words(said[1]))
        return Term(phrases=(phrase,), number=_number(phrase)) if phrase else None
    word = said[2]
    phrase = tuple(words(word))
    if not phrase:
        return None
    # What stands between asterisks is a reference.
    prefix = word.endswith("*") and not word.startswith("*") and len(phrase[-1]) >= SHORTEST
    return Term(phrases=(phrase,), number=_number(phrase), prefix=prefix)


def _number(phrase: Phrase) -> str:
    whole = "".join(phrase)
    return whole if len(phrase) > 1 and any(sign.isdigit() for sign in whole) else ""


def _gathered(terms: Iterable[Term]) -> Iterator[Term]:
    """The terms; pieces of a number that were typed one by one, like 1 ABC 123, are one."""
    run: list[Term] = []
    for term in terms:
        if _is_piece(term) and not (run and run[-1].prefix):
            run.append(term)
            continue
        yield from _joined(run)
        run = [term] if _is_piece(term) else []
        if not run:
            yield term
    yield from _joined(run)


def _is_piece(term: Term) -> bool:
    ((*_, last),) = term.phrases
    return len(term.phrases[0]) == 1 and (len(last) <= PIECE or any(sign.isdigit() for sign in last))


def _joined(run: list[Term]) -> list[Term]:
    phrases = tuple(phrase for term in run for phrase in term.phrases)
    number = _number(tuple(word for phrase in phrases for word in phrase))
    return [Term(phrases=phrases, number=number, prefix=run[-1].prefix)] if number else run


def hits(text: str, asked: Query) -> list[Spot]:
    """Where anything of the query stands in a text, in order; none overlaps another."""
    there = list(spots(text))
    plain = [spot for spot in there if not spot.joins]
    found = [Spot(start=spot.start, end=spot.end, word=spot.word) for spot in there if spot.joins and _is_number(spot.word, asked)]
    found += [hit for term in asked for hit in _phrases(plain, term)]
    shown: list[Spot] = []
    for hit in sorted(found, key=lambda spot: (spot.start, -spot.end)):
        if not shown or hit.start >= shown[-1].end:
            shown.append(hit)
    return shown


def _is_number(word: str, asked: Query) -> bool:
    """Whether a number that stands in pieces is asked for, typed in pieces or not."""
    for term in asked:
        typed = term.number or "".join(term.phrases[0])
        whole = bool(term.number) or [len(phrase) for phrase in term.phrases] == [1]
        if whole and (word == typed or (term.prefix and word.startswith(typed))):
            return True
    return False


def _phrases(plain: list[Spot], term: Term) -> Iterator[Spot]:
    wanted = [*((phrase, term.prefix and phrase is term.phrases[-1]) for phrase in term.phrases)]
    wanted += [((term.number,), term.prefix)] if term.number else []
    for phrase, prefix in wanted:
        for at in range(len(plain) - len(phrase) + 1):
            stretch = plain[at : at + len(phrase)]
            *first, last = stretch
            ends = last.word.startswith(phrase[-1]) if prefix else last.word == phrase[-1]
            if ends and all(spot.word == word for spot, word in zip(first, phrase, strict=False)):
                yield Spot(start=stretch[0].start, end=last.end, word=last.word)


def code(said: str) -> str:
    """A code as one word among others: letters, digits and underscores."""
    return re.sub(r"[^a-z0-9_]", "", said.lower())


def name(said: str) -> Phrase:
    """The words of a name or an address."""
    return tuple(filter(None, map(fold, re.split(r"[\W_]+", said))))
