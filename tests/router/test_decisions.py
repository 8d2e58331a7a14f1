"""Decisions on single mails: senders, carriers, splits, new claims, and services that are down."""

from dataclasses import replace

import pytest

from core.pages import Fact
from core.papers import DocumentType
from core.values import Address, Kind, Outcome, Quoted, SenderClass, Verdict
from router.book import Book
from router.clues import references_of
from router.protocols import State
from tests.router.world import (
    MARTIN,
    STRANGER,
    Down,
    Thread,
    claim,
    decided,
    part,
    proof,
    reading,
    tree,
    unit,
)


def _verdict(*members: object, **fields: object) -> Verdict:
    return decided(tree(*members), **fields).units[0]


def _says(verdict: Verdict) -> tuple[Outcome, tuple[str, ...], tuple[str, ...]]:
    return verdict.outcome, verdict.claims, verdict.why


# Senders.


def test_a_broker_whose_mail_proves_nothing_is_not_trusted_and_told_why() -> None:
    verdict = _verdict(unit(subject="*C502100001*", headers=()))

    assert (*_says(verdict), verdict.sender_class) == (
        Outcome.ROUTE_WARN,
        ("C502100001",),
        ("sender_not_authenticated",),
        SenderClass.OTHER,
    )


def test_that_reason_is_given_in_triage_too() -> None:
    verdict = _verdict(unit(subject="Dossier C502100001", headers=()))

    assert verdict.why == ("uncorroborated_reference", "sender_not_authenticated")


def test_a_spoof_waits_whatever_it_names() -> None:
    sender = Address(name="Cabinet Martin", address=MARTIN)

    decision = decided(tree(unit(subject="nouveau compte IBAN *C502100001*", sender=sender, headers=proof("fail"))))

    assert (_says(decision.units[0]), decision.tasks[0].priority) == ((Outcome.TRIAGE, ("C502100001",), ("sender_auth_failed",)), "high")


def test_the_class_is_the_weakest_over_all_claims_named() -> None:
    verdict = _verdict(unit(subject="*C502100001* *C502100002*"))

    assert verdict.sender_class is SenderClass.OTHER


# Carriers and headers.


def test_a_second_subject_is_only_a_clue() -> None:
    verdict = _verdict(unit(subject="*C502100001*", other_subjects=("*C502100017*",)))

    assert _says(verdict) == (Outcome.ROUTE_WARN, ("C502100001",), ("duplicate_header",))


def test_a_second_subject_is_proposed_when_the_first_has_nothing() -> None:
    verdict = _verdict(unit(subject="Constat", other_subjects=("*C502100017*",), sender=STRANGER))

    assert (verdict.why, [found.number for found in verdict.candidates]) == (("no_reference", "duplicate_header"), ["C502100017"])


def test_in_a_forward_without_a_word_the_forwarded_text_is_the_message() -> None:
    forward = unit(
        subject="TR: constat",
        quoted_text="De : Jean\nObjet : dossier *C502100001*",
        quoted=(Quoted(subject="dossier *C502100001*"),),
    )

    assert _says(_verdict(forward)) == (Outcome.ROUTE_WARN, ("C502100001",), ("reference_in_body",))


def test_a_forward_with_a_word_of_its_own_is_a_quotation() -> None:
    forward = unit(subject="TR: constat", own_text="Pour info", quoted_text="Objet : dossier *C502100001*")

    assert _verdict(forward).why == ("quoted_only",)


def test_something_like_a_number_in_the_subject_does_not_hide_the_number_in_the_text() -> None:
    verdict = _verdict(unit(subject="facture C12345678", own_text="Nos réf.: C502100001"))

    assert _says(verdict) == (Outcome.ROUTE_WARN, ("C502100001",), ("reference_in_body",))


def test_a_mangled_number_between_asterisks_waits_for_a_person() -> None:
    verdict = _verdict(unit(subject="*C50210001*", own_text="Nos réf.: C502100017"))

    assert _says(verdict) == (Outcome.TRIAGE, ("C502100017",), ("reference_malformed",))


def test_a_digit_left_out_is_guessed_for_the_operator() -> None:
    verdict = _verdict(unit(subject="*C50210001*"))

    assert verdict.candidates[0].number == "C502100001"


def test_text_and_file_names_that_disagree_are_many_references() -> None:
    verdict = _verdict(unit(subject="devis", own_text="Nos réf.: C502100001"), part("0.1", "C502100017.pdf"))

    assert _says(verdict) == (Outcome.TRIAGE, ("C502100001", "C502100017"), ("multiple_references",))


