"""The shapes of values, as the domain lists them (data/field_formats.yaml)."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

UNSEEN = re.compile(r"[\u00a0\u200b-\u200f\u2060\ufeff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Formats:
    """Patterns by the id of their format, and the words that announce a value."""

    patterns: dict[str, re.Pattern[str]]
    examples: dict[str, tuple[str, ...]]
    counterexamples: dict[str, tuple[str, ...]]
    cues: dict[str, tuple[str, ...]]


@cache
def formats() -> Formats:
    """All formats, read once."""
    import yaml

    source: dict[str, Any] = yaml.safe_load((files("extractors") / "data" / "field_formats.yaml").read_text("utf-8"))
    fields = source["field_formats"]
    return Formats(
        patterns={name: re.compile(field["rx"]) for name, field in fields.items()},
        examples={name: tuple(map(str, field["ok"])) for name, field in fields.items()},
        counterexamples={name: tuple(map(str, field["bad"])) for name, field in fields.items()},
        cues={name: tuple(words) for name, words in source["composite"]["cues"].items()},
    )


def normal(value: str) -> str:
    """`value` as the patterns want it: compatible signs made one, capitals, nothing invisible."""
    return UNSEEN.sub("", unicodedata.normalize("NFKC", value)).upper()


def fits(kind: str, value: str) -> bool:
    """Whether `value` has the shape of the format `kind`; check digits are the finder's."""
    return bool(formats().patterns[kind].fullmatch(normal(value)))


def enterprise(digits: str) -> str:
    """The ten digits of a Belgian enterprise number as they are written: "0123.456.749"."""
    return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}"
