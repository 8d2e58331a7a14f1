"""Words as they are searched for: folded the same way wherever they stand, so that every database compares them alike."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LONGEST = 64
"""Signs of a word that count."""

WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
APOSTROPHES = ("'", "’", "\u2018", "`", "\u00b4")
ELIDED = frozenset(["c", "d", "j", "l", "m", "n", "qu", "s", "t", "jusqu", "lorsqu", "puisqu", "quoiqu"])
"""What French puts before an apostrophe: nobody searches for it."""

JOINTS = frozenset("-./·\u2010\u2011\u2013")
"""Signs between the pieces of a number, one at a time: 1-ABC-123, 50.123.456, 26/0417."""

LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "\u0131": "i"})

ACCOUNT = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ .\-\u00a0]?[A-Za-z0-9]{4}){2,7}(?:[ .\-\u00a0]?[A-Za-z0-9]{1,3})?(?![A-Za-z0-9])"
)
PERSON = re.compile(r"(?<!\d)\d{2}[. ]\d{2}[. ]\d{2}[-. ]\d{3}[-. ]\d{2}(?!\d)")
DIGITS, SIGNS = 8, 15
"""What something must hold at least to be taken for the number of an account (ISO 13616)."""

SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A word of a text, folded, and where it stands; one that `joins` others is a number without what stands between its pieces."""

    start: int
    end: int
    word: str
    joins: bool = False


def masked(text: str) -> str:
    """The text as it may be searched and shown in lists: of an account the last four signs, of a person's number none."""
    composed = unicodedata.normalize("NFC", text)
    return PERSON.sub("•", ACCOUNT.sub(_masked_account, composed))


def _masked_account(found: re.Match[str]) -> str:
    signs = re.sub(r"\W", "", found[0])
    return last_signs(signs) if len(signs) >= SIGNS and sum(map(str.isdigit, signs)) >= DIGITS else found[0]


def last_signs(account: str) -> str:
    """The number of an account as it may be shown."""
    return f"•••• {account[-SHOWN:]}"


def spots(text: str) -> Iterator[Spot]:
    """Every word of a text in order, and after its last piece each number that was written in pieces."""
    run: list[Spot] = []
    for found in WORD.finditer(text):
        word = fold(found[0])
        if not word or (word in ELIDED and text.startswith(APOSTROPHES, found.end())):
            continue
        spot = Spot(start=found.start(), end=found.end(), word=word)
        if run and not _is_joint(text[run[-1].end : spot.start]):
            yield from _whole(run)
            run = []
        run.append(spot)
        yield spot
    yield from _whole(run)


def _is_joint(between: str) -> bool:
    return len(between) == 1 and between in JOINTS


def _whole(run: list[Spot]) -> Iterator[Spot]:
    whole = "".join(spot.word for spot in run)[:LONGEST]
    if len(run) > 1 and any(sign.isdigit() for sign in whole):
        yield Spot(start=run[0].start, end=run[-1].end, word=whole, joins=True)


def words(text: str) -> list[str]:
    """The words of a text, folded, in order."""
    return [spot.word for spot in spots(text) if not spot.joins]


def numbers(texts: Iterable[str]) -> Iterator[str]:
    """The numbers that were written in pieces, without what stood between these."""
    return (spot.word for text in texts for spot in spots(text) if spot.joins)


def fold(word: str) -> str:
    """One word without case and accents: letters and digits only."""
    return run_together(word)[:LONGEST]


def run_together(text: str) -> str:
    """A text without case, accents and what stands between words: a folded word that is not in it stands nowhere in the text."""
    # Letters of mathematics and of shop windows have a case only once they are letters.
    plain = unicodedata.normalize("NFKD", text).casefold().translate(LETTERS)
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", plain)))