def test_a_range_in_the_text_is_many_references() -> None:
    verdict = _verdict(unit(subject="devis", own_text="Dossiers C502100001 à 03"))

    assert verdict.why == ("multiple_references",)


BESIDE = {
    "between asterisks": ("*C502100001* *C50210001*", ("reference_malformed",)),
    "a digit too many": ("*C502100001* et C5021000177", ("reference_malformed",)),
    "a digit too few": ("*C502100001* / C50210001", ("reference_malformed",)),
    "a number of the sender's own": ("*C502100001* - N/Réf C2024153", ()),
    "a telephone": ("*C502100001* T0475123456", ()),
}


@pytest.mark.parametrize("name", BESIDE)
def test_a_second_number_that_was_mistyped_is_not_passed_over(name: str) -> None:
    subject, why = BESIDE[name]
    verdict = _verdict(unit(subject=subject))

    assert _says(verdict) == (Outcome.TRIAGE if why else Outcome.ROUTE, ("C502100001",), why)


FORWARDED = "De : Jean Dupont\nEnvoyé : lundi 2 mars 2026 10:00\nÀ : Cabinet Martin\nObjet : {}\n\nVoir annexe."


@pytest.mark.parametrize(
    ("subject", "inside", "why"),
    [
        ("TR: *C502100001*", "*C502100017*", ("conflicting_references",)),
        ("TR: *C502100001*", "C502100017 photos", ("conflicting_references",)),
        ("TR: *C502100001*", "*C502100001*", ()),
        ("TR: *C502100001*", "Photos", ()),
        ("RE: *C502100001*", "*C502100017*", ()),
    ],
)
def test_a_forwarded_mail_was_written_about_the_claim_in_its_own_subject(subject: str, inside: str, why: tuple[str, ...]) -> None:
    head = FORWARDED.format(inside)
    quoted = (Quoted(sender=Address(name="Jean Dupont", address=""), subject=inside),)
    verdict = _verdict(unit(subject=subject, own_text="Pour suite.", quoted_text=head, quoted=quoted))

    assert verdict.why == why


@pytest.mark.parametrize(
    ("thread", "own_text", "why"),
    [
        (("C502100017",), "Voir annexe.", ("thread_of_other_claim",)),
        (("C502100017",), "Voir annexe pour Monsieur Jean Dupont.", ()),
        (("C502100001", "C502100017"), "Voir annexe.", ()),
        ((), "Voir annexe.", ()),
    ],
)
def test_a_number_in_the_thread_of_another_claim_is_told(thread: tuple[str, ...], own_text: str, why: tuple[str, ...]) -> None:
    verdict = _verdict(unit(subject="Re: *C502100001*", own_text=own_text, in_reply_to=("<a@x.example>",)), history=Thread(*thread))

    assert verdict.why == why


def test_an_archived_claim_is_a_closed_one() -> None:
    verdict = _verdict(unit(subject="*C502100001*"), register=Book([claim("C502100001", state=State.ARCHIVED)]))

    assert verdict.why == ("claim_closed",)


def test_a_restricted_claim_is_routed_like_an_open_one() -> None:
    verdict = _verdict(unit(subject="*C502100001*"), register=Book([claim("C502100001", state=State.RESTRICTED)]))

    assert verdict.outcome is Outcome.ROUTE


# Splits.


def test_files_that_each_name_a_claim_are_split() -> None:
    zipped = part("0.3", "C502100017.zip", Kind.CONTAINER)
    inside = part("0.3.1", "facture.pdf")

    verdict = _verdict(unit(subject="documents"), part("0.1", "C502100001_devis.pdf"), part("0.2", "C502100017_devis.pdf"), zipped, inside)

    assert [(share.claim, share.items) for share in verdict.assignments] == [
        ("C502100001", ("0.1",)),
        ("C502100017", ("0.2", "0.3.1")),
    ]


@pytest.mark.parametrize("third", ["plan.pdf", "C502199998.pdf", "C502100001 C502100017.pdf"])
def test_a_file_that_names_none_or_two_stops_the_split(third: str) -> None:
    mail = [part("0.1", "C502100001_devis.pdf"), part("0.2", "C502100017_devis.pdf"), part("0.3", third)]

    verdict = _verdict(unit(subject="documents"), *mail)

    assert (verdict.outcome, verdict.why) == (Outcome.TRIAGE, ("multiple_references",))


