"""What a neutral answer says of the mails that a mail carries: what their forwarder sent, nothing of what we know (domain 8.2, 10)."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.settings import Settings
from core.values import Carrier, Form, Unit
from ingest.options import options
from ingest.wording import Wording
from router.grammar import Pattern
from router.references import find
from storage.items import Loaded

MOST_REFERENCES = 5
"""References of one subject that are listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """What the text is filled with: how many mails there are, and a line for each."""

    values: Mapping[str, str]
    each: tuple[Mapping[str, str], ...] = ()


def of(loaded: Loaded, words: Wording, settings: Settings) -> Enclosed:
    """The mails that lie in the mail itself, each with the reference in its subject as it was written, whether a claim has it or not."""
    carried = _carried(loaded.tree.units)
    named = carried[: settings.answers.carried_lines]
    patterns = options(settings).grammar.patterns
    each = tuple({"place": str(place), "reference": _written(unit, patterns) or words.unnamed} for place, unit in enumerate(named, start=1))
    more = len(carried) - len(named)
    return Enclosed(values={"carried": str(len(carried) or ""), "carried_more": str(more or "")}, each=each)


def _carried(units: tuple[Unit, ...]) -> list[Unit]:
    """The mails around which no other lies but the outermost."""
    inner = [unit for unit in units if "." in unit.path]
    paths = {unit.path for unit in inner}
    return [unit for unit in inner if paths.isdisjoint(unit.path[:end] for end, sign in enumerate(unit.path) if sign == ".")]


def _written(unit: Unit, patterns: tuple[Pattern, ...]) -> str:
    found = find(unit.subject, carrier=Carrier.SUBJECT, path=unit.path, patterns=patterns)
    whole = dict.fromkeys(reference.raw.strip() for reference in found if reference.form is not Form.PARTIAL)
    return ", ".join(list(whole)[:MOST_REFERENCES])
