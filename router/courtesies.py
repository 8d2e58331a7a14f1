"""Whether a text only brings papers: greetings, "please find attached", closings and names, and nothing that tells or asks."""

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources

from core.limits import Limits
from router.normalise import fold

_WORD = re.compile(r"[^\W_]+")


def says_nothing(text: str, names: Iterable[str] = (), *, most_words: int = Limits().courtesy_words) -> bool:
    """Whether every word is one of courtesy, or of a name in `names`: who writes, who is insured, which claim.

    More than `most_words` always say something: nobody needs as many for a greeting.
    """
    if "?" in text or "!" in text:
        return False
    spoken = _WORD.findall(fold(text.replace("\u2019", "'")))
    known = {word for name in names for word in _WORD.findall(fold(name))}
    return len(spoken) <= most_words and all(word in known or word in _courtesies() for word in spoken)


@cache
def _courtesies() -> frozenset[str]:
    lines = resources.files("router").joinpath("data/courtesies.txt").read_text("utf-8").splitlines()
    return frozenset(word.upper() for line in lines if not line.startswith("#") for word in line.split())
