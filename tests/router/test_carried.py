"""What a person decided about a mail is carried on to the next one like it, unless anything speaks against it."""

from datetime import UTC, datetime

import pytest

from core.precedents import Precedent
from core.values import Outcome, Verdict
from router.book import Book
from router.protocols import State
from router.theirs import their_references
from tests.router.world import MARTIN, STRANGER, Thread, claim, claims, decided, part, proof, reading, tree, unit

BEFORE = Precedent(claim="C502100001", actor="o.leclerc", at=datetime(2026, 3, 2, 10, tzinfo=UTC), unit=7, tie="thread")
LIKE = {"subject": "Suite - Nos réf. 2024/88123/AB", "in_reply_to": ("<1@x.example>",)}


def verdict(*parts: object, history: Thread | None = None, register: object = None, readings: object = None, **fields: object) -> Verdict:
    mail = tree(unit(**{**LIKE, **fields}), *parts)  # type: ignore[arg-type]
    more = {name: value for name, value in (("register", register), ("readings", readings)) if value is not None}
    return decided(mail, history=history or Thread(assigned=(BEFORE,)), **more).units[0]


def test_the_next_mail_goes_where_a_person_gave_the_last_one_and_says_so() -> None:
    found = verdict()

    assert (found.outcome, found.claims, found.why, found.rule) == (
        Outcome.ROUTE_WARN,
        ("C502100001",),
        ("assigned_before",),
        "assigned_before",
    )
    assert (found.precedent, found.their_references) == (BEFORE, ("202488123AB",))


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"subject": "Suite *C502100002*"}, "route"),
        ({"own_text": "Voir aussi C502100002."}, "triage"),
        ({"quoted_text": "Objet : *C502100002*"}, "quoted_only"),
        ({"subject": "Suite *C50210000*"}, "reference_malformed"),
        ({"own_text": "Déclaration de sinistre : voir ci-joint."}, "new_claim"),
        ({"subject": "Suite - dossier MULLER", "own_text": "Client : MÜLLER Jean"}, "no_reference"),
        ({"headers": proof("fail")}, "sender_auth_failed"),
        ({"other_subjects": ("Autre objet *C502100002*",)}, "no_reference"),
    ],
    ids=["another claim", "in the text", "in the quotation", "half a number", "a loss", "another insured", "forged", "two subjects"],
)
def test_what_speaks_against_it_goes_first(fields: dict[str, object], rule: str) -> None:
    found = verdict(**fields)

    assert (found.rule.partition(".")[0], found.precedent) == (rule, None)


def test_a_document_may_name_the_same_claim_and_no_other() -> None:
    same = verdict(part("0.1", "a.pdf"), readings={"0.1": reading("Votre dossier C502100001")})
    other = verdict(part("0.1", "a.pdf"), readings={"0.1": reading("Votre dossier C502100002")})

    assert (same.rule, other.rule) == ("assigned_before", "ocr_only")


@pytest.mark.parametrize("state", [State.CLOSED, State.DRAFT, State.RESTRICTED])
def test_only_an_open_claim_is_carried_on_to(state: State) -> None:
    register = Book([claim("C502100001", state=state), *claims()[1:]])

    assert verdict(register=register).rule == "no_reference"


def test_two_decisions_that_differ_are_none() -> None:
    other = Precedent(claim="C502100002", actor="p.maes", at=BEFORE.at, unit=8, tie="their_reference")

    assert verdict(history=Thread(assigned=(BEFORE, other))).rule == "no_reference"


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({}, {"address": MARTIN, "domain": "courtier-martin.example", "message_ids": ("<1@x.example>",)}),
        ({"subject": "TR: Nos réf. 2024/88123/AB"}, {"address": MARTIN, "domain": "courtier-martin.example", "message_ids": ()}),
        ({"sender": "jean@gmail.com"}, {"address": "jean@gmail.com", "domain": "", "message_ids": ("<1@x.example>",)}),
    ],
    ids=["a broker", "a forward", "a public provider"],
)
def test_history_is_asked_about_the_same_sender_only(fields: dict[str, object], asked: dict[str, object]) -> None:
    history = Thread()

    verdict(history=history, **fields)

    assert history.asked == [{**asked, "their_references": ("202488123AB",)}]


def test_an_attached_mail_teaches_itself_nothing() -> None:
    mail = tree(unit(subject="Divers", own_text="voir"), unit("0.1", sender=STRANGER, headers=(), **LIKE), part("0.0", "a.pdf"))
    history = Thread()

    decided(mail, history=history)

    assert len(history.asked) == 1


@pytest.mark.parametrize(
    ("subject", "found"),
    [
        ("Nos réf. 2024/88123/AB", ("202488123AB",)),
        ("NOTRE REFERENCE : 26-0417", ("260417",)),
        ("N/Réf: SIN/2024-5521 - V/Réf: 99887766", ("SIN20245521",)),
        ("Ons kenmerk 2024.4411.B", ("20244411B",)),
        ("O/Ref 551234", ("551234",)),
        ("Unser Zeichen: KH-99-12345", ("KH9912345",)),
        ("Our ref AB/12/3456, and nos réf 2024/1", ("AB123456", "20241")),
        ("V/Réf. 2024/88123", ()),
        ("Dossier 2024/88123", ()),
        ("Nos réf. AB/12", ()),
        ("Nos références bancaires BE68", ()),
    ],
)
def test_a_senders_own_reference_is_what_he_calls_his(subject: str, found: tuple[str, ...]) -> None:
    assert their_references(subject) == found


def test_that_only_the_newest_mails_were_looked_at_is_in_the_trail() -> None:
    found = [verdict(history=Thread(assigned=assigned, complete=False)) for assigned in ((BEFORE,), ())]

    assert [one.rule for one in found] == ["assigned_before", "no_reference"]
    assert all("earlier=newest" in step.saw for one in found for step in one.trail if step.rule == "assigned_before")
