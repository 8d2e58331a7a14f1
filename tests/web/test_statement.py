"""An accident statement on its task: a row a field, a side a column, and pieces of the page for what a person must read."""

import io

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation
from PIL import Image

from core.pages import Box, Fact
from storage import models
from tests.extractors import forms
from tests.web.builders import File, Made, Sent, send
from tests.web.reading import page, text
from web.statement import rows

FACTS = (
    Fact(kind="statement_page", value="front", raw="front"),
    Fact(kind="policyholder", value="MARCHAL", raw="MARCHAL", role="A", confidence=0.97),
    Fact(kind="unread", value="statement.insured.B", raw="", role="B", box=Box(x0=400, y0=154, x1=560, y1=168)),
    Fact(kind="circumstance", value="B:14", raw="", role="B", confidence=0.98),
    Fact(kind="signature", value="no", raw="", role="B", confidence=0.95),
    Fact(kind="yes_no", value="no", raw="no", role="injured", confidence=0.97),
)


@pytest.fixture
def made(installation: object) -> Made:
    assert installation
    statement = File(name="constat.pdf", content=forms.pdf(forms.Form(a=forms.A, b=forms.B)), type="constat_auto", facts=FACTS)
    return send(Sent(files=(statement,), title="constat_auto"))


def test_every_field_of_the_form_is_a_row_in_the_order_of_the_form() -> None:
    with translation.override("en"):
        found = [(str(row.name), [len(row.both), len(row.a), len(row.b)]) for row in rows(FACTS)]

    assert found == [
        ("Injured persons", [1, 0, 0]),
        ("Policyholder", [0, 1, 1]),
        ("Circumstances", [0, 0, 1]),
        ("Signature", [0, 0, 1]),
    ]


@pytest.mark.parametrize(("written", "contradicted"), [("2", False), ("3", True)])
def test_a_number_that_the_crosses_contradict_says_so(written: str, contradicted: bool) -> None:  # noqa: FBT001 - a column of the table
    counts = (
        Fact(kind="boxes_ticked", value="2", raw="2", role="B"),
        Fact(kind="boxes_written", value=written, raw=written, role="B", confidence=0.7),
    )

    entries = [entry for row in rows((FACTS[0], *counts)) for entry in row.b]
    assert [entry.contradicted for entry in entries] == [False, contradicted]
    with translation.override("en"):
        cells = render_to_string("_statement_cell.html", {"entries": entries})
    assert ("not the number of boxes that are crossed" in cells) is contradicted


def test_what_insures_a_side_and_where_it_was_hit_are_rows() -> None:
    known = (
        Fact(kind="insured_from", value="2024-01-01", raw="", role="A"),
        Fact(kind="insured_until", value="2024-12-31", raw="", role="A"),
        Fact(kind="unread", value="statement.impact.A", raw="", role="A", box=Box(x0=24, y0=472, x1=206, y1=538)),
    )

    with translation.override("en"):
        assert [(str(row.name), len(row.a)) for row in rows((FACTS[0], *known))] == [
            ("Insured from and until", 2),
            ("Point of first impact", 1),
        ]


def test_a_document_without_the_form_has_no_rows() -> None:
    assert rows(FACTS[1:]) == []


def test_the_page_says_what_was_read_and_shows_what_a_person_must_read(made: Made, handler: Client) -> None:
    item = made.items["constat.pdf"]
    html = page(handler, f"/tasks/{made.task.pk}/?item={item.pk}")

    assert f"/items/{item.pk}/piece/2" in html
    # What a row of the form shows is not shown again below.
    assert text(html).count("MARCHAL") == 1


def test_a_piece_is_cut_out_of_the_page_and_looking_at_it_is_recorded_once(made: Made, handler: Client) -> None:
    item = made.items["constat.pdf"]
    row = models.Reading.objects.get(item=item)
    row.value["pages"][0] |= {"width": 595.0, "height": 842.0}
    row.save()

    answers = [handler.get(f"/items/{item.pk}/piece/2") for _ in range(2)]

    assert [(answer.status_code, answer.headers["Cache-Control"]) for answer in answers] == [(200, "private, no-store")] * 2
    with Image.open(io.BytesIO(answers[0].content)) as piece:
        assert piece.width > 6 * piece.height
    assert models.Event.objects.filter(what="viewed", item_id=item.pk).count() == 1


@pytest.mark.parametrize("number", [1, 99])
def test_only_what_a_person_must_read_is_cut_out(made: Made, handler: Client, number: int) -> None:
    assert handler.get(f"/items/{made.items['constat.pdf'].pk}/piece/{number}").status_code == 404


def test_who_may_not_see_the_item_sees_no_piece_of_it(made: Made, colleague: Client) -> None:
    assert colleague.get(f"/items/{made.items['constat.pdf'].pk}/piece/2").status_code == 404
