"""The language of a text, among those that claims are written in."""

from functools import cache
from typing import Any

LANGUAGES = ("fr", "nl", "de", "en")
FEWEST_LETTERS = 16
ENOUGH = 6000
"""Characters after which the answer does not change."""


def language_of(text: str) -> str:
    """`fr`, `nl`, `de` or `en`; "" when there are too few letters to tell."""
    sample = text[:ENOUGH]
    if sum(sign.isalpha() for sign in sample) < FEWEST_LETTERS:
        return ""
    language: str = _identifier().classify(sample)[0]
    return language


@cache
def _identifier() -> Any:  # noqa: ANN401 - py3langid has no types
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(LANGUAGES))
    return identifier
