"""What must never happen: a mail decided by another than the nearest, and a silent landing on somebody else's claim."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.values import Address, Outcome, Verdict
from router.book import Book, near_numbers
from tests.router.world import (
    MARTIN,
    PEETERS,
    STRANGER,
    claim,
    decided,
    part,
    tree,
    unit,
)

DENSE = Book([claim(f"C5021{serial:05}", insured_names=(f"NOM{'ABCDEFGHIJ'[serial % 10] * 4} Jean",)) for serial in range(200)])
"""A register without gaps: every slip of the finger hits somebody."""


def _verdict(*members: object, **fields: object) -> Verdict:
    return decided(tree(*members), **fields).units[0]


def _says(verdict: Verdict) -> tuple[Outcome, tuple[str, ...], tuple[str, ...]]:
    return verdict.outcome, verdict.claims, verdict.why


# The nearest mail decides (promise 5).


def test_an_attached_mails_own_subject_goes_before_the_subject_around_it() -> None:
    mail = tree(unit(subject="*C502100001* DUPONT"), unit("0.1", subject="*C502100017* LEROY", sender=STRANGER), part("0.2", "devis.pdf"))

    outer, inner = decided(mail).units

    assert (outer.claims, inner.claims) == (("C502100001",), ("C502100017",))


def test_the_nearest_mail_decides_at_every_depth() -> None:
    mail = tree(
        unit(subject="*C502100001*", own_text="voir"),
        unit("0.1", subject="sans rien", sender=STRANGER),
        part("0.1.1", "devis.pdf", unit="0.1"),
        unit("0.1.2", subject="*C502100017*", sender=STRANGER),
        unit("0.1.2.1", subject="photos", sender=STRANGER),
    )

    assert [verdict.claims for verdict in decided(mail).units] == [("C502100001",), ("C502100001",), ("C502100017",), ("C502100017",)]


def test_a_mail_that_only_carries_another_is_looked_through() -> None:
    mail = tree(unit(subject="*C502100001*"), unit("0.1", subject="TR", sender=STRANGER), unit("0.1.1", subject="photos", sender=STRANGER))

    assert [(verdict.outcome, verdict.claims) for verdict in decided(mail).units] == [
        (Outcome.ROUTE, ("C502100001",)),
        (Outcome.IGNORE, ()),
        (Outcome.ROUTE_WARN, ("C502100001",)),
    ]


# A reference is a candidate (promise 6).


@settings(deadline=None)
@given(at=st.integers(1, 9), digit=st.sampled_from("0123456789"), serial=st.integers(0, 199), sender=st.sampled_from([STRANGER, PEETERS]))
@pytest.mark.parametrize("form", ["*{}*", "{}", "dossier {}", "*{} *"])
def test_one_wrong_digit_of_anybody_else_never_routes_silently(form: str, at: int, digit: str, serial: int, sender: str) -> None:
    number = f"C5021{serial:05}"
    wrong = number[:at] + digit + number[at + 1 :]

    verdict = _verdict(unit(subject=form.format(wrong), sender=sender), register=DENSE)

    assert verdict.outcome is not Outcome.ROUTE


@settings(deadline=None)
@given(serial=st.integers(0, 199), data=st.data())
def test_one_slip_of_the_broker_himself_never_lands_on_another_persons_claim(serial: int, data: st.DataObject) -> None:
    number = f"C5021{serial:05}"
    wrong = data.draw(st.sampled_from(sorted({near for near in near_numbers(number) if DENSE.get_claim(near)} - {number})))
    meant, hit = DENSE.get_claim(number), DENSE.get_claim(wrong)
    assert meant is not None
    assert hit is not None

    verdict = _verdict(unit(subject=f"*{wrong}*", own_text=f"Bonjour, {meant.insured} vous remercie."), register=DENSE)

    assert verdict.outcome is Outcome.TRIAGE or meant.insured == hit.insured


def test_a_wrong_digit_with_the_right_name_waits_with_the_right_claim_on_top() -> None:
    verdict = _verdict(unit(subject="*C502100010* DUPONT"))

    assert _says(verdict) == (Outcome.TRIAGE, ("C502100010",), ("identity_conflict",))
    assert (verdict.candidates[0].number, verdict.candidates[0].evidence) == ("C502100001", ("insured", "near_number", "sender"))


def test_a_file_name_that_names_another_claim_speaks_against_the_subject() -> None:
    verdict = _verdict(unit(subject="*C502100001*"), part("0.1", "C502100017_devis.pdf"))

    assert _says(verdict) == (Outcome.TRIAGE, ("C502100001", "C502100017"), ("conflicting_references",))


def test_the_opponent_is_not_the_insured() -> None:
    verdict = _verdict(unit(subject="*C502100001* recours contre LEROY"))

    assert verdict.outcome is Outcome.ROUTE


def test_the_senders_own_name_is_no_conflict() -> None:
    verdict = _verdict(unit(subject="*C502100001* rapport Leroy", sender=Address(name="Anne Leroy", address=MARTIN)))

    assert verdict.outcome is Outcome.ROUTE


def test_another_insured_named_after_a_cue_in_the_text_is_a_conflict() -> None:
    verdict = _verdict(unit(subject="*C502100001* devis", own_text="Concerne notre assurée LEROY Anne"))

    assert verdict.why == ("identity_conflict",)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"policy_numbers": ("50.123.456",)}, "police 50123456"),
        ({"plates": ("1-ABC-123",)}, "véhicule 1ABC123"),
        ({"broker_refs": ("DOS/2024/0153",)}, "V/réf DOS 2024 0153"),
        ({}, "Monsieur Duppont"),
    ],
)
def test_a_bare_number_of_a_stranger_needs_something_of_that_claim(fields: dict[str, object], words: str) -> None:
    register = Book([claim("C502100001", **fields)])

    with_words, without = (
        _verdict(unit(subject=f"Dossier C502100001 {text}", sender=STRANGER), register=register) for text in (words, "annexes")
    )

    assert (with_words.outcome, without.why) == (Outcome.ROUTE_WARN, ("uncorroborated_reference",))
