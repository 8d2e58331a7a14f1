"""Sentences in which senders tell passwords, in four languages, and those in which they only speak of them."""

import pytest

from core.values import Unit
from parsers.passwords import BLANK, blanked, candidates

TOLD = [
    # French
    ("Mot de passe – Sinistre!", "Sinistre!"),
    ("Mot de passe - Hiver24", "Hiver24"),
    ("Mot de passe — tempete.", "tempete"),
    ("Mot de passe (confidentiel) : hiver", "hiver"),
    ("Mot de passe pour ouvrir le fichier joint : Printemps", "Printemps"),
    ("Le mot de passe du fichier que je vous ai envoyé tout à l'heure est Tempête!9", "Tempête!9"),
    ("Le mot de passe du fichier que je vous ai envoyé\ntout à l’heure est Orage.", "Orage"),
    ("> Le mot de passe du fichier que je vous ai envoyé hier\n> au soir est Orage77.", "Orage77"),
    ("mdp X9y", "X9y"),
    ("mdp Dupont-Wagner88 merci", "Dupont-Wagner88"),
    ("mdp soleil", "soleil"),
    ("MDP Soleil, merci", "Soleil"),
    ("mot de passe Soleil", "Soleil"),
    ("MDP : azerty", "azerty"),
    ("mdp=soleil", "soleil"),
    ("code d'ouverture : ABX-77", "ABX-77"),
    ("Code d’accès : tulipe", "tulipe"),
    ("Code : 4711", "4711"),
    ("Mot de passe :\nsoleil", "soleil"),
    ("Mot de passe :\n\n  Soleil2024\n\nBien à vous", "Soleil2024"),
    ("Mot de passe : «\xa0Hiver 24!\xa0»", "Hiver 24!"),
    ("Mot de passe : “soleil”", "soleil"),
    ("Mot de passe 'soleil'", "soleil"),
    ("Le mot de passe est `so leil`", "so leil"),
    ("le mot de passe est Soleil", "Soleil"),
    ("Le mot de passe est soleil.", "soleil"),
    ("Le mot de passe est celui de la dernière fois : Soleil", "Soleil"),
    ("Le mot de passe du dossier est toujours Soleil, merci", "Soleil"),
    ("Les mots de passe sont : soleil", "soleil"),
    ("Le mot de passe de l'archive zip est le suivant : Grêle+2026", "Grêle+2026"),
    ("Mot de passe : L'été!26", "L'été!26"),
    ("Mot de passe : C502100001", "C502100001"),
    ("Le mot de passe est votre numéro de police : 45.123.456", "45.123.456"),
    ("Réf. P-778899. Le mot de passe est votre numéro de police", "P-778899"),
    ("Sinistre C 502 100 001, du 3/3/26. Le mot de passe est le numéro du sinistre.", "C502100001"),
    ("Police 45123456. Mot de passe: les 4 derniers chiffres de votre police", "3456"),
    ("Police A-123 ou 45123456. Mot de passe : les quatre premiers chiffres de la police", "4512"),
    ("Mot de passe : 1234 5678", "12345678"),
    ("(mot de passe : Soleil)", "Soleil"),
    # Dutch
    ("Het wachtwoord om het bestand te openen is Storm", "Storm"),
    ("Het wachtwoord is Schade!24.", "Schade!24"),
    ("Wachtwoord – regen", "regen"),
    ("Wachtwoord (vertrouwelijk): regen", "regen"),
    ("Paswoord: regen", "regen"),
    ("Wachtwoord voor de bijlage: regen", "regen"),
    ("Het wachtwoord van het zip-bestand luidt Regen", "Regen"),
    ("Toegangscode: 4711", "4711"),
    ("Openingscode = regen7", "regen7"),
    ("Polis 45123456. Wachtwoord: de laatste 4 cijfers van uw polis", "3456"),
    ("Polis P-778899. Het wachtwoord is uw polisnummer.", "P-778899"),
    ("Het wachtwoord is \N{LEFT SINGLE QUOTATION MARK}regen in mei\N{RIGHT SINGLE QUOTATION MARK}", "regen in mei"),
    # German
    ("Das Passwort zum Öffnen der Datei lautet Hagel", "Hagel"),
    ("Das Passwort zum Öffnen der Datei lautet: Hagel", "Hagel"),
    ("Kennwort: hagel", "hagel"),
    ("Das Kennwort ist „Hagel Sturm“.", "Hagel Sturm"),
    ("Passwort - Hagel7", "Hagel7"),
    ("Dateipasswort: Hagel", "Hagel"),
    ("Zugangscode: AB-12", "AB-12"),
    ("Police 45123456. Kennwort: die letzten vier Ziffern der Police", "3456"),
    ("Das Passwort für das angehängte Dokument ist\nHagel#9", "Hagel#9"),
    # English
    ("The password to open the attached file is Thunder", "Thunder"),
    ("The password to open the attached file is: thunder", "thunder"),
    ("password = thunder", "thunder"),
    ("pwd: thunder", "thunder"),
    ("PW: thunder", "thunder"),
    ("Password -> Thunder", "Thunder"),
    ("Passcode: 991122", "991122"),
    ('Please use "thunder" as the password: "thunder"', "thunder"),
    ("Claim T502100001: the password is the claim's reference", "T502100001"),
    ("Policy 45123456. The password is the last 4 digits of your policy number", "3456"),
    ("The password for both files is Thunder-Storm, thanks", "Thunder-Storm"),
]
ONLY_SPOKEN_OF = [
    "changez votre mot de passe régulièrement",
    "le mot de passe vous sera communiqué par téléphone",
    "Le mot de passe est envoyé par SMS.",
    "Le mot de passe est votre date de naissance",
    "Le mot de passe suit dans un autre mail.",
    "Mot de passe : voir ci-dessous",
    "Mot de passe oublié ? Cliquez ici : https://portail.example/oubli",
    "Ne donnez jamais votre mot de passe à un tiers, même s'il le demande",
    "Le mot de passe est différent pour chaque fichier",
    "Le mot de passe est personnel et ne doit pas être transmis",
    "Le mot de passe : ********",
    "Mot de passe : les derniers chiffres de la police",
    "Ci-joint le mot de passe demandé.",
    "mdp inconnu pour ce fichier",
    "Mot de passe - à suivre par courrier",
    "Het wachtwoord volgt in een aparte mail",
    "Het wachtwoord is per sms verzonden",
    "Wijzig uw wachtwoord regelmatig",
    "Wachtwoord vergeten? Klik hier.",
    "Das Passwort folgt separat",
    "Das Passwort ist Bestandteil des Vertrags mit Ihnen",
    "Ihr Kennwort wird Ihnen telefonisch mitgeteilt",
    "the password will follow in a separate mail",
    "The password is sent by text message",
    "Your password expires soon: please change it",
    "The password is your date of birth",
]


