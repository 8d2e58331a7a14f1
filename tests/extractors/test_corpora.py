"""What the readers and finders reach on public test material, where it is at hand; the bars stand just below that."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from core.content import of_file
from core.pages import Page
from core.values import Reading
from extractors.context import Context
from extractors.facts import facts_of
from extractors.reading import read

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".jpg": "image/jpeg",
    ".gif": "image/gif",
    ".heic": "image/heic",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
SEVERAL_LANGUAGES = frozenset(
    {"test__eurotext.tif", "corpus__Facture_UE_BASICWL.pdf", "corpus__invalid_Facture_UE_BASIC.pdf", "OCRmyPDF__typewriter.png"}
)
"""Papers in two languages and more, and one of keys struck at random."""

pytestmark = [pytest.mark.corpora, pytest.mark.skipif(not CORPORA.exists(), reason="the corpora are not at hand"), pytest.mark.timeout(900)]


def entries() -> list[dict[str, Any]]:
    index = CORPORA / "documents" / "index.json"
    if not index.exists():
        return []
    found = json.loads(index.read_text("utf-8"))
    listed: list[dict[str, Any]] = found if isinstance(found, list) else found["files"]
    return listed


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CORPORA / "texts" / name).read_text("utf-8").splitlines()]


@cache
def reading(name: str, password: str = "") -> Reading:
    path = CORPORA / "documents" / name
    passwords = (password,) if password else ()
    return read(of_file(path), name=name, media_type=TYPES[path.suffix], context=Context(passwords=passwords))


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")))


def text_of(found: Reading) -> str:
    return "\n".join(page.text for page in found.pages)


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry["file"])
def test_a_document_gives_what_its_entry_expects(entry: dict[str, Any]) -> None:
    expected = entry["expect"]
    found = reading(entry["file"], entry.get("password") or "")
    text = text_of(found)

    if "pages" in expected:
        assert len(found.pages) == expected["pages"]
    if "language" in expected and entry["file"] not in SEVERAL_LANGUAGES:
        assert found.language in {expected["language"], ""}
    folded = " ".join(text.split()).casefold()
    at = 0
    for piece in expected.get("text_contains_in_order", []):
        at = folded.find(piece.casefold(), at)
        assert at >= 0, piece
    for piece in expected.get("text_contains", []):
        assert piece.casefold() in folded


@pytest.mark.parametrize("entry", [entry for entry in entries() if entry.get("ground_truth_text")], ids=lambda entry: entry["file"])
def test_the_words_of_a_document_are_found(entry: dict[str, Any]) -> None:
    truth = words((CORPORA / "documents" / entry["ground_truth_text"]).read_text("utf-8"))
    found = words(text_of(reading(entry["file"])))

    recall = sum((truth & found).values()) / sum(truth.values())

    assert recall >= 0.9


POOR = frozenset({"skew", "rotated-180", "rotated-90", "fax-quality"})


def recalls(*, poor: bool) -> list[tuple[float, float]]:
    """For each paper with its words known: the share that we find, and what plain Tesseract found."""
    found = []
    for entry in entries():
        stored = entry.get("calibration_tesseract", {}).get("gt_word_recall")
        if stored is None or bool(POOR & set(entry["tags"])) != poor:
            continue
        truth = words((CORPORA / "documents" / entry["ground_truth_text"]).read_text("utf-8"))
        found.append((sum((truth & words(text_of(reading(entry["file"])))).values()) / sum(truth.values()), stored))
    return found


def mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)


def test_more_is_read_of_turned_and_poor_papers_than_plain_tesseract_reads_and_no_less_of_good_ones() -> None:
    poor, good = recalls(poor=True), recalls(poor=False)

    assert mean(ours for ours, _ in poor) >= mean(stored for _, stored in poor) + 0.1
    assert mean(ours for ours, _ in good) >= mean(stored for _, stored in good)


def share(hits: list[bool]) -> float:
    return sum(hits) / len(hits)


def values(text: str, kind: str, language: str = "") -> set[str]:
    return {fact.value for fact in facts_of([Page(number=1, text=text)], language=language) if fact.kind == kind}


def test_valid_account_numbers_are_found_and_others_are_not() -> None:
    listed = [entry for entry in (*lines("ibans.jsonl"), *lines("identifiers.jsonl")) if entry["kind"].endswith("iban")]
    hits, false = [], []
    for entry in listed:
        compact = re.sub(r"[^A-Z0-9]", "", entry["text"].upper())
        hit = compact in values(f"Compte {entry['text']} ouvert", "iban")
        if entry["valid"]:
            hits.append(hit)
        elif entry["kind"] == "iban":
            # A country's own kind is invalid also by the lists and check digits of its banks, which we leave alone.
            false.append(hit)

    assert share(hits) >= 0.95
    assert not any(false)


def test_dates_of_the_four_languages_are_found() -> None:
    hits = []
    for entry in lines("dates.jsonl"):
        if entry["lang"] not in {"fr", "nl", "de", "en"} or "iso" not in entry:
            continue
        hit = entry["iso"][:10] in values(f"le {entry['text']} à Liège", "date_eu", entry["lang"])
        hits.append(hit)

    assert share(hits) >= 0.8


def test_phones_are_found_with_and_without_their_country() -> None:
    hits = []
    for entry in lines("phones.jsonl"):
        for text in (entry["e164"], f"0{entry['national']}" if entry["region"] in {"FR", "BE", "DE"} else entry["e164"]):
            language = {"BE": "nl", "DE": "de"}.get(entry["region"], "fr")
            hit = entry["e164"] in values(f"Tél. : {text}\n", "phone", language)
            hits.append(hit)

    assert share(hits) >= 0.97


def test_the_dates_and_amounts_printed_on_invoices_are_found() -> None:
    hits: dict[str, list[bool]] = {"date": [], "amount": [], "amount_untaxed": [], "iban": []}
    for entry in entries():
        fields, visible = entry["expect"].get("fields") or {}, entry["expect"].get("visible_on_page") or {}
        for name in hits.keys() & fields.keys():
            if not visible.get(name) or (name.startswith("amount") and fields.get("currency") not in {None, "EUR"}):
                continue
            kind = {"date": "date_eu", "iban": "iban"}.get(name, "amount_eur")
            value = fields[name] if isinstance(fields[name], str) else f"{fields[name]:.2f}"
            found = {fact.value for fact in reading(entry["file"]).facts if fact.kind == kind}
            hits[name].append(value in found)

    assert all(share(found) >= 0.9 for found in hits.values() if found)
