"""Mails that are meant to mislead, or do: none lands on another's claim without a word of warning."""

from dataclasses import replace

import pytest

from core.values import Outcome
from router.protocols import Register
from router.systems import connect
from tests.mails import adversarial, claims
from tests.mails.adversarial import BOOK, FORGED, KINDS, MEANT, OPEN, STRANGER, Trap, alike, caught, fate, letter, one_wrong_digit, some
from tests.mails.letters import NOTHING, write
from tests.mails.make import Sample
from tests.mails.measure import judge
from tests.mails.scene import Truth

MOST = 60
"""Mails of a kind that every run of the tests tries; the whole of them is measured by `make bench-route`."""

WAITS = (
    "a broker is imitated",
    "results forged below ours, which say fail",
    "one wrong digit, the insured named",
    "two digits swapped, the insured named",
    "a slip that is nobody's number",
    "old threads below",
    "what a forwarded mail quotes in turn",
    "names of files",
)
"""Kinds of which none is placed."""


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    return connect(claims.write(tmp_path_factory.mktemp("register") / "claims.csv", claims.claims(adversarial.SEED)))


def outcome(register: Register, one: object) -> Outcome:
    return fate(Trap(letter=one), register)[0]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_misleads_lands_on_another_claim_in_silence(register: Register, kind: str) -> None:
    traps = some(kind, MOST)

    found = caught(traps, register)

    assert (found.mails, found.silent) == (len(traps), 0)
    assert traps


@pytest.mark.parametrize("kind", WAITS)
def test_what_contradicts_itself_or_says_nothing_of_a_claim_waits(register: Register, kind: str) -> None:
    found = caught(some(kind, MOST), register)

    assert found.waits == found.mails > 0


@pytest.mark.parametrize("subject", [f"*{MEANT.number}*", MEANT.number, f"dossier {MEANT.number[1:]}"])
@pytest.mark.parametrize("more", list(FORGED.values())[::5])
def test_results_that_others_wrote_prove_nothing(register: Register, more: tuple[tuple[str, str], ...], subject: str) -> None:
    assert outcome(register, letter(subject, proof=NOTHING, more=more)) is not Outcome.ROUTE


@pytest.mark.parametrize("form", ["*{}*", "{}", "dossier {}", "*{} *", "* {} *"])
def test_one_wrong_digit_is_never_silent_where_the_mail_says_whose_claim_it_is(register: Register, form: str) -> None:
    others = [number for number in one_wrong_digit(MEANT.number) if (hit := BOOK.get_claim(number)) and hit.insured != MEANT.insured]

    letters = [letter(form.format(number), f"Concerne {MEANT.insured}.") for number in others]

    assert len(others) > 10
    assert {outcome(register, one) for one in letters} == {Outcome.TRIAGE}


def test_one_wrong_digit_of_any_claim_is_never_silent_from_a_stranger(register: Register) -> None:
    numbers = [wrong for claim in OPEN[:20] for wrong in one_wrong_digit(claim.number) if BOOK.get_claim(wrong)]

    found = {outcome(register, letter(f"*{number}*", sender=STRANGER)) for number in numbers}

    assert (len(numbers) > 100, Outcome.ROUTE in found) == (True, False)


def test_the_broker_of_both_claims_is_asked_to_compare(register: Register) -> None:
    traps = some("one wrong digit, nothing else said", MOST)

    said = {reason for trap in traps for reason in fate(trap, register)[2]}

    assert "near_number_of_sender" in said
    assert said <= {"near_number_of_sender", "sender_not_on_claim", "claim_closed"}


@pytest.mark.parametrize("written", sorted({*alike(MEANT.number)} - {MEANT.number}))
def test_a_letter_of_another_alphabet_is_never_taken_in_silence(register: Register, written: str) -> None:
    assert outcome(register, letter(f"*{written}*")) in {Outcome.ROUTE_WARN, Outcome.TRIAGE}
    assert outcome(register, letter(f"*{written}*", sender=STRANGER)) is Outcome.TRIAGE


def test_the_truth_of_a_mail_is_found_by_its_id(register: Register) -> None:
    one = letter(f"*{MEANT.number}*", f"Concerne {MEANT.insured}, sinistre du {MEANT.loss_date:%d/%m/%Y}.")
    sample = Sample(name="", kind="", way="", language="", data=write(one), truths={one.id: Truth(claims=(MEANT.number,))}, papers={})

    found = [next(judge(replace(sample, truths=truths), register)).result for truths in (sample.truths, {})]

    assert found == ["right", "silent"]
