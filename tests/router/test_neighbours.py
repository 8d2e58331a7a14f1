"""A number that is one slip from another claim of the same sender: what tells which is meant, and what is said when nothing does."""

from datetime import date

import pytest

from core.pages import Page
from core.values import Outcome, Quoted, Verdict
from router.book import Book
from router.protocols import State
from tests.router.world import MARTIN, PEETERS, STRANGER, Thread, claim, decided, part, reading, tree, unit

NAMED, MEANT = "C502100001", "C502100007"
DUPONT = {"policy_numbers": ("50.123.456",), "plates": ("1-ABC-123",), "kind": "water_damage", "loss_date": date(2026, 1, 5)}
MULLER = {"insured_names": ("MULLER Karl",), "policy_numbers": ("50.999.111",), "kind": "glass", "loss_date": date(2026, 2, 9)}
OFFICE = Book([claim(NAMED, **DUPONT), claim(MEANT, **MULLER)])
SILENCE = Thread()
IN_DOUBT = (Outcome.ROUTE, True, (MEANT,))
PLAIN = (Outcome.ROUTE, False, ())


def _said(verdict: Verdict) -> tuple[Outcome, bool, tuple[str, ...]]:
    return verdict.outcome, verdict.in_doubt, verdict.near


def _verdict(register: Book = OFFICE, history: Thread = SILENCE, **fields: object) -> Verdict:
    return decided(tree(unit(**{"subject": f"*{NAMED}*"} | fields)), register=register, history=history).units[0]


def test_a_broker_whose_other_claim_has_almost_this_number_is_taken_at_his_word_with_a_warning() -> None:
    assert _said(_verdict(own_text="Bonjour, voyez l'annexe.")) == IN_DOUBT


TELLS = {
    "the insured": {"subject": f"*{NAMED}* DUPONT"},
    "the policy": {"own_text": "Police 50.123.456"},
    "the plate": {"own_text": "Véhicule 1-ABC-123"},
    "the day of the loss": {"own_text": "Sinistre du 05/01/2026"},
    "the kind of loss": {"own_text": "Le dégât des eaux continue."},
    "the insured in an old mail below": {"own_text": "Voir annexe.", "quoted_text": "Objet : DUPONT Jean"},
}


@pytest.mark.parametrize("name", TELLS)
def test_whatever_is_one_claims_alone_tells_which_is_meant(name: str) -> None:
    assert _said(_verdict(**TELLS[name])) == PLAIN


DOES_NOT = {
    "the day of the other loss": {"own_text": "Sinistre du 09/02/2026"},
    "the kind of the other loss": {"own_text": "Bris de vitre du pare-brise."},
    "an old mail about the other": {"own_text": "Voir annexe.", "quoted_text": "Objet : MULLER Karl"},
    "both insured in an old mail": {"own_text": "Voir annexe.", "quoted_text": "Objet : DUPONT Jean et MULLER Karl"},
}


@pytest.mark.parametrize("name", DOES_NOT)
def test_what_is_the_other_claims_too_leaves_the_doubt(name: str) -> None:
    assert _said(_verdict(**DOES_NOT[name])) == IN_DOUBT


@pytest.mark.parametrize(("thread", "said"), [(NAMED, PLAIN), (MEANT, (Outcome.ROUTE_WARN, *IN_DOUBT[1:]))])
def test_an_answer_to_a_mail_on_this_claim_means_this_claim(thread: str, said: object) -> None:
    assert _said(_verdict(history=Thread(thread), in_reply_to=("<a@x.example>",))) == said


@pytest.mark.parametrize("state", [State.OPEN, State.CLOSED, State.RESTRICTED])
def test_the_other_claim_may_be_closed_or_restricted(state: State) -> None:
    assert _said(_verdict(Book([claim(NAMED), claim(MEANT, state=state)]))) == IN_DOUBT


OTHERS = {
    "archived": claim(MEANT, state=State.ARCHIVED),
    "of another broker": claim(MEANT, broker_emails=(PEETERS,)),
    "two slips away": claim("C502100077"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_claim_that_is_archived_or_not_the_senders_or_not_near_raises_no_doubt(name: str) -> None:
    assert _said(_verdict(Book([claim(NAMED), OTHERS[name]]))) == PLAIN


@pytest.mark.parametrize("number", ["C502100010", "C502100002", "C502700001", "C602100001"])
def test_any_digit_may_be_wrong_and_any_two_neighbours_swapped(number: str) -> None:
    assert _said(_verdict(Book([claim(NAMED), claim(number)]))) == (Outcome.ROUTE, True, (number,))


def test_of_two_claims_of_one_insured_the_insured_does_not_tell() -> None:
    fleet = {"insured_names": ("TRANSPORTS LAMBERT",), "policy_numbers": ("50.123.456",)}
    register = Book([claim(NAMED, **fleet), claim(MEANT, **fleet)])

    assert _said(_verdict(register, subject=f"*{NAMED}* TRANSPORTS LAMBERT", own_text="Police 50.123.456")) == IN_DOUBT


@pytest.mark.parametrize(("sender", "why"), [(STRANGER, "sender_unknown"), (PEETERS, "sender_not_on_claim")])
def test_who_is_not_on_the_claim_is_warned_of_for_that(sender: str, why: str) -> None:
    register = Book([*OFFICE.claims.values(), claim("C502100003", broker_emails=(PEETERS,))])

    assert _verdict(register, sender=sender).why == (why,)


def test_a_claim_of_a_stranger_to_this_one_that_is_his_own_is_named_to_compare() -> None:
    register = Book([claim(NAMED), claim(MEANT, broker_emails=(PEETERS,))])

    assert _verdict(register, sender=PEETERS).near == (MEANT,)


def _with_paper(text: str, *, unread: bool) -> Verdict:
    mail = tree(unit(subject=f"*{NAMED}*"), part("0.1", "facture.pdf"))
    readings = {} if unread else {"0.1": reading(pages=(Page(number=1, text=text),))}
    return decided(mail, readings=readings, register=OFFICE, history=SILENCE, unread=frozenset({"0.1"} if unread else ())).units[0]


def test_a_paper_that_names_the_insured_ends_the_doubt_and_nobody_waits_for_it() -> None:
    before, after, other = (
        _with_paper(text, unread=unread) for text, unread in [("", True), ("DUPONT Jean", False), ("MULLER Karl", False)]
    )

    assert [(one.decisive, _said(one)) for one in (before, after, other)] == [(True, IN_DOUBT), (True, PLAIN), (True, IN_DOUBT)]


def test_a_forward_by_the_broker_is_in_doubt_like_his_own_words() -> None:
    verdict = _verdict(subject=f"TR: *{NAMED}*", quoted_text="De : x\n\nVoir annexe.", quoted=(Quoted(),), sender=MARTIN)

    assert _said(verdict) == IN_DOUBT
