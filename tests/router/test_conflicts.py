"""What speaks against a number that exists: another's policy, plate, file number or given name; and what does not."""

import pytest

from core.values import Address, Outcome, Verdict
from router.book import Book
from router.clues import references_of
from tests.router.world import MARTIN, PEETERS, STRANGER, Thread, claim, decided, part, tree, unit

OFFICE = Book(
    [
        claim("C502100001", policy_numbers=("50.123.456",), plates=("1-ABC-123",), broker_refs=("DOS/2024/0153",)),
        claim("C502100002", insured_names=("LEROY Anne",), policy_numbers=("50.777.456",), plates=("1-XYZ-789",)),
        claim("C502100003", insured_names=("DUPONT An",), policy_numbers=("60.111.222",)),
        claim("C577777777", insured_names=("MULLER Ute",), policy_numbers=("70.333.444",), broker_refs=("DOS/2024/0999",)),
        claim("C588888888", insured_names=("CLAES Els",), broker_emails=(PEETERS,), broker_refs=("DOS/2024/0500",)),
    ]
)


def _verdict(text: str, *more: object, subject: str = "*C502100002*", history: Thread | None = None, **fields: object) -> Verdict:
    mail = tree(unit(subject=subject, own_text=text, **fields), *more)
    return decided(mail, register=OFFICE, history=history or Thread()).units[0]


@pytest.mark.parametrize("text", ["Police 50123456", "Véhicule 1 ABC 123", "N/réf DOS/2024/0153", "Merci à DUPONT Jean de sa patience."])
def test_what_the_claim_one_slip_away_has_alone_is_a_conflict(text: str) -> None:
    verdict = _verdict(text)

    assert (verdict.outcome, verdict.why) == (Outcome.TRIAGE, ("identity_conflict",))
    assert verdict.candidates[0].number == "C502100001"


@pytest.mark.parametrize("text", ["Police 70.333.444", "N/réf DOS/2024/0999"])
def test_the_policy_or_the_senders_own_number_of_a_far_claim_is_a_conflict(text: str) -> None:
    assert _verdict(text).why == ("identity_conflict",)


@pytest.mark.parametrize("text", ["N/réf DOS/2024/0500", "Véhicule 1-XYZ-789, adverse : police 70.333.444"])
def test_another_brokers_number_and_what_stands_beside_this_claims_own_is_none(text: str) -> None:
    assert _verdict(text).outcome is Outcome.ROUTE


def test_of_two_with_one_family_name_the_given_name_decides() -> None:
    against, silent = (_verdict(text, subject="*C502100003*") for text in ("Assuré : DUPONT Jean", "Assuré : DUPONT"))

    assert (against.why, against.candidates[0].number, silent.outcome) == (("identity_conflict",), "C502100001", Outcome.ROUTE)


def test_a_particle_is_no_given_name() -> None:
    register = Book([claim("C502100001", insured_names=("CLAES Jan",)), claim("C502100002", insured_names=("CLAES An",))])

    verdict = decided(tree(unit(subject="*C502100002*", own_text="Schade van CLAES Jan")), register=register).units[0]

    assert verdict.why == ("identity_conflict",)


@pytest.mark.parametrize(
    "text", ["Recours contre DUPONT Jean", "Recovery against Dupont Jean.", "De tegenpartij DUPONT Jean is elders verzekerd"]
)
def test_the_opponent_in_the_text_is_not_the_insured(text: str) -> None:
    assert _verdict(text).outcome is Outcome.ROUTE


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "Voir annexe.", "signature": "Jean Dupont\nTél. 02 123 45 67"},
        {"text": "Voir annexe.\n\nCordialement,\nJean Dupont"},
        {"text": "Voir annexe.\n\nMvg\nJean Dupont\nC +32 475 12 34 56"},
        {"text": "Le rapport de Dupont suit.", "sender": Address(name="Jean Dupont", address=MARTIN)},
    ],
)
def test_whoever_signs_at_a_broker_is_not_the_insured(fields: dict[str, object]) -> None:
    assert _verdict(**fields).outcome is Outcome.ROUTE


