"""Whether a sender says that he attached something."""

import pytest

from router.announced import announces_attachment

SAID = (
    "Voir pièce jointe.",
    "Bonjour,\nVoir PJ\nCordialement",
    "Veuillez trouver ci-joint le devis.",
    "Je vous joins la facture du garage.",
    "Je joins la facture.",
    "Vous trouverez le rapport en annexe.",
    "cf. pièces jointes",
    "zie bijlage",
    "Zie de bijlagen a.u.b.",
    "In bijlage vindt u de offerte.",
    "Bijgevoegd de factuur.",
    "siehe Anhang",
    "Anbei der Kostenvoranschlag.",
    "Die Rechnung finden Sie im Anhang.",
    "beigefügt die Rechnung",
    "s. Anlage",
    "See attached.",
    "Please find enclosed our invoice.",
    "The invoice is attached.",
    "I've attached the photos",
    "Ci-annexé la facture",
    "La facture est en annexe",
    "In bijlage vindt u de factuur.",
    "anbei die Rechnung",
    "See the attachment",
    "Merci de m'envoyer le contrat. Voir pièce jointe.",
    "Je vous prie de trouver en annexe le devis.",
    "Wij sturen u in bijlage de factuur.",
    "Ich schicke Ihnen anbei die Rechnung.",
)
NOT_SAID = (
    "",
    "Merci de me rappeler.",
    "Je n'ai pas encore de devis.",
    "Il faut joindre le garage au 04 222 33 44.",
    "Envoi sans pièce jointe.",
    "Er is geen bijlage nodig.",
    "Mail ohne Anhang.",
    "There is no attachment to this mail.",
    "L'annexe de la maison a brûlé.",
    "Le garage joint son avis au nôtre.",
    "De schade werd vergoed.",
    "Die Anlage brennt.",
    "Merci de m'envoyer en pièce jointe le contrat.",
    "Veuillez nous transmettre le devis en annexe.",
    "Merci de bien vouloir nous faire parvenir la facture en PJ",
    "Gelieve mij in bijlage de polis te bezorgen.",
    "Kunt u ons de factuur als bijlage sturen?",
    "Bitte schicken Sie uns die Rechnung als Anhang.",
    "Können Sie mir den Vertrag im Anhang zusenden?",
    "Please send me the policy as an attachment.",
)


@pytest.mark.parametrize("text", SAID)
def test_a_text_announces_what_comes_along(text: str) -> None:
    assert announces_attachment(text)


@pytest.mark.parametrize("text", NOT_SAID)
def test_other_texts_announce_nothing(text: str) -> None:
    assert not announces_attachment(text)
