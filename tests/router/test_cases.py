"""The table of mails with the outcome that each must have."""

from typing import Any

import pytest

from core.values import Carrier, Form, Header, Tree
from router import grammar
from router.references import find
from tests.router.world import MARTIN, PEETERS, REGISTER, STRANGER, TABLE, Down, Thread, decided, part, proof, reading, tree, unit

CASES: list[dict[str, Any]] = [*TABLE["cases"], *TABLE["elsewhere"]]
BODIES = (Carrier.OWN_TEXT, Carrier.QUOTED_TEXT, Carrier.DOCUMENT_TEXT)


def _sender(case: dict[str, Any]) -> tuple[str, tuple[Header, ...]]:
    """An address that has the class of the case, relative to its claim, and what the border server says of it."""
    dutch = "C502100002" in case["r"]
    linked, other = (PEETERS, MARTIN) if dutch else (MARTIN, PEETERS)
    return {"L": (linked, proof()), "O": (other, proof()), "U": (STRANGER, proof()), "X": (linked, proof("fail"))}[case["f"]]


def _mail(case: dict[str, Any]) -> Tree:
    sender, headers = _sender(case)
    text = case.get("own", "") + (" Je déclare le sinistre." if case.get("declaration") else "")
    outer = unit(
        subject=case["s"],
        sender=sender,
        headers=headers,
        own_text=text,
        quoted_text=case.get("quoted", ""),
        in_reply_to=("<earlier@x.example>",),
    )
    names = case.get("files", ["scan.pdf"] if "ocr" in case else [])
    return tree(outer, *(part(f"0.{number}", name) for number, name in enumerate(names, start=1)))


@pytest.mark.parametrize("case", CASES, ids=[f"{case['n']}: {case['s']!a}" for case in CASES])
def test_a_mail_is_decided_as_the_table_says(case: dict[str, Any]) -> None:
    readings = {"0.1": reading(case["ocr"])} if "ocr" in case else {}
    history = Thread(*filter(None, [case.get("thread")]))

    verdict = decided(_mail(case), readings=readings, history=history, register=Down() if case.get("down") else REGISTER).units[0]

    assert (verdict.outcome, list(verdict.claims), list(verdict.why)) == (case["o"], case["r"], case["why"])


@pytest.mark.parametrize("case", [case for case in CASES if not case.get("down")], ids=lambda case: str(case["n"]))
def test_the_sender_of_a_case_has_the_class_the_table_gives(case: dict[str, Any]) -> None:
    readings = {"0.1": reading(case["ocr"])} if "ocr" in case else {}

    verdict = decided(_mail(case), readings=readings).units[0]

    # Without a claim there is nothing to be linked to, and two claims of one mail may have two brokers.
    expected = {"L": {"L", "O"}, "O": {"O"}, "U": {"U"}, "X": {"X"}}[case["f"]]
    if case["f"] == "L" and len(case["r"]) == 1 and verdict.outcome in {"route", "route_warn", "hold"}:
        expected = {"L"}
    assert verdict.sender_class in expected


@pytest.mark.parametrize("carrier", list(Carrier))
@pytest.mark.parametrize("text", TABLE["negative"])
def test_what_only_looks_like_a_number_gives_no_candidate(text: str, carrier: Carrier) -> None:
    assert find(text, carrier=carrier, path="0") == ()


@pytest.mark.parametrize("carrier", BODIES)
@pytest.mark.parametrize("text", TABLE["negative_in_body_only"])
def test_a_telephone_number_in_a_text_gives_no_candidate(text: str, carrier: Carrier) -> None:
    assert find(text, carrier=carrier, path="0") == ()


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: str(case["n"]))
def test_what_was_found_is_kept_in_its_original_spelling(case: dict[str, Any]) -> None:
    found = find(case["s"], carrier=Carrier.SUBJECT, path="0")

    assert all(reference.raw in case["s"] for reference in found)


def test_every_reason_of_the_rules_is_given_in_some_case() -> None:
    others = {"ocr_only", "reference_in_quoted_thread", "thread_of_other_claim", "assigned_before"}
    cases = [case for case in CASES if "ocr" not in case]
    verdicts = [decided(_mail(case), register=Down() if case.get("down") else REGISTER).units[0] for case in cases]

    given = {reason for verdict in verdicts for reason in verdict.why} | others
    assert given == {reason for rule in grammar.default().rules for reason in rule.why}


def test_a_number_that_is_too_short_or_too_long_is_a_hint_and_no_reference() -> None:
    found = find("Info *C5021000012* et C50210000", carrier=Carrier.SUBJECT, path="0")

    assert [(one.value, one.form) for one in found] == [("C5021000012", Form.PARTIAL), ("C50210000", Form.PARTIAL)]
