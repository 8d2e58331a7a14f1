import pytest

from router.courtesies import says_nothing

NAMES = ("Courtier Horizon", "sinistres@courtier-horizon.example", "DUPONT Jean", "C502100001")


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        ("", True),
        ("Bonjour,\n\nVeuillez trouver ci-joint la facture.\n\nBien cordialement,\nCourtier Horizon", True),
        ("Geachte mevrouw,\nGelieve in bijlage de factuur te vinden.\nMet vriendelijke groeten", True),
        ("Guten Tag,\nanbei finden Sie die Rechnung.\nMit freundlichen Grüßen", True),
        ("Hello,\nplease find the invoice attached.\nKind regards", True),
        ("Bonjour,\n\nVoici la facture du garage.", True),
        ("Voir annexe, dossier DUPONT C502100001. Merci d’avance.", True),
        ("Veuillez trouver ci-joint la facture. Merci de ne pas payer.", False),
        ("Veuillez trouver ci-joint la facture ?", False),
        ("Voir annexe!", False),
        ("Voici la facture, total 300 EUR", False),
        ("Voir annexe, dossier MULLER", False),
        ("Facture contestée", False),
        ("bonjour " * 81, False),
    ],
)
def test_a_text_says_nothing_only_when_every_word_is_courtesy(text: str, nothing: bool) -> None:  # noqa: FBT001 - a column of the table
    assert says_nothing(text, NAMES) is nothing
