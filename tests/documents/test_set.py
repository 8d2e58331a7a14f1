import io
from collections import Counter

import pytest
from pypdf import PdfReader

from extractors.types import PICTURES, types
from tests.documents.degrade import WAYS, sent
from tests.documents.filling import WORDS
from tests.documents.make import Paper, Sample, papers
from tests.documents.measure import distance, outcome, plain
from tests.documents.scans import bundles
from tests.documents.sheets import HOLDOUT, TEMPLATES, TUNE, templates_of
from tests.documents.things import things

SEED = 11


@pytest.fixture(scope="module")
def made() -> list[Paper]:
    return list(papers(SEED))


def test_the_same_seed_makes_the_same_papers(made: list[Paper]) -> None:
    assert list(papers(SEED)) == made
    assert [paper.pdf for paper in papers(SEED + 1)] != [paper.pdf for paper in made]


@pytest.mark.parametrize("seed", [TUNE, HOLDOUT])
def test_a_set_holds_papers_of_every_type_and_in_every_language(seed: int) -> None:
    assert {template.type for template in templates_of(seed)} == types().keys() - PICTURES
    assert {template.language for template in templates_of(seed)} == {"fr", "nl", "de", "en"}


def test_every_type_is_worded_in_two_ways() -> None:
    several = Counter(template.type for template in TEMPLATES)

    assert [kind for kind, count in several.items() if count < 2] == []


def test_pictures_and_films_complete_the_types() -> None:
    assert {sample.papers[0].type for sample in things(SEED)} == PICTURES
    assert list(things(SEED)) == list(things(SEED))


def test_the_holdout_has_wordings_and_names_of_its_own() -> None:
    names = {half: set(WORDS["fr"]["family"][half::2]) for half in (0, 1)}

    assert set(templates_of(HOLDOUT)) > set(templates_of(TUNE))
    assert not names[0] & names[1]


def test_a_paper_of_several_pages_arrives_whole(made: list[Paper]) -> None:
    longest = max(made, key=lambda paper: paper.pages)
    _, data = sent(longest.pdf, "scanbits", SEED)

    assert longest.pages == 3
    assert len(PdfReader(io.BytesIO(data)).pages) == 3


def test_every_true_fact_stands_in_a_segment(made: list[Paper]) -> None:
    for paper in made:
        for fact in paper.facts:
            assert any(fact.shown in segment for segment in paper.segments), (paper.type, fact)


@pytest.mark.parametrize("way", WAYS)
def test_a_paper_arrives_the_same_whenever_it_is_sent(made: list[Paper], way: str) -> None:
    media_type, data = sent(made[0].pdf, way, SEED)
    assert sent(made[0].pdf, way, SEED) == (media_type, data)
    assert data.startswith(b"\xff\xd8" if media_type == "image/jpeg" else b"%PDF")


def test_papers_of_one_scan_begin_where_the_truth_says() -> None:
    for sample in bundles(SEED, 2):
        assert sample.starts[0] == 1
        assert len(sample.starts) == len(sample.papers)
        assert list(sample.starts) == sorted(set(sample.starts))
        assert sample.pages >= sample.starts[-1]


@pytest.mark.parametrize(
    ("segment", "text", "expected"),
    [
        ("abc", "xxabcxx", 0),
        ("abc", "xxabxx", 1),
        ("abc", "xxadcxx", 1),
        ("abc", "xxabdcxx", 1),
        ("abc", "", 3),
        ("Liège", plain("à\u00a0 Liege"), 1),
    ],
)
def test_wrong_signs_are_counted_where_the_segment_fits_best(segment: str, text: str, expected: int) -> None:
    assert distance(segment, text) == expected


@pytest.mark.parametrize("kind", ["facture_reparation", "mise_en_demeure", "devis"])
def test_papers_with_a_text_layer_are_read_with_their_type_and_account(made: list[Paper], kind: str) -> None:
    for paper in [paper for paper in made if paper.type == kind and not paper.apart]:
        found = outcome(Sample(name="", way="digital", media_type="application/pdf", papers=(paper,), data=paper.pdf))
        accounts = {(fact.kind, fact.value) for fact in paper.facts if fact.kind == "iban"}
        assert found.read_type == kind
        assert accounts <= found.right
        assert found.errors == 0
