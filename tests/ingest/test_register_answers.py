"""The register of claims in the database answers as one in memory does."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.content import Spool
from router.book import keys, own_domains
from router.mail import MailDecision, decide_mail
from router.options import Options
from router.protocols import Claim, Register, State
from router.sittings import Sitting, expect, sitting_of
from storage import models
from storage.register import AT_ONCE
from tests.databases import ON_BOTH
from tests.ingest.questions import SEED, answers, chance_of, claims_of, loaded, queries_about
from tests.mails import claims, measure
from tests.mails.make import samples

pytestmark = pytest.mark.usefixtures("database")

MOST_JOURNEYS = 16
"""Questions to the database for one verdict."""


@ON_BOTH
@pytest.mark.parametrize("way", ["one by one", "in one sitting"])
def test_every_question_has_the_answer_of_a_book(way: str, tmp_path: Path) -> None:
    found = claims_of(SEED)
    book, database = loaded(tmp_path, found)
    asked: Register = database if way == "one by one" else sitting_of(database)
    # Of what is said beforehand, half is asked, and half of what is asked was said.
    expect(asked, list(queries_about(found, chance_of(SEED + 1)))[::2])

    assert answers(asked, found) == answers(book, found)


@ON_BOTH
def test_claims_that_are_expected_are_read_in_one_journey_and_are_those_of_a_book(tmp_path: Path) -> None:
    found = claims_of(SEED)
    book, database = loaded(tmp_path, found)
    numbers = [*(number for claim in found for number in (claim.number, *claim.former_numbers)), "C502999999", "", "\x00"]
    asked = sitting_of(database)
    assert isinstance(asked, Sitting)

    with CaptureQueriesContext(connection) as queries:
        asked.expect_claims(numbers)
        told = [(asked.find_claim(number), asked.get_claim(asked.find_claim(number).number)) for number in numbers]

    assert told == [(book.find_claim(number), book.get_claim(book.find_claim(number).number)) for number in numbers]
    assert len(queries) <= len(numbers) // AT_ONCE + 1


@ON_BOTH
def test_a_second_load_leaves_what_a_first_one_would_have(tmp_path: Path) -> None:
    before, after = claims_of(SEED), _changed(claims_of(SEED), chance_of(SEED))
    loaded(tmp_path, before)

    book, database = loaded(tmp_path, after)

    rows = models.ClaimKey.objects.count(), models.KnownDomain.objects.filter(brokers__gt=0).count()
    assert rows == (sum(len(keys(claim)) for claim in after), len(set().union(*map(own_domains, after))))
    assert answers(database, [*after, *before[:50]]) == answers(book, [*after, *before[:50]])


def _changed(found: list[Claim], chance: random.Random) -> list[Claim]:
    """Some are gone, some are other people's now, some are new."""
    kept = [claim for claim in found if chance.random() < 0.8]
    moved = [replace(claim, broker_emails=("x@neuf.example",), plates=("1-NEW-001",)) if chance.random() < 0.3 else claim for claim in kept]
    return [Claim(number="A1", state=State.OPEN, insured_names=("NEUF Anne",), broker_emails=("x@neuf.example",)), *moved]


@ON_BOTH
def test_the_same_mails_are_decided_alike_by_few_questions(tmp_path: Path, spool: Spool) -> None:
    book, database = loaded(tmp_path, claims.claims(SEED))
    mails = [(measure.opened(one.data, spool), one.papers) for one in samples(SEED, 60)]
    asked: list[int] = []

    def decided(register: Register) -> list[MailDecision]:
        found = []
        for tree, papers in mails:
            with CaptureQueriesContext(connection) as queries:
                found.append(decide_mail(tree, measure.readings(tree, papers), register, measure.Threads(), Options(), now=measure.MORNING))
            asked.append(len(queries) // len(tree.units))
        return found

    assert decided(database) == decided(book)
    # SQLite is in the process: there a question costs no journey, and each is one.
    assert max(asked) <= (MOST_JOURNEYS if connection.vendor == "postgresql" else 300)
