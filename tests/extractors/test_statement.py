"""The European accident statement: recognised in any language, laid flat, its crosses and signatures seen, handwriting left alone."""

from collections import Counter
from dataclasses import replace
from datetime import date

import cv2
import numpy as np
import pytest
from PIL import Image

from core.pages import Box, Page, Word
from extractors.statement.ink import ink_of, signature_in
from extractors.statement.model import LANGUAGES, ROWS, circumstance_name, model
from extractors.statement.register import registered
from tests.extractors import form_truth, forms, papers
from web.demo.papers import constat


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_typed_statement_says_the_same_in_every_language(language: str) -> None:
    found = papers.reading_of(forms.pdf(forms.Form(language=language, injured="yes", a=forms.A, b=forms.B)))

    said = {(fact.kind, fact.value, fact.role) for fact in found.facts}
    assert found.type.id == "constat_auto"
    assert said >= {
        ("date_eu", "2024-03-14", "loss"),
        ("time_24h", "17:45", "loss"),
        ("policyholder", "MARCHAL", "A"),
        ("policyholder", "PEETERS", "B"),
        ("make", "Renault Clio", "A"),
        ("plate_be", "1-ABC-123", "B"),
        ("insurer", "Nordzee Verzekering", "B"),
        ("policy_number", "ALT-77120-4", "B"),
        ("green_card", "B/0123/456789", "A"),
        ("yes_no", "yes", "injured"),
        ("yes_no", "no", "other_objects"),
        ("circumstance", "A:1", "A"),
        ("circumstance", "B:8", "B"),
        ("circumstance", "B:14", "B"),
        ("boxes_ticked", "2", "B"),
        ("signature", "yes", "A"),
        ("statement_page", "front", ""),
    }
    assert not {value for kind, value, _ in said if kind == "unread"}


def test_a_statement_without_its_title_is_laid_flat_by_its_labels() -> None:
    found = papers.reading_of(forms.pdf(forms.Form(title=False, middle=150, a=forms.A, b=forms.B)))

    form = registered(found.pages[0])

    assert form is not None
    assert (found.type.id, form.confidence > 0.8) == ("constat_auto", True)


@pytest.mark.parametrize("lines", [papers.INVOICE, papers.REPORT, papers.STATEMENT, papers.ENGLISH])
def test_other_papers_are_no_forms(lines: tuple[str, ...]) -> None:
    assert registered(papers.reading_of(papers.pdf(lines)).pages[0]) is None


def test_another_print_of_the_form_with_other_columns_is_read_too() -> None:
    driver = constat.Driver(
        name="MARCHAL Lise", street="Rue Haute 12", town="5000 Namur", car="Renault Clio", plate="2-XYZ-987", insurer="Assurances du Lac",
        policy="AXZ-12345-7890", licence="123456", crosses=(1, 13), impact="avant", damage="aile",
    )  # fmt: skip
    other = replace(driver, name="PEETERS Jan", plate="1-ABC-123", policy="ALT-77120-4", crosses=(2,))
    accident = constat.Accident(at=date(2024, 3, 14), time="17:45", place="Namur", witness="", a=driver, b=other)

    said = {(fact.kind, fact.value, fact.role) for fact in papers.reading_of(constat.statement(accident)).facts}

    assert said >= {
        ("policy_number", "ALT-77120-4", "B"),
        ("plate_be", "1-ABC-123", "B"),
        ("circumstance", "A:1", "A"),
        ("circumstance", "A:13", "A"),
        ("circumstance", "B:2", "B"),
        ("boxes_written", "2", "A"),
    }
    assert {value for kind, value, _ in said if kind == "circumstance"} == {"A:1", "A:13", "B:2"}


def test_a_total_that_the_crosses_contradict_is_shown_and_both_are_less_sure() -> None:
    found = papers.reading_of(forms.pdf(forms.Form(a=replace(forms.A, written="3"), b=forms.B)))

    counts = {(fact.kind, fact.role): (fact.value, fact.confidence < 0.75) for fact in found.facts if fact.kind.startswith("boxes_")}
    assert counts == {
        ("boxes_ticked", "A"): ("1", True),
        ("boxes_written", "A"): ("3", True),
        ("boxes_ticked", "B"): ("2", False),
        ("boxes_written", "B"): ("2", False),
    }


