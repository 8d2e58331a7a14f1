"""What an administrator may change about references and routing: patterns, rules, visibility. Read once from data."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import Any

import yaml

from core.errors import Misconfigured
from core.values import Outcome, Said, SenderClass, Step
from router.facts import Facts

RULES = 2
"""Raised whenever a fact is found in another way, so that an old verdict tells which rules were asked."""

_TERMINAL = frozenset({Outcome.ROUTE, Outcome.TRIAGE, Outcome.HOLD, Outcome.SPLIT})
_CONTINUE = "continue"
_YES_NO = (True, False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One shape of a claim number: a letter and a count of digits."""

    kind: str
    """`claim` or `draft`."""

    prefix: str
    digits: int

    def __post_init__(self) -> None:
        if not (self.prefix.isalpha() and self.prefix.isascii() and self.prefix.isupper() and self.digits >= 5):  # noqa: PLR2004 - shorter numbers are everywhere
            raise Misconfigured("reference_pattern", f"{self.prefix!r} and {self.digits} digits; capitals and at least 5 digits")


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A fact and the values of it that agree."""

    fact: str
    values: tuple[object, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """How it is written in the name of a rule."""
        return tuple(_word(self.fact, value) for value in self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When all conditions agree: an outcome, or (`None`) only reasons to carry on."""

    name: str
    conditions: tuple[Condition, ...]
    outcome: Outcome | None
    why: tuple[str, ...]

    def ask(self, facts: Facts) -> Step:
        """Whether all its conditions agree with the facts, and what it saw up to the first that does not."""
        saw: list[str] = []
        for condition in self.conditions:
            value = getattr(facts, condition.fact)
            saw.append(_seen(condition.fact, value))
            if value not in condition.values:
                return _step(self.name, tuple(saw), Said.PASSED)
        return _step(self.name, tuple(saw), Said.WARNED if self.outcome is None else Said.DECIDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """Patterns in the order they are tried, rules from the top down, and whose documents only the handler sees at first."""

    patterns: tuple[Pattern, ...]
    rules: tuple[Rule, ...]
    restricted_senders: frozenset[SenderClass]
    version: str = ""
    """Of the rules and of how their facts are found: `1-9f86d081884c`."""


@cache
def default(*wanted: str) -> Grammar:
    """The grammar that comes with the package, with the rules that a house may switch on as far as they are `wanted`."""
    return load(resources.files("router").joinpath("data/reference.yaml").read_text("utf-8"), wanted)


def load(text: str, wanted: Collection[str] = ()) -> Grammar:
    """The grammar that a YAML document holds; of the rules with a `when` only those that are `wanted`.

    Raises:
        Misconfigured: a pattern, a rule or a name in it is not one we know.
    """
    try:
        data = yaml.safe_load(text)
        patterns = tuple(Pattern(kind=row["kind"], prefix=row["prefix"], digits=row["digits"]) for row in data["reference"]["patterns"])
        restricted = frozenset(SenderClass(letter) for letter in data["visibility_until_confirmed"]["sender"])
        rules = _rules(row for row in data["routing"] if row.get("when", "") in {"", *wanted})
        return Grammar(patterns=patterns, rules=rules, restricted_senders=restricted, version=_version(patterns, rules))
    except (yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise Misconfigured("reference_grammar", str(error)) from error


def _version(patterns: tuple[Pattern, ...], rules: tuple[Rule, ...]) -> str:
    digest = sha256(repr((patterns, rules)).encode()).hexdigest()
    return f"{RULES}-{digest[:12]}"


def _rules(rows: Iterable[Mapping[str, Any]]) -> tuple[Rule, ...]:
    drafts = [
        Rule(
            name=row["why"][0] if row["why"] else row["then"],
            conditions=tuple(_condition(fact, value) for fact, value in row["if"].items()),
            outcome=_outcome(row["then"]),
            why=tuple(row["why"]),
        )
        for row in rows
    ]
    counts = Counter(rule.name for rule in drafts)
    return tuple(_named(rule, drafts) if counts[rule.name] > 1 else rule for rule in drafts)


def _named(rule: Rule, rules: Iterable[Rule]) -> Rule:
    """The rule with the conditions in its name that tell it from others of the same reason: a name outlives a change of order."""
    others = [other for other in rules if other.name == rule.name and other is not rule]
    own = [condition for condition in rule.conditions if not all(condition in other.conditions for other in others)]
    words = [word for condition in own for word in condition.words]
    return Rule(name=".".join([rule.name, *words]), conditions=rule.conditions, outcome=rule.outcome, why=rule.why)


def _condition(fact: str, value: object) -> Condition:
    if fact not in {field.name for field in fields(Facts)}:
        raise ValueError(f"no such fact: {fact}")
    return Condition(fact=fact, values=tuple(value) if isinstance(value, list) else (value,))


def _outcome(then: str) -> Outcome | None:
    if then == _CONTINUE:
        return None
    outcome = Outcome(then)
    if outcome not in _TERMINAL:
        raise ValueError(f"a rule cannot say {then}")
    return outcome


def _word(fact: str, value: object) -> str:
    if value in _YES_NO and isinstance(value, bool):
        return fact if value else f"not_{fact}"
    return str(value)


@cache
def _step(rule: str, saw: tuple[str, ...], said: Said) -> Step:
    return Step(rule=rule, saw=saw, said=said)


@cache
def _seen(fact: str, value: object) -> str:
    """A fact as a trail shows it: `sender=L`, `alias=no`."""
    if isinstance(value, bool):
        return f"{fact}={'yes' if value else 'no'}"
    return f"{fact}={value}"
