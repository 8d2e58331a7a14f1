"""What is proposed to the operator, and on what evidence."""

from datetime import date

import pytest

from core.pages import Fact
from core.values import Address, Quoted, Verdict
from router.book import Book
from router.protocols import Claim, State
from tests.router.world import (
    MARTIN,
    PEETERS,
    STRANGER,
    Thread,
    claim,
    decided,
    part,
    reading,
    tree,
    unit,
)


def _verdict(*members: object, **fields: object) -> Verdict:
    return decided(tree(*members), **fields).units[0]


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
        ("client DUPONT", ("insured",)),
        ("client DUPONT Jean", ("full_name",)),
        ("client Jean Dupont, accident du 01/03/2024", ("full_name", "loss_date")),
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


def test_a_common_family_name_says_nothing_unless_the_sender_is_on_the_claim() -> None:
    stranger, broker = (
        _verdict(unit(subject="Courrier", own_text="dossier JANSSENS", sender=sender), register=OFFICE).candidates
        for sender in (STRANGER, PEETERS)
    )

    assert (stranger, broker[0].evidence, len(broker)) == ((), ("insured", "sender"), 5)


def test_of_many_with_one_name_the_day_of_the_loss_finds_one() -> None:
    mail = unit(subject="Courrier", own_text="dossier JANSSENS du 03/05/2024", sender=STRANGER)

    candidates = _verdict(mail, register=OFFICE).candidates

    assert [(found.number, found.evidence) for found in candidates] == [("C502200002", ("insured", "loss_date"))]


def test_near_numbers_of_the_sender_are_proposed() -> None:
    candidates = _verdict(unit(subject="*C502200010*", sender=PEETERS), register=OFFICE).candidates

    assert [(found.number, found.evidence) for found in candidates] == [
        ("C502200000", ("near_number", "sender")),
        ("C502200001", ("near_number", "sender")),
    ]


def test_near_numbers_of_nobody_are_not_proposed_when_there_are_many() -> None:
    assert _verdict(unit(subject="*C502200008*", sender=STRANGER), register=OFFICE).candidates == ()


def test_the_open_claims_of_a_sender_with_few_are_proposed() -> None:
    few, many = (_verdict(unit(subject="Bonjour", sender=sender), register=OFFICE).candidates for sender in (MARTIN, PEETERS))

    assert ([(found.number, found.evidence) for found in few], many) == ([("C502100001", ("sender",))], ())


def test_the_claim_of_the_thread_is_proposed() -> None:
    mail = unit(subject="Merci", sender=STRANGER, in_reply_to=("<a@x.example>",))

    candidates = _verdict(mail, history=Thread("C502100001", "C999999999"), register=OFFICE).candidates

    assert [(found.number, found.evidence) for found in candidates] == [("C502100001", ("thread",))]


WRITERS = {
    "a party by his address": (Address(address="j.dupont@priv.example"), ("original",)),
    "the insured by both names": (Address(name="Jean Dupont", address="jd@ailleurs.example"), ("original_name",)),
    "the insured by his names turned round": (Address(name="DUPONT Jean"), ("original_name",)),
    "both": (Address(name="Jean Dupont", address="j.dupont@priv.example"), ("original_name", "original")),
    "only his family name": (Address(name="Dupont"), None),
    "our own handler": (Address(address="h.lambert@assureur.example"), None),
    "nobody known": (Address(name="Luc Simon", address="l.simon@ailleurs.example"), None),
}


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("own", ["", "Voyez ci-dessous."])
def test_who_wrote_the_forwarded_mail_speaks_for_his_claim(name: str, own: str) -> None:
    writer, evidence = WRITERS[name]
    register = Book([claim("C502100001", party_emails=("j.dupont@priv.example",), handler_email="h.lambert@assureur.example")])
    mail = unit(sender=STRANGER, subject="TR: photos", own_text=own, quoted_text="De : x\n\nVoir annexe.", quoted=(Quoted(sender=writer),))

    found = _verdict(mail, register=register).candidates

    assert [(one.number, one.evidence) for one in found] == ([("C502100001", evidence)] if evidence else [])


def test_who_is_taken_for_the_sender_does_not_count_twice() -> None:
    quoted = (Quoted(sender=Address(address=MARTIN)),)
    mail = unit(sender=MARTIN, subject="TR: photos", own_text="Voyez.", quoted_text="De : x\n\nVoir annexe.", quoted=quoted)

    assert [one.evidence for one in _verdict(mail, register=OFFICE).candidates] == [("sender",)]
