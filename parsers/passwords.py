"""Words of a mail that may open what it has locked."""

import re
from collections.abc import Iterable

CUE = re.compile(
    r"(?:mot\s+de\s+passe|mdp|code(?:\s+d['’]acc[èe]s)?|wachtwoord|paswoord|toegangscode|passwor[dt]|kennwort|zugangscode|passphrase|pwd|pw|pin)"
    r"[^\S\n]*(?:[^\S\n]\S{1,12}){0,4}?[^\S\n]*(?:[:=]|est|is|lautet|ist)[^\S\n]*[\"'«“`*]?[^\S\n]*([^\s\"'«»“”`]{3,64})",
    re.IGNORECASE,
)
TOKEN = re.compile(r"(?<![\w.@-])(?=[^\s\d]*\d)[\w./-]{4,40}(?![\w@])")
EDGES = ".,;:!?()[]<>*"


def candidates(texts: Iterable[str], *, limit: int) -> tuple[str, ...]:
    """What stands after a word for "password", then numbers and references, each also without separators; at most `limit`."""
    joined = "\n".join(texts)[:200_000]
    found: list[str] = []
    for match in CUE.finditer(joined):
        # A sentence's full stop may belong to the password or not: both are tried.
        found += [match[1], match[1].strip(EDGES)]
    for match in TOKEN.finditer(joined):
        token = match[0].strip(EDGES)
        found += [token, re.sub(r"\W", "", token)]
    return tuple(dict.fromkeys(word for word in found if word))[:limit]
