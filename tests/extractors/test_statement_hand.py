"""Block letters of a hand, which OCR reads surely: they are left to a person, and what a machine printed is not."""

from dataclasses import replace

import pytest
from PIL import Image

from core.values import Reading
from tests.extractors import form_papers, forms, papers

BLOCK = (
    ("insured", "PEETERS", (445, 164)),
    ("make", "RENAULT CLIO", (460, 243)),
    ("plate", "1-ABC-123", (480, 257)),
    ("insurer", "NORDZEE", (445, 303)),
    ("policy", "ALT-77120-4", (460, 316)),
    ("driver", "PEETERS JAN", (445, 402)),
)
SIDED = frozenset({"policyholder", "make", "insurer", "policy_number", "driver", "green_card", "visible_damage"})


def by_hand(seed: int) -> Image.Image:
    """A statement that A typed and B filled in by hand in block letters."""
    typed = forms.Form(seed=seed, a=forms.A, b=forms.Side(crosses=forms.B.crosses))
    image = forms.picture(forms.pdf(typed))
    for number, (_, words, at) in enumerate(BLOCK):
        image = form_papers.in_block_letters(image, words, at, seed=seed * 17 + number)
    return image


def unread(found: Reading, side: str) -> set[str]:
    """The fields of a side that a person must read."""
    values = [fact.value.split(".") for fact in found.facts if fact.kind == "unread" and fact.role == side]
    return {field for _, field, _ in values} & {field for field, _, _ in BLOCK}


def offered(found: Reading, side: str) -> set[str]:
    """The kinds of values of a side that count as surely read."""
    return {fact.kind for fact in found.facts if fact.role == side and (fact.kind in SIDED or fact.kind.startswith("plate"))}


@pytest.mark.parametrize(("variant", "seed"), [("scanned", 1), ("photographed", 2), ("faxed", 3)])
def test_block_letters_are_left_to_a_person_and_print_beside_them_is_read(variant: str, seed: int) -> None:
    found = papers.reading_of(papers.scan(forms.VARIANTS[variant](by_hand(seed))))

    assert unread(found, "B") == {field for field, _, _ in BLOCK}
    assert offered(found, "B") == set()
    assert not unread(found, "A")
    assert offered(found, "A") >= {"policyholder", "make", "insurer", "policy_number", "driver"}


@pytest.mark.parametrize("font", ["Courier-Bold", "Helvetica", "Times-Roman", "Times-Italic"])
def test_print_of_any_type_is_no_handwriting(font: str) -> None:
    found = papers.reading_of(papers.scan(forms.scanned(forms.picture(forms.pdf(forms.Form(font=font, a=forms.A, b=forms.B))))))

    assert (unread(found, "A"), unread(found, "B")) == (set(), set())


def test_what_the_ocr_of_a_scanner_made_of_block_letters_is_left_to_a_person_too() -> None:
    found = papers.reading_of(form_papers.searchable(by_hand(1)))

    assert found.pages[0].source == "text_layer"
    assert unread(found, "B") == {field for field, _, _ in BLOCK}
    assert offered(found, "B") == set()


def test_a_cross_in_a_field_is_no_value() -> None:
    form = forms.Form(a=replace(forms.A, damage=""), b=forms.B)
    crossed = form_papers.in_block_letters(forms.picture(forms.pdf(form)), "X", (60, 575), size=12)

    found = papers.reading_of(papers.scan(crossed))

    assert [fact.role for fact in found.facts if fact.kind == "visible_damage"] == ["B"]
    assert "statement.damage.A" in {fact.value for fact in found.facts if fact.kind == "unread"}


@pytest.mark.parametrize(
    ("written", "says", "open_"),
    [(forms.HAND, [], {"statement.written.A"}), ("", [], set()), ("3", ["3"], set()), ("1", ["1"], set())],
    ids=["scribbled", "nothing", "another number", "the number"],
)
def test_the_number_of_crosses_is_read_or_said_to_be_unread(written: str, says: list[str], open_: set[str]) -> None:
    found = papers.reading_of(forms.pdf(forms.Form(a=replace(forms.A, written=written), b=forms.B)))

    assert [fact.value for fact in found.facts if fact.kind == "boxes_written" and fact.role == "A"] == says
    assert {fact.value for fact in found.facts if fact.kind == "unread" and fact.value.startswith("statement.written")} == open_
