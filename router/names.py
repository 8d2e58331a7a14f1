"""Comparing names and codes as people write them: without accents, capitals or separators, one typing error allowed."""

import re
from collections import defaultdict
from functools import cache, lru_cache
from importlib import resources

import yaml

from router.normalise import fold

TYPING_ERROR_FROM = 6
"""Letters a name must have before one wrong letter is forgiven."""

_SHORTEST = 3
_LONGEST_RUN = 4
_WORD = re.compile(r"[^\W\d_]+")
_SPELT = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_CODE_SIGN = re.compile(r"[^A-Z0-9]")


@cache
def _listed(name: str) -> frozenset[str]:
    data = yaml.safe_load(resources.files("router").joinpath("data/names.yaml").read_text("utf-8"))
    return frozenset(data[name])


def words(text: str) -> list[str]:
    """The words of `text` in capitals without accents; digits and signs part them."""
    return _WORD.findall(fold(text))


def _spelt(name: str) -> list[str]:
    """The words of a name as it is written; D'Hondt is one."""
    return [word.replace("'", "").replace("\u2019", "") for word in _SPELT.findall(name)]


def code(text: str) -> str:
    """A policy number, plate or file number in capitals, without separators."""
    return _CODE_SIGN.sub("", fold(text))


@lru_cache(maxsize=65536)
def codes(values: tuple[str, ...]) -> frozenset[str]:
    """The numbers of a claim, as `code` writes each."""
    return frozenset(map(code, values))


@lru_cache(maxsize=65536)
def family_name(insured: str) -> tuple[str, ...]:
    """The words of the family name, or of the firm's name; () when there is none that could identify anybody.

    Registers write `DUPONT Jean`, `Dupont, Jean`, `VAN DEN BERGHE An` or `SA Transports Lambert`.
    """
    before_comma = insured.partition(",")[0]
    spelt = [word for word in _spelt(before_comma) if fold(word) not in _listed("titles")]
    kept = [word for word in spelt if fold(word) not in _listed("legal_forms")]
    if not kept:
        return ()
    if len(kept) < len(spelt) or fold(kept[0]) in _listed("trades"):
        return tuple(map(fold, kept))
    return _identifying(tuple(map(fold, _family(kept, whole="," in insured))))


def _family(spelt: list[str], *, whole: bool) -> list[str]:
    """The words in capitals when only some are; else the first that is no particle, with the particles before it."""
    capitals = [word for word in spelt if word.isupper() and len(word) > 1]
    if whole:
        return spelt
    if capitals and len(capitals) < len(spelt):
        return capitals
    end = next((position for position, word in enumerate(spelt) if fold(word) not in _listed("particles")), len(spelt) - 1)
    return spelt[: end + 1]


def _identifying(name: tuple[str, ...]) -> tuple[str, ...]:
    return name if sum(map(len, name)) >= _SHORTEST else ()


@lru_cache(maxsize=65536)
def given_names(insured: str) -> tuple[str, ...]:
    """The words of the name that are not the family's; () for a firm, or where the name is not written apart."""
    family = family_name(insured)
    spoken = [word for word in map(fold, _spelt(insured)) if word not in _listed("titles")]
    if not family or len(family) >= len(spoken) or not _listed("legal_forms").isdisjoint(spoken):
        return ()
    return tuple(word for word in spoken if word not in family)


def broker_name(text: str) -> tuple[str, ...]:
    """The words of a display name or a domain that name one broker and not another."""
    return tuple(word for word in words(text) if word not in _listed("brokers") | _listed("legal_forms"))


def calls_itself_broker(text: str) -> bool:
    """Whether a display name has a word that brokers call themselves by."""
    return not _listed("brokers").isdisjoint(words(text))


def names_broker(label: str) -> bool:
    """Whether the name of a domain says that it is a broker's, and whose: `courtage-meunier`, `meunierassurances`."""
    if calls_itself_broker(label):
        return bool(_identifying(broker_name(label)))
    whole = name = code(label)
    for word in sorted(_listed("brokers"), key=len, reverse=True):
        name = name.removeprefix(word).removesuffix(word)
    return _SHORTEST <= len(name) < len(whole)


