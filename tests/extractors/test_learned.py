"""How the types of papers are learned, and that what is learned fits what is there."""

import random

import numpy as np
import pytest

from core.pages import Page
from extractors.evidence import evidence_of
from extractors.learned import kinds, likelihoods
from extractors.training.__main__ import examples, learn, likely_types
from extractors.training.texts import papers, pieces
from extractors.types import LANGUAGES, PICTURES, UNKNOWN, types
from tests.documents.sheets import TEMPLATES

SOME = ("facture_reparation", "citation", "certificat_medical_initial", UNKNOWN)


def test_there_are_papers_of_every_type_in_every_language() -> None:
    wanted = {(language, kind) for language in LANGUAGES for kind in types() if kind not in PICTURES}

    assert {(paper.language, paper.type) for paper in papers()} == wanted


def test_no_line_of_a_test_paper_is_learned_from() -> None:
    learned = {line.strip() for paper in papers() for line in paper.text.split("\n") if len(line.split()) >= 6}
    tested = {line.strip() for template in TEMPLATES for line in template.text.split("\n")}

    assert not learned & tested


def test_likelihoods_sum_up_to_one_and_a_heading_makes_its_type_the_likeliest() -> None:
    found = likelihoods(evidence_of([Page(number=1, text="CITATION À COMPARAÎTRE\nTribunal de police de Namur\nL'audience du 3 mai")]))

    assert sum(found.values()) == pytest.approx(1)
    assert tuple(found) == kinds()
    assert max(found, key=lambda kind: found[kind]) == "citation"


def test_what_is_learned_from_some_papers_tells_others() -> None:
    chosen = [paper for paper in papers() if paper.type in SOME]
    known, asked = examples(chosen[::2]), [one for one in examples(chosen[1::2]) if one.whole]

    learned = learn(known)

    right = [kinds()[int(np.argmax(likely_types(one, learned)))] == kinds()[one.type] for one in asked]
    assert sum(right) > 0.8 * len(right)


def test_pieces_of_a_paper_are_lines_of_it_and_the_same_every_time() -> None:
    text = papers()[0].text

    first, again = (list(pieces(text, random.Random(3))) for _ in range(2))  # noqa: S311 - the same every time

    assert first == again
    assert all(set(piece.split("\n")) <= set(text.split("\n")) for piece in first)
