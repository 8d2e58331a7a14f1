"""People whom ordinary mail names beside the insured of its claim, and where nobody waits for it."""

from datetime import date

import pytest

from core.values import Address, Quoted, SenderClass
from router.authentication import Origin
from router.book import Book
from router.bystanders import without_others, without_others_in_file
from router.senders import From, standing
from tests.router.test_others import DUPONT, GARAGE, PLAIN, TOLD, WAITS, said, verdict_on
from tests.router.world import STRANGER, claim

PEOPLE = (
    "Peeters Luc",
    "Maes Tom",
    "Simon Eric",
    "Leroy Alain",
    "Lambert Anne",
    "Thomas Sarah",
    "Michel Anne",
    "Robert Michel",
    "Denis Julie",
    "Dumont Claude",
    "Collard Tim",
    "Carlier Max",
    "Claes Ann",
    "Schneider Uwe",
    "Brown Peter",
    "Hubert Léa",
    "Martin Claire",
    "Dubois Paul",
    "Louis Eva",
    "Albert Nora",
    "Namur Jean",
    "Bruxelles Marc",
)
CROWD = Book(
    [
        claim(DUPONT, party_emails=(GARAGE,), broker_refs=("2026/0500",), loss_date=date(2026, 3, 14)),
        *(
            claim(f"C5071{at:05}", insured_names=(name,), broker_refs=(f"2026/06{at:02}",), loss_date=date(2026, 2, 1 + at))
            for at, name in enumerate(PEOPLE)
        ),
    ]
)
TAIL = "\n\nCordialement,\n\nSophie Carlier\nTél. +32 81 22 33 44"

# Numbers of invoices and quotes that look like the broker's own for another claim.

NUMBERS = {
    "Facture n° 2026/0600 du garage.": PLAIN,
    "Dupont Jean. Facture n° 2026/0600 du garage.": PLAIN,
    "PV 2026/0600": PLAIN,
    "Bestek 2026-0600": PLAIN,
    "Rechnung 20260600": PLAIN,
    "N/réf : 2026/0600": WAITS,
    "N/réf : 2026 0600": WAITS,
    "Ons kenmerk 2026-0600": WAITS,
    "Unser Zeichen: 2026/0600": WAITS,
    "Notre numéro de gestion : 2026/0600": WAITS,
    "Our file number: 2026/0600": WAITS,
    "Makler-Ref. 2026/0600": WAITS,
    "Ref. makelaar 2026/0600": WAITS,
    "Notre facture 2026/0600": PLAIN,
    "Unsere Rechnung 2026/0600": PLAIN,
    "Dupont Jean, n/réf 2026/0600": TOLD,
    "M. Dupont, n/réf 2026/0600": TOLD,
    "N/réf 2026/0500, et le dossier 2026/0600": TOLD,
}


@pytest.mark.parametrize("text", NUMBERS)
def test_the_number_of_a_brokers_file_counts_behind_a_word_for_one(text: str) -> None:
    assert said(verdict_on(text, register=CROWD)) == NUMBERS[text]


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("*{}* - Dupont - facture 2026/0600", PLAIN),
        ("*{}* - 2026/0600", WAITS),
        ("*{}* 2026-0600", WAITS),
        ("*{}* - devis 20260600", PLAIN),
        ("*{}* N/réf 2026-0600", WAITS),
    ],
)
def test_or_alone_in_a_subject(subject: str, expected: object) -> None:
    assert said(verdict_on("Voir annexe.", subject=subject.format(DUPONT), register=CROWD)) == expected


@pytest.mark.parametrize("name", ["Devis 2026-0600.txt", "PV 2026-0600.pdf", "Facture 20260600.pdf"])
def test_and_not_in_the_name_of_a_paper(name: str) -> None:
    assert said(verdict_on("Voir annexe.", name, register=CROWD)) == PLAIN


# The insured himself.


