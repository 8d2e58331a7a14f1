"""The accident statement in other shapes: filled in on a screen, with its back, beside another page, in block letters of a hand."""

from dataclasses import replace

import pytest
from PIL import Image

from core.values import Reading
from tests.extractors import form_papers, forms, papers
from tests.extractors.form_papers import Entered

A = replace(forms.A, valid=("01.01.2024", "31.12.2024"))
B = replace(forms.B, valid=("15.02.2024", "14.02.2025"))
TWO_SIDES = {
    ("policyholder", "MARCHAL", "A"),
    ("policyholder", "PEETERS", "B"),
    ("plate_be", "1-ABC-123", "B"),
    ("insurer", "Assurances du Lac", "A"),
    ("insurer", "Nordzee Verzekering", "B"),
    ("policy_number", "ALT-77120-4", "B"),
    ("green_card", "B/9876/543210", "B"),
    ("yes_no", "yes", "injured"),
    ("yes_no", "no", "other_objects"),
}


def said(found: Reading) -> set[tuple[str, str, str]]:
    """Kind, value and role of every fact."""
    return {(fact.kind, fact.value, fact.role) for fact in found.facts}


def crossed(found: Reading) -> list[tuple[str, float]]:
    """The crosses, and how sure each is."""
    return [(fact.value, fact.confidence) for fact in found.facts if fact.kind == "circumstance"]


def left(found: Reading) -> set[str]:
    """The fields that a person must read."""
    return {fact.value for fact in found.facts if fact.kind == "unread"}


@pytest.mark.parametrize("language", ["fr", "nl", "de"])
@pytest.mark.parametrize(
    "how",
    [Entered(), Entered(shown=False), Entered(squares=False), Entered(paper=True, squares=False)],
    ids=["shown", "not shown", "no printed squares", "over a scan"],
)
def test_what_was_entered_on_a_screen_is_certain(language: str, how: Entered) -> None:
    found = papers.reading_of(form_papers.fillable(forms.Form(language=language, injured="yes", a=A, b=B), how))

    assert found.type.id == "constat_auto"
    assert said(found) >= TWO_SIDES
    assert crossed(found) == [("A:1", 1.0), ("B:8", 1.0), ("B:14", 1.0)]
    assert not left(found) - {"statement.signature.A", "statement.signature.B"}


HIDDEN = 2


def test_what_nobody_sees_on_a_form_is_not_said() -> None:
    form = forms.Form(injured="yes", a=A, b=B)

    found = papers.reading_of(form_papers.flagged(form_papers.fillable(form), HIDDEN))

    assert not crossed(found)
    assert ("policyholder", "MARCHAL", "A") not in said(found)


def test_a_field_whose_name_is_an_endless_number_harms_nothing() -> None:
    data = form_papers.moved(form_papers.fillable(forms.Form(a=A, b=B)), (383, 152 + 17.2 * 13), name=f"case A {'9' * 5000}", to=SKETCH)

    assert papers.reading_of(data).type.id == "constat_auto"


SKETCH = (240.0, 560.0)
"""A place where no field of the form is."""


def test_an_entry_far_from_its_place_is_known_by_its_name() -> None:
    data = form_papers.fillable(forms.Form(a=A, b=B))
    data = form_papers.moved(data, (500, 314), name="B.contrat", to=SKETCH)
    data = form_papers.moved(data, (383, 152 + 17.2 * 13), name="12.B.14", to=(240, 600))

    found = papers.reading_of(data)

    assert ("policy_number", "ALT-77120-4", "B") in said(found)
    assert [value for value, _ in crossed(found)] == ["A:1", "B:8", "B:14"]


def test_an_entry_whose_name_contradicts_its_place_is_left_to_a_person() -> None:
    data = form_papers.fillable(forms.Form(a=A, b=B))

    found = papers.reading_of(form_papers.moved(data, (110, 241), name="police_A"))

    assert left(found) == {"statement.make.A"}
    assert not {fact for fact in found.facts if fact.kind == "make" and fact.role == "A"}


