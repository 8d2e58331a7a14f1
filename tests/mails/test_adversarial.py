"""Mails that are meant to mislead, or do: none lands on another's claim without a word of warning."""

from dataclasses import dataclass, replace

import pytest

from core.values import Header, Outcome, SenderClass, Unit
from router import authentication, decide, others, senders
from router.lookalikes import Lookalikes
from router.neighbours import NEAR
from router.protocols import Register
from router.systems import connect
from tests.mails import adversarial, claims
from tests.mails.adversarial import (
    ALONE,
    BOOK,
    FORGED,
    KINDS,
    MEANT,
    OPEN,
    SPOOFED,
    STRANGER,
    SURE,
    UNPROVEN,
    Fate,
    Trap,
    alike,
    caught,
    fate,
    letter,
    named,
    one_wrong_digit,
    some,
)
from tests.mails.letters import FAILED, NOTHING, SERVER, Letter, write
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

SLIPS = ("one wrong digit, the insured named", "one wrong digit, nothing else said")


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What of a mail's fate must not change."""

    sender: SenderClass
    outcome: Outcome
    answer: str
    compared: bool = False


FORGED_HERE = Seen(sender=SenderClass.SPOOFED, outcome=Outcome.TRIAGE, answer="")
NOT_PROVEN = Seen(sender=SenderClass.OTHER, outcome=Outcome.ROUTE_WARN, answer="neutral")


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    return connect(claims.write(tmp_path_factory.mktemp("register") / "claims.csv", claims.claims(adversarial.SEED)))


def outcome(register: Register, one: Letter) -> Outcome:
    return fate(Trap(letter=one), register).outcome


def seen(register: Register, one: Letter) -> Seen:
    found = fate(Trap(letter=one), register)
    return Seen(sender=found.sender, outcome=found.outcome, answer=found.answer, compared=NEAR in found.told)


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


@pytest.mark.parametrize("subject", SURE)
def test_the_brokers_own_mail_is_placed_in_silence_and_answered_in_full(register: Register, subject: str) -> None:
    found = fate(Trap(letter=named(subject)), register)

    assert found == Fate(sender=SenderClass.LINKED, outcome=Outcome.ROUTE, claims=(ALONE.number,), told=(), answer="full")


@pytest.mark.parametrize("name", SPOOFED)
def test_a_forged_mail_with_every_sign_of_the_claim_waits_unanswered(register: Register, name: str) -> None:
    assert seen(register, SPOOFED[name]) == FORGED_HERE


@pytest.mark.parametrize("name", UNPROVEN)
def test_a_mail_that_nothing_proves_has_a_warning_and_an_answer_that_tells_nothing(register: Register, name: str) -> None:
    assert seen(register, UNPROVEN[name]) == NOT_PROVEN


@pytest.mark.parametrize("subject", SURE)
@pytest.mark.parametrize("more", list(FORGED.values())[::5])
def test_results_that_others_wrote_prove_nothing(register: Register, more: tuple[tuple[str, str], ...], subject: str) -> None:
    found = [seen(register, named(subject, proof=proof, more=more)) for proof in (NOTHING, FAILED)]

    assert found == [NOT_PROVEN, FORGED_HERE]


def _last_of_ours(headers: tuple[Header, ...], authserv_id: str, _own_hops: int) -> str:
    lines = [header.value for header in headers if header.name == "Authentication-Results"]
    return next((line for line in reversed(lines) if line.startswith(authserv_id)), "")


def _last_of_all(headers: tuple[Header, ...], _authserv_id: str, _own_hops: int) -> str:
    return next((header.value for header in reversed(headers) if header.name == "Authentication-Results"), "")


def _without_failures(value: str) -> list[authentication.Result]:
    return [result for result in RESULTS(value) if result.verdict != "fail"]


def _helo_counts(result: authentication.Result, sender: str, unit: Unit) -> bool:
    return ALIGNED(replace(result, properties={"smtp.mailfrom": result.properties.get("smtp.helo", "")}), sender, unit)


RESULTS, ALIGNED = authentication._results, authentication._aligned
MUTATIONS = {
    "results of others count": (authentication, "_topmost", _last_of_all),
    "results below the topmost count": (authentication, "_topmost", _last_of_ours),
    "whoever signs is our server": (authentication, "_signed_by", lambda _: SERVER),
    "what a server calls itself counts": (authentication, "_aligned", _helo_counts),
    "a failed DMARC is nothing": (authentication, "_results", _without_failures),
    "several may have written a mail": (authentication, "_has_one_author", lambda _: True),
    "no domain is like a party's": (senders, "_looks_like_party", lambda *_: False),
    "a broker's name in a longer one is nothing": (Lookalikes, "_held", lambda *_: ()),
    "no name of a party is imitated": (senders, "_imitates", lambda *_: False),
    "other letters are other names": (senders, "latin", str),
    "nobody else is named": (decide, "agreement", lambda *_: others.Agreement(corroborated=True)),
    "no number is near": (decide, "near_claims", lambda *_: ()),
}
"""What would let a forger, or a slip, through."""


@pytest.fixture(scope="module")
def guarded(register: Register) -> list[tuple[Letter, Seen]]:
    """Mails of every kind that is guarded against, and what is seen of them as long as everything is in its place."""
    letters = [*SPOOFED.values(), *UNPROVEN.values(), *(trap.letter for kind in SLIPS for trap in some(kind, 8))]
    return [(one, seen(register, one)) for one in letters]


@pytest.mark.parametrize("name", MUTATIONS)
def test_no_safeguard_can_be_missing_unseen(
    register: Register, guarded: list[tuple[Letter, Seen]], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(*MUTATIONS[name])

    assert any(seen(register, one) != before for one, before in guarded)


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

    said = {reason for trap in traps for reason in fate(trap, register).told}

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
