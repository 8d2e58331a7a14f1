"""A mail about two claims of its sender: in triage, or on both where the house wants it."""

from itertools import product

import pytest

from core.values import Outcome, Verdict
from router import both, grammar
from router.book import Book
from router.mail import MailDecision
from router.options import Options
from router.protocols import State
from tests.router.world import MARTIN, PEETERS, STRANGER, claim, decided, part, proof, tree, unit

ONE, OTHER = "C502100001", "C502100017"
SUBJECT = f"Info *{ONE}* et *{OTHER}*"
WANTED = Options(grammar=grammar.default(both.SETTING))
LEROY = {"insured_names": ("LEROY Anne",), "policy_numbers": ("50.222.333",)}
OFFICE = Book([claim(ONE), claim(OTHER, **LEROY), claim("C502100300", insured_names=("MULLER Karl",), policy_numbers=("50.999.111",))])


def _decided(subject: str = SUBJECT, options: Options = WANTED, register: Book = OFFICE, **fields: object) -> MailDecision:
    return decided(tree(unit(subject=subject, **fields), part("0.1", "devis.pdf")), options=options, register=register)


def _verdict(subject: str = SUBJECT, options: Options = WANTED, register: Book = OFFICE, **fields: object) -> Verdict:
    return _decided(subject, options, register, **fields).units[0]


def test_where_it_is_wanted_there_is_a_task_on_each_claim_with_every_document_and_a_warning() -> None:
    decision = _decided()

    assert [(task.claim, task.items, task.warnings) for task in decision.tasks] == [
        (number, ("0.1",), ("both_claims_named",)) for number in (ONE, OTHER)
    ]
    assert decision.units[0].outcome is Outcome.ROUTE_WARN


def test_where_nobody_asked_for_it_such_a_mail_waits() -> None:
    verdict = _verdict(options=Options())

    assert (verdict.outcome, verdict.why) == (Outcome.TRIAGE, ("multiple_references",))


def test_the_answer_to_a_mail_on_two_claims_names_neither() -> None:
    answer = _decided().acknowledgement

    assert (answer.send, answer.kind, answer.claim, answer.missing) == (True, "neutral", "", ())


GOES = [
    f"*{ONE}* *{OTHER}* DUPONT / LEROY",
    f"*{ONE}* DUPONT et *{OTHER}*",
    f"*C.502.100.001* et *{OTHER}*",
    f"*{OTHER}* *{ONE}* *{OTHER}*",
]


@pytest.mark.parametrize("subject", GOES)
def test_two_clear_numbers_go_to_both_whoever_of_the_two_is_named(subject: str) -> None:
    verdict = _verdict(subject)

    assert (verdict.outcome, set(verdict.claims)) == (Outcome.ROUTE_WARN, {ONE, OTHER})


WAITS = {
    "one not between asterisks": f"*{ONE}* et {OTHER}",
    "one repaired": f"*C5O21OOOO1* et *{OTHER}*",
    "one that does not exist": f"*{ONE}* et *C502109999*",
    "one cut off": f"*{ONE}* *{OTHER}* *C50210003",
    "three": f"{SUBJECT} et *C502100300*",
    "a range": f"{SUBJECT} à 20",
    "somebody else's name": f"{SUBJECT} MULLER",
    "the name of one and somebody else's": f"{SUBJECT} DUPONT MULLER",
}


@pytest.mark.parametrize("name", WAITS)
def test_what_is_not_clearly_about_these_two_waits(name: str) -> None:
    assert _verdict(WAITS[name]).outcome is Outcome.TRIAGE


OTHERS = {
    "a third number in the text": {"own_text": "Voir aussi C502100300."},
    "somebody else's policy in the text": {"own_text": "Police 50.999.111"},
    "a stranger": {"sender": STRANGER},
    "a broker of none of them": {"sender": PEETERS},
    "a broker who proves nothing": {"headers": ()},
    "a forged broker": {"headers": proof("fail")},
}


@pytest.mark.parametrize("name", OTHERS)
def test_who_is_not_on_both_or_speaks_of_others_too_waits(name: str) -> None:
    assert _verdict(**OTHERS[name]).outcome is Outcome.TRIAGE


NOT_BOTH = {
    "one is another broker's": {"broker_emails": (PEETERS,)},
    "one is closed": {"state": State.CLOSED},
    "one is a draft": {"state": State.DRAFT},
}


@pytest.mark.parametrize("name", NOT_BOTH)
def test_both_must_be_open_and_the_senders(name: str) -> None:
    register = Book([claim(ONE), claim(OTHER, **LEROY | NOT_BOTH[name])])

    assert _verdict(register=register, sender=MARTIN).outcome is Outcome.TRIAGE


def test_the_rule_changes_nothing_else() -> None:
    subjects, senders = (f"*{ONE}*", ONE, "Bonjour", f"*{ONE}* LEROY"), (MARTIN, STRANGER)

    pairs = [[_verdict(subject, how, sender=sender) for how in (WANTED, Options())] for subject, sender in product(subjects, senders)]

    assert all((one.outcome, one.why, one.claims) == (other.outcome, other.why, other.claims) for one, other in pairs)
    assert all(one.rules_version != other.rules_version for one, other in pairs)
