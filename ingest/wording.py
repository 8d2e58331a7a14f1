"""The words of our answers: texts in four languages with placeholders, an administrator's own before ours."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from core.errors import Misconfigured

LANGUAGES = ("fr", "nl", "de", "en")
_COMMON = frozenset({"date", "time", "forgotten", "nothing"})
TEXTS: Mapping[str, frozenset[str]] = {
    "full": _COMMON | {"claim", "insured", "received", "refused", "missing", "form", "handler"},
    "neutral": _COMMON | {"n", "mail_no", "no_reference", "carried", "carried_more"},
    "digest": frozenset({"date", "n", "more"}),
}
"""What each text may hold: the neutral one knows nothing of a claim."""

EACH: Mapping[str, frozenset[str]] = {
    "digest": frozenset({"mail_no", "date", "time", "reference"}),
    "neutral": frozenset({"place", "reference"}),
}
"""What a line may hold that begins with `{each}` and stands once for each mail."""

WORDS = ("subject", "date", "phone", "other", "unnamed")
REFUSALS = ("executable", "password", "corrupt", "too_large", "empty", "link_only", "bomb", "encrypted_mail", "duplicate")
SCHEDULE = (
    *("file", "title", "claim", "insured", "loss", "note"),
    *("item", "bought", "price", "proof", "total", "certified", "signature"),
)
"""What is printed on the blank schedule of losses; `file` is its name without the ending."""

GROUPS: Mapping[str, tuple[str, ...]] = {"refusals": REFUSALS, "schedule": SCHEDULE}
IN_A_WORD: Mapping[str, frozenset[str]] = {"refusals duplicate": frozenset({"date"})}
"""The few words of one line that hold a placeholder."""

LONGEST = 8_000
"""Characters of one text of a template."""

SHORTEST_END = 40
"""Signs of the last line of a text: a common phrase at the end of a letter is shorter."""

_NAME = re.compile(r"\{(\w+)\}")
_IF = re.compile(r"\{if (\w+)\}\s*")
_EACH = re.compile(r"\{each\}\s*")
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

    unnamed: str
    """What stands instead of the reference of a mail whose subject has none."""

    full: str
    neutral: str
    digest: str
    """The one mail a day about those that were too many to be answered one by one."""

    refusals: Mapping[str, str]
    schedule: Mapping[str, str]
    """What is printed on the blank schedule of losses."""

    @property
    def endings(self) -> tuple[str, ...]:
        """The last line of each text, by which our own words are known when they come back."""
        return _end(self.full), _end(self.neutral), _end(self.digest)


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
    groups = {name: ours[name] | theirs.get(name, {}) for name in GROUPS}
    return Wording(language=language, **(ours | theirs | groups))


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
    if not isinstance(found, dict):
        return "not a list of names and texts"
    faults = (_fault_of_group(name, text) if name in GROUPS else _fault_of(name, text) for name, text in found.items())
    return next(filter(None, faults), "")


def _fault_of_group(group: str, words: object) -> str:
    if not isinstance(words, dict) or not set(words) <= set(GROUPS[group]):
        return f"{group}: known are {', '.join(GROUPS[group])}"
    faults = (_fault_of_word(f"{group} {name}", text) for name, text in words.items())
    return next(filter(None, faults), "")


def _fault_of(name: str, text: object) -> str:
    if name not in TEXTS:
        return _fault_of_word(name, text) if name in WORDS else f"{name} is not known"
    if fault := _no_text(text):
        return f"{name} {fault}"
    lines = str(text).strip().splitlines()
    faults = (_fault_of_line(line, TEXTS[name], EACH.get(name)) for line in lines)
    fault = next(filter(None, faults), "") or _fault_of_end(str(text))
    return f"{name} {fault}" if fault else ""


def _fault_of_line(line: str, known: frozenset[str], in_each: frozenset[str] | None) -> str:
    if in_each is not None and (each := _EACH.match(line)):
        line, known = line[each.end() :], in_each
    condition = _IF.match(line)
    if condition and condition[1] not in known:
        return f"holds {condition[1]}, which is not known there"
    return _fault_of_holes(line[condition.end() :] if condition else line, known)


def _fault_of_word(name: str, text: object) -> str:
    fault = _no_text(text)
    if not fault and _CONTROL.search(str(text).strip()):
        fault = "has more than one line"
    fault = fault or _fault_of_holes(str(text), IN_A_WORD.get(name, frozenset()))
    return f"{name} {fault}" if fault else ""


def _no_text(text: object) -> str:
    fits = isinstance(text, str) and text.strip() and len(text) <= LONGEST
    return "" if fits else f"is no text of at most {LONGEST} characters"


def _fault_of_holes(text: str, known: frozenset[str]) -> str:
    strange = [hole for hole in _NAME.findall(text) if hole not in known]
    if strange:
        return f"holds {strange[0]}, which is not known there"
    return "has a brace that holds no name" if {"{", "}"} & set(_NAME.sub("", text)) else ""


def _fault_of_end(text: str) -> str:
    """By its last line our text is known when it comes back: it must be always the same, and nobody else's."""
    end = _end(text)
    return f"must end with a line of at least {SHORTEST_END} signs without a placeholder" if len(end) < SHORTEST_END or "{" in end else ""


