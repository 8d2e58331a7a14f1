"""A mail that carries one claim's number and speaks of another claim: it waits, or its handler is told; and what is no such thing."""

from datetime import date

import pytest

from core.values import Address, Outcome, Verdict
from router.book import Book
from router.protocols import Register, State
from tests.router.world import MARTIN, PEETERS, claim, decided, part, tree, unit

GARAGE = "garage@carrosserie.example"
DUPONT, MARTENS, MERTENS, SOPHIE, PETIT = "C502100050", "C502100123", "C502100456", "C502100789", "C502108790"
OFFICE = Book(
    [
        claim(DUPONT, policy_numbers=("AU-5500050",), plates=("1-DEF-567",), loss_date=date(2026, 3, 14), party_emails=(GARAGE,)),
        claim(MARTENS, insured_names=("MARTENS Jan",), policy_numbers=("HB-1234567",), loss_date=date(2026, 2, 14)),
        claim(MERTENS, insured_names=("Mertens Piet",), policy_numbers=("HB-7654321",)),
        claim(SOPHIE, insured_names=("DUPONT Sophie",), policy_numbers=("HB-8888888",), loss_date=date(2026, 2, 2)),
        claim(PETIT, insured_names=("PETIT Marc",), policy_numbers=("HB-8888889",), broker_refs=("2026/0801",)),
        claim("C502100001", insured_names=("LECOMTE Julie",), plates=("1-ABC-234",), party_emails=(GARAGE,)),
        claim("C502100900", insured_names=("RENARD Luc",), state=State.CLOSED),
        claim("C502107333", insured_names=("VOGEL Karl",), broker_emails=(PEETERS,), policy_numbers=("AU-3333333",)),
    ]
)
WAITS = (Outcome.TRIAGE, ("identity_conflict",))
TOLD = (Outcome.ROUTE_WARN, ("another_claim_mentioned",))
PLAIN = (Outcome.ROUTE, ())


def said(verdict: Verdict) -> tuple[Outcome, tuple[str, ...]]:
    """Where a mail goes, and why."""
    return verdict.outcome, verdict.why


def verdict_on(text: str = "", *files: str, subject: str = f"*{DUPONT}*", register: Register = OFFICE, **fields: object) -> Verdict:
    """The verdict on a mail of the broker, with files of these names."""
    attached = [part(f"0.{number:03}", name) for number, name in enumerate(files, start=1)]
    return decided(tree(unit(subject=subject, own_text=text, **fields), *attached), register=register).units[0]


# An answer has the subject of the mail that it answers: often ours, with the insured's name.

ANSWERS = {
    "the insured of another claim": ("Dossier Martens Jan : voici le devis", WAITS),
    "the same in passing": ("Voici le devis pour Martens Jan", TOLD),
    "the policy of another": ("Police HB-1234567, Martens Jan", WAITS),
    "plate and name of another": ("Plaque 1-ABC-234, dossier Lecomte Julie", WAITS),
    "the insured of a claim of another broker": ("Concerne: Vogel Karl", TOLD),
    "this claim's policy and another's": ("Police AU-5500050, et pour Martens police HB-1234567", TOLD),
    "nobody": ("Voici la suite.", PLAIN),
    "the insured of this claim": ("Dossier Dupont Jean : voici la suite.", PLAIN),
}
ACKNOWLEDGED = [
    "Re: Accusé de réception *{}* - DUPONT Jean",
    "RE : Accusé de réception *{}* - DUPONT Jean",
    "Antw: Ontvangstbevestiging *{}* - DUPONT Jean",
    "AW: Empfangsbestätigung *{}* - DUPONT Jean",
    "[EXT] Re[2]: Acknowledgement *{}* - DUPONT Jean",
]


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("subject", ACKNOWLEDGED)
def test_the_name_in_the_subject_of_an_answer_is_not_what_its_sender_says(subject: str, name: str) -> None:
    text, expected = ANSWERS[name]

    assert said(verdict_on(text, subject=subject.format(DUPONT))) == expected


def test_the_name_in_the_subject_of_an_answer_still_speaks_for_its_number() -> None:
    assert said(verdict_on("Voici la suite.", subject=f"Re: {DUPONT} - DUPONT Jean")) == PLAIN


# What the sender says of this claim himself, beside what he says of another.

BOTH = {
    "another's policy beside a name": (f"*{DUPONT}*", "Dossier Dupont Jean, police HB-1234567", WAITS),
    "another broker's policy beside a name": (f"*{DUPONT}*", "Dossier Dupont Jean, police AU-3333333", TOLD),
    "another's name beside a name": (f"*{DUPONT}* Dupont Jean", "Concerne: Martens Jan", TOLD),
    "another's name beside a family name": (f"*{DUPONT}* Dupont", "La facture de Jan Martens suit", TOLD),
    "a family name beside a name": (f"*{DUPONT}* Dupont Jean", "La facture de Monsieur Martens suit", PLAIN),
    "another's name beside a policy": (f"*{DUPONT}* police AU-5500050", "La facture de Jan Martens suit", PLAIN),
    "the opponent's policy": (f"*{DUPONT}*", "Véhicule 1-DEF-567, adverse : police HB-1234567", PLAIN),
}


