"""The language a mail is written in, by its small words; good enough to choose the language of an answer."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib import resources

import yaml

DEFAULT = "fr"
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_MOST = 4000
_ENOUGH = 2


def language_of(texts: Iterable[str], *, default: str = DEFAULT) -> str:
    """The language of the first of `texts` that has enough small words of one: fr, nl, de or en."""
    for text in texts:
        votes = Counter(language for word in _WORD.findall(text[:_MOST].lower()) for language in _languages().get(word, ()))
        (first, count), (_, second) = (*votes.most_common(2), ("", 0), ("", 0))[:2]
        if count >= _ENOUGH and count > second:
            return first
    return default


@cache
def _languages() -> dict[str, tuple[str, ...]]:
    """Word -> the languages that it speaks for."""
    data = yaml.safe_load(resources.files("router").joinpath("data/stop_words.yaml").read_text("utf-8"))
    words = {str(word) for listed in data.values() for word in listed}
    return {word: tuple(language for language, listed in data.items() if word in listed) for word in words}
