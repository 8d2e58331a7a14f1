"""How names are written: the signs, the particles between their words, and letters compared without accents."""

import unicodedata
from functools import cache
from importlib.resources import files

PARTICLE = r"(?:de|du|des|d['’]|la|le|van|von|der|den|ter|ten|te|zu|zur|vom|op|'t|el|al|di|da)"
WORD = r"[A-ZÀ-ÖØ-Þ](?:[\w'’-]*[\w])?"
PERSON = rf"{WORD}(?:[ ](?:{PARTICLE}[ ]?){{0,2}}{WORD}){{0,3}}"
"""One to four words with capitals, with "de", "van" or "von" between them."""

FIRM = rf"{WORD}(?:[ ](?:(?:&|et|en|und|and|{PARTICLE})[ ]?){{0,2}}{WORD}){{0,5}}"


@cache
def _not_names() -> frozenset[str]:
    """Words that begin a sentence or a label, never a name (data/not_names.txt)."""
    return frozenset((files("extractors") / "data" / "not_names.txt").read_text("utf-8").split())


def fold(text: str) -> str:
    """The same text, sign by sign, in small letters without accents: places in one are places in the other."""
    return text.translate(_PLAIN)


class _Plain(dict[int, str]):
    """The plain form of each sign, worked out once."""

    def __missing__(self, code: int) -> str:
        self[code] = _plain(chr(code))
        return self[code]


_PLAIN = _Plain()


def _plain(sign: str) -> str:
    if sign in "\u2019\u2018`\u00b4":
        return "'"
    base = unicodedata.normalize("NFKD", sign)[0].lower()
    return base if len(base) == 1 else sign


def is_name(text: str) -> bool:
    """Whether the words could name somebody: none of the first is a word of forms, and there are letters enough."""
    first = fold(text.split(maxsplit=1)[0]).strip(".") if text.split() else ""
    return len(text) > 2 and first not in _not_names() and sum(sign.isalpha() for sign in text) > 2  # noqa: PLR2004 - "Li" is too little


def cut(text: str) -> str:
    """The words before the first that begins the next field: "MARTIN Paul Police" is a name and a label."""
    words = text.split(" ")
    labels = (
        at for at, word in enumerate(words) if at and fold(word).strip(".") in _not_names() and word[0].isupper() and not word.isupper()
    )
    return " ".join(words[: next(labels, len(words))])