@pytest.mark.parametrize("name", BOTH)
def test_a_number_of_another_claim_goes_before_a_name_and_a_name_before_less(name: str) -> None:
    subject, text, expected = BOTH[name]

    assert said(verdict_on(text, subject=subject)) == expected


# Names that are like this one.

LIKE = {
    "a name that is almost this one": (f"*{MARTENS}* - Mertens Piet", "", WAITS),
    "the same without asterisks": (f"{MARTENS} - MERTENS Piet", "", WAITS),
    "the same in the text": (f"*{MARTENS}*", "Dossier Mertens Piet", WAITS),
    "the same family name alone": (f"*{MARTENS}* - Mertens", "", WAITS),
    "a typing error before the right given name": (f"*{MARTENS}* - Mertens Jan", "", PLAIN),
    "a typing error that is nobody": (f"*{MARTENS}* - Martins", "", PLAIN),
    "one family, the other given name": (f"*{DUPONT}* - Dupont Sophie", "", WAITS),
    "the same, without asterisks": (f"{DUPONT} DUPONT Sophie", "", WAITS),
    "the same, behind a cue": (f"*{DUPONT}*", "Assurée : Sophie Dupont", WAITS),
    "the same, in passing": (f"*{DUPONT}*", "La facture de Sophie Dupont suit", TOLD),
    "the policy of one called alike": (f"*{DUPONT}*", "Police HB-8888888 Dupont", WAITS),
    "the family name alone": (f"*{DUPONT}* - Dupont", "", PLAIN),
}


@pytest.mark.parametrize("name", LIKE)
def test_an_exact_name_of_another_claim_goes_before_a_likeness_to_this_one(name: str) -> None:
    subject, text, expected = LIKE[name]

    assert said(verdict_on(text, subject=subject)) == expected


def test_a_second_claim_of_the_same_insured_speaks_against_nothing() -> None:
    register = Book([*OFFICE.claims.values(), claim("C502106666", insured_names=("DUPONT J.",), policy_numbers=("HB-6666666",))])

    assert said(verdict_on("Police HB-6666666, Dupont", register=register)) == PLAIN


def test_a_second_claim_of_the_same_insured_one_slip_away_is_not_another_persons() -> None:
    register = Book([*OFFICE.claims.values(), claim("C502100059", broker_emails=(PEETERS,))])

    assert said(verdict_on("Dossier Dupont Jean", register=register)) == PLAIN


def test_the_claim_of_another_broker_makes_no_typing_error_a_name() -> None:
    register = Book(
        [claim(MARTENS, insured_names=("MARTENS Jan",)), claim(MERTENS, insured_names=("MERTENS Piet",), broker_emails=(PEETERS,))]
    )

    assert said(verdict_on("Dossier Mertens", subject=f"*{MARTENS}*", register=register)) == PLAIN


# Where people are named.

NAMED = {
    "Onze klant: Martens Jan": WAITS,
    "Verzekeringsnemer: Martens": WAITS,
    "Naam : Martens": WAITS,
    "Versicherungsnehmer: Martens Jan": WAITS,
    "Unsere Kundin Martens": WAITS,
    "Preneur d'assurance : Martens Jan": WAITS,
    "Nom : Martens\nPrénom : Jan": WAITS,
    "Objet : sinistre de Monsieur Martens Jan": WAITS,
    "Policyholder: Martens Jan": WAITS,
    "Our customer Martens": WAITS,
    "Voici le devis de Monsieur Martens.": TOLD,
    "La facture de M.Martens suit.": TOLD,
    "La facture de Jan Martens suit.": TOLD,
    "De factuur van de heer Martens.": TOLD,
    "Geachte, in bijlage de factuur van de heer Martens.": TOLD,
    "Die Rechnung von Herrn Martens anbei.": TOLD,
    "Mr Martens sent us this invoice.": TOLD,
    "la facture de jan martens": TOLD,
    "Voici la facture de M. Renard.": PLAIN,
    "Voici la facture de Monsieur Vogel.": PLAIN,
    "Bonjour Monsieur Martens,\n\nvoici la facture.": PLAIN,
    "Sehr geehrter Herr Martens,\n\nanbei die Rechnung.": PLAIN,
    "Geachte heer Martens,\n\nin bijlage de factuur.": PLAIN,
    "Monsieur Martens,\n\nvoici la facture.": PLAIN,
    "Le rapport de l'expert, M. Martens, suit.": PLAIN,
    "Het verslag van de deskundige dhr. Martens volgt.": PLAIN,
    "Das Schreiben von Rechtsanwalt Herrn Martens folgt.": PLAIN,
    "The letter of our colleague Mrs Martens follows.": PLAIN,
    "Recours contre Monsieur Martens.": PLAIN,
    "Voici la facture.\n\nCordialement,\nJan Martens": PLAIN,
}


