"""Words of a mail that may open what it has locked."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain, islice

from core.values import Unit
from parsers.password_cues import EDGES, found, is_address, is_numbered, is_shaped
from parsers.password_words import (
    COUNTS,
    CUE_STEMS,
    DIGIT_STEMS,
    IS_A_NUMBER,
    IS_DATE,
    OPENING_STEMS,
    SAID_TO_BE,
    SOME_DIGITS,
    TOWN_BEHIND,
    UNIT_BEHIND,
    cues,
    stems,
)

REFERENCE = re.compile(r"(?<![^\W\d_])[CT](?:[\s./_:-]{0,2}\d){9}(?!\d)", re.IGNORECASE)
"""What may be the number of a claim or a draft; the router decides on it, so that it is never blanked."""

BLANK = "\N{BULLET}" * 8
TOKEN = re.compile(r"(?<![\w.@-])(?=[^\s\d]{0,40}\d)[\w./-]{4,40}(?![\w@])")
DECOMPOSED = re.compile(r"\w[\u0300-\u036f]+")
REFERENCE_LENGTH = 30
"""Characters of a reference at most, and one behind it."""

READ = 200_000
"""Characters of the texts that are searched."""

SHORTEST = 2
"""Characters of a word that is blanked."""

AROUND = 120
"""Characters between a word that opened something and what announces it, in one line."""

LINE = 4
"""Words of a line that may be a password as a whole."""

LONG_LINE = 40
NUMBER = 6
"""Characters that the number of a contract or a claim has at least."""


def candidates(texts: Iterable[str], *, limit: int) -> tuple[str, ...]:
    """What stands after a word for "password", then numbers and references, each also without separators; at most `limit`."""
    joined = "\n".join(texts)[:READ]
    text = unicodedata.normalize("NFC", joined)
    announced_by = cues(text)
    words: Iterable[str] = chain(_told(text, announced_by), _numbers(text, announced_by))
    if text != joined:
        words = (spelt for word in words for spelt in (word, unicodedata.normalize("NFD", word)))
    # Half a character of UTF-16 opens nothing, and cannot be tried.
    possible = (word for word in words if any(map(str.isalnum, word)) and word.encode("utf-8", "ignore").decode() == word)
    return tuple(islice(_once(possible), limit))


def _once(words: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for word in words:
        if word not in seen:
            seen.add(word)
            yield word


def _told(text: str, announced_by: list[re.Match[str]]) -> Iterator[str]:
    """What is announced, the likeliest first: without and with what stands around it, then the short line that it begins."""
    for one in sorted(found(announced_by), key=lambda one: one.rank):
        word = text[one.start : one.end]
        # The full stop behind it may belong to the sentence or to the password: both are tried.
        yield from (word.strip(EDGES), word.rstrip(f"{EDGES}!").lstrip(EDGES), word)
        line = text[one.start : one.start + 2 * LONG_LINE].partition("\n")[0].strip()
        if one.rank == 0 and word.strip(EDGES) == word and LINE > len(line.split()) > 1 and len(line) <= LONG_LINE:
            yield from (line.rstrip(EDGES), re.sub(r"\s", "", line.rstrip(EDGES)))


def _numbers(text: str, announced_by: list[re.Match[str]]) -> Iterator[str]:
    """Words with digits as they stand there and without separators, before them the pieces that are said to be the password."""
    tokens: Iterable[str] = (match[0].strip(EDGES) for match in TOKEN.finditer(text))
    said = list(SOME_DIGITS.finditer(text)) if announced_by and stems(text, DIGIT_STEMS) else []
    is_number = any(cue["says"] and IS_A_NUMBER.match(text, cue.end()) for cue in announced_by)
    if is_number:
        tokens = chain((re.sub(r"\s", "", match[0]) for match in REFERENCE.finditer(text)), tokens)
    if said or is_number:
        tokens = sorted(tokens, key=lambda token: is_number and len(token) < NUMBER)
        yield from (piece for match in said for piece in _pieces(match, tokens))
    yield from (word for token in tokens for word in (token, re.sub(r"\W", "", token)))


def _pieces(said: re.Match[str], tokens: Iterable[str]) -> Iterator[str]:
    count = (said["before"] or said["behind"] or "").lower()
    size = COUNTS.get(count) or int(count or 0)
    for token in tokens:
        digits = re.sub(r"\D", "", token)
        if size and len(digits) > size:
            yield digits[-size:] if said["last"] else digits[:size]


def blanked(unit: Unit, used: Collection[str]) -> Unit:
    """The unit without passwords in its texts: what opened something, and what has the look of one behind a word for "password".

    What may be the number of a claim stays readable, whatever it opens, and so does what the subject says to everybody.
    """
    return replace(
        unit,
        own_text=_blanked(unit.own_text, used, unit.subject),
        quoted_text=_blanked(unit.quoted_text, used, unit.subject),
        signature=_blanked(unit.signature, used, unit.subject),
    )


def reworded(kept: str, after: str) -> str:
    """`kept` with what is blanked in `after`, another copy of the same text; line by line, and nothing but blanks is taken over."""
    lines, copy = kept.split("\n"), after.split("\n")
    if len(lines) != len(copy):
        return kept
    return "\n".join(other if BLANK in other and _fits(line, other) else line for line, other in zip(lines, copy, strict=True))


def _fits(line: str, after: str) -> bool:
    first, *pieces, last = after.split(BLANK)
    at = len(first)
    for piece in pieces:
        if (at := line.find(piece, at)) < 0:
            return False
        at += len(piece)
    return line.startswith(first) and line[at:].endswith(last)


def _blanked(text: str, used: Collection[str], subject: str) -> str:
    if not used and not stems(text, CUE_STEMS):
        return text
    composed, places = _composed(text)
    said = _Said(composed)
    spans = chain(said.plain(subject), *(said.where(unicodedata.normalize("NFC", word), subject) for word in used))
    pieces: list[str] = []
    at = 0
    for start, end in _Spans(span for span in spans if not _is_reference(composed, *span)):
        pieces += [text[at : places[start]], BLANK]
        at = places[end]
    return "".join((*pieces, text[at:]))


def _is_reference(text: str, start: int, end: int) -> bool:
    """Whether the number of a claim lies over this stretch."""
    around = REFERENCE.finditer(text, max(start - REFERENCE_LENGTH, 0), end + REFERENCE_LENGTH)
    return any(match.start() < end and match.end() > start for match in around)


def _composed(text: str) -> tuple[str, Sequence[int]]:
    """The text with each accent on its letter, and for each of its characters the place in `text`."""
    if unicodedata.is_normalized("NFC", text):
        return text, range(len(text) + 1)
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for match in DECOMPOSED.finditer(text):
        letter = unicodedata.normalize("NFC", match[0])
        pieces += [text[at : match.start()], letter]
        places += [*range(at, match.start()), *[match.start()] * len(letter)]
        at = match.end()
    return "".join((*pieces, text[at:])), [*places, *range(at, len(text) + 1)]


class _Spans:
    """Stretches of a text in its order, those that touch as one."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start < self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self._starts, self._ends, strict=True)

    def touch(self, start: int, end: int) -> bool:
        """Whether one of them lies over this stretch."""
        behind = bisect_right(self._ends, start)
        return behind < len(self._starts) and self._starts[behind] < end