def _end(text: str) -> str:
    return text.strip().splitlines()[-1].strip()


def write(words: Wording, kind: str, values: Mapping[str, str], each: Sequence[Mapping[str, str]] = ()) -> Letter:
    """The letter of a kind; a line that begins with `{if name}` is left out where `name` is empty.

    A line that begins with `{each}` stands once for each mail in `each`: those that a digest names, or that a mail carries.
    """
    plain = {name: one_line(value) for name, value in values.items() if name in TEXTS[kind]}
    if plain.get("insured"):
        plain["insured"] = f" - {plain['insured']}"
    source = {"full": words.full, "neutral": words.neutral, "digest": words.digest}[kind]
    paragraphs = [found for line in source.strip().splitlines() if (found := _paragraph(line, plain, each))]
    body = "".join(_as_html(paragraph) for paragraph in paragraphs)
    return Letter(
        subject=one_line(f"{words.subject} {_reference(kind, plain)}"),
        text="\n\n".join("\n".join(lines) for lines in paragraphs) + "\n",
        html=f'<!DOCTYPE html>\n<html lang="{words.language}"><head><meta charset="utf-8"></head><body>\n{body}</body></html>\n',
    )


def _reference(kind: str, values: Mapping[str, str]) -> str:
    """What stands behind the word of the subject."""
    match kind:
        case "full":
            return f"*{values['claim']}*{values['insured']}"
        case "digest":
            return f"- {values['date']}"
        case _:
            return values["mail_no"]


def _paragraph(line: str, values: Mapping[str, str], each: Sequence[Mapping[str, str]]) -> list[str]:
    """The lines that one line of a template makes: none, one, or one for each mail."""
    if not (repeated := _EACH.match(line)):
        return [filled] if (filled := _line(line, values)) else []
    return [filled for one in each if (filled := _line(line[repeated.end() :], _of_mail(one)))]


def _of_mail(values: Mapping[str, str]) -> Mapping[str, str]:
    plain = {name: one_line(value) for name, value in values.items()}
    return plain | ({"reference": f" - *{claim}*" if claim else ""} if (claim := plain.get("claim")) is not None else {})


def _as_html(lines: Sequence[str]) -> str:
    return f"<p>{'<br>'.join(html.escape(line) for line in lines)}</p>\n"


def one_line(text: str) -> str:
    """The text as one line without signs that steer: no header and no line of its own can be made of it."""
    return " ".join(_CONTROL.sub(" ", text).split())


def _line(line: str, values: Mapping[str, str]) -> str:
    condition = _IF.match(line)
    if condition and not values.get(condition[1]):
        return ""
    rest = line[condition.end() :] if condition else line
    return _NAME.sub(lambda found: values.get(found[1], ""), rest)
