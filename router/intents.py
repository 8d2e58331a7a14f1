"""What a sender wants, by the phrases of data/intents.yaml in what he writes himself; shown, and counted for what is due."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib import resources

import yaml

from core.values import Unit
from router import cues, tokens
from router.sla import Service

DATA_PROTECTION, CONTRACT_CHANGE, COURT = "data_protection", "contract_change", "court"
SOON_DAYS = 15
"""Days to a hearing within which it is urgent (domain section 3)."""

_OLD_SUBJECT = re.compile(r"^\s*(?:\[[^\]]{1,20}\]\s*)?[\w.]{1,8}\s?(?:\[\d+\])?\s?:")


def intents_of(unit: Unit) -> tuple[str, ...]:
    """What the sender of a mail wants, the most pressing first; a subject that was taken over from another mail says nothing."""
    subject = "" if _OLD_SUBJECT.match(unit.subject) else unit.subject
    said = cues.plain(f"{subject}\n\n{unit.own_text}")
    return tuple(name for name, phrases in _phrases().items() if phrases.search(said))


def services_of(intents: Iterable[str], *, text: str, today: date) -> list[Service]:
    """What the wishes ask of a task; a court matters on the days before a date that is named."""
    asked = [_services()[name] for name in intents if name in _services()]
    near = any(0 <= (day - today).days <= SOON_DAYS for day in tokens.days(text))
    return [service for service in asked if service.type != COURT or near]


@cache
def _data() -> Mapping[str, Mapping[str, object]]:
    found: Mapping[str, Mapping[str, object]] = yaml.safe_load(resources.files("router").joinpath("data/intents.yaml").read_text("utf-8"))
    return found


@cache
def _phrases() -> Mapping[str, re.Pattern[str]]:
    return {name: cues.pattern(map(str, row["phrases"])) for name, row in _data().items()}  # type: ignore[call-overload]


@cache
def _services() -> Mapping[str, Service]:
    return {name: _service(name, row["service"]) for name, row in _data().items() if "service" in row}  # type: ignore[arg-type]


def _service(name: str, row: Mapping[str, object]) -> Service:
    due = str(row.get("due", ""))
    if due.endswith("h"):
        return Service(type=name, priority=str(row["priority"]), hours=int(due[:-1]))
    return Service(type=name, priority=str(row["priority"]), days=int(due or 0))
