"""Automatic mail, mails that carry mails, and what an attached mail inherits."""

from dataclasses import replace

import pytest

from core.values import Address, Auto, Kind, Outcome, SenderClass, Tree, Verdict
from router.book import Book
from router.options import Options
from tests.router.world import (
    MARTIN,
    STRANGER,
    Down,
    claims,
    decided,
    part,
    proof,
    tree,
    unit,
)


def _says(verdict: Verdict) -> tuple[Outcome, tuple[str, ...], tuple[str, ...]]:
    return verdict.outcome, verdict.claims, verdict.why


# Automatic mail, and mails that only carry mails.


@pytest.mark.parametrize(
    ("auto", "reason"),
    [(Auto.AUTO_REPLY, "automatic_mail"), (Auto.BOUNCE, "bounce"), (Auto.OWN, "own_mail")],
)
def test_automatic_mail_is_recorded_and_nothing_else(auto: Auto, reason: str) -> None:
    decision = decided(tree(unit(subject="Réponse automatique : Accusé de réception *C502100001*", auto=auto)))

    assert (decision.units[0].outcome, decision.units[0].why, decision.tasks) == (Outcome.IGNORE, (reason,), ())
    assert not decision.acknowledgement.send


def test_a_newsletter_is_recorded_and_nothing_else() -> None:
    decision = decided(tree(unit(subject="Les nouveautés du mois", auto=Auto.LIST)))

    assert (decision.units[0].outcome, decision.units[0].why, decision.tasks) == (Outcome.IGNORE, ("mailing_list",), ())


def test_papers_that_come_through_a_mailing_service_are_not_ignored() -> None:
    with_reference = decided(tree(unit(subject="Rapport *C502100001*", sender=MARTIN, auto=Auto.LIST)))
    with_paper = decided(tree(unit(subject="Votre facture", auto=Auto.LIST), part("0.1", "facture.pdf")))

    assert with_reference.units[0].claims == ("C502100001",)
    assert [plan.kind for plan in with_paper.tasks] == ["triage"]
    assert not with_reference.acknowledgement.send


def _digest() -> Tree:
    inner = [
        unit(f"0.{number}", subject=f"Info *{found}*", sender=MARTIN)
        for number, found in enumerate(["C502100001", "C502100002", "C502100003", "C502100010", "rien"], start=1)
    ]
    return tree(unit(subject="Courrier du jour", sender=STRANGER), *inner, part("0.2.1", "plan.pdf", unit="0.2"))


def test_a_digest_is_five_mails() -> None:
    decision = decided(_digest())

    assert [_says(verdict) for verdict in decision.units] == [
        (Outcome.IGNORE, (), ("carries_units",)),
        (Outcome.ROUTE_WARN, ("C502100001",), ("sender_not_authenticated",)),
        (Outcome.ROUTE_WARN, ("C502100002",), ("sender_not_on_claim",)),
        (Outcome.ROUTE_WARN, ("C502100003",), ("sender_not_authenticated", "claim_closed")),
        (Outcome.ROUTE_WARN, ("C502100010",), ("sender_not_authenticated",)),
        (Outcome.TRIAGE, (), ("no_reference",)),
    ]
    assert [task.key for task in decision.tasks] == ["0.1:C502100001", "0.2:C502100002", "0.3:C502100003", "0.4:C502100010", "0.5:triage"]
    assert (decision.acknowledgement.to, decision.acknowledgement.kind) == (STRANGER, "neutral")


@pytest.mark.parametrize("relay", [STRANGER, "ailleurs.example"])
def test_what_a_trusted_relay_forwards_keeps_its_senders(relay: str) -> None:
    verdict = decided(_digest(), options=Options(trusted_relays=frozenset({relay}))).units[1]

    assert (verdict.outcome, verdict.sender_class) == (Outcome.ROUTE, SenderClass.LINKED)


def test_a_trusted_relay_must_prove_itself() -> None:
    mail = _digest()
    outer = replace(mail.units[0], headers=())

    verdict = decided(replace(mail, units=(outer, *mail.units[1:])), options=Options(trusted_relays=frozenset({STRANGER}))).units[1]

    assert verdict.sender_class is SenderClass.OTHER


def test_what_an_attached_mail_says_of_its_own_origin_is_not_believed() -> None:
    inner = unit("0.1", subject="*C502100001*", headers=proof())

    verdict = decided(tree(unit(subject="voir annexe", sender=STRANGER), inner)).units[1]

    assert verdict.sender_class is SenderClass.OTHER


