"""The kinds of claim (data/claim_kinds.yaml): which papers each needs, what its declaration must hold, who must be told."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """Within how much time; `unit` is d, wd, h or asap, `number` 0 where none is said."""

    number: int = 0
    unit: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimKind:
    """One kind of claim; all but the numbers are codes."""

    id: str
    required: tuple[str, ...]
    expected: tuple[str, ...]
    useful: tuple[str, ...]
    must_hold: tuple[str, ...]
    tell: tuple[str, ...]
    declare: Delay
    police: Delay | None
    checks: tuple[str, ...]
    advice: tuple[str, ...]
    flags: Mapping[str, str]
    """Circumstances that matter, and what each does (`router.flags`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What shows that a declaration holds something: facts of these kinds and roles, words, or enough of its own words."""

    facts: tuple[str, ...] = ()
    least: int = 1
    words: re.Pattern[str] | None = None
    least_words: int = 0


@cache
def kinds() -> Mapping[str, ClaimKind]:
    """All kinds by id, read once."""
    return {row["id"]: _kind(row) for row in data("claim_kinds.yaml")["claim_kinds"]}


def _kind(row: Mapping[str, Any]) -> ClaimKind:
    return ClaimKind(
        id=row["id"],
        required=tuple(row["docs"]["required"]),
        expected=tuple(row["docs"]["expected"]),
        useful=tuple(row["docs"]["useful"]),
        must_hold=tuple(row["must_hold"]),
        tell=tuple(row["tell"]),
        declare=Delay(number=row["declare"]["n"] or 0, unit=row["declare"]["unit"] or "", what=row["declare"]["from"]),
        police=Delay(number=row["police"]["n"] or 0, unit=row["police"]["unit"] or "", what=row["police"]["what"])
        if row["police"]
        else None,
        checks=tuple(row["checks"]),
        advice=tuple(row["advice"]),
        flags=row["flags"],
    )


@cache
def proofs() -> Mapping[str, Proof]:
    """By the code of what a declaration must hold; what has no entry only a reader can judge."""
    return {code: _proof(row) for code, row in data("must_hold.yaml")["must_hold"].items()}


def _proof(row: Mapping[str, Any]) -> Proof:
    return Proof(
        facts=tuple(row.get("facts", ())),
        least=row.get("least", 1),
        words=re.compile(row["words"], re.IGNORECASE) if "words" in row else None,
        least_words=row.get("least_words", 0),
    )


def data(name: str) -> Any:  # noqa: ANN401 - YAML is what it is
    """What a file of `data/` holds."""
    import yaml

    return yaml.safe_load((files("router") / "data" / name).read_text("utf-8"))