@pytest.mark.parametrize(
    ("parties", "expected"),
    [
        ((GARAGE,), SenderClass.UNKNOWN),
        ((GARAGE, "jean.dupont@skynet.be"), SenderClass.SPOOFED),
        ((GARAGE, "info@dupont-jean.example"), SenderClass.SPOOFED),
        ((GARAGE, "jd1970@outlook.com"), SenderClass.SPOOFED),
    ],
)
def test_who_bears_the_name_of_the_insured_imitates_him_only_where_an_address_may_be_his(
    parties: tuple[str, ...], expected: SenderClass
) -> None:
    sender = From(address=Address(name="Jean Dupont", address="jd@gmail.com"), origin=Origin.PROVEN)
    book = Book([claim(DUPONT, party_emails=parties)])

    assert standing(sender, book, book.get_claim(DUPONT)).sender is expected


# Roles and places in subjects and names of files.

SUBJECTS = {
    "*{}* - garage Leroy": PLAIN,
    "*{}* - expertise Simon": PLAIN,
    "*{}* - certificat Dr Thomas": PLAIN,
    "*{}* - accident Bruxelles": PLAIN,
    "*{}* - Merci Michel": PLAIN,
    "*{}* - attn. Ann Claes": PLAIN,
    "*{}* - Maître Simon": PLAIN,
    "*{}* - Me Simon": PLAIN,
    "*{}* - Lambert": WAITS,
    "*{}* - dossier Lambert": WAITS,
    "Devis d'Lambert *{}*": WAITS,
    "*{}* - Lambert Anne": WAITS,
    "*{}* - LAMBERT Marie": WAITS,
    "*{}* - Marie LAMBERT": WAITS,
    "*{}* - garage Dumont - Lambert Anne": WAITS,
    "*{}* - rapport Lambert Anne": WAITS,
    "*{}* - expertise Lambert Anne": WAITS,
}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_family_name_in_a_subject_waits_and_nothing_where_a_role_stands_before_it(subject: str) -> None:
    assert said(verdict_on("Voir annexe.", subject=subject.format(DUPONT), register=CROWD)) == SUBJECTS[subject]


FILES = {
    "Facture Garage Dumont.txt": PLAIN,
    "Facture_Garage_Dumont.pdf": PLAIN,
    "FactureGarageDumont.pdf": PLAIN,
    "Rapport Simon.txt": PLAIN,
    "Certificat Dr Thomas.txt": PLAIN,
    "Lettre adverse Peeters.txt": PLAIN,
    "Photo Namur.txt": PLAIN,
    "Courrier Avocat Collard.txt": PLAIN,
    "Scan_Sophie Carlier.txt": PLAIN,
    "Scanned by Lambert.txt": PLAIN,
    "Devis Lambert.txt": TOLD,
    "Dossier Lambert.txt": WAITS,
    "2026-0604 devis.txt": TOLD,
    "2026-0500 devis.txt": PLAIN,
    "FactureLambert.txt": TOLD,
    "Devis Lambert Anne.txt": WAITS,
    "Rapport Lambert Anne.txt": WAITS,
    "Facture Garage Dumont Lambert Anne": WAITS,
}


@pytest.mark.parametrize("name", FILES)
def test_and_so_in_the_name_of_a_file(name: str) -> None:
    assert said(verdict_on(f"Voir annexe.{TAIL}", name, register=CROWD)) == FILES[name]


# Behind a word for the insured.

CUES = {
    "Adresse de notre client : Avenue Louis Lepoutre 12": PLAIN,
    "Le client du Garage Leroy attend.": PLAIN,
    "Concerne : accident à Namur": PLAIN,
    "Objet : rue Albert 12": PLAIN,
    "Le dossier Maître Simon est au tribunal.": PLAIN,
    "Coordonnées du tiers :\nNom : Peeters\nPrénom : Luc": PLAIN,
    "Tiers\n\nNom : Peeters": PLAIN,
    "Gegner:\nName: Schneider\nVorname: Uwe": PLAIN,
    "Naam: Maes\nVoornaam: Tom\n(tegenpartij)": PLAIN,
    "Tiers :\nVille : Namur\nAssuré : Lambert Anne": WAITS,
    "Tiers : voir annexe\nNom : Lambert": WAITS,
    "Nom : Lambert\n\n(tegenpartij)\nNom : Peeters": WAITS,
    "Dossier Lambert": WAITS,
    "Notre client Lambert, avenue Louis 12": WAITS,
    "Rapport d'expertise de notre cliente Lambert Anne": WAITS,
}


