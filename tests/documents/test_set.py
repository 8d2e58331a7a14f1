import pytest

from tests.documents.degrade import WAYS, sent
from tests.documents.make import Paper, Sample, papers
from tests.documents.measure import distance, outcome, plain
from tests.documents.scans import bundles
from tests.documents.sheets import TEMPLATES

SEED = 11


@pytest.fixture(scope="module")
def made() -> list[Paper]:
    return list(papers(SEED))


def test_the_same_seed_makes_the_same_papers(made: list[Paper]) -> None:
    assert list(papers(SEED)) == made
    assert [paper.pdf for paper in papers(SEED + 1)] != [paper.pdf for paper in made]


def test_the_set_holds_papers_of_many_types_and_some_of_none() -> None:
    assert len({template.type for template in TEMPLATES} - {"autre"}) >= 25
    assert sum(template.type == "autre" for template in TEMPLATES) == 3


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
    for paper in [paper for paper in made if paper.type == kind]:
        found = outcome(Sample(name="", way="digital", media_type="application/pdf", papers=(paper,), data=paper.pdf))
        accounts = {(fact.kind, fact.value) for fact in paper.facts if fact.kind == "iban"}
        assert found.read_type == kind
        assert accounts <= found.right
        assert found.errors == 0
