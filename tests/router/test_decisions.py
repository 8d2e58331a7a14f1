"""Decisions on whole mails: the scenarios of a claims office, and what must never happen."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values import Address, Auto, DocumentType, Fact, Kind, Outcome, Quoted, SenderClass, Tree, Unit, Verdict
from router.book import Book, near_numbers
from router.clues import references_of
from router.mail import decide_mail, decide_unit
from router.options import Options
from router.protocols import Claim, State
from tests.router.world import (
    MARTIN,
    PEETERS,
    REGISTER,
    STRANGER,
    Down,
    Thread,
    claim,
    claims,
    decided,
    part,
    proof,
    reading,
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
        unit("0.1.1", subject="*C502100017*", sender=STRANGER),
        unit("0.1.1.1", subject="photos", sender=STRANGER),
    )

    assert [verdict.claims for verdict in decided(mail).units] == [("C502100001",), ("C502100001",), ("C502100017",), ("C502100017",)]


# A reference is a candidate (promise 6).


@given(at=st.integers(1, 9), digit=st.sampled_from("0123456789"), serial=st.integers(0, 199), sender=st.sampled_from([STRANGER, PEETERS]))
@pytest.mark.parametrize("form", ["*{}*", "{}", "dossier {}", "*{} *"])
def test_one_wrong_digit_of_anybody_else_never_routes_silently(form: str, at: int, digit: str, serial: int, sender: str) -> None:
    number = f"C5021{serial:05}"
    wrong = number[:at] + digit + number[at + 1 :]

    verdict = _verdict(unit(subject=form.format(wrong), sender=sender), register=DENSE)

    assert verdict.outcome is not Outcome.ROUTE


@given(serial=st.integers(0, 199), data=st.data())
def test_one_slip_of_the_broker_himself_never_lands_on_another_persons_claim(serial: int, data: st.DataObject) -> None:
    number = f"C5021{serial:05}"
    wrong = data.draw(st.sampled_from(sorted({near for near in near_numbers(number) if DENSE.get_claim(near)} - {number})))
    meant, hit = DENSE.get_claim(number), DENSE.get_claim(wrong)
    assert meant is not None
    assert hit is not None

    verdict = _verdict(unit(subject=f"*{wrong}*", own_text=f"Concerne {meant.insured}, voir annexe."), register=DENSE)

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

    assert _says(verdict) == (Outcome.TRIAGE, (), ("reference_malformed",))


def test_a_digit_left_out_is_guessed_for_the_operator() -> None:
    verdict = _verdict(unit(subject="*C50210001*"))

    assert verdict.candidates[0].number == "C502100001"


def test_text_and_file_names_that_disagree_are_many_references() -> None:
    verdict = _verdict(unit(subject="devis", own_text="Nos réf.: C502100001"), part("0.1", "C502100017.pdf"))

    assert _says(verdict) == (Outcome.TRIAGE, ("C502100001", "C502100017"), ("multiple_references",))


def test_a_range_in_the_text_is_many_references() -> None:
    verdict = _verdict(unit(subject="devis", own_text="Dossiers C502100001 à 03"))

    assert verdict.why == ("multiple_references",)


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


# Automatic mail, and mails that only carry mails.


@pytest.mark.parametrize(
    ("auto", "reason"),
    [(Auto.AUTO_REPLY, "automatic_mail"), (Auto.BOUNCE, "bounce"), (Auto.LIST, "mailing_list"), (Auto.OWN, "own_mail")],
)
def test_automatic_mail_is_recorded_and_nothing_else(auto: Auto, reason: str) -> None:
    decision = decided(tree(unit(subject="Réponse automatique : Accusé de réception *C502100001*", auto=auto)))

    assert (decision.units[0].outcome, decision.units[0].why, decision.tasks) == (Outcome.IGNORE, (reason,), ())
    assert not decision.acknowledgement.send


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


def _with_photos(subject: str, **fields: object) -> Tree:
    inner = unit("0.1", **({"subject": "photos", "sender": STRANGER} | fields))
    return tree(unit(subject=subject), part("0.2", "devis.pdf"), inner, part("0.1.1", "p.jpg", unit="0.1"))


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


@pytest.mark.parametrize("path", ["0", "0.1", "0.1.1"])
def test_one_unit_is_decided_as_in_the_whole_mail(path: str) -> None:
    mail = tree(unit(subject="*C502100001*"), unit("0.1", sender=STRANGER), unit("0.1.1", subject="x", sender=STRANGER), unit("0.2"))

    alone = decide_unit(mail, path, {}, REGISTER, Thread(), Options())

    assert alone == next(verdict for verdict in decided(mail).units if verdict.path == path)


def test_there_is_no_verdict_on_what_is_no_unit() -> None:
    with pytest.raises(LookupError):
        decide_unit(tree(unit()), "0.7", {}, REGISTER, Thread(), Options())


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


# Proposals.


OFFICE = Book(
    [
        Claim(
            number="C502100001",
            state=State.OPEN,
            insured_names=("DUPONT Jean",),
            policy_numbers=("50.123.456",),
            plates=("1-ABC-123",),
            loss_date=date(2024, 3, 1),
            broker_emails=(MARTIN,),
            broker_refs=("DOS/2024/0153",),
        ),
        *(
            claim(f"C50220000{n}", insured_names=("JANSSENS An",), broker_emails=(PEETERS,), loss_date=date(2024, 5, n + 1))
            for n in range(8)
        ),
    ]
)


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("Police n° 50 123 456 merci", ("policy_number",)),
        ("contrat 50123456", ("policy_number",)),
        ("véhicule 1 ABC 123", ("plate",)),
        ("V/réf. DOS/2024/0153", ("broker_ref",)),
        ("client DUPONT Jean", ("insured",)),
        ("client DUPONT Jean, accident du 01/03/2024", ("insured", "loss_date")),
        ("accident du 01/03/2024 et 99/99/2024", None),
        ("bonjour", None),
    ],
)
def test_a_claim_is_proposed_for_what_the_mail_says(text: str, evidence: tuple[str, ...] | None) -> None:
    candidates = _verdict(unit(subject="Courrier", own_text=text, sender=STRANGER), register=OFFICE).candidates

    assert [(found.number, found.evidence) for found in candidates] == ([("C502100001", evidence)] if evidence else [])


def test_facts_of_the_documents_are_evidence() -> None:
    facts = (
        Fact(kind="policy_number", value="50123456", raw=""),
        Fact(kind="loss_date", value="2024-03-01", raw=""),
        Fact(kind="x_date", value="?", raw=""),
    )

    candidates = _verdict(unit(sender=STRANGER), part("0.1", "x.pdf"), readings={"0.1": reading(facts=facts)}, register=OFFICE).candidates

    assert [found.evidence for found in candidates] == [("policy_number", "loss_date")]


def test_a_common_name_says_nothing_unless_the_sender_is_on_the_claim() -> None:
    stranger, broker = (
        _verdict(unit(subject="Courrier", own_text="dossier JANSSENS An du 03/05/2024", sender=sender), register=OFFICE).candidates
        for sender in (STRANGER, PEETERS)
    )

    assert (stranger, broker[0].number, broker[0].evidence, len(broker)) == ((), "C502200002", ("insured", "loss_date", "sender"), 5)


def test_near_numbers_of_the_sender_come_first() -> None:
    candidates = _verdict(unit(subject="*C502100011*", sender="x@makelaar-peeters.example"), register=Book(claims())).candidates

    assert candidates[0].number == "C502100001" or "sender" in candidates[0].evidence


def test_near_numbers_of_nobody_are_not_proposed_when_there_are_many() -> None:
    assert _verdict(unit(subject="*C502200008*", sender=STRANGER), register=OFFICE).candidates == ()


def test_the_open_claims_of_a_sender_with_few_are_proposed() -> None:
    few, many = (_verdict(unit(subject="Bonjour", sender=sender), register=OFFICE).candidates for sender in (MARTIN, PEETERS))

    assert ([(found.number, found.evidence) for found in few], many) == ([("C502100001", ("sender",))], ())


def test_the_claim_of_the_thread_is_proposed() -> None:
    mail = unit(subject="Merci", sender=STRANGER, in_reply_to=("<a@x.example>",))

    candidates = _verdict(mail, history=Thread("C502100001", "C999999999"), register=OFFICE).candidates

    assert [(found.number, found.score, found.evidence) for found in candidates] == [("C502100001", 0.5, ("thread",))]


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


def test_the_type_of_a_reading_is_not_a_reference() -> None:
    documents = reading("Nos réf.: C502100001", type=DocumentType(id="devis"))

    verdict = _verdict(unit(subject="Courrier"), part("0.1", "x.pdf"), readings={"0.1": documents})

    assert verdict.why == ("ocr_only",)


def test_a_mail_decided_twice_is_decided_the_same() -> None:
    mail: Tree = _digest()
    units: tuple[Unit, ...] = mail.units

    assert decided(mail) == decided(Tree(parts=mail.parts, units=units))
    assert decide_mail is not None
