"""The words of our answers: texts in four languages with placeholders, an administrator's own before ours."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from core.errors import Misconfigured

LANGUAGES = ("fr", "nl", "de", "en")
TEXTS: Mapping[str, frozenset[str]] = {
    "full": frozenset({"date", "time", "claim", "insured", "received", "refused", "missing", "handler"}),
    "neutral": frozenset({"date", "time", "n", "mail_no", "no_reference"}),
}
"""What each text may hold: the neutral one knows nothing of a claim."""

WORDS = ("subject", "date", "phone", "other")
REFUSALS = ("executable", "password", "corrupt", "too_large", "empty", "link_only", "bomb", "encrypted_mail")
LONGEST = 8_000
"""Characters of one text of a template."""

SHORTEST_END = 40
"""Signs of the last line of a text: a common phrase at the end of a letter is shorter."""

_NAME = re.compile(r"\{(\w+)\}")
_IF = re.compile(r"\{if (\w+)\}\s*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The texts of one language."""

    language: str
    subject: str
    date: str
    """How a day is written, as `strftime` has it."""

    phone: str
    other: str
    """What a paper of no known type is called."""

    full: str
    neutral: str
    refusals: Mapping[str, str]

    @property
    def endings(self) -> tuple[str, ...]:
        """The last line of each text, by which our own words are known when they come back."""
        return _end(self.full), _end(self.neutral)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What one answer says."""

    subject: str
    text: str
    html: str


@lru_cache(maxsize=16)
def wording(language: str, folder: Path | None = None) -> Wording:
    """The words of a language; what the file in `folder` says goes before ours.

    Raises:
        Misconfigured: the file is no such file, or names something that its text may not hold.
    """
    ours = yaml.safe_load((files("ingest") / "data" / "answers" / f"{language}.yaml").read_text("utf-8"))
    theirs = _theirs(folder / f"{language}.yaml") if folder else {}
    found = ours | theirs | {"refusals": ours["refusals"] | theirs.get("refusals", {})}
    return Wording(language=language, **found)


def _theirs(file: Path) -> dict[str, Any]:
    if not file.exists():
        return {}
    try:
        found = yaml.safe_load(file.read_text("utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise Misconfigured("answers_template", f"{file.name}: {type(error).__name__}") from error
    problem = _fault(found)
    if problem:
        raise Misconfigured("answers_template", f"{file.name}: {problem}")
    return dict(found)


def _fault(found: object) -> str:
    """What is wrong with a template, "" when nothing is."""
    refusals = found.get("refusals", {}) if isinstance(found, dict) else None
    if not isinstance(found, dict) or not isinstance(refusals, dict):
        return "not a list of names and texts"
    if not set(refusals) <= set(REFUSALS):
        return f"refusals: known are {', '.join(REFUSALS)}"
    words = {name: text for name, text in (found | refusals).items() if name != "refusals"}
    return next((f"{name} {fault}" for name, text in words.items() if (fault := _fault_of(name, text))), "")


def _fault_of(name: str, text: object) -> str:
    if name not in {*WORDS, *TEXTS, *REFUSALS}:
        return "is not known"
    if not isinstance(text, str) or not text.strip() or len(text) > LONGEST:
        return f"is no text of at most {LONGEST} characters"
    if name not in TEXTS and _CONTROL.search(text.strip()):
        return "has more than one line"
    conditions = [found[1] for line in text.splitlines() if (found := _IF.match(line))]
    rest = "\n".join(_IF.sub("", line, count=1) if _IF.match(line) else line for line in text.splitlines())
    strange = [hole for hole in (*conditions, *_NAME.findall(rest)) if hole not in TEXTS.get(name, ())]
    if strange:
        return f"holds {strange[0]}, which is not known there"
    if {"{", "}"} & set(_NAME.sub("", rest)):
        return "has a brace that holds no name"
    return _fault_of_end(text) if name in TEXTS else ""


def _fault_of_end(text: str) -> str:
    """By its last line our text is known when it comes back: it must be always the same, and nobody else's."""
    end = _end(text)
    return f"must end with a line of at least {SHORTEST_END} signs without a placeholder" if len(end) < SHORTEST_END or "{" in end else ""


def _end(text: str) -> str:
    return text.strip().splitlines()[-1].strip()


def write(words: Wording, kind: str, values: Mapping[str, str]) -> Letter:
    """The letter of a kind; a line that begins with `{if name}` is left out where `name` is empty."""
    plain = {name: one_line(value) for name, value in values.items() if name in TEXTS[kind]}
    if plain.get("insured"):
        plain["insured"] = f" - {plain['insured']}"
    source = words.full if kind == "full" else words.neutral
    lines = [filled for line in source.strip().splitlines() if (filled := _line(line, plain))]
    reference = f"*{plain['claim']}*{plain['insured']}" if kind == "full" else plain["mail_no"]
    paragraphs = "".join(f"<p>{html.escape(line)}</p>\n" for line in lines)
    return Letter(
        subject=one_line(f"{words.subject} {reference}"),
        text="\n\n".join(lines) + "\n",
        html=f'<!DOCTYPE html>\n<html lang="{words.language}"><head><meta charset="utf-8"></head><body>\n{paragraphs}</body></html>\n',
    )


def one_line(text: str) -> str:
    """The text as one line without signs that steer: no header and no line of its own can be made of it."""
    return " ".join(_CONTROL.sub(" ", text).split())


def _line(line: str, values: Mapping[str, str]) -> str:
    condition = _IF.match(line)
    if condition and not values.get(condition[1]):
        return ""
    rest = line[condition.end() :] if condition else line
    return _NAME.sub(lambda found: values.get(found[1], ""), rest)
