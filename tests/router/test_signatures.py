"""What stands in a signature: found like quoted text, never the message itself, and the sender's name when it is his."""

import pytest

from core.values import Carrier, Outcome
from router.clues import gather, references_of
from router.options import Options
from tests.router.world import decided, tree, unit


def _found(**fields: object) -> list[tuple[str, Carrier]]:
    return [(one.value, one.carrier) for one in references_of(tree(unit(**({"subject": ""} | fields))))]


def test_a_number_in_a_signature_is_found_like_one_in_quoted_text() -> None:
    assert _found(subject="Constat", own_text="Voir annexe.", signature="Sophie, dossier C502100001") == [
        ("C502100001", Carrier.QUOTED_TEXT)
    ]


@pytest.mark.parametrize(
    ("line", "carrier"),
    [
        ("PS : dossier C502100001 Martens", Carrier.OWN_TEXT),
        ("P.S. ceci est pour C502100001", Carrier.OWN_TEXT),
        ("NB: C502100001", Carrier.OWN_TEXT),
        ("Schadenummer C502100001", Carrier.OWN_TEXT),
        ("Courtage, dossier C502100001", Carrier.QUOTED_TEXT),
        ("Psy C502100001", Carrier.QUOTED_TEXT),
    ],
)
def test_a_line_that_was_written_for_this_mail_is_the_senders_text(line: str, carrier: Carrier) -> None:
    assert _found(own_text="Voir annexe.", signature=f"Sophie\n\n{line}") == [("C502100001", carrier)]


def test_a_telephone_in_a_signature_is_no_number_of_a_claim() -> None:
    assert _found(own_text="Voir annexe.", signature="Jean Martin\nC 475 123 456\nT 502 100 417") == []


def test_a_signature_hides_nothing_of_what_is_quoted_below_it() -> None:
    found = _found(own_text="Voir.", signature="-- \nJean", quoted_text="Bonjour,\nC 502 100 001 : merci.")

    assert found == [("C502100001", Carrier.QUOTED_TEXT)]


def test_in_a_forward_without_a_word_the_signature_is_not_the_message() -> None:
    verdict = decided(tree(unit(subject="TR: constat", signature="Sophie, dossier C502100017", quoted_text="Dossier *C502100001*"))).units[
        0
    ]

    assert (verdict.outcome, verdict.claims) == (Outcome.ROUTE_WARN, ("C502100001",))


def test_the_name_below_a_letter_is_the_senders_own_word() -> None:
    mail = unit(own_text="Voir annexe.", signature="Anne LEROY\n0475 12 34 56")

    assert "Anne LEROY" in gather(tree(mail), mail, {}, Options()).text


def test_a_loss_is_not_reported_in_a_signature() -> None:
    mail = unit(own_text="Voir annexe.", signature="Courtage Meunier - déclaration de sinistre en ligne")

    assert not gather(tree(mail), mail, {}, Options()).declaration


def test_the_language_of_the_sender_counts_before_that_of_his_telephone() -> None:
    mail = tree(unit(subject="Het verslag van de expert", signature="Sent from my iPhone"))

    assert decided(mail).acknowledgement.language == "nl"
