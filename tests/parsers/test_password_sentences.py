"""Sentences in which senders tell passwords, in four languages, and those in which they only speak of them."""

import time

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
    "Quel est le mot de passe ?",
    "Wat is het wachtwoord?",
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


ONLY_FACTS = [
    "Vol de mot de passe : 12/03/2026 à Liège",
    "Suite au vol du mot de passe - 12/03/2026",
    "Mot de passe dérobé : 4.500 EUR",
    "Mot de passe dérobé : Xy77!",
    "Mot de passe volé : Xy77!",
    "Mot de passe perdu : Xy77!",
    "Le mot de passe a été changé : Xy77!",
    "Password reset: Xy77!",
    "Passwort gestohlen: Schaden 4.500 EUR",
    "Wachtwoord gestolen: 4.500 EUR",
    "Wachtwoord vergeten: 4711",
    "Mot de passe oublié : +32 2 555 12 34",
    "Mot de passe : 0475 12 34 56",
    "Mot de passe : +32475123456",
    "Uw wachtwoord wijzigen: www.portaal.be",
    "Mot de passe : portail.assureur.be/acces",
    "Mot de passe : https://portail.example/a1b2",
    "Mot de passe : anne.duval77@courtier.example",
    "Il me manque le mdp pour le dossier 2026/118 : merci",
    "Il me manque le mdp : Xy77",
    "protégé par mot de passe : constat.pdf",
    "PDF protégé par mot de passe (constat_2026.pdf)",
    "Mot de passe (constat_2026.pdf)",
    "Mot de passe : constat_2026.pdf",
    "Mot de passe : 'constat 2026.pdf'",
    "sans mot de passe : constat.pdf",
    "sans mot de passe : Xy77!",
    "Password protected file: Rapport_Expertise.pdf",
    "Passwort geschützt: Gutachten_4711.pdf",
    "Mot de passe : Dupont vous le donnera",
    "Mot de passe : M. Dupont vous le donnera",
    "Mot de passe : 1250,00 euros",
    "Mot de passe : 1000 EUR",
    "Mot de passe : 1000 Bruxelles",
    "Mot de passe : 12/03/1980",
    "Le mot de passe est le numéro de police : 45123456",
    "Mot de passe par SMS, police : 45123456",
    "Mot de passe : 1er mail",
    "Code client : Xy77!",
    "Le mot de passe de zip1, puis de zip2, suit",
    "constat2026.pdf (mot de passe demandé)",
    "police 45123456 (mot de passe)",
]
ANSWERED = [
    *(
        f"Mot de passe : {said}"
        for said in ("idem", "néant", "aucun", "inchangé", "habituel", "oui", "cf. mon mail", "Cordialement", "WhatsApp")
    ),
    "Mot de passe : Date de naissance de l'assuré",
    "Mot de passe : Merci de nous appeler",
    "Mot de passe :\n\nCordialement\nAnne",
    "Mot de passe :\nMerci",
    'Le mot de passe est "votre plaque"',
    "Le mot de passe est 'le numéro de police'",
    *(f"Wachtwoord: {said}" for said in ("geboortedatum", "Polisnummer", "idem", "uw nummerplaat")),
    *(f"Passwort: {said}" for said in ("telefonisch", "Geburtsdatum", "bekannt", "keines", "Versicherungsnummer")),
    *(f"Password: {said}" for said in ("none", "n/a", "Policy number", "N/A.")),
    'Password is wrong: "access denied"',
]


@pytest.mark.parametrize("text", [*ONLY_FACTS, *ANSWERED])
def test_facts_and_answers_stay_readable_where_nothing_was_opened(text: str) -> None:
    unit = Unit(path="0", own_text=f"Bonjour,\n\n{text}\n\nBien à vous\nAnne Duval")

    assert blanked(unit, ()) == unit


