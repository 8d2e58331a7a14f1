"""Charts: their scales, what is nothing, one, or more than a bar holds, and names that are too long."""

import re
from xml.etree import ElementTree as ET

import pytest

from web import charts
from web.charts import Bar, Column, Part, Scale, Words

WORDS = Words(id="c", title="Charge & <âge>", description="Ce qui est ouvert.")
SVG = "{http://www.w3.org/2000/svg}"


def drawn(svg: str) -> ET.Element:
    return ET.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314 - ours


def widths(svg: str) -> list[tuple[str, float, float]]:
    """Of every piece its colour, where it begins, and how wide it is."""
    pieces = drawn(svg).iter(f"{SVG}rect")
    return [(one.attrib["class"], float(one.attrib["x"]), float(one.attrib["width"])) for one in pieces if "tone" in one.attrib["class"]]


def heights(svg: str) -> list[float]:
    return [float(one.attrib["height"]) for one in drawn(svg).iter(f"{SVG}rect") if "tone" in one.attrib["class"]]


def bar(*values: float, label: str = "h.lambert", said: str = "12") -> Bar:
    return Bar(
        label=label, parts=tuple(Part(value=value, tone=f"t{at}") for at, value in enumerate(values)), said=said, whole=f"{label}: {said}"
    )


def columns(*values: float) -> str:
    return charts.columns(WORDS, [Column(label="", value=value, whole=str(value)) for value in values], str)


@pytest.mark.parametrize(
    ("most", "unit", "top", "ticks"),
    [
        (0, 1, 1, (0, 1)),
        (1, 1, 1, (0, 1)),
        (3, 1, 5, (0, 5)),
        (6, 1, 10, (0, 5, 10)),
        (10, 1, 10, (0, 5, 10)),
        (11, 1, 20, (0, 10, 20)),
        (1_234_567, 1, 2_000_000, (0, 1_000_000, 2_000_000)),
        (0, 0.01, 0.01, (0, 0.01)),
        (0.34, 0.01, 0.5, (0, 0.25, 0.5)),
        (1, 0.01, 1, (0, 0.5, 1)),
    ],
)
def test_a_scale_ends_at_the_next_round_number_and_has_whole_units(most: float, unit: float, top: float, ticks: tuple[float, ...]) -> None:
    assert charts.scale(most, unit) == Scale(top=pytest.approx(top), ticks=pytest.approx(ticks))


def test_the_longest_bar_is_full_and_its_pieces_stand_in_a_row() -> None:
    found = widths(charts.bars(WORDS, [bar(1, 3), bar(2)]))

    assert found == [("tone-t0", 0, 84), ("tone-t1", 85, 254), ("tone-t0", 0, 169)]


def test_a_bar_of_shares_is_full_at_its_most_and_never_wider() -> None:
    found = widths(charts.bars(WORDS, [bar(0.5), bar(3)], 1))

    assert [width for _, _, width in found] == [169, 339]


@pytest.mark.parametrize("values", [(), (0.0,), (0.0, 0.0)])
def test_a_bar_of_nothing_has_no_piece(values: tuple[float, ...]) -> None:
    assert widths(charts.bars(WORDS, [bar(*values)])) == []


def test_a_column_reaches_as_high_as_its_share_of_the_top_and_the_least_one_is_seen() -> None:
    assert heights(columns(0, 1, 500, 1000)) == [0, 1, charts.PLOT / 2, charts.PLOT]


@pytest.mark.parametrize("values", [(), (0.0,), (1.0,)])
def test_a_chart_of_nothing_or_of_one_column_is_drawn(values: tuple[float, ...]) -> None:
    svg = columns(*values)

    assert len(heights(svg)) == len(values)
    assert "nan" not in svg


def test_a_long_name_is_cut_and_whole_in_its_title() -> None:
    name = "courtier-martin-et-associes-assurances-de-namur-et-du-brabant.example"

    svg = charts.bars(WORDS, [bar(1, label=name, said="8 sur 14 · 57 %")])

    (label, _said) = [one.text or "" for one in drawn(svg).iter(f"{SVG}text")]
    title = [one.text for one in drawn(svg).iter(f"{SVG}title")][-1]
    assert (label, title) == ("courtier-martin-et-associes-assura…", f"{name}: 8 sur 14 · 57 %")


def test_a_short_name_stays_whole() -> None:
    assert charts.cut("h.lambert", 9) == "h.lambert"


def test_a_chart_is_named_and_described_and_holds_no_style_and_no_foreign_sign() -> None:
    svg = charts.bars(WORDS, [bar(1, label="<script>x</script>")])

    root = drawn(svg)
    assert (root.attrib["role"], root.attrib["aria-labelledby"]) == ("img", "c-t c-d")
    assert [root[0].text, root[1].text] == ["Charge & <âge>", "Ce qui est ouvert."]
    assert re.search(r"style=|<script|<style", svg) is None
