"""The clocks of the house and of its clients' contracts: read from YAML, checked, and found by the claim."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from pathlib import Path

import yaml

from core.errors import Misconfigured
from router.clocks import Span, Target, span
from router.protocols import Claim
from router.sla import countries

DAYS = ("calendar", "working")
_NONE = "none"
_KEYS = frozenset({"clients", "claims", "country", "days", "clocks"})
_OWN_KEYS = frozenset({"country", "days", "clocks"})
_CLOCK_KEYS = frozenset({"target", "warn"})
_HEAD = 400
"""Characters of a report in which it says whether it is the final one."""

_WORD = re.compile(r"\w+")
_NUMBERS = re.compile(r"[A-Z0-9*?!\[\]/._-]+")
_HOURS = {"M": 1 / 60, "H": 1.0, "OH": 3.0, "CD": 24.0, "WD": 24.0}
"""About how long each unit is: enough to see that a warning does not come after the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """How fast the house is to be for one client."""

    name: str = ""
    """Empty for the house's own times."""

    targets: tuple[Target, ...]
    country: str = ""
    """Whose holidays count, "" for the house's own country."""

    clients: tuple[str, ...] = ()
    """What the register calls the client, as `client_key` has it."""

    claims: tuple[str, ...] = ()
    """Claim numbers, `*` for any signs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contracts:
    """Every contract, and what counts where there is none."""

    default: Contract
    named: tuple[Contract, ...] = ()

    def of(self, claim: Claim) -> Contract:
        """The contract of a claim: by its client, else by its number, the first that fits."""
        client = client_key(claim.client)
        by_client = (one for one in self.named if client and client in one.clients)
        by_number = (one for one in self.named if any(fnmatchcase(claim.number.upper(), pattern) for pattern in one.claims))
        return next(by_client, None) or next(by_number, self.default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Which types of documents stamp a claim, and by which words a report is not the final one."""

    types: Mapping[str, tuple[str, ...]]
    not_final: frozenset[str] = field(default_factory=frozenset)
    final: frozenset[str] = field(default_factory=frozenset)

    def is_final(self, name: str, text: str = "") -> bool:
        """Whether neither the name of a report nor its first lines say that another one follows."""
        said = frozenset(_WORD.findall(f"{name} {text[:_HEAD]}".casefold().replace("_", " ")))
        return self.not_final.isdisjoint(said) or not self.final.isdisjoint(said)


def read(path: Path | None) -> Contracts:
    """The contracts that a file holds; without one, those of the house alone.

    Raises:
        Misconfigured: the file cannot be read as contracts; the message names the contract and what is wrong.
    """
    if path is None:
        return Contracts(default=Contract(targets=_targets({}, "calendar", "")))
    try:
        data = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise Misconfigured("contracts_unreadable", f"{path}: {error}") from error
    try:
        return _contracts(data)
    except ValueError as error:
        raise Misconfigured("contracts", f"{path}: {error}") from error


@cache
def evidence() -> Evidence:
    """What stamps a claim by being on it."""
    data = _own()
    types = {name: tuple(found) for name, found in data["evidence"].items()}
    return Evidence(types=types, not_final=frozenset(data["not_final"]), final=frozenset(data["final"]))


@cache
def _own() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    text = resources.files("router").joinpath("data/clocks.yaml").read_text("utf-8")
    own: Mapping[str, Mapping[str, Mapping[str, str]]] = yaml.safe_load(text)
    return own


def _contracts(data: object) -> Contracts:
    whole = _mapping(data, "the file", frozenset({"default", "contracts"}))
    house = _mapping(whole.get("default", {}), "default", _OWN_KEYS)
    rows = _mapping(whole.get("contracts", {}), "contracts", None)
    named = tuple(_contract(name, _mapping(row, name, _KEYS), house) for name, row in rows.items())
    _check_apart(named)
    return Contracts(default=_contract("", house, {}), named=named)