@pytest.mark.parametrize(
    ("text", "used", "left"),
    [
        ("Mot de passe : constat_2026.pdf", "constat_2026.pdf", f"Mot de passe : {BLANK}"),
        ("Mot de passe : 12/03/1980, né le 12/03/1980", "12/03/1980", f"Mot de passe : {BLANK}, né le 12/03/1980"),
        ("Mot de passe : 1250,00", "1250,00", f"Mot de passe : {BLANK}"),
        ("Mot de passe : habituel", "habituel", f"Mot de passe : {BLANK}"),
        ("Mot de passe : Dupont vous le donnera", "Dupont", f"Mot de passe : {BLANK} vous le donnera"),
        ("sans mot de passe : Xy77!", "Xy77!", f"sans mot de passe : {BLANK}"),
        ("protégé par mot de passe : soleil", "soleil", f"protégé par mot de passe : {BLANK}"),
    ],
)
def test_facts_and_answers_are_blanked_where_they_opened_something(text: str, used: str, left: str) -> None:
    assert blanked(Unit(path="0", own_text=text), (used,)).own_text == left


@pytest.mark.parametrize(
    ("text", "used", "left"),
    [
        ("police 45123456. Le mot de passe est le numéro de police.", "45123456", None),
        ("Police n° 45.123.456\nLe mot de passe est le numéro de police.", "45123456", None),
        ("Polisnummer: 45123456. Wachtwoord: uw polisnummer", "45123456", None),
        ("Plaque : 1-ABC-123. Le mot de passe est votre plaque", "1ABC123", None),
        ("plaque 1-ABC-123", "1-ABC-123", None),
        ("Mot de passe : 45123456", "45123456", f"Mot de passe : {BLANK}"),
        ("Police 45123456, mot de passe : 45123456", "45123456", f"Police 45123456, mot de passe : {BLANK}"),
        ("Le mot de passe est le numéro de police : 45123456", "45123456", f"Le mot de passe est le numéro de police : {BLANK}"),
        ("Mot de passe par SMS, police : 45123456", "45123456", None),
        ("Mot de passe par SMS\nPolice : 45123456", "45123456", None),
        ("N° client 88123456\nDossier 2026118", "88123456", None),
        ("Dossier : 2026118\nMot de passe = dossier", "2026118", None),
        ("né le 12/03/1980\nLe mot de passe est sa date de naissance", "12031980", None),
        ("Accident du 12/03/2026.\nOuvrir avec 12032026", "12032026", f"Accident du 12/03/2026.\nOuvrir avec {BLANK}"),
        ("Il doit 450.000 EUR\nclé 450000", "450000", f"Il doit 450.000 EUR\nclé {BLANK}"),
        ("Mot de passe : 1000\n1000 EUR, 1000 Bruxelles", "1000", f"Mot de passe : {BLANK}\n1000 EUR, 1000 Bruxelles"),
        ("Mot de passe : 1000. Payé 1000 EUR à 1000 Bruxelles", "1000", f"Mot de passe : {BLANK}. Payé 1000 EUR à 1000 Bruxelles"),
        ("code postal : 1000", "1000", None),
        ("Code : 4711", "4711", f"Code : {BLANK}"),
        ("Pour ouvrir : soleil", "soleil", f"Pour ouvrir : {BLANK}"),
        ("Mot de passe : dupont\ndupont@courtier.example", "dupont", f"Mot de passe : {BLANK}\ndupont@courtier.example"),
        ("mdp dupont, mail dupont@courtier.example", "dupont", f"mdp {BLANK}, mail dupont@courtier.example"),
        ("Mot de passe : dupont\nM. dupont, www.dupont.be", "dupont", f"Mot de passe : {BLANK}\nM. dupont, www.dupont.be"),
        ("ouvrir https://a.example/4711/b avec 4711", "4711", f"ouvrir https://a.example/4711/b avec {BLANK}"),
        ("Un ciel soleil\nLe mot de passe est soleil", "soleil", f"Un ciel soleil\nLe mot de passe est {BLANK}"),
        ("Il dit Xy77! et Xy77!", "Xy77!", f"Il dit {BLANK} et {BLANK}"),
        ("mdp : ab", "ab", f"mdp : {BLANK}"),
        ("Le mot de passe est a1", "a1", f"Le mot de passe est {BLANK}"),
        ("mot de passe : Te\u0301mpe\u0302te9, te\u0301l", "Témpête9", f"mot de passe : {BLANK} te\u0301l"),
        ("Ouvrez : Te\u0301mpe\u0302te9 te\u0301l", "Témpête9", f"Ouvrez : {BLANK} te\u0301l"),
        ("le mot de passe de la pie\u0300ce est e\u0301te\u0301", "été", f"le mot de passe de la pie\u0300ce est {BLANK}"),
    ],
)
def test_what_opened_something_stays_where_it_is_a_fact(text: str, used: str, left: str | None) -> None:
    assert blanked(Unit(path="0", own_text=text), (used,)).own_text == (left or text)


