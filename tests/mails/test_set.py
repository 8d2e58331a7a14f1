from pathlib import Path

import pytest

from router.systems import connect
from tests.mails import claims, headline, report
from tests.mails.adversarial import Caught
from tests.mails.make import CLASSES, COUNT, samples
from tests.mails.manglings import MANGLINGS, WHOLE
from tests.mails.measure import Judged, judged
from tests.mails.words import HOLDOUT, LANGUAGES, TUNE, half, listed

PART, PARTS = 125, 8


class Parts:
    """A thousand mails of one seed, decided part by part, each part once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._found: dict[int, list[Judged]] = {}

    def part(self, at: int) -> list[Judged]:
        if at not in self._found:
            self._found[at] = judged(HOLDOUT, self._folder, PART * (at + 1), since=PART * at)
        return self._found[at]

    def whole(self) -> list[Judged]:
        return [one for at in range(PARTS) for one in self.part(at)]


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    return Parts(tmp_path_factory.mktemp("mails"))


def test_the_same_seed_makes_the_same_mails() -> None:
    assert list(samples(TUNE, 60)) == list(samples(TUNE, 60))
    assert [one.data for one in samples(TUNE, 60)] != [one.data for one in samples(TUNE + 2, 60)]


def test_a_set_holds_every_class_in_every_language_and_every_spelling() -> None:
    made = list(samples(TUNE, COUNT))

    assert {(one.kind, one.language) for one in made} == {(kind, language) for kind in CLASSES for language in LANGUAGES}
    assert {one.way for one in made if one.kind == "subject"} == {one.name for one in WHOLE}
    assert {one.form for one in MANGLINGS} == {"delimited", "bare", "repaired", "partial"}


@pytest.mark.parametrize("name", [*LANGUAGES, "common", "people"])
def test_the_holdout_has_wordings_and_names_of_its_own(name: str) -> None:
    lists = {key: values for key, values in listed(name).items() if key != "labels"}

    assert [key for key, values in lists.items() if not half(values, held=True)] == []
    assert [key for key, values in lists.items() if not set(half(values, held=True)).isdisjoint(half(values, held=False))] == []


def test_the_register_is_read_as_it_was_drawn(tmp_path: Path) -> None:
    drawn = claims.claims(TUNE)

    register = connect(claims.write(tmp_path / "claims.csv", drawn))

    assert len(drawn) == claims.COUNT + claims.COUNT // 20
    assert [register.get_claim(claim.number) for claim in drawn] == drawn


@pytest.mark.parametrize("at", range(PARTS))
def test_no_mail_of_the_set_is_placed_on_a_wrong_claim(at: int, parts: Parts) -> None:
    assert [one.sample.name for one in parts.part(at) if one.result in report.WRONG and one.truth.place != "blind"] == []


def test_usable_references_are_placed_and_triage_has_the_right_claim_on_top(parts: Parts) -> None:
    whole = report.tally(parts.whole())
    names = {one.sample.name for one in parts.whole()}

    assert (len(names), whole.wrong, whole.usable > PART, whole.told > PART) == (1000, 0, True, True)
    assert {one.sample.language for one in parts.whole()} == set(LANGUAGES)
    assert whole.placed >= whole.usable * report.PLACED / 100
    assert whole.first >= whole.told * report.FIRST / 100
    assert whole.three >= whole.told * report.THREE / 100


def test_the_report_says_each_figure_with_its_target(parts: Parts) -> None:
    found = parts.part(0)

    page = report.page(found, found, {"a broker is imitated": Caught(mails=7, waits=7)}, day="2026-01-01")

    assert "| routes to a wrong claim | 0 | 0 | 0 | yes |" in page
    assert all(f"| {kind} |" in page for kind in {one.sample.kind for one in found if one.truth.place != "blind"})


@pytest.mark.parametrize("before", ["# Papers\n\nfigures\n", f"# Papers\n\nfigures\n\n{headline.BEGINS}\nolder\n{headline.ENDS}\n"])
def test_the_page_on_accuracy_has_the_main_figures_once(before: str) -> None:
    page = headline.placed(before, "# Routing\n\n| what | holdout |\n|---|---|\n| wrong | 0 |\n\n| kind |\n")

    assert page == f"# Papers\n\nfigures\n\n{page[page.index(headline.BEGINS) :]}"
    assert (page.count("| wrong | 0 |"), page.count("| kind |"), "older" in page) == (1, 0, False)


def test_the_page_on_accuracy_says_what_the_report_on_routing_says() -> None:
    docs = Path(__file__).parents[2] / "docs"

    assert headline.block((docs / "routing-accuracy.md").read_text("utf-8")) in (docs / "accuracy.md").read_text("utf-8")