def test_what_a_hand_wrote_is_left_to_a_person_with_its_place() -> None:
    form = forms.Form(a=forms.A, b=replace(forms.B, name=forms.HAND, driver=forms.HAND))
    found = papers.reading_of(papers.scan(forms.scanned(forms.picture(forms.pdf(form)))))

    unread = {fact.value: fact.box for fact in found.facts if fact.kind == "unread"}
    assert {"statement.insured.B", "statement.driver.B"} <= unread.keys()
    assert all(box is not None and box.x0 > 390 for value, box in unread.items() if value in {"statement.insured.B", "statement.driver.B"})
    assert not {fact.value for fact in found.facts if fact.kind in {"policyholder", "driver"} and fact.role == "B"}


def test_crosses_answers_signatures_and_handwriting_survive_scanner_fax_and_camera() -> None:
    total: Counter[str] = Counter()
    for variant, form in form_truth.samples():
        total.update(form_truth.score(form, form_truth.read(variant, form)))

    assert total["boxes right"] / total["boxes"] > 0.97
    assert total["boxes wrong"] / total["boxes"] < 0.015
    assert total["answers right"] / total["answers"] > 0.7
    assert total["answers wrong"] == 0
    assert total["signatures right"] / total["signatures"] > 0.9
    assert total["signatures wrong"] == 0
    assert total["handwritten right"] / total["handwritten"] > 0.9
    assert total["handwritten wrong"] == 0
    assert total["printed right"] / total["printed"] > 0.8


def drawn(what: str, seed: int) -> "np.ndarray":
    """A box of 90 by 60 points, three pixels a point, with one thing in it."""
    pixels = np.full((180, 270), 255, np.uint8)
    chance = np.random.default_rng(seed)
    if what == "signature":
        points = np.cumsum(np.stack([chance.uniform(-2, 9, 40), chance.uniform(-16, 16, 40)], axis=1), axis=0)
        points[:, 1] = 90 + (points[:, 1] - points[:, 1].mean()) * 30 / max(float(np.abs(points[:, 1]).max()), 1.0)
        points[:, 0] += 30
        cv2.polylines(pixels, [points.astype(np.int32)], isClosed=False, color=40, thickness=3, lineType=cv2.LINE_AA)
    elif what == "line":
        cv2.line(pixels, (10, 120), (260, 120), 0, 2)
    elif what == "dust":
        pixels[chance.random(pixels.shape) < 0.002] = 0
    elif what == "stamp":
        cv2.rectangle(pixels, (80, 60), (200, 120), 90, -1)
    return pixels


@pytest.mark.parametrize(("what", "signed"), [("signature", True), ("line", False), ("dust", False), ("stamp", None), ("nothing", False)])
def test_a_signature_is_told_from_lines_and_dust_and_of_a_stamp_a_person_decides(what: str, signed: bool | None) -> None:  # noqa: FBT001 - a column of the table
    found = [signature_in(ink_of(drawn(what, seed))).signed for seed in range(6)]

    assert found.count(signed) >= 5
    assert set(found) <= {signed, None}


def test_every_circumstance_has_a_name_in_every_language() -> None:
    names = {(number, language): circumstance_name(number, language) for number in range(1, ROWS + 1) for language in LANGUAGES}

    assert all(names.values())
    assert circumstance_name(14, "pt") == "reversing"
    assert len(model().rows) == ROWS


def test_words_far_from_every_label_make_no_form() -> None:
    words = tuple(
        Word(box=Box(x0=40, y0=40 + 12 * n, x1=90, y1=50 + 12 * n), text=text) for n, text in enumerate(["one", "two", "six", "ten"])
    )

    assert registered(Page(number=1, width=595, height=842, words=words)) is None


def test_a_page_that_has_no_picture_keeps_its_facts() -> None:
    image = Image.new("L", (300, 400), 255)

    assert papers.reading_of(papers.encoded(image, "PNG"), "image/png").facts == ()