@pytest.mark.parametrize(
    ("text", "left", "passwords"),
    [
        ("Voici le mot de passe :\n\nsoleil", f"Voici le mot de passe :\n\n{BLANK}", "soleil"),
        ("Voici le mot de passe :\nsoleil\nMerci", f"Voici le mot de passe :\n{BLANK}\nMerci", "soleil"),
        ("MDP: soleil bleu", f"MDP: {BLANK}", "soleil|soleil bleu"),
        ("Mot de passe : Soleil 2024", f"Mot de passe : {BLANK}", "Soleil 2024|Soleil2024"),
        ("Mot de passe : soleil, merci", f"Mot de passe : {BLANK} merci", "soleil"),
        ("Mot de passe : soleil. Bien à vous", f"Mot de passe : {BLANK} Bien à vous", "soleil"),
        ("Mot de passe : 1234 5678", f"Mot de passe : {BLANK}", "12345678"),
        ("Mot de passe fichier 1 : Xy77!, fichier 2 : Zt88?", f"Mot de passe fichier 1 : {BLANK} fichier 2 : {BLANK}", "Xy77!|Zt88?|Zt88"),
        ("mots de passe : Xy77! et Zt88?", f"mots de passe : {BLANK} et {BLANK}", "Xy77!|Zt88?|Zt88"),
        ("Wachtwoorden: Xy77!, Zt88? en Aa11", f"Wachtwoorden: {BLANK} {BLANK} en {BLANK}", "Xy77!|Zt88?|Aa11"),
        ("Mot de passe : Xy77!, dossier 2026/118", f"Mot de passe : {BLANK} dossier 2026/118", "Xy77!"),
        ("Mot de passe : Xy77! et merci", f"Mot de passe : {BLANK} et merci", "Xy77!"),
        ("Mot de passe : Xy77! et constat_2026.pdf", f"Mot de passe : {BLANK} et constat_2026.pdf", "Xy77!"),
        ("PIN: 4711", f"PIN: {BLANK}", "4711"),
        ("PIN=4711", f"PIN={BLANK}", "4711"),
        ("Code d'accès : 4711-B", f"Code d'accès : {BLANK}", "4711-B"),
        ("Code d'accès : Xy77!", f"Code d'accès : {BLANK}", "Xy77!"),
        ("Zugangscode: Xy77!", f"Zugangscode: {BLANK}", "Xy77!"),
        ("PW: Xy77!", f"PW: {BLANK}", "Xy77!"),
        ("PW: soleil", "PW: soleil", "soleil"),
        ("Mot de passe\nXy77!", f"Mot de passe\n{BLANK}", "Xy77!"),
        ("mot-de-passe : Xy77!", f"mot-de-passe : {BLANK}", "Xy77!"),
        ("motdepasse: soleil", f"motdepasse: {BLANK}", "soleil"),
        ("M.D.P. : soleil", f"M.D.P. : {BLANK}", "soleil"),
        ("Pass: soleil", f"Pass: {BLANK}", "soleil"),
        ("Passwd: soleil", f"Passwd: {BLANK}", "soleil"),
        ("ww: regen", f"ww: {BLANK}", "regen"),
        ("ww : Regen7", f"ww : {BLANK}", "Regen7"),
        ("Pour ouvrir, tapez Xy77! (mot de passe)", f"Pour ouvrir, tapez {BLANK} (mot de passe)", "Xy77!|Xy77"),
        ("Xy77! est le mot de passe", f"{BLANK} est le mot de passe", "Xy77!|Xy77"),
        ("Soleil est le mot de passe", "Soleil est le mot de passe", "Soleil"),
        ("gebruik Xy77! als wachtwoord", f"gebruik {BLANK} als wachtwoord", "Xy77!"),
        ('Mot de passe : pass"word77', f"Mot de passe : {BLANK}", 'pass"word77'),
        ("Mot de passe : l'orage77", f"Mot de passe : {BLANK}", "l'orage77"),
        ("Mot de passe : d'Artagnan77", f"Mot de passe : {BLANK}", "d'Artagnan77"),
        ("Mot de passe : Tempe\u0302te9", f"Mot de passe : {BLANK}", "Tempête9|Tempe\u0302te9"),
        ("Le mot de passe est Tempe\u0302te!", f"Le mot de passe est {BLANK}", "Tempête|Tempête!"),
        ("mdp : ab", f"mdp : {BLANK}", "ab"),
        ("mdp 4711", f"mdp {BLANK}", "4711"),
        ("Password: 'x password: y'", f"Password: '{BLANK}'", "x password: y"),
        ("mdp : a1, a2, a3, a4, a5, a6, a7", f"mdp : {' '.join([BLANK] * 6)} a7", "a1|a6"),
        ("Le mot de passe 4711, merci", f"Le mot de passe {BLANK} merci", "4711"),
        ("Mot de passe 4711 suit", "Mot de passe 4711 suit", "4711"),
        ("Mot de passe du dossier n° 12 : Xy77!", f"Mot de passe du dossier n° 12 : {BLANK}", "Xy77!"),
        ("Mot de passe pour le PDF protégé : Xy77!", f"Mot de passe pour le PDF protégé : {BLANK}", "Xy77!"),
        ("Le PDF est protégé. Mot de passe : Xy77!", f"Le PDF est protégé. Mot de passe : {BLANK}", "Xy77!"),
        ("Passwort für die geschützte Datei: Xy77!", f"Passwort für die geschützte Datei: {BLANK}", "Xy77!"),
        ("Mot de passe : McArthur vous le dira", f"Mot de passe : {BLANK} vous le dira", "McArthur"),
    ],
)
def test_what_has_the_look_of_a_password_is_found_and_blanked_at_once(text: str, left: str, passwords: str) -> None:
    offered = candidates((text,), limit=20)

    assert blanked(Unit(path="0", own_text=text), ()).own_text == left
    assert set(passwords.split("|")) <= set(offered)


@pytest.mark.parametrize(
    "text",
    [
        "mdp " * 50_000,
        "mdp a " * 30_000,
        "mot de passe est " * 12_000,
        "password\n" * 20_000,
        "passe est " * 20_000,
        "mdp : Xy77! et Zt88, " * 9_000,
        "mdp\n>\n" * 28_000,
        "mot-de-" * 28_000,
        "a1000 " * 30_000 + "mdp",
        "e\u0301" * 100_000 + "mdp",
        "vol de mdp par " * 13_000,
        "mdp:" + "a-" * 90_000,
    ],
)
def test_words_without_end_are_read_in_little_time(text: str) -> None:
    started = time.process_time()

    assert len(candidates((text,), limit=20)) <= 20
    assert blanked(Unit(path="0", own_text=text), ("mdp", "a1000", "1000")).path == "0"
    assert time.process_time() - started < 5


def test_a_text_that_speaks_of_no_password_costs_next_to_nothing() -> None:
    text = "Bonjour Madame, suite à votre accident du 12/03 veuillez trouver les pièces, der Schaden wurde gemeldet.\n" * 1_900
    started = time.process_time()

    assert blanked(Unit(path="0", own_text=text), ()).own_text is text
    assert time.process_time() - started < 0.1
