"""What is proposed to the operator, and on what evidence."""

from datetime import date

import pytest

from core.pages import Fact
from core.values import Verdict
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
