"""Until when files that wait elsewhere can be fetched, by the mail that brings their address."""

from datetime import date

import pytest

from extractors.expiry import expiry_of

RECEIVED = date(2026, 5, 5)
TWELFTH = date(2026, 5, 12)

SAID = (
    "Le lien expire le 12/05.",
    "Le lien expirera le mardi 12 mai 2026.",
    "Lien valable jusqu'au 12/05/2026",
    "Fichiers disponibles jusqu’au 12 mai.",
    "Vos fichiers seront supprimés le 12 mai 2026",
    "Date d'expiration : 12/05/2026",
    "Le film est trop lourd, lien valable 7 jours :",
    "Le lien expire dans 7 jours.",
    "De link verloopt op 12 mei.",
    "De bestanden blijven beschikbaar tot en met 12/05/2026.",
    "De link is 7 dagen geldig.",
    "Der Link läuft am 12.05.2026 ab.",
    "Abrufbar bis zum 12. Mai",
    "Der Download ist noch 7 Tage verfügbar.",
    "The link expires on 12 May 2026.",
    "Available until May 12.",
    "The files will be deleted on 2026-05-12.",
    "Valid for 1 week.",
    "Lien 1 valable jusqu'au 20/05/2026\nLien 2 valable jusqu'au 12/05/2026",
)
NOT_SAID = (
    "Voici le film : https://we.tl/t-Qw7LpZ2c9K",
    "Mon contrat expire le 12/05/2026.",
    "De polis vervalt op 12/05/2026.",
    "Le lien a expiré le 12/04/2026.",
    "Le rendez-vous est le 12/05/2026.",
    "Expire le 45/05/2026.",
)


@pytest.mark.parametrize("text", SAID)
def test_the_day_is_read_as_people_and_services_write_it(text: str) -> None:
    assert expiry_of(text, RECEIVED) == TWELFTH


@pytest.mark.parametrize("text", NOT_SAID)
def test_what_is_no_end_of_a_link_is_none(text: str) -> None:
    assert expiry_of(text, RECEIVED) is None