def test_files_of_two_brokers_are_not_split() -> None:
    verdict = _verdict(unit(subject="documents"), part("0.1", "C502100001.pdf"), part("0.2", "C502100002.pdf"))

    assert verdict.outcome is Outcome.TRIAGE


# When the claims system is down, when documents are unread.


def test_everything_is_held_while_the_claims_system_is_down() -> None:
    decision = decided(tree(unit(subject="*C502100001*")), register=Down())

    assert _says(decision.units[0]) == (Outcome.HOLD, ("C502100001",), ("claims_system_unavailable",))
    assert (decision.tasks[0].kind, decision.tasks[0].because, decision.acknowledgement.kind) == ("hold", "claims_system", "neutral")


@pytest.mark.parametrize(
    ("fields", "decisive"),
    [
        ({"subject": "*C502100001*"}, True),
        ({"subject": "photos", "own_text": "Nos réf.: C502100001"}, True),
        ({"subject": "photos", "headers": proof("fail")}, True),
        ({"subject": "photos"}, False),
    ],
)
def test_a_verdict_is_decisive_when_no_reading_can_change_it(fields: dict[str, object], decisive: bool) -> None:  # noqa: FBT001 - a column
    mail = tree(unit(**fields), part("0.1", "scan.pdf"))

    assert decided(mail, unread=frozenset({"0.1"})).units[0].decisive is decisive


def test_what_is_attached_is_not_decided_before_what_it_may_inherit_from() -> None:
    mail = tree(unit(subject="courrier"), part("0.1", "scan.pdf"), unit("0.2", subject="photos", sender=STRANGER))

    assert not decided(mail, unread=frozenset({"0.1"})).units[1].decisive


# New claims.


@pytest.mark.parametrize(
    "text",
    ["On a volé ma voiture", "je vous déclare un dégât", "Mijn wagen werd gestolen", "Mein Auto wurde gestohlen", "my car was stolen"],
)
def test_a_loss_is_reported_in_four_languages(text: str) -> None:
    assert _verdict(unit(subject="Bonjour", own_text=text)).why == ("new_claim",)


@pytest.mark.parametrize("fields", [{"kind": "declaration"}, {"documents": ()}])
def test_a_declaration_among_the_documents_reports_a_loss(fields: dict[str, object]) -> None:
    verdict = _verdict(unit(), part("0.1", "x.pdf"), readings={"0.1": reading(**fields)})

    assert ("new_claim" in verdict.why) == ("kind" in fields)


# What `inspect` shows.


def test_references_are_listed_unit_by_unit_as_they_are_written() -> None:
    forward = unit(subject="TR: *C502100001*", quoted_text="Objet : C502100017")
    inner = unit("0.2", subject="x", own_text="dossier C502100003")

    found = references_of(tree(forward, part("0.1", "C502100010.pdf"), inner, part("0.3", "logo C502100002.png", Kind.DECORATION)))

    assert [(one.value, one.carrier, one.path) for one in found] == [
        ("C502100001", "subject", "0"),
        ("C502100010", "file_name", "0.1"),
        ("C502100017", "quoted_text", "0"),
        ("C502100003", "own_text", "0.2"),
    ]


def test_a_name_that_was_made_up_when_a_part_was_opened_is_no_clue() -> None:
    mail = tree(unit(subject="x"), replace(part("0.1", kind=Kind.MAIL), name="C502100017.eml"), unit("0.1", subject="y"))

    assert references_of(mail) == ()


def test_the_type_of_a_reading_is_not_a_reference() -> None:
    documents = reading("Nos réf.: C502100001", type=DocumentType(id="devis"))

    verdict = _verdict(unit(subject="Courrier"), part("0.1", "x.pdf"), readings={"0.1": documents})

    assert verdict.why == ("ocr_only",)


@pytest.mark.parametrize(("kind", "why"), [("code", "ocr_only"), ("policy_number", "no_reference")])
def test_a_number_in_a_bar_code_is_text_of_its_page_and_decides_nothing(kind: str, why: str) -> None:
    stamped = reading(facts=(Fact(kind=kind, value="C502100001", raw="C502100001"),))

    (verdict,) = decided(tree(unit(subject="Courrier"), part("0.1", "x.pdf")), readings={"0.1": stamped}).units

    assert (verdict.outcome, verdict.why) == (Outcome.TRIAGE, (why,))
