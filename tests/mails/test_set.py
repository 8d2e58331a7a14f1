from pathlib import Path

import pytest

from router.systems import connect
from tests.mails import claims, report
from tests.mails.adversarial import Caught
from tests.mails.make import CLASSES, COUNT, samples
from tests.mails.manglings import MANGLINGS, WHOLE
from tests.mails.measure import Judged, judged
from tests.mails.words import HOLDOUT, LANGUAGES, TUNE, half, listed

PART = 153


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Judged]:
    return judged(HOLDOUT, tmp_path_factory.mktemp("mails"), PART)


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


def test_no_mail_of_the_set_is_placed_on_a_wrong_claim(found: list[Judged]) -> None:
    assert [one.sample.name for one in found if one.result in report.WRONG and one.truth.place != "blind"] == []


def test_usable_references_are_placed_and_triage_has_the_right_claim_on_top(found: list[Judged]) -> None:
    whole = report.tally(found)

    assert (whole.usable > PART / 3, whole.told > PART / 4) == (True, True)
    assert whole.placed >= whole.usable * report.PLACED / 100
    assert whole.first >= whole.told * report.FIRST / 100
    assert whole.three >= whole.told * report.THREE / 100


def test_the_report_says_each_figure_with_its_target(found: list[Judged]) -> None:
    page = report.page(found, found, {"a broker is imitated": Caught(mails=7, waits=7)}, day="2026-01-01")

    assert "| routes to a wrong claim | 0 | 0 | 0 | yes |" in page
    assert all(f"| {kind} |" in page for kind in {one.sample.kind for one in found if one.truth.place != "blind"})
