import pytest

from parsers.passwords import candidates


@pytest.mark.parametrize(
    ("text", "password"),
    [
        ("Bonjour,\nle mot de passe : Sinistre2024\nMerci", "Sinistre2024"),
        ("Mot de passe du fichier zip : « Hiver-24! ».", "Hiver-24!"),
        ("Wachtwoord is: Schade!24.", "Schade!24"),
        ("Das Passwort lautet Unfall-77", "Unfall-77"),
        ("mdp=abc123, merci", "abc123"),
        ("Please open it with password 'x y z' today", "x y z"),
        ("Password: *Bold99*", "Bold99"),
    ],
)
def test_the_likeliest_candidate_is_what_the_sender_meant(text: str, password: str) -> None:
    assert candidates((text,), limit=5)[0] == password


@pytest.mark.parametrize("text", ["Merci de votre passage.", "Pas de mot de passe", "mot de passe :", "", "Compassion : oui"])
def test_other_words_offer_nothing(text: str) -> None:
    assert candidates((text,), limit=5) == ()


def test_there_are_never_more_than_the_limit() -> None:
    assert len(candidates(tuple(f"mdp : secret{number}" for number in range(100)), limit=20)) == 20
