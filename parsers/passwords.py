"""Words of a mail that may open what it has locked."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from operator import itemgetter

from core.values import Unit

SAYS = r"(?:mot\s+de\s+passe|mdp|wachtwoord|paswoord|passwor[dt]|kennwort|passphrase|pwd)(?!\w)"
"""Of the words that announce one, those that announce nothing else."""

GAP = r"[ \t\xa0]"
CUE = re.compile(
    rf"(?<!\w)(?:{SAYS}|(?:code|code\s+d['’]acc[èe]s|toegangscode|zugangscode|pin)(?!\w))"
    rf"(?:{GAP}++[^\s:=\"'«“]{{1,12}}){{0,4}}?{GAP}*+"
    # The word may stand on the next line, which may be quoted.
    rf"(?:(?:[:=]|(?:est|is|lautet|ist)(?!\w){GAP}*+:?){GAP}*+(?P<below>\r?\n(?:>|{GAP})*+)?[\"'«“`*]?{GAP}*+(?P<word>[^\s\"'«»“”`]{{3,64}})"
    r"|[\"'«“`]\s?(?P<marked>[^\n\"'»”`]{3,64}?)\s?[\"'»”`])",
    re.IGNORECASE,
)
BARE = re.compile(rf"(?<!\w){SAYS}{GAP}++(?P<word>(?=[^\s\d]*\d)[^\s:=\"'«»“”`]{{3,64}}+)(?!{GAP}*[:=])", re.IGNORECASE)
"""A word with a digit straight behind; anything else there goes on with the sentence."""

SAYS_PASSWORD = re.compile(SAYS, re.IGNORECASE)

PASSWORD_WORDS = ("passe", "mdp", "wachtwoord", "paswoord", "passwor", "kennwort", "passphrase", "pwd")
"""Without one of these, `SAYS_PASSWORD` finds nothing; they are found many times faster."""

REFERENCE = re.compile(r"(?<![^\W\d_])[CT](?:[\s./_:-]{0,2}\d){9}(?!\d)", re.IGNORECASE)
"""What may be the number of a claim or a draft; the router decides on it, so that it is never blanked."""

BLANK = "\N{BULLET}" * 8
TOKEN = re.compile(r"(?<![\w.@-])(?=[^\s\d]*\d)[\w./-]{4,40}(?![\w@])")
EDGES = ".,;:?()[]<>*"
READ = 200_000
"""Characters of the texts that are searched."""

SHORTEST = 3
"""Characters of a word that is blanked."""


def candidates(texts: Iterable[str], *, limit: int) -> tuple[str, ...]:
    """What stands after a word for "password", then numbers and references, each also without separators; at most `limit`."""
    joined = "\n".join(texts)[:READ]
    found: list[str] = []
    for match in CUE.finditer(joined):
        word = match["word"] or match["marked"]
        # The full stop behind it may belong to the sentence or to the password: both are tried.
        found += [word.strip(EDGES), word]
    for match in BARE.finditer(joined):
        found += [match["word"].strip(EDGES), match["word"]]
    for match in TOKEN.finditer(joined):
        token = match[0].strip(EDGES)
        found += [token, re.sub(r"\W", "", token)]
    # Half a character of UTF-16 opens nothing, and cannot be tried.
    return tuple(dict.fromkeys(word for word in found if word and word.encode("utf-8", "ignore").decode() == word))[:limit]


def blanked(unit: Unit, used: Collection[str]) -> Unit:
    """The unit without passwords in its texts: what opened something, and what stands after a plain word for "password".

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
    lowered = text.lower()
    if not used and not any(word in lowered for word in PASSWORD_WORDS):
        return text
    references = [match.span() for match in REFERENCE.finditer(text)]
    pieces: list[str] = []
    at = 0
    for start, end in sorted({*_announced(text, subject), *_used(text, used, subject)}):
        behind = bisect_right(references, start, key=itemgetter(1))
        if start < at or any(first < end for first, _ in references[behind : behind + 1]):
            continue
        pieces += [text[at:start], BLANK]
        at = end
    return "".join((*pieces, text[at:]))


def _announced(text: str, subject: str) -> Iterator[tuple[int, int]]:
    """Where a word stands behind a plain word for "password"."""
    yield from (match.span("word") for match in BARE.finditer(text) if match["word"].strip(EDGES) not in subject)
    for match in CUE.finditer(text):
        group = "word" if match["word"] else "marked"
        word = match[group]
        # On the next line the sentence may just go on: what was used there is found by itself.
        sentence = match["below"] and not any(map(str.isdigit, word))
        if SAYS_PASSWORD.match(match[0]) and not sentence and word.strip(EDGES) not in subject:
            yield match.span(group)


def _used(text: str, used: Collection[str], subject: str) -> Iterator[tuple[int, int]]:
    """Where a word stands that opened something, also where it is written with separators."""
    for word in used:
        if len(word) < SHORTEST or word in subject:
            continue
        between = r"[^\w\s]?" if word.isalnum() else ""
        for match in re.finditer(rf"(?<!\w){between.join(map(re.escape, word))}(?!\w)", text):
            yield match.span()
