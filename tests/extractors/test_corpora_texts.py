"""Identifiers, account numbers, telephone numbers and dates of other projects' tests: each share, and what we read otherwise.

An identifier is asked with the word that stands before it on papers; national numbers are right when nothing comes out.
"""

import calendar
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.pages import Fact, Page
from extractors.facts import facts_of

TEXTS = Path(__file__).parents[3] / "shared" / "corpora" / "texts"

pytestmark = [pytest.mark.corpora, pytest.mark.skipif(not TEXTS.is_dir(), reason="the corpora are not at hand")]

Entry = dict[str, Any]

BAR = 0.98
KINDS = {
    "fr.siren": ("SIREN", "fr_siren"),
    "fr.rcs": ("", "fr_siren"),
    "fr.siret": ("SIRET", "fr_siret"),
    "fr.tva": ("N° TVA :", "vat_eu"),
    "be.vat": ("TVA", "vat_eu"),
    "de.vat": ("USt-IdNr.", "vat_eu"),
    "lu.tva": ("TVA", "vat_eu"),
    "nl.btw": ("BTW", "vat_eu"),
    "eu.vat": ("VAT", "vat_eu"),
    "ch.uid": ("UID", "ch_uid"),
    "ch.vat": ("", "ch_uid"),
    "bic": ("BIC :", "bic"),
    "iban": ("IBAN", "iban"),
    "be.iban": ("IBAN", "iban"),
    "es.iban": ("IBAN", "iban"),
    "nl.postcode": ("Postcode:", "postcode"),
}
"""The cue and the kind of each identifier that comes out."""

MASKED = {
    "be.nn": "NISS",
    "be.bis": "NISS",
    "fr.nir": "N° de sécurité sociale",
    "fr.nif": "Numéro fiscal",
    "nl.bsn": "BSN",
    "nl.onderwijsnummer": "Onderwijsnummer",
    "de.idnr": "Steuer-ID",
    "de.stnr": "Steuernummer",
    "nl.brin": "BRIN",
}
"""Numbers of persons and payers of taxes, which must not come out, and those of Dutch schools, which are no format of ours."""

MISLABELLED = 41
"""VAT numbers that the index calls valid: the last of its list, in one row, of which none has the check digits of its country."""

BASE = date(2012, 11, 13)
"""The day on which the dates without a year of this list were read in their source."""

MONTHS = [month.lower() for month in calendar.month_name]
OURS = frozenset({"fr", "nl", "de", "en"})


def entries(name: str) -> list[Entry]:
    return [json.loads(line) for line in (TEXTS / name).read_text("utf-8").splitlines()]


def facts(text: str, language: str = "") -> tuple[Fact, ...]:
    return facts_of([Page(number=1, text=text)], language=language, received=BASE)


def signs(value: str) -> str:
    return "".join(sign for sign in value.upper() if sign.isalnum())


def same(value: str, entry: Entry) -> bool:
    """Whether `value` is the number of `entry`: the index leaves the country out, or zeros before it, or keeps what stands around."""
    found, listed = signs(value), signs(entry.get("normalised", entry["text"]))
    return (
        found == listed
        or found.endswith(listed)
        or listed.endswith(found)
        or listed.startswith(found)
        or found.replace("0", "") == listed.replace("0", "")
    )


def identifier_is_right(entry: Entry) -> bool:
    if entry["kind"] in MASKED:
        return facts(f"{MASKED[entry['kind']]} {entry['text']}") == ()
    cue, kind = KINDS[entry["kind"]]
    found = [fact for fact in facts(f"{cue} {entry['text']}".strip()) if fact.kind == kind]
    if entry["kind"] == "ch.vat":
        found = [fact for fact in found if fact.role == "vat"]
    return any(same(fact.value, entry) for fact in found) == entry["valid"]


def account_is_right(entry: Entry) -> bool:
    return [fact.value for fact in facts(f"IBAN {entry['text']}") if fact.kind == "iban"] == [entry["text"]]


def phone_is_right(entry: Entry) -> bool:
    return [fact.value for fact in facts(f"Tél. : {entry['e164']}", entry["lang"]) if fact.kind == "phone"] == [entry["e164"]]


def date_is_right(entry: Entry) -> bool:
    found = [fact.value for fact in facts(entry["text"], entry["lang"]) if fact.kind == "date_eu"]
    if entry.get("candidates"):
        return len(found) == 1 and found[0] in entry["candidates"]
    return found == expected_dates(entry)


def expected_dates(entry: Entry) -> list[str]:
    if "iso" in entry:
        return [entry["iso"][:10]]
    words = entry.get("english", entry["text"] if entry["kind"] == "search-text" else "").removeprefix("Publié le ").replace(".", "")
    found = [word for word in words.replace("juillet", "july").split() if word in MONTHS]
    if not found:
        return []
    day, year = (next(word for word in words.split() if word.isdigit() and len(word) in sizes) for sizes in ({1, 2}, {4}))
    return [f"{year}-{MONTHS.index(found[0]):02}-{int(day):02}"]


def refused(entry: Entry) -> bool:
    """Whether a VAT number is none by the rules of its country, whatever the index says."""
    from stdnum.eu import vat

    return entry["kind"] == "eu.vat" and not vat.is_valid(entry["text"].replace(":", " "))


def wrong(name: str, listed: list[Entry], is_right: Callable[[Entry], bool]) -> list[str]:
    found = [entry["text"] if "text" in entry else entry["e164"] for entry in listed if not is_right(entry)]
    print(f"{name}: {1 - len(found) / len(listed):.2%} of {len(listed)} right, otherwise: {found}")  # noqa: T201 - the figure
    return found


def test_identifiers() -> None:
    listed = entries("identifiers.jsonl")
    mistaken = [entry for entry in listed if refused(entry)]
    checked = [entry for entry in listed if not refused(entry)] + [{**entry, "valid": False} for entry in mistaken]

    assert len(mistaken) == MISLABELLED
    assert len(wrong("identifiers", checked, identifier_is_right)) <= (1 - BAR) * len(checked)


def test_account_numbers() -> None:
    listed = entries("ibans.jsonl")

    assert len(wrong("ibans", listed, account_is_right)) <= (1 - BAR) * len(listed)


def test_telephone_numbers() -> None:
    listed = entries("phones.jsonl")

    assert len(wrong("phones", listed, phone_is_right)) <= (1 - BAR) * len(listed)


@pytest.mark.parametrize("ours", [True, False], ids=["the four languages", "other languages"])
def test_dates(ours: bool) -> None:  # noqa: FBT001 - which half of the list
    listed = [entry for entry in entries("dates.jsonl") if (entry["lang"] in OURS) == ours]

    assert len(wrong("dates", listed, date_is_right)) <= (1 - BAR) * len(listed)