@pytest.mark.parametrize(("text", "password"), TOLD)
def test_the_password_is_among_the_first_candidates(text: str, password: str) -> None:
    assert password in candidates((f"Bonjour,\n\n{text}\n\nBien à vous\nAnne Duval\nTél. : 04/222.33.44",), limit=4)


@pytest.mark.parametrize("text", ONLY_SPOKEN_OF)
def test_where_none_is_told_nothing_is_tried_or_blanked(text: str) -> None:
    unit = Unit(path="0", own_text=f"Bonjour,\n\n{text}\n\nBien à vous\nAnne Duval")

    assert (candidates((unit.own_text,), limit=20), blanked(unit, ())) == ((), unit)


@pytest.mark.parametrize(
    "text",
    [
        "Le mot de passe est confidentiel.",
        "Le mot de passe du fichier que je vous ai envoyé hier est Orage",
        "Voici le mot de passe\nCordialement\nTél : 04/222.33.44",
        "Mot de passe sur demande, tél : 04/222.33.44",
        "Le mot de passe PDF vous sera envoyé",
        "Mot de passe : demandez par retour de mail",
        "Das Passwort ist Bestandteil des Vertrags",
    ],
)
def test_what_may_be_a_word_of_the_sentence_is_blanked_only_if_it_opened_something(text: str) -> None:
    unit = Unit(path="0", own_text=text)

    assert blanked(unit, ()) == unit
    assert blanked(unit, (text.rsplit(maxsplit=1)[-1],)).own_text.endswith(BLANK)


@pytest.mark.parametrize(
    ("text", "used", "left"),
    [
        ("Mot de passe : «\xa0Hiver 24!\xa0»", (), f"Mot de passe : «\xa0{BLANK}\xa0»"),
        ("Mot de passe – Hiver24", (), f"Mot de passe – {BLANK}"),
        ("Mot de passe (confidentiel) : hiver", (), f"Mot de passe (confidentiel) : {BLANK}"),
        ("Das Kennwort lautet Hagel.", (), f"Das Kennwort lautet {BLANK}"),
        ("Code : 1234 5678", ("12345678",), f"Code : {BLANK}"),
        ("Code : Hiver 24", ("Hiver 24",), f"Code : {BLANK}"),
    ],
)
def test_a_told_password_is_blanked_as_it_stands(text: str, used: tuple[str, ...], left: str) -> None:
    assert blanked(Unit(path="0", own_text=text), used).own_text == left


@pytest.mark.parametrize(
    "text", ["mdp " * 50_000, "mdp a " * 30_000, "mot de passe est " * 12_000, "password\n" * 20_000, "passe est " * 20_000]
)
def test_words_without_end_are_read_in_little_time(text: str) -> None:
    assert len(candidates((text,), limit=20)) <= 20
