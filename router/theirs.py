"""The number that a sender has for the case himself, where he says that it is his."""

import re

from router.names import code

_FEWEST_DIGITS = 4
_CUE = re.compile(
    r"(?<!\w)(?:n(?:os|otre)\s{0,2}r[eé]f(?:[eé]rences?)?|n\s?[/.]\s?r[eé]f|on(?:ze|s)\s(?:ref(?:erentie|te)?|kenmerk)|o\s?/\s?ref"
    r"|unser(?:e|er)?\s(?:ref(?:erenz)?|zeichen|az|aktenzeichen)|our\sref(?:erence)?)\b[\s.:°#]{0,6}"
    r"([a-z0-9][a-z0-9./_-]{3,28}[a-z0-9])(?!\w)",
    re.IGNORECASE,
)
"""How senders announce their own number in four languages; `V/Réf` and its like announce ours."""


def their_references(subject: str) -> tuple[str, ...]:
    """The sender's own references in a subject, without their separators."""
    written = (code(match[1]) for match in _CUE.finditer(subject))
    return tuple(dict.fromkeys(found for found in written if sum(sign.isdigit() for sign in found) >= _FEWEST_DIGITS))