def test_printed_tick_boxes_with_a_tint_are_no_crosses() -> None:
    shaded = forms.picture(forms.pdf(forms.Form(tint=True, a=A, b=B)))

    found = papers.reading_of(papers.scan(shaded))

    assert left(found) >= {"statement.circumstance.A", "statement.circumstance.B"}
    assert not {fact for fact in found.facts if fact.kind in {"circumstance", "boxes_ticked"}}


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
@pytest.mark.parametrize("swapped", [False, True], ids=["front first", "back first"])
def test_the_back_belongs_to_the_statement_and_is_no_second_one(language: str, swapped: bool) -> None:  # noqa: FBT001 - a column of the table
    found = papers.reading_of(form_papers.with_back(forms.Form(language=language, a=A, b=B), swapped=swapped))

    sides = {fact.page: fact.value for fact in found.facts if fact.kind == "statement_page"}
    assert [(paper.pages, paper.type.id) for paper in found.documents] == [((1, 2), "constat_auto")]
    assert sides == ({1: "back", 2: "front"} if swapped else {1: "front", 2: "back"})
    assert len(crossed(found)) == 3


def test_the_backs_questions_alone_make_no_statement() -> None:
    found = papers.reading_of(form_papers.back("fr"))

    assert not {fact for fact in found.facts if fact.kind in {"statement_page", "circumstance"}}


def front(language: str = "fr") -> Image.Image:
    """The front as a scanner sees it."""
    return forms.picture(forms.pdf(forms.Form(language=language, injured="yes", a=A, b=B)))


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_scan_that_lies_on_its_side_or_upside_down_says_the_same(degrees: int) -> None:
    turned = papers.encoded(front().rotate(degrees, expand=True), "PNG", dpi=(200, 200))

    found = papers.reading_of(turned, "image/png")

    assert ("policyholder", "PEETERS", "B") in said(found)
    assert [value for value, _ in crossed(found)] == ["A:1", "B:8", "B:14"]


@pytest.mark.parametrize(
    ("sheet", "sides"),
    [
        (lambda: form_papers.beside(front(), blank="right"), {"front"}),
        (lambda: form_papers.beside(front(), blank="left"), {"front"}),
        (lambda: form_papers.beside(front(), form_papers.picture_of_back("fr")), {"front", "back"}),
        (lambda: form_papers.beside(form_papers.picture_of_back("fr"), front()).rotate(90, expand=True), {"front", "back"}),
    ],
    ids=["left half", "right half", "back at its right", "back at its left, on its side"],
)
def test_a_statement_on_one_half_of_a_sheet_is_read_there(sheet: object, sides: set[str]) -> None:
    assert callable(sheet)
    found = papers.reading_of(papers.encoded(sheet(), "PNG", dpi=(200, 200)), "image/png")

    assert said(found) >= {("policyholder", "MARCHAL", "A"), ("policyholder", "PEETERS", "B"), ("yes_no", "yes", "injured")}
    assert [value for value, _ in crossed(found)] == ["A:1", "B:8", "B:14"]
    assert {fact.value for fact in found.facts if fact.kind == "statement_page"} == sides


def test_a_small_sheet_of_two_pages_has_the_same_crosses() -> None:
    sheet = form_papers.beside(form_papers.picture_of_back("nl"), front("nl"))

    assert [value for value, _ in crossed(papers.reading_of(form_papers.on_landscape(sheet)))] == ["A:1", "B:8", "B:14"]


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_the_days_between_which_each_side_is_insured(language: str) -> None:
    found = papers.reading_of(forms.pdf(forms.Form(language=language, a=A, b=B)))

    days = {(fact.kind, fact.value, fact.role) for fact in found.facts if fact.kind.startswith("insured_")}
    assert days == {
        ("insured_from", "2024-01-01", "A"),
        ("insured_until", "2024-12-31", "A"),
        ("insured_from", "2024-02-15", "B"),
        ("insured_until", "2025-02-14", "B"),
    }


def test_days_in_the_wrong_order_are_left_to_a_person() -> None:
    found = papers.reading_of(forms.pdf(forms.Form(a=replace(A, valid=("31.12.2024", "01.01.2024")), b=B)))

    assert left(found) == {"statement.validity.A"}


def test_the_point_of_impact_is_shown_to_a_person_and_read_only_where_it_is_written() -> None:
    drawn = replace(A, impact=forms.ARROW)
    found = papers.reading_of(forms.pdf(forms.Form(outlines=True, a=drawn, b=B)))
    written = papers.reading_of(forms.pdf(forms.Form(a=replace(A, impact="avant gauche"), b=B)))

    assert "statement.impact.A" in left(found)
    assert [(fact.value, fact.role) for fact in written.facts if fact.kind == "impact"] == [("avant gauche", "A")]
    assert not left(written)