def test_a_name_below_the_greeting_is_no_signature() -> None:
    assert _verdict("Bonjour,\nDUPONT Jean").why == ("identity_conflict",)


def test_whoever_signs_at_a_broker_does_not_speak_for_a_claim_either() -> None:
    broker, stranger = (_verdict("Voir annexe.", subject="Courrier", signature="Anne Leroy", sender=one) for one in (MARTIN, STRANGER))

    assert [found.evidence for found in broker.candidates if "full_name" in found.evidence] == []
    assert [(found.number, found.evidence) for found in stranger.candidates] == [("C502100002", ("full_name",))]


@pytest.mark.parametrize("carrier", ["text", "file"])
def test_another_insured_speaks_against_a_number_in_text_and_file_name_too(carrier: str) -> None:
    files = [part("0.1", "C502100002_devis.pdf")] if carrier == "file" else []
    number = "Nos réf. : C502100002\n" if carrier == "text" else ""

    verdict = _verdict(f"{number}Police 50123456", *files, subject="Devis")

    assert (verdict.outcome, verdict.why[-1]) == (Outcome.TRIAGE, "identity_conflict")


def test_another_insured_speaks_against_the_number_of_an_old_thread() -> None:
    answer = {"quoted_text": "Objet : Accusé *C502100001*", "in_reply_to": ("<1@x.example>",), "subject": "RE: Accusé"}

    verdict = _verdict("Ceci concerne votre assuré LEROY.", history=Thread("C502100001"), **answer)

    assert (verdict.outcome, verdict.why[-1]) == (Outcome.TRIAGE, "identity_conflict")


# Telephones that look like numbers.


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Cordialement,\nSophie Andries\nC 502 100 001", 0),
        ("Sophie Andries\nC 475 622 622\nT 502 100 001", 0),
        ("T 02 123 45 67 | C 502 100 001", 0),
        ("Tél. 02 123 45 67 C 502.100.001", 0),
        ("Nos dossiers\nC 502 100 001", 1),
        ("Voici donc enfin le numéro demandé hier\nC 502 100 001", 1),
        ("Notre numéro C 502 100 001", 1),
        ("Sophie Andries\nC502100001", 1),
    ],
)
def test_a_number_in_groups_alone_below_a_name_is_a_telephone(text: str, found: int) -> None:
    assert len(references_of(tree(unit(subject="", own_text=text)))) == found


# Finding claims without a number.


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The car ABC-123-DE is at the garage", "C502100001"),
        ("Kennzeichen ACRH 3962", "C502100002"),
        ("Es geht um D'Hondt", "C502100003"),
        ("Police 123456 du 02/05/2024", "C502100005"),
    ],
)
def test_claims_are_found_by_plates_names_and_days_as_people_write_them(text: str, number: str) -> None:
    register = Book(
        [
            claim("C502100001", plates=("ABC-123-DE",)),
            claim("C502100002", plates=("AC-RH 3962",)),
            claim("C502100003", insured_names=("D'HONDT Käthe",)),
            *(claim(f"C5021{at:05}", policy_numbers=("123456",), loss_date=None if at != 5 else _day()) for at in range(4, 40)),
        ]
    )

    found = decided(tree(unit(subject="x", own_text=text, sender=STRANGER)), register=register).units[0].candidates

    assert found[0].number == number


def _day() -> object:
    from datetime import date

    return date(2024, 5, 2)


def test_scores_are_probabilities_beside_each_other() -> None:
    one = _verdict("", subject="Police 70.333.444", sender=STRANGER).candidates
    two = _verdict("", subject="Police 70.333.444 et police 60.111.222", sender=STRANGER).candidates

    assert (len(one), len(two), two[0].score == two[1].score) == (1, 2, True)
    assert one[0].score > two[0].score
    assert sum(found.score for found in two) <= 1
