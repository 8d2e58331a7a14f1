"""Rules of the house: another insurer's numbers, mailboxes of a branch, relays of a mailbox."""

import pytest

from core.errors import Misconfigured
from core.own_rules import MOST_SIGNS, OwnRule, RuleKind, read
from core.values import Address, Outcome, SenderClass, Tree, Verdict
from router.book import Book
from router.options import Options
from tests.router.world import MARTIN, STRANGER, Down, claim, decided, tree, unit

INSURER = "claims@autre-assureur.example"
BOOK = Book(
    [
        claim("C502100001", kind="motor_accident", broker_refs=("AB-12345/26",), party_emails=(INSURER,)),
        claim("C502100002", kind="glass", broker_refs=("AB-12346/26", "AB-12347/26"), insured_names=("PEETERS An",)),
        claim("C502100003", kind="water_damage", broker_refs=("AB-12347/26",), insured_names=("LEROY Anne",)),
    ]
)
NUMBERS = "foreign_number:autre-assureur.example:@@-#####/##"
BOX = Address(address="auto@assureur.example")
BRANCH = "branch:auto@assureur.example:motor_accident,glass"

REFUSED = [
    ("colour:x.example:y", "rule_kind"),
    ("", "rule_kind"),
    ("foreign_number:sinistres@x.example:#####", "rule_where"),
    ("foreign_number:X.example:#####", "rule_where"),
    ("foreign_number:localhost:#####", "rule_where"),
    ("foreign_number:x.example:", "rule_number"),
    ("foreign_number:x.example:AB-####", "rule_number"),
    ("foreign_number:x.example:#####.*", "rule_number"),
    ("foreign_number:x.example:(#####)+", "rule_number"),
    ("foreign_number:x.example:ab#####", "rule_number"),
    (f"foreign_number:x.example:{'#' * (MOST_SIGNS + 1)}", "rule_number"),
    ("branch:x.example:glass", "rule_where"),
    ("branch:auto@x.example:", "rule_branch"),
    ("branch:auto@x.example:glass;fire", "rule_branch"),
    ("relay:auto@x.example:", "rule_relay"),
    ("relay:auto@x.example:nobody", "rule_relay"),
    ("relay:auto@x.example:Anna@y.example", "rule_relay"),
    ("language:Anna@x.example:nl", "rule_where"),
    ("language:x.example:", "rule_language"),
    ("language:x.example:nl,fr", "rule_language"),
]


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_a_rule_that_does_not_fit_is_refused_with_a_code(text: str, code: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        read(text)

    assert refused.value.code == code


def test_a_rule_is_read_as_it_is_written() -> None:
    assert read(NUMBERS) == OwnRule(kind=RuleKind.FOREIGN_NUMBER, where="autre-assureur.example", what="@@-#####/##")


def _verdict(mail: Tree, *rules: str, **fields: object) -> Verdict:
    return decided(mail, **({"register": BOOK, "options": Options(own_rules=tuple(map(read, rules)))} | fields)).units[0]


def test_the_number_of_another_insurer_leads_to_the_claim_that_has_it() -> None:
    verdicts = [_verdict(tree(unit(subject="Votre assuré, n/réf ab-12345/26", sender=INSURER)), *rules) for rules in ((), (NUMBERS,))]

    assert [(verdict.outcome, verdict.claims, verdict.why) for verdict in verdicts] == [
        (Outcome.TRIAGE, (), ("no_reference",)),
        (Outcome.ROUTE_WARN, ("C502100001",), ("reference_in_body", "foreign_number")),
    ]


NUMBERLESS = [
    ("another sender", {"subject": "n/réf AB-12345/26", "sender": STRANGER}, "no_reference"),
    ("another shape", {"subject": "n/réf AB-123456/26", "sender": INSURER}, "no_reference"),
    ("two claims", {"subject": "n/réf AB-12347/26", "sender": INSURER}, "no_reference"),
    ("two numbers", {"subject": "n/réf AB-12345/26 et AB-12346/26", "sender": INSURER}, "no_reference"),
    ("two numbers of which one is known", {"subject": "n/réf AB-12345/26 et AB-99999/26", "sender": INSURER}, "no_reference"),
    ("a sender who is not proven", {"subject": "n/réf AB-12345/26", "sender": INSURER, "headers": ()}, "no_reference"),
    ("a number of ours", {"subject": "*C502199998* AB-12345/26", "sender": INSURER}, "reference_not_found"),
    ("a party that is not on the claim", {"subject": "n/réf AB-12346/26", "sender": INSURER}, "reference_in_body"),
]


@pytest.mark.parametrize(("fields", "why"), [case[1:] for case in NUMBERLESS], ids=[case[0] for case in NUMBERLESS])
def test_a_foreign_number_that_is_not_sure_waits_for_a_person(fields: dict[str, object], why: str) -> None:
    verdict = _verdict(tree(unit(**fields)), NUMBERS)

    assert (verdict.outcome, verdict.why[0]) == (Outcome.TRIAGE, why)


def test_a_rule_for_a_domain_holds_below_it_and_not_above() -> None:
    below, above = (
        _verdict(tree(unit(subject="AB-12345/26", sender=sender)), f"foreign_number:{where}:@@-#####/##").claims
        for sender, where in (("x@mail.autre.example", "autre.example"), ("x@autre.example", "mail.autre.example"))
    )

    assert (below, above) == (("C502100001",), ())


@pytest.mark.parametrize(
    ("number", "to", "why"),
    [("C502100001", BOX, ()), ("C502100003", BOX, ("other_branch",)), ("C502100003", Address(address="sinistres@assureur.example"), ())],
)
def test_a_claim_of_another_branch_is_a_warning_in_the_mailbox_of_a_branch(number: str, to: Address, why: tuple[str, ...]) -> None:
    verdict = _verdict(tree(unit(subject=f"*{number}*", to=(to,))), BRANCH)

    assert (verdict.outcome, verdict.why) == (Outcome.ROUTE_WARN if why else Outcome.ROUTE, why)


def test_only_claims_of_the_branch_are_proposed_in_its_mailbox() -> None:
    proposed = [
        {found.number for found in _verdict(tree(unit(subject="devis", to=(BOX,))), *rules).candidates} for rules in ((), (BRANCH,))
    ]

    assert proposed == [{"C502100001", "C502100002", "C502100003"}, {"C502100001", "C502100002"}]


@pytest.mark.parametrize(("box", "expected"), [(BOX, SenderClass.LINKED), (Address(address="vie@assureur.example"), SenderClass.OTHER)])
def test_a_relay_is_believed_in_its_mailbox_only(box: Address, expected: SenderClass) -> None:
    outer = unit(subject="courrier", sender=STRANGER, to=(box,))

    verdicts = decided(
        tree(outer, unit("0.1", subject="*C502100001*", sender=MARTIN)),
        register=BOOK,
        options=Options(own_rules=(read("relay:auto@assureur.example:ailleurs.example"),)),
    ).units

    assert verdicts[1].sender_class is expected


def test_rules_ask_nobody_while_the_register_is_down() -> None:
    mail = tree(unit(subject="AB-12345/26", sender=INSURER, to=(BOX,)))

    assert _verdict(mail, NUMBERS, BRANCH, register=Down()).outcome is Outcome.HOLD
