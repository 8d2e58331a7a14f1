"""Signs that OCR takes for each other; a repaired reading counts only when check digits prove it and no other passes."""

from collections.abc import Iterable
from math import prod

DIGIT_OF = {"O": "0", "o": "0", "Q": "0", "I": "1", "l": "1", "|": "1", "B": "8", "S": "5", "Z": "2", "G": "6"}
LETTERS_OF = {"0": "O", "1": "I", "8": "B", "5": "S", "2": "Z", "6": "G"}

DIGIT = r"[0-9OoQIl|BSZG]"
"""A digit, or what OCR may have made of one."""

MOST_LETTERS = 3
"""More letters than this are no misread digits but a word."""

REPAIRED = 0.7
"""How sure a value is that only a repair made right."""


def digits_of(raw: str) -> str:
    """`raw` with its look-alike letters as the digits that they stand for."""
    return "".join(DIGIT_OF.get(sign, sign) for sign in raw)


def few_letters(raw: str) -> bool:
    """Whether `raw` has so few letters that they can be misread digits."""
    return sum(sign.isalpha() for sign in raw) <= MOST_LETTERS


def readings(kinds: Iterable[str], signs: str, *, most: int = 256) -> list[tuple[str, ...]]:
    """What each sign may stand for, by its kind: `n` a digit, `a` a letter, `c` either; empty when that is too much or nothing."""
    options = [_options(kind, sign) for kind, sign in zip(kinds, signs, strict=True)]
    return options if 0 < prod(map(len, options)) <= most else []


def _options(kind: str, sign: str) -> tuple[str, ...]:
    digit, letter = DIGIT_OF.get(sign, sign), LETTERS_OF.get(sign, sign.upper())
    match kind:
        case "n":
            return (digit,) if digit.isdigit() else ()
        case "a":
            return (letter,) if letter.isalpha() else ()
    return tuple(dict.fromkeys((sign.upper(), digit, letter)))
