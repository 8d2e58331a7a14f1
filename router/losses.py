"""The schedule of losses against the complaint: what is not in the complaint is not paid, so a person looks at what differs.

No verdict comes out of this. Words differ between two papers for the same thing, and the same word may mean two.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import islice

from core.pages import Fact, Page

ITEM = "item"
"""The kind of fact that is one object of a schedule."""

SHORTEST, STEM = 2, 3
"""Letters of a word that says something, "LG" as well as "or"; and those that are left of one without its ending."""

NEAR = 2
"""Lines of a complaint that are read together, for a description goes over the end of one."""

LIKE = 6
"""Letters from which on one wrong letter makes no other word."""

MOST_PASSAGES = 2_000
"""Passages of a complaint in which items are looked up, two a line."""

COMPOUND = 5
"""Letters of a word that may end a longer one."""

NEGATED = re.compile(
    r"(?:n'? ?(?:a|ont|est|sont)|n etait|n etaient) pas (?:ete )?(?:vole|emporte|pris|derobe|disparu)|pas vole|"
    r"niet (?:gestolen|meegenomen|weg)|"
    r"nicht (?:gestohlen|entwendet|mitgenommen)|not (?:been )?(?:stolen|taken)|a laisse|ont laisse"
)
SUFFIXES = ("eaux", "aux", "ies", "es", "en", "er", "s", "x", "e", "n")
MONEY = re.compile(r"[\d .,\u00a0\u202f]*\d(?:[.,]\d{2})?")


class Standing(StrEnum):
    """How an item of the schedule stands in the complaint."""

    IN_COMPLAINT = "in_complaint"
    DOUBTFUL = "doubtful"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """One item of the schedule; page, line and words are those of the complaint, 0 and "" where nothing is like it."""

    item: str
    amount: str
    standing: Standing
    page: int = 0
    line: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Passage:
    page: int
    line: int
    text: str
    words: frozenset[str]
    negated: bool


def _source() -> str:
    return (files("router") / "data" / "goods.yaml").read_text("utf-8")


@cache
def _stop_words() -> frozenset[str]:
    import yaml

    return frozenset(yaml.safe_load(_source())["stop_words"].split())


@cache
def _goods() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """Each word for goods, longest first, how it is written, and the word that stands for it, which no other text has."""
    import yaml

    rows = yaml.safe_load(_source())["goods"]
    names = {name: f"goods{number}" for number, row in reversed(list(enumerate(rows))) for name in row}
    ordered = sorted(names, key=len, reverse=True)
    return tuple((name, re.compile(_spelled(name)), names[name]) for name in ordered)


def _spelled(name: str) -> str:
    """How a word for goods is written: in the plural and, when it is long enough, at the end of a compound, as in "damesfiets"."""
    if len(name) < COMPOUND or " " in name:
        return rf"(?<!\w){re.escape(name)}(?:s|x)?(?!\w)"
    return rf"(?<!\w)(?:\w{{3,}})?{re.escape(name)}(?:s|x|en|e|n|er)?(?!\w)"


def cross_check(schedule: Iterable[Fact], complaint: Sequence[Page]) -> tuple[Loss, ...]:
    """Every fact of the `schedule` with where the `complaint` names it; each is for a person to check."""
    # What says the same again is no other place, and a page that somebody waits for takes no endless complaint.
    passages = list({passage.words: passage for passage in reversed(list(islice(_passages(complaint), MOST_PASSAGES)))}.values())[::-1]
    return tuple(_looked_up(fact, passages) for fact in schedule if fact.kind == ITEM)


def _looked_up(fact: Fact, passages: Sequence[_Passage]) -> Loss:
    wanted = _words(fact.value)
    amount = _amount(fact.raw.removeprefix(fact.value))
    # Of places that say as much, the one in fewest words is meant.
    ranked = sorted(((_rank(wanted, passage), passage) for passage in passages), key=lambda pair: (-pair[0], len(pair[1].words)))
    if not ranked or not ranked[0][0]:
        return Loss(item=fact.value, amount=amount, standing=Standing.NOT_FOUND)
    rank, best = ranked[0]
    sure = rank >= 2 and not best.negated  # noqa: PLR2004 - as _rank says
    standing = Standing.IN_COMPLAINT if sure else Standing.DOUBTFUL
    return Loss(item=fact.value, amount=amount, standing=standing, page=best.page, line=best.line, words=best.text)


def _rank(wanted: Sequence[str], passage: _Passage) -> float:
    """0 when nothing is there; from 1 the thing or half of the words; from 2 the thing and, of the words beside it, half."""
    if not wanted:
        return 0.0
    hits = [word for word in wanted if _has(passage.words, word)]
    goods = [word for word in wanted if word.startswith("goods")] or [wanted[0]]
    others = [word for word in wanted if word not in goods]
    thing = all(word in hits for word in goods)
    share = len([word for word in others if word in hits]) / len(others) if others else 1.0
    if thing:
        return 2.0 + share if share >= 0.5 or not others else 1.0 + share  # noqa: PLR2004 - half of them
    return share if others and share >= 0.5 else 0.0  # noqa: PLR2004


def _has(words: frozenset[str], wanted: str) -> bool:
    return wanted in words or (len(wanted) >= LIKE and not wanted.startswith("goods") and any(_alike(wanted, word) for word in words))


def _alike(one: str, other: str) -> bool:
    """Whether two words of one length differ in one letter, or one has a letter more."""
    if abs(len(one) - len(other)) > 1 or one[0] != other[0]:
        return False
    if len(one) == len(other):
        return sum(here != there for here, there in zip(one, other, strict=True)) == 1
    long, short = (one, other) if len(one) > len(other) else (other, one)
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _passages(pages: Iterable[Page]) -> Iterator[_Passage]:
    for page in pages:
        lines = page.text.split("\n")
        for number, line in enumerate(lines, start=1):
            if line.strip():
                for near in (line, " ".join(lines[number - 1 : number - 1 + NEAR])):
                    negated = bool(NEGATED.search(_plain(near)))
                    yield _Passage(page=page.number, line=number, text=near, words=frozenset(_words(near)), negated=negated)


def _plain(text: str) -> str:
    spelled = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("ß", "ss"))
    plain = "".join(sign for sign in spelled if not unicodedata.combining(sign))
    return re.sub(r"[^\w]+", " ", plain)


def _words(text: str) -> tuple[str, ...]:
    """The words that say something, each without its ending, goods by the word that stands for them; in their order."""
    plain = _plain(text)
    for word, pattern, name in _goods():
        if word in plain:
            plain = pattern.sub(f" {name} ", plain)
    return tuple(dict.fromkeys(_stem(word) for word in plain.split() if _says(word)))


def _says(word: str) -> bool:
    return len(word) >= SHORTEST and word not in _stop_words() and not word.isdigit()


def _stem(word: str) -> str:
    if word.startswith("goods"):
        return word
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= STEM:
            return word.removesuffix(suffix)
    return word


def _amount(raw: str) -> str:
    found = MONEY.findall(raw.removesuffix("€").rstrip())
    return found[-1].strip() if found else ""