@pytest.mark.parametrize("text", CUES)
def test_streets_firms_and_the_other_side_are_no_insured_though_a_word_for_him_stands_before_them(text: str) -> None:
    assert said(verdict_on(text, register=CROWD)) == CUES[text]


# People beside the insured.

BESIDE = {
    "De tegenpartij, de heer Maes, betwist.": PLAIN,
    "De deskundige, de heer Maes, komt.": PLAIN,
    "der Gegner, Herr Schneider, hat anerkannt.": PLAIN,
    "The third party Mr Brown has written.": PLAIN,
    "La partie adverse, M. Peeters, conteste.": PLAIN,
    "Le conducteur adverse, M. Peeters, conteste.": PLAIN,
    "Le plombier M. Hubert passera.": PLAIN,
    "Le carrossier, M. Hubert, passera.": PLAIN,
    "Mme Martin de votre service comptabilité a appelé.": PLAIN,
    "Ma collègue Anne Lambert vous a écrit.": PLAIN,
    "L'expert Eric Simon passera.": PLAIN,
    "Témoins : Julie Denis, rue du Pont 3 ; Michel Robert.": PLAIN,
    "Copie à Anne Lambert (comptabilité).": PLAIN,
    "De verzekerde van Ethias, Tom Maes, had geen voorrang.": PLAIN,
    "Tiers : Peeters Luc": PLAIN,
    "Accident rue Paul Dubois 12 à Namur.": PLAIN,
    "Mme Lambert de Namur a appelé.": TOLD,
    "Voici la facture d'Anne Lambert.": TOLD,
    "L'expertise de Anne Lambert est faite.": TOLD,
    "Le garage attend, dossier Lambert Anne.": WAITS,
}


@pytest.mark.parametrize("text", BESIDE)
def test_whom_a_role_stands_before_is_nobodys_insured(text: str) -> None:
    assert said(verdict_on(text, register=CROWD)) == BESIDE[text]


@pytest.mark.parametrize(
    ("subject", "expected"), [("accident Dupont", PLAIN), ("mon dégât des eaux", TOLD), ("", TOLD), ("accident Lambert", TOLD)]
)
def test_who_wrote_what_is_forwarded_in_silence_is_no_insured_where_he_writes_about_this_one(subject: str, expected: object) -> None:
    writer = Quoted(sender=Address(name="Luc Peeters", address="luc.peeters@mail.example"), subject=subject)

    verdict = verdict_on("", subject=f"TR: *{DUPONT}*", quoted_text="Voici mes photos. Luc Peeters", quoted=(writer,), register=CROWD)

    assert said(verdict) == expected


@pytest.mark.parametrize(("name", "heard"), [("garage Dumont", "garage  "), ("HB-1234567_devis.pdf", "HB-1234567_devis.pdf")])
def test_the_name_of_a_file_that_names_nobody_stays_as_it_is(name: str, heard: str) -> None:
    assert without_others_in_file(name) == heard


def test_a_long_text_costs_no_more_than_its_length() -> None:
    assert without_others("Garage Me Dr. " * 20_000).startswith("Garage")


def test_a_stranger_is_never_the_insured_of_a_claim_without_parties() -> None:
    book = Book([claim(DUPONT)])

    sender = From(address=Address(name="Jean Dupont", address=STRANGER), origin=Origin.PROVEN)

    assert standing(sender, book, book.get_claim(DUPONT)).sender is SenderClass.UNKNOWN
