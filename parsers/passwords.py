"""Words of a mail that may open what it has locked."""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from core.values import Unit

CUE = re.compile(
    r"(?<!\w)(?:mot\s+de\s+passe|mdp|code|code\s+d['’]acc[èe]s|wachtwoord|paswoord|toegangscode|passwor[dt]|kennwort|zugangscode|passphrase|pwd|pin)"
    r"(?!\w)(?:[ \t\xa0]+[^\s:=\"'«“]{1,12}){0,4}?[ \t\xa0]*"
    r"(?:(?:[:=]|(?:est|is|lautet|ist)(?!\w)[ \t\xa0]*:?)[ \t\xa0]*[\"'«“`*]?[ \t\xa0]*([^\s\"'«»“”`]{3,64})"
    r"|[\"'«“`]\s?([^\n\"'»”`]{3,64}?)\s?[\"'»”`])",
    re.IGNORECASE,
)
SAYS_PASSWORD = re.compile(r"(?:mot\s+de\s+passe|mdp|wachtwoord|paswoord|passwor[dt]|kennwort|passphrase|pwd)(?!\w)", re.IGNORECASE)
"""Of the words that announce one, those that announce nothing else."""

PASSWORD_WORDS = ("passe", "mdp", "wachtwoord", "paswoord", "passwor", "kennwort", "passphrase", "pwd")
"""Without one of these, `SAYS_PASSWORD` finds nothing; they are found many times faster."""

BLANK = "\N{BULLET}" * 8
TOKEN = re.compile(r"(?<![\w.@-])(?=[^\s\d]*\d)[\w./-]{4,40}(?![\w@])")
EDGES = ".,;:?()[]<>*"
READ = 200_000
"""Characters of the texts that are searched."""


def candidates(texts: Iterable[str], *, limit: int) -> tuple[str, ...]:
    """What stands after a word for "password", then numbers and references, each also without separators; at most `limit`."""
    joined = "\n".join(texts)[:READ]
    found: list[str] = []
    for match in CUE.finditer(joined):
        word = match[1] or match[2]
        # The full stop behind it may belong to the sentence or to the password: both are tried.
        found += [word.strip(EDGES), word]
    for match in TOKEN.finditer(joined):
        token = match[0].strip(EDGES)
        found += [token, re.sub(r"\W", "", token)]
    # Half a character of UTF-16 opens nothing, and cannot be tried.
    return tuple(dict.fromkeys(word for word in found if word and word.encode("utf-8", "ignore").decode() == word))[:limit]


def blanked(unit: Unit, used: Collection[str]) -> Unit:
    """The unit without passwords in its texts: what opened something, and what stands after a plain word for "password".

    Numbers and references that open something stay readable, and so does what the subject says to everybody.
    """
    return replace(
        unit,
        own_text=_blanked(unit.own_text, used, unit.subject),
        quoted_text=_blanked(unit.quoted_text, used, unit.subject),
        signature=_blanked(unit.signature, used, unit.subject),
    )


def _blanked(text: str, used: Collection[str], subject: str) -> str:
    lowered = text.lower()
    if not used and not any(word in lowered for word in PASSWORD_WORDS):
        return text
    pieces: list[str] = []
    at = 0
    for match in CUE.finditer(text):
        group = 1 if match[1] else 2
        word = match[group]
        if word.strip(EDGES) in subject or not (SAYS_PASSWORD.match(match[0]) or {word, word.strip(EDGES)}.intersection(used)):
            continue
        pieces += [text[at : match.start(group)], BLANK]
        at = match.end(group)
    return "".join((*pieces, text[at:]))
