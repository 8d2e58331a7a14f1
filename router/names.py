"""Comparing names and codes as people write them: without accents, capitals or separators, one typing error allowed."""

import re
from collections.abc import Iterable
from functools import lru_cache

from router.normalise import fold

TYPING_ERROR_FROM = 6
"""Letters a name must have before one wrong letter is forgiven."""

_SHORTEST = 3
_WORD = re.compile(r"[^\W\d_]+")
_CODE_SIGN = re.compile(r"[^A-Z0-9]")
_LEGAL_FORMS = frozenset(
    ["SA", "SAS", "SASU", "SARL", "EURL", "SCI", "SNC", "SC", "SCS", "SRL", "SPRL", "BV", "BVBA", "NV", "CV", "CVBA", "VOF", "ASBL", "VZW", "AISBL", "GMBH", "AG", "KG", "UG", "EV", "LTD", "PLC", "INC"]
)
_PARTICLES = frozenset(["VAN", "VON", "DE", "DER", "DEN", "DES", "DU", "DI", "DA", "DEL", "DELLA", "LE", "LA", "LES", "TEN", "TER", "TE", "ZU", "ZUM", "ZUR", "EL", "AL", "BEN", "MC", "MAC", "SAINT", "SINT"])
_TITLES = frozenset(["M", "MR", "MME", "MLLE", "MM", "DR", "ME", "DHR", "MEVR", "MEVROUW", "HERR", "FRAU", "MRS", "MS", "MISS", "MONSIEUR", "MADAME"])
_TRADES = frozenset(
    ["TRANSPORTS", "TRANSPORT", "GARAGE", "CARROSSERIE", "BOULANGERIE", "BOUCHERIE", "PHARMACIE", "RESTAURANT", "HOTEL", "CAFE", "IMMO", "IMMOBILIERE", "CONSTRUCTION", "CONSTRUCTIONS", "ENTREPRISE", "ENTREPRISES", "ETABLISSEMENTS", "ETS", "SOCIETE", "CABINET", "CENTRE", "GROUPE", "COMMUNE", "VILLE", "ECOLE", "CLUB", "RESIDENCE", "COPROPRIETE", "SYNDIC", "ASSOCIATION", "BAKKERIJ", "SLAGERIJ", "APOTHEEK", "BOUWBEDRIJF", "FIRMA", "SCHOOL", "STAD", "GEMEENTE", "BAECKEREI", "BACKEREI", "AUTOHAUS", "TAXI", "TAXIS"]
)


def words(text: str) -> list[str]:
    """The words of `text` in capitals without accents; digits and signs part them."""
    return _WORD.findall(fold(text))


def code(text: str) -> str:
    """A policy number, plate or file number in capitals, without separators."""
    return _CODE_SIGN.sub("", fold(text))


@lru_cache(maxsize=65536)
def family_name(insured: str) -> tuple[str, ...]:
    """The words of the family name, or of the firm's name; () when there is none that could identify anybody.

    Registers write `DUPONT Jean`, `Dupont, Jean`, `VAN DEN BERGHE An` or `SA Transports Lambert`.
    """
    before_comma = insured.partition(",")[0]
    spelt = [word for word in _WORD.findall(before_comma) if fold(word) not in _TITLES]
    kept = [word for word in spelt if fold(word) not in _LEGAL_FORMS]
    if not kept:
        return ()
    if len(kept) < len(spelt) or fold(kept[0]) in _TRADES:
        return tuple(map(fold, kept))
    return _identifying(tuple(map(fold, _family(kept, whole="," in insured))))


def _family(spelt: list[str], *, whole: bool) -> list[str]:
    """The words in capitals when only some are; else the first that is no particle, with the particles before it."""
    capitals = [word for word in spelt if word.isupper() and len(word) > 1]
    if whole:
        return spelt
    if capitals and len(capitals) < len(spelt):
        return capitals
    end = next((position for position, word in enumerate(spelt) if fold(word) not in _PARTICLES), len(spelt) - 1)
    return spelt[: end + 1]


def _identifying(name: tuple[str, ...]) -> tuple[str, ...]:
    return name if sum(map(len, name)) >= _SHORTEST else ()


def named(name: tuple[str, ...], text: Iterable[str]) -> bool:
    """Whether the words of `name` stand in the words `text`, in order; one typing error is forgiven in a long name."""
    if not name:
        return False
    spoken = list(text)
    joined = "".join(name)
    for start, word in enumerate(spoken):
        if word == joined or (word == name[0] and tuple(spoken[start : start + len(name)]) == name):
            return True
        if len(joined) >= TYPING_ERROR_FROM and one_error_at_most(joined, "".join(spoken[start : start + len(name)])):
            return True
    return False


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