@pytest.mark.parametrize("text", NAMED)
def test_the_insured_of_another_claim_of_the_sender_is_seen_wherever_he_is_named(text: str) -> None:
    assert said(verdict_on(text)) == NAMED[text]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"subject": f"*{DUPONT}* - martens"}, TOLD),
        ({"subject": f"Devis d'Martens *{DUPONT}*"}, WAITS),
        ({"subject": f"*{DUPONT}* - petit devis"}, PLAIN),
        ({"text": "Réparation de Madame Lecomte", "sender": GARAGE}, TOLD),
        ({"text": "Réparation de Monsieur Martens", "sender": GARAGE}, PLAIN),
        ({"text": "La facture de Jan Martens suit.", "sender": Address(name="Jan Martens", address=MARTIN)}, PLAIN),
    ],
)
def test_only_claims_that_the_sender_is_on_and_that_are_not_his_own_count_in_passing(fields: dict[str, object], expected: object) -> None:
    assert said(verdict_on(**fields)) == expected


# Names of files.

ROOMS = [f"{room} {thing}.jpg" for room in ("Salon", "Cuisine", "Chambre", "Cave", "Grenier") for thing in ("Plafond", "Parquet", "Tapis")]


def test_a_name_behind_many_others_is_asked_about_too() -> None:
    assert said(verdict_on("", *ROOMS, "Devis Vogel Karl.pdf")) == WAITS


def test_where_more_names_stand_than_are_asked_about_the_handler_is_told() -> None:
    files = [f"Piece{chr(65 + at % 26)}{chr(65 + at // 26)} Vue.jpg" for at in range(200)]
    named, unnamed = (verdict_on(text, *files, "Devis Vogel Karl.pdf") for text in ("Dossier Dupont", ""))

    assert (said(named), said(unnamed)) == (PLAIN, (Outcome.ROUTE_WARN, ("names_not_compared",)))


def test_beside_a_word_for_the_insured_a_name_is_asked_about_first() -> None:
    files = [f"Piece{chr(65 + at % 26)}{chr(65 + at // 26)} Vue.jpg" for at in range(200)]

    assert said(verdict_on("Dossier Vogel Karl", *files)) == WAITS


@pytest.mark.parametrize("name", ["HB-1234567.pdf", "HB-1234567_devis.pdf", "devis_HB-1234567.pdf", "HB.1234567.PDF", "HB-1234567"])
def test_the_policy_of_another_claim_counts_in_the_name_of_a_file(name: str) -> None:
    assert said(verdict_on("", name)) == WAITS


# Words that are names, too.


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"text": "Voici un petit devis."}, (Outcome.ROUTE_WARN, ("not_delimited",))),
        ({"text": "Petit devis ci-joint."}, (Outcome.ROUTE_WARN, ("not_delimited",))),
        ({"text": "Dossier Petit"}, PLAIN),
        ({"text": "petit marc"}, PLAIN),
        ({"subject": f"{PETIT} PETIT"}, PLAIN),
    ],
)
def test_a_common_word_is_a_name_only_where_it_is_written_like_one(fields: dict[str, object], expected: object) -> None:
    assert said(verdict_on(**{"subject": PETIT} | fields)) == expected


# The day of the loss.

DAYS = {
    "Sinistre du 14/02/2026": TOLD,
    "Date du sinistre : 14.02.2026": TOLD,
    "Schade van 14/02/2026": TOLD,
    "Wasserschaden vom 14.02.2026": TOLD,
    "Accident of 14/02/2026": TOLD,
    "Sinistre du 15/02/2026": PLAIN,
    "Sinistre du 14/03/2026, devis pour le sinistre du 14/02/2026": PLAIN,
    "Facture du 14/02/2026": PLAIN,
    "Dossier Dupont, sinistre du 14/02/2026": PLAIN,
}


@pytest.mark.parametrize("text", DAYS)
def test_the_day_of_another_loss_of_the_sender_is_told_where_a_day_of_loss_is_named(text: str) -> None:
    assert said(verdict_on(text)) == DAYS[text]


def test_the_day_of_a_loss_on_another_brokers_claim_says_nothing() -> None:
    register = Book([claim(DUPONT, loss_date=date(2026, 3, 14)), claim(MARTENS, loss_date=date(2026, 2, 14), broker_emails=(PEETERS,))])

    assert said(verdict_on("Sinistre du 14/02/2026", register=register)) == PLAIN