def _contract(name: str, row: Mapping[str, object], house: Mapping[str, object]) -> Contract:
    """One contract; what it does not say is as the house has it."""
    where = name or "default"
    days = row.get("days", house.get("days", "calendar"))
    country = str(row.get("country", house.get("country", "")))
    if days not in DAYS:
        raise ValueError(f"{where}: days {days!r}; calendar or working")
    if country and country not in countries():
        raise ValueError(f"{where}: country {country!r} has no table of holidays")
    clients = tuple(client_key(text) for text in _texts(row.get("clients", []), f"{where}: clients"))
    claims = tuple(_pattern(text, where) for text in _texts(row.get("claims", []), f"{where}: claims"))
    if name and not clients and not claims:
        raise ValueError(f"{where}: no claim belongs to it; name clients or claims")
    asked = _merged(_asked(house, "default"), _asked(row, where))
    return Contract(name=name, targets=_targets(asked, str(days), where), country=country, clients=clients, claims=claims)


def _asked(row: Mapping[str, object], where: str) -> Mapping[str, object]:
    asked = _mapping(row.get("clocks", {}), f"{where}: clocks", None)
    if unknown := asked.keys() - _own()["clocks"].keys():
        raise ValueError(f"{where}: clocks unknown: {', '.join(sorted(unknown))}; known: {', '.join(_own()['clocks'])}")
    return asked


def client_key(name: str) -> str:
    """What a client is compared by: neither letters' size nor blanks around or between its words matter."""
    return " ".join(name.split()).casefold()


def _pattern(written: str, where: str) -> str:
    """A pattern of claim numbers, in capitals as they are; with `*` for any signs.

    Raises:
        ValueError: no number of a claim can be like it.
    """
    pattern = written.strip().upper()
    if _NUMBERS.fullmatch(pattern) is None:
        raise ValueError(f"{where}: claims: no number is like {written!r}; capitals, digits and signs of numbers, with * for any signs")
    return pattern


def _merged(house: Mapping[str, object], own: Mapping[str, object]) -> Mapping[str, object]:
    """The clocks of a contract over those of the house, field by field; a target of its own does without the house's warning."""
    made = dict(house)
    for name, said in own.items():
        before = house.get(name)
        if isinstance(before, Mapping) and isinstance(said, Mapping):
            kept = {key: value for key, value in before.items() if key != "warn" or "target" not in said}
            made[name] = {**kept, **said}
        else:
            made[name] = said
    return made


def _targets(asked: Mapping[str, object], days: str, where: str) -> tuple[Target, ...]:
    return tuple(_wanted(asked, days, where))


def _wanted(asked: Mapping[str, object], days: str, where: str) -> Iterator[Target]:
    for name, own in _own()["clocks"].items():
        if asked.get(name) == _NONE:
            continue
        said = _mapping(asked.get(name, {}), f"{where}: {name}", _CLOCK_KEYS)
        try:
            target = _target(name, own, said, days)
        except ValueError as error:
            raise ValueError(f"{where}: {name}: {error}") from error
        yield target


def _target(name: str, own: Mapping[str, str], said: Mapping[str, object], days: str) -> Target:
    # Who sets another time without saying when to warn does not want the warning of the house's time.
    warn = said.get("warn", _NONE if "target" in said else own.get("warn", _NONE))
    within = span(str(said.get("target", own["target"])), days)
    made = Target(id=name, of=own["of"], start=own["start"], stop=own["stop"], voided_by=own.get("voided_by", ""), within=within)
    if warn == _NONE:
        return made
    warning = span(str(warn), days)
    if _length(warning) > _length(made.within):
        raise ValueError(f"warns at {warn}, after its end")
    return replace(made, warn=warning)


def _length(one: Span) -> float:
    return one.amount * _HOURS[one.unit]


def _check_apart(named: tuple[Contract, ...]) -> None:
    seen: dict[str, str] = {}
    for one in named:
        for client in one.clients:
            if client in seen:
                raise ValueError(f"{one.name}: client {client!r} belongs to {seen[client]} already")
            seen[client] = one.name


def _mapping(data: object, where: str, known: frozenset[str] | None) -> Mapping[str, object]:
    if not isinstance(data, Mapping) or not all(isinstance(key, str) for key in data):
        raise ValueError(f"{where}: a mapping belongs here")
    if known is not None and (unknown := data.keys() - known):
        raise ValueError(f"{where}: unknown: {', '.join(sorted(unknown))}; known: {', '.join(sorted(known))}")
    return data


def _texts(data: object, where: str) -> tuple[str, ...]:
    if not isinstance(data, list) or not all(isinstance(text, str) and text.strip() for text in data):
        raise ValueError(f"{where}: a list of texts belongs here")
    return tuple(data)
