"""Until when somebody is absent, by his automatic reply."""

from datetime import date

import pytest

from extractors.absence import Absence, absence_of, says_absent

RECEIVED = date(2026, 3, 2)
NINTH = date(2026, 3, 9)

UNTIL = (
    "Je suis absent jusqu'au 9 mars.",
    "Je suis absent jusqu’au lundi 9 mars 2026 inclus. En cas d'urgence : 04 222 33 44.",
    "Bonjour,\nEn congé du 2 au 9 mars.",
    "Absent du 02/03/2026 au 09/03/2026.",
    "Ik ben afwezig tot en met 9 maart.",
    "Ik ben met verlof tot maandag 9 maart 2026.",
    "Afwezig van 2 tot 9 maart.",
    "Afwezig t/m 9/3.",
    "Ich bin bis zum 9. März nicht im Büro.",
    "Abwesend bis einschließlich 09.03.2026",
    "Ich bin vom 2. bis 9. März im Urlaub.",
    "I am out of the office until 9 March.",
    "I am away until Monday, March 9, 2026.",
    "On leave from 2 to 9 March 2026.",
    "Out of office through 2026-03-09",
    "Ik ben afwezig van 2 maart t.e.m. 9 maart.",
    "Afwezig tem 9 maart.",
    "En congé 2/3 - 9/3.",
    "Out of office 02/03/2026 \u2013 09/03/2026",
    "Ich bin bis zum 9. März abwesend. Wieder erreichbar ab dem 4. März.",
)
BACK = (
    "Je serai de retour le 9 mars.",
    "Retour au bureau le lundi 9 mars 2026.",
    "De retour à partir du 9/03.",
    "Je reviens le 9 mars.",
    "Ik ben terug op 9 maart.",
    "Vanaf maandag 9 maart ben ik terug. Terug vanaf 09/03/2026.",
    "Ik ben opnieuw bereikbaar vanaf 9 maart.",
    "Ich bin am 9. März zurück. Wieder erreichbar ab dem 9. März.",
    "Ich bin wieder ab Montag, dem 09.03.2026 erreichbar.",
    "I will be back on 9 March.",
    "I will be back in the office on Monday 9th of March.",
    "I will not be back until 9 March 2026.",
    "Returning to the office on March 9th",
    "Am 9. März bin ich zurück.",
    "Vanaf 9 maart ben ik weer bereikbaar.",
    "Je reprendrai le travail le lundi 9 mars.",
    "Je reprendrai le lundi 9 mars.",
    "Ab dem 9. März bin ich wieder im Büro erreichbar.",
)
SILENT = (
    "",
    "Je suis en réunion toute la journée.",
    "Je suis absent. Appelez le 04 222 33 44.",
    "Absent jusqu'au 27 février 2026.",
    "Notre réf. 9/3 du 12",
    "Le bureau est ouvert jusqu'à 17 h.",
    "We are open until 17:30.",
    "Absent jusqu'au 31 février.",
    "Cette offre vaut du 1 au 2.",
    "until 9 March 2031",
    "Ab dem 9. März 2026 lautet unsere neue Anschrift: Hauptstraße 1.",
    "Tarif 2/3 - 9/3",
)


@pytest.mark.parametrize("text", UNTIL)
def test_the_last_day_of_an_absence_is_read(text: str) -> None:
    assert absence_of(text, RECEIVED) == Absence(until=NINTH)


@pytest.mark.parametrize("text", BACK)
def test_the_day_of_the_return_is_read(text: str) -> None:
    assert absence_of(text, RECEIVED) == Absence(back=NINTH)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Je suis absent.",
            "En congés annuels",
            "Je suis en vacances",
            "Ik ben afwezig.",
            "Met verlof",
            "Op vakantie",
            "Ich bin abwesend.",
        ),
        *("Ich bin im Urlaub", "Ich bin heute nicht im Büro", "Out of office", "I am away", "I am on leave"),
    ],
)
def test_a_word_of_absence_is_known(text: str) -> None:
    assert says_absent(text)


@pytest.mark.parametrize(
    "text",
    [
        "Nous avons bien reçu votre message et y répondrons dans les cinq jours.",
        "Wij hebben uw bericht goed ontvangen.",
        "Wir haben Ihre Nachricht erhalten.",
        "We have received your message and will answer it soon.",
        "We answer right away. En l'absence de réponse, rappelez-nous.",
        "Ab dem 1. Januar 2027 lautet unsere neue Anschrift: Hauptstraße 1.",
    ],
)
def test_other_automatic_replies_have_none(text: str) -> None:
    assert not says_absent(text)


@pytest.mark.parametrize("text", SILENT)
def test_what_names_no_day_to_come_tells_nothing(text: str) -> None:
    assert absence_of(text, RECEIVED) == Absence()


def test_both_days_are_read_and_a_day_without_its_year_is_the_next_one() -> None:
    both = "Je suis absent du 22/12 au 4 janvier et de retour le 5 janvier."

    assert absence_of(both, date(2026, 12, 20)) == Absence(until=date(2027, 1, 4), back=date(2027, 1, 5))


def test_a_long_text_takes_no_longer_than_a_short_one() -> None:
    assert absence_of("du " * 200_000 + "from to " * 200_000, RECEIVED) == Absence()