def belongs_to_next(word: str, following: str) -> bool:
    """Whether a word is the beginning of the name behind it: `van` in `van-hecke-assurances`, not in `van-assurances-hecke`."""
    return fold(word) in _listed("particles") and fold(following) not in _listed("brokers")


class Spoken:
    """The words of a text, ready to be asked for names."""

    def __init__(self, text: str) -> None:
        spoken = words(text)
        self._asked: dict[str, bool] = {}
        self._runs: dict[int, set[str]] = defaultdict(set)
        """Up to four words in a row written as one, by their length."""
        for count in range(1, _LONGEST_RUN + 1):
            for start in range(len(spoken) - count + 1):
                run = "".join(spoken[start : start + count])
                self._runs[len(run)].add(run)

    def says(self, *spoken: str) -> bool:
        """Whether these words stand in the text, in order and without an error: `van Claes` is nobody called An Claes."""
        run = "".join(spoken)
        return run in self._runs[len(run)]

    def names(self, family: tuple[str, ...]) -> bool:
        """Whether these words stand in the text, in order; one typing error is forgiven in a long name."""
        name = "".join(family)
        if name not in self._asked:
            self._asked[name] = bool(name) and (name in self._runs[len(name)] or self._nearly(name))
        return self._asked[name]

    def _nearly(self, name: str) -> bool:
        if len(name) < TYPING_ERROR_FROM:
            return False
        # One error leaves the first half as it is, or what stands behind its middle.
        head, tail = name[: len(name) // 2], name[len(name) // 2 + 1 :]
        like = (run for length in _near_lengths(name) for run in self._runs[length] if run.startswith(head) or run.endswith(tail))
        return any(one_error_at_most(name, run) for run in like)


def _near_lengths(name: str) -> tuple[int, ...]:
    return len(name) - 1, len(name), len(name) + 1


def one_error_at_most(first: str, second: str) -> bool:
    """Whether one letter changed, added, left out or swapped with its neighbour makes one word of the other."""
    if first == second:
        return True
    if abs(len(first) - len(second)) > 1:
        return False
    start = next((at for at, (one, other) in enumerate(zip(first, second, strict=False)) if one != other), min(len(first), len(second)))
    left, right = first[start:], second[start:]
    swapped = left[:2] == right[:2][::-1] and left[2:] == right[2:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or swapped


@lru_cache(maxsize=4096)
def _spelling(value: str) -> re.Pattern[str]:
    return re.compile(r"(?<![A-Z0-9])" + r"[ .\-_/]{0,2}".join(map(re.escape, value)) + r"(?![A-Z0-9])")


def has_code(value: str, folded: str, *, shortest: int) -> bool:
    """Whether the code `value` stands in the text `folded` on its own, however it is separated."""
    plain = code(value)
    return len(plain) >= shortest and any(char.isdigit() for char in plain) and _spelling(plain).search(folded) is not None


def may_have_code(value: str, stripped: str) -> bool:
    """Whether it is worth looking for the code `value` in a text that `code` took the separators out of."""
    return code(value) in stripped


def everyday() -> frozenset[str]:
    """Words that may be somebody's name and nearly always are not."""
    return _listed("everyday") | _listed("places")


def titles() -> frozenset[str]:
    """What people are addressed by."""
    return _listed("titles")


def particles() -> frozenset[str]:
    """Words before a family name that are written small."""
    return _listed("particles")


def listed(kind: str) -> frozenset[str]:
    """Words of one kind beside which somebody is named who is no insured."""
    return _listed(kind)


def uncommon(word: str) -> bool:
    """Whether a word is nothing but a name, so that it is one in small letters, too."""
    folded = fold(word)
    return len(folded) >= _SHORTEST and folded not in everyday() and folded not in _listed("common")
