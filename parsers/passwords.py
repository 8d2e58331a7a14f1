"""Words of a mail that may open what it has locked."""

import re
from collections.abc import Iterable

CUE = re.compile(
    r"(?<!\w)(?:mot\s+de\s+passe|mdp|code|code\s+d['’]acc[èe]s|wachtwoord|paswoord|toegangscode|passwor[dt]|kennwort|zugangscode|passphrase|pwd|pin)"
    r"(?!\w)(?:[ \t\xa0]+[^\s:=\"'«“]{1,12}){0,4}?[ \t\xa0]*"
    r"(?:(?:[:=]|(?:est|is|lautet|ist)(?!\w)[ \t\xa0]*:?)[ \t\xa0]*[\"'«“`*]?[ \t\xa0]*([^\s\"'«»“”`]{3,64})"
    r"|[\"'«“`]\s?([^\n\"'»”`]{3,64}?)\s?[\"'»”`])",
    re.IGNORECASE,
)
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
    return tuple(dict.fromkeys(word for word in found if word))[:limit]
