"""Mails that forward another in their text: whose it was, and when it is the message."""

from dataclasses import replace

import pytest

from core.values import Address, Outcome, Quoted, SenderClass, Unit, Verdict
from parsers.text import Body, said
from router.forwards import is_forward
from router.options import Options
from tests.parsers.test_forward_marks import CASES, INNER, LINES, MARIE, OWN, SUBJECT
from tests.router.world import MARTIN, PEETERS, STRANGER, decided, tree, unit


def _forward(text: str, subject: str = "TR: Dégâts voiture", **fields: object) -> Unit:
    found = said([Body(text=text, html=False)])
    return unit(subject=subject, own_text=found.own, quoted_text=found.quoted_text, quoted=found.quoted, deeper=found.deeper, **fields)


def _verdict(mail: Unit, **options: object) -> Verdict:
    return decided(tree(mail), options=Options(**options)).units[0]


@pytest.mark.parametrize(("language", "mark"), CASES)
@pytest.mark.parametrize("own", [True, False])
def test_whose_mail_is_forwarded_is_told_whatever_program_forwards_it(language: str, mark: str, own: bool) -> None:  # noqa: FBT001 - a column
    verdict = _verdict(_forward(f"{OWN[language] if own else ''}\n\n{mark}\n\n{INNER[language]}\n"))

    found = verdict.aside.original
    assert found is not None
    assert (found.name, found.address, found.subject, "2026" in found.date) == (MARIE.name, MARIE.address, SUBJECT, True)
    assert (found.sender_class, verdict.sender_class) == (SenderClass.UNKNOWN, SenderClass.OTHER)


@pytest.mark.parametrize(("language", "line"), LINES)
def test_a_line_of_attribution_names_the_writer_too(language: str, line: str) -> None:
    found = _verdict(_forward(f"{line}\n\n{INNER[language]}\n")).aside.original

    assert found is not None
    assert (found.name, found.address, found.subject) == (MARIE.name, MARIE.address, "")


@pytest.mark.parametrize(("language", "mark"), CASES)
def test_the_text_of_a_forward_without_a_word_is_the_message(language: str, mark: str) -> None:
    loss = {"fr": "On a volé ma voiture", "nl": "Mijn wagen werd gestolen", "de": "Mein Auto wurde gestohlen", "en": "My car was stolen"}

    verdicts = [_verdict(_forward(f"{own}\n\n{mark}\n\n{loss[language]}\n")) for own in ("", OWN[language])]

    assert [verdict.why for verdict in verdicts] == [("new_claim",), ("no_reference",)]


@pytest.mark.parametrize(
    ("subject", "quoted", "forwards"),
    [
        ("TR: constat", "De : Jean", True),
        ("[EXTERNE] Doorst.: constat", "Van: Jean", True),
        ("constat", "---------- Forwarded message ---------\nFrom: x", True),
        ("constat", "Début du message transféré :\nDe: x", True),
        ("constat", "> Begin doorgestuurd bericht:\n> Van: x", True),
        ("constat", "-------- Weitergeleitete Nachricht --------\nVon: x", True),
        ("RE: constat", "-----Message d'origine-----\nDe : x", False),
        ("RE: constat", "De : Jean\nObjet : x", False),
        ("TR: constat", "", False),
    ],
)
def test_a_forward_is_told_from_an_answer(subject: str, quoted: str, forwards: bool) -> None:  # noqa: FBT001 - a column
    assert is_forward(unit(subject=subject, quoted_text=quoted)) is forwards


def _passed_on(sender: str, inner: str, **fields: object) -> Unit:
    text = f"De : {inner}\nObjet : dossier *C502100001*\n\nVoici le devis."
    return unit(sender=sender, subject="TR: devis", quoted_text=text, quoted=(Quoted(sender=Address(address=inner)),), **fields)


def test_whom_a_stranger_names_in_a_forward_proves_nothing() -> None:
    verdict = _verdict(_passed_on(STRANGER, MARTIN))

    assert (verdict.outcome, verdict.sender_class, verdict.aside.original.sender_class) == (
        Outcome.TRIAGE,
        SenderClass.UNKNOWN,
        SenderClass.OTHER,
    )


def test_a_trusted_relay_vouches_for_whom_it_passes_on() -> None:
    verdict = _verdict(_passed_on(STRANGER, MARTIN), trusted_relays=frozenset({"ailleurs.example"}))

    assert (verdict.outcome, verdict.sender_class, verdict.aside.original.sender_class) == (
        Outcome.ROUTE_WARN,
        SenderClass.LINKED,
        SenderClass.LINKED,
    )


@pytest.mark.parametrize("fields", [{"headers": ()}, {"own_text": "Voyez ceci"}])
def test_a_relay_that_is_not_proven_or_says_something_itself_vouches_for_nobody(fields: dict[str, object]) -> None:
    verdict = _verdict(_passed_on(PEETERS, MARTIN, **fields), trusted_relays=frozenset({PEETERS}))

    assert (verdict.sender_class, verdict.aside.original.sender_class) == (SenderClass.OTHER, SenderClass.OTHER)


def test_of_several_claims_the_one_on_which_the_writer_counts_least_decides_his_class() -> None:
    mail = _passed_on(STRANGER, MARTIN, own_text="Dossiers *C502100001* et *C502100002*")

    assert _verdict(mail).aside.original.sender_class is SenderClass.OTHER


def test_a_forward_that_names_nobody_has_a_subject_only() -> None:
    mail = unit(subject="TR: devis", quoted_text="Objet : devis", quoted=(Quoted(subject="devis"),))

    found = _verdict(mail).aside.original
    assert (found.name, found.address, found.sender_class, found.subject) == ("", "", "", "devis")


def test_a_mail_inside_of_a_forward_does_not_inherit_its_writer() -> None:
    outer = _passed_on(MARTIN, "client@ailleurs.example")

    verdicts = decided(tree(outer, unit("0.1", subject="photos"))).units

    assert [verdict.aside.original is not None for verdict in verdicts] == [True, False]


OLDER = "De : A <a@b.example>\nEnvoyé : hier\nObjet : *C502100017*\n\nBonjour"


@pytest.mark.parametrize(("language", "mark"), CASES)
def test_what_a_silently_forwarded_mail_quotes_in_turn_is_only_quoted(language: str, mark: str) -> None:
    older, own = (
        _verdict(_forward(f"{mark}\n\n{text}\n")) for text in (f"{INNER[language]}\n\n{OLDER}", f"Dossier C502100001.\n\n{OLDER}")
    )

    assert (older.outcome, older.why, older.claims) == (Outcome.TRIAGE, ("quoted_only",), ("C502100017",))
    assert (own.outcome, own.why, own.claims) == (Outcome.ROUTE_WARN, ("reference_in_body",), ("C502100001",))


def test_a_mail_that_was_kept_before_that_was_sorted_is_read_as_it_was() -> None:
    mail = replace(_forward(f"De : B <b@b.example>\nEnvoyé : hier\nObjet : x\n\nBonjour\n\n{OLDER}"), deeper=())

    assert _verdict(mail).why == ("reference_in_body",)