def test_a_spoofed_mail_spoils_what_is_attached_to_it() -> None:
    inner = unit("0.1", subject="*C502100001*", sender=STRANGER)

    verdict = decided(tree(unit(subject="voir annexe", headers=proof("fail")), inner)).units[1]

    assert verdict.why == ("sender_auth_failed",)


def test_a_file_that_is_no_mail_proves_nothing_about_the_mails_in_it() -> None:
    decision = decided(tree(part("0", "mails.zip", Kind.CONTAINER), unit("0.1", subject="*C502100001*")))

    assert (decision.units[0].sender_class, decision.acknowledgement.reason) == (SenderClass.OTHER, "no_mail")


# Inheritance.


def _with_photos(outer: str, **fields: object) -> Tree:
    inner = unit("0.1", **({"subject": "photos", "sender": STRANGER} | fields))
    return tree(unit(subject=outer), part("0.2", "devis.pdf"), inner, part("0.1.1", "p.jpg", unit="0.1"))


def test_an_attached_mail_without_any_reference_goes_with_the_mail_around_it() -> None:
    verdict = decided(_with_photos("*C502100001*")).units[1]

    assert (*_says(verdict), verdict.rule, verdict.sender_class) == (
        Outcome.ROUTE_WARN,
        ("C502100001",),
        ("inherited",),
        "inherited",
        SenderClass.UNKNOWN,
    )


def test_an_attached_mail_that_names_another_insured_does_not_inherit() -> None:
    verdict = decided(_with_photos("*C502100001*", subject="photos LEROY Anne")).units[1]

    assert (verdict.outcome, verdict.why) == (Outcome.TRIAGE, ("identity_conflict", "inherited"))


def test_an_attached_mail_that_imitates_a_party_does_not_inherit() -> None:
    verdict = decided(_with_photos("*C502100001*", sender=Address(name="Courtier Martin", address=STRANGER))).units[1]

    assert (verdict.outcome, verdict.why) == (Outcome.TRIAGE, ("sender_auth_failed", "inherited"))


@pytest.mark.parametrize(
    ("subject", "outcome", "why"),
    [
        ("*C502199998*", Outcome.TRIAGE, ("reference_not_found", "inherited")),
        ("*T502100417*", Outcome.HOLD, ("draft_not_submitted", "inherited")),
        ("rien", Outcome.TRIAGE, ("no_reference",)),
    ],
)
def test_what_waits_makes_what_is_attached_wait(subject: str, outcome: Outcome, why: tuple[str, ...]) -> None:
    verdict = decided(_with_photos(subject)).units[1]

    assert (verdict.outcome, verdict.why) == (outcome, why)


def test_a_split_tells_nothing_about_an_attached_mail() -> None:
    files = [part("0.1", "C502100001.pdf"), part("0.2", "C502100017.pdf")]

    verdict = decided(tree(unit(subject="documents"), *files, unit("0.3", subject="photos", sender=STRANGER))).units[1]

    assert (_says(verdict), verdict.assignments) == (
        (Outcome.TRIAGE, ("C502100001", "C502100017"), ("multiple_references", "inherited")),
        (),
    )


class Failing(Book):
    """A register that stops answering after some questions about senders."""

    def __init__(self, answers: int) -> None:
        super().__init__(claims())
        self._answers = answers

    def resolve_sender(self, address: str, number: str = "") -> object:
        self._answers -= 1
        return super().resolve_sender(address, number) if self._answers >= 0 else Down().resolve_sender(address, number)


def test_an_attached_mail_is_held_when_the_register_fails_on_it() -> None:
    verdict = decided(_with_photos("*C502100001*"), register=Failing(1)).units[1]

    assert _says(verdict) == (Outcome.HOLD, ("C502100001",), ("claims_system_unavailable", "inherited"))


def test_an_attached_mail_from_a_domain_that_looks_like_the_brokers_is_not_let_in() -> None:
    mail = tree(unit(subject="*C502100001*"), unit("0.1", subject="IBAN", sender="x@courtier-rnartin.example"))

    assert _says(decided(mail).units[1]) == (
        Outcome.TRIAGE,
        ("C502100001",),
        ("sender_auth_failed", "look_alike_domain", "inherited"),
    )