class _Said:
    """A text, and where it announces a password."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._cues = cues(text)
        self._found = list(found(self._cues))
        self._announced = _Spans((one.start, one.until) for one in self._found if one.announced)

    @cached_property
    def _hints(self) -> list[int]:
        """Where the text speaks of a password, or of opening."""
        return sorted([*(cue.start() for cue in self._cues), *stems(self._text, OPENING_STEMS)])

    def plain(self, subject: str) -> Iterator[tuple[int, int]]:
        """Where a word is blanked even if it opened nothing."""
        for one in self._found:
            if one.plain and self._text[one.start : one.end].strip(EDGES) not in subject:
                yield one.start, one.until

    def where(self, word: str, subject: str) -> Iterator[tuple[int, int]]:
        """Where a word stands that opened something, also where it is written with separators."""
        if len(word) < SHORTEST or re.search(rf"(?<!\w){re.escape(word)}(?!\w)", subject):
            return
        # A long one may also be written in groups.
        separator = r"[^\w\n]?" if len(word) >= NUMBER else r"[^\w\s]?"
        between = separator if word.isalnum() else ""
        first, *others = map(re.escape, word)
        # A letter first, then what stands before it: that is found many times faster.
        spelt = between.join((rf"{first}(?<!\w{first})", *others))
        secret = is_shaped(word) and not is_numbered(word)
        for match in re.finditer(rf"{spelt}(?!\w)", self._text):
            if secret or self._announced.touch(*match.span()) or not self._stays(word, match):
                yield match.span()

    def _stays(self, word: str, match: re.Match[str]) -> bool:
        """Whether it is a fact or a word of the sentence here, not the password."""
        near = self._is_near(match)
        if not near and not (len(word) >= NUMBER and is_numbered(word)):
            return True
        return (IS_DATE.fullmatch(match[0]) is not None and not near) or self._is_named(word, match) or is_address(self._text, match)

    def _is_named(self, word: str, match: re.Match[str]) -> bool:
        """Whether the text calls the number here a policy, a plate, an amount, a postcode."""
        if not any(map(str.isdigit, word)):
            return False
        before = self._text[max(match.start() - LONG_LINE, 0) : match.start()]
        behind = (UNIT_BEHIND, TOWN_BEHIND) if word.isdigit() else ()
        return bool(SAID_TO_BE.search(before)) or any(pattern.match(self._text, match.end()) for pattern in behind)

    def _is_near(self, match: re.Match[str]) -> bool:
        start = max(self._text.rfind("\n", 0, match.start()) + 1, match.start() - AROUND)
        first = bisect_left(self._hints, start)
        if first == len(self._hints) or self._hints[first] > match.end() + AROUND:
            return False
        return "\n" not in self._text[match.end() : max(self._hints[first], match.end())]
