"""Insurers: those of the markets around us by their names (data/insurers.yaml), others by what they call themselves."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from extractors.facts.found import Found
from extractors.names.spelling import FIRM, PARTICLE, WORD, fold, is_name

LISTED, CALLED, LABELLED = 0.95, 0.8, 0.8
SHORT = 4
"""Letters up to which a name counts in capitals only."""

FIRST = re.compile(r"[\w&+.-]*\w")
SELF = re.compile(
    rf"(?<![\w])(?:{WORD}(?:[ ](?:{PARTICLE}[ ])?{WORD}){{0,2}}[ ](?:Assurances?|Insurance|Verzekering(?:en)?|Versicherung(?:en|s-?AG)?)"
    rf"|(?:Assurances|Mutuelle|Verzekeringen|Versicherung)[ ](?:(?:{PARTICLE})[ ]?){{0,2}}{WORD}(?:[ ]{WORD})?)"
    r"(?:[ ](?:SA|NV|AG|IARD))?(?![\w])"
)
LABEL = re.compile(
    rf"(?i:assureur|compagnie(?: d['’]assurances?)?|soci[ée]t[ée] d['’]assurances?|verzekeraar|verzekeringsmaatschappij|"
    rf"versicherer|versicherungsgesellschaft|insurer|insurance company)[^\S\n]?[AB]?[^\S\n]*[:\t][^\S\n]*(?P<name>{FIRM})"
)
SELF_PARTS = ("Assurance", "Insurance", "Verzekering", "Versicherung", "Mutuelle")
LABEL_PARTS = ("assur", "compagnie", "verzeker", "versicher", "insur")
"""The letters without which neither is there: pages are many, and insurers few."""

NOT_ONE = re.compile(
    r"(?i)^(?:num[ée]ro|attestation|preneur|contrat|police|courtier|agent|conditions|certificat|carte|code|votre|notre|garantie|tiers|"
    r"objet|madame|monsieur|la|les|le|une?|mon|ma|bonjour|date|prime)\b"
)


@cache
def _listed() -> Mapping[str, tuple[tuple[str, str, str], ...]]:
    """By the first word, folded: each name folded, as written, and the name that stands for it; the longest first."""
    import yaml

    source: dict[str, Any] = yaml.safe_load((files("extractors") / "data" / "insurers.yaml").read_text("utf-8"))
    found: dict[str, list[tuple[str, str, str]]] = {}
    for names in source["insurers"]:
        for name in names:
            folded = fold(name)
            first = FIRST.match(folded)
            found.setdefault(first[0] if first else folded, []).append((folded, name, names[0]))
    return {first: tuple(sorted(names, key=lambda name: -len(name[0]))) for first, names in found.items()}


def insurers_in(text: str) -> Iterator[Found]:
    """Every insurer named in `text`, in reading order of each way to tell one; none twice in one place."""
    taken: list[tuple[int, int]] = []
    for found in (*_by_list(text), *_by_label(text), *_by_themselves(text)):
        if not any(found.start < end and found.end > start for start, end in taken):
            taken.append((found.start, found.end))
            yield found


def _by_list(text: str) -> Iterator[Found]:
    folded, listed = fold(text), _listed()
    for word in FIRST.finditer(folded):
        for name, written, value in listed.get(word[0], ()):
            end = word.start() + len(name)
            if folded.startswith(name, word.start()) and not folded[end : end + 1].isalnum() and _cased(text[word.start() : end], written):
                yield Found(kind="insurer", value=value, start=word.start(), end=end, confidence=LISTED)
                break


def _cased(found: str, written: str) -> bool:
    if sum(sign.isalpha() for sign in written) <= SHORT or written.isupper():
        return found.isupper() or (len(written) > SHORT - 1 and written.isupper() and found.istitle())
    pairs = zip(found.split(), written.split(), strict=False)
    return all(there[0].isupper() for there, here in pairs if here[0].isupper() and len(here) > 2)  # noqa: PLR2004 - "Le" may be "le"


def _by_label(text: str) -> Iterator[Found]:
    small = text.lower()
    for match in LABEL.finditer(text) if any(part in small for part in LABEL_PARTS) else ():
        if is_name(match["name"]):
            start, end = match.span("name")
            yield Found(kind="insurer", value=match["name"], start=start, end=end, confidence=LABELLED)


def _by_themselves(text: str) -> Iterator[Found]:
    for match in SELF.finditer(text) if any(part in text for part in SELF_PARTS) else ():
        if not NOT_ONE.match(match[0]):
            yield Found(kind="insurer", value=match[0], start=match.start(), end=match.end(), confidence=CALLED)
