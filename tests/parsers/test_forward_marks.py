"""How every mail program marks a forwarded or quoted mail, in four languages: plain text, and the anchors of HTML."""

import html
import re

import pytest

from core.values import Address
from parsers.text import Body, Said, said

OWN = {
    "fr": "Bonjour,\n\nVoici le mail de notre client.",
    "nl": "Beste,\n\nZie het bericht van onze klant.",
    "de": "Guten Tag,\n\nanbei die Nachricht unseres Kunden.",
    "en": "Hello,\n\nPlease see the message of our client.",
}
INNER = {
    "fr": "Bonjour,\n\nMa voiture a été abîmée hier.\n\nMarie",
    "nl": "Goedendag,\n\nMijn wagen werd gisteren beschadigd.\n\nMarie",
    "de": "Guten Tag,\n\nmein Auto wurde gestern beschädigt.\n\nMarie",
    "en": "Hello,\n\nMy car was damaged yesterday.\n\nMarie",
}
MARIE = Address(name="Marie Leroy", address="m.leroy@client.example")
WHO = "Marie Leroy <m.leroy@client.example>"
TO, CC = "Jean Duval <j.duval@courtage.example>", "Luc Simon <l.simon@courtage.example>"
DAY = {
    "fr": "mardi 3 mars 2026 09:12",
    "nl": "dinsdag 3 maart 2026 09:12",
    "de": "Dienstag, 3. März 2026 09:12",
    "en": "Tuesday, March 3, 2026 9:12 AM",
}
SUBJECT = "Dégâts voiture"


def _block(language: str, *labels: str, between: str = "\n") -> str:
    values = (WHO, DAY[language], TO, CC, SUBJECT)
    return between.join(f"{label} {value}" for label, value in zip(labels, values, strict=True))


OUTLOOK = {
    "fr": _block("fr", "De :", "Envoyé :", "À :", "Cc :", "Objet :"),
    "nl": _block("nl", "Van:", "Verzonden:", "Aan:", "CC:", "Onderwerp:"),
    "de": _block("de", "Von:", "Gesendet:", "An:", "Cc:", "Betreff:"),
    "en": _block("en", "From:", "Sent:", "To:", "Cc:", "Subject:"),
}
MAC = {
    "fr": _block("fr", "De :", "Date :", "À :", "Cc :", "Objet :"),
    "nl": _block("nl", "Van:", "Datum:", "Aan:", "CC:", "Onderwerp:"),
    "de": _block("de", "Von:", "Datum:", "An:", "Cc:", "Betreff:"),
    "en": _block("en", "From:", "Date:", "To:", "Cc:", "Subject:"),
}
FROM = {"fr": "De :", "nl": "Van:", "de": "Von:", "en": "From:"}
CLASSIC = {
    "fr": "-----Message d'origine-----",
    "nl": "-----Oorspronkelijk bericht-----",
    "de": "-----Ursprüngliche Nachricht-----",
    "en": "-----Original Message-----",
}
APPLE = {
    "fr": "Début du message réexpédié :",
    "nl": "Begin doorgestuurd bericht:",
    "de": "Anfang der weitergeleiteten Nachricht:",
    "en": "Begin forwarded message:",
}
APPLE_BLOCK = {
    "fr": f"De: {WHO}\nObjet: {SUBJECT}\nDate: 3 mars 2026 à 09:12:00 UTC+1\nÀ: {TO}\nCc: {CC}",
    "nl": f"Van: {WHO}\nOnderwerp: {SUBJECT}\nDatum: 3 maart 2026 om 09:12:00 CET\nAan: {TO}\nKopie: {CC}",
    "de": f"Von: {WHO}\nBetreff: {SUBJECT}\nDatum: 3. März 2026 um 09:12:00 MEZ\nAn: {TO}\nKopie: {CC}",
    "en": f"From: {WHO}\nSubject: {SUBJECT}\nDate: 3 March 2026 at 09:12:00 CET\nTo: {TO}\nCc: {CC}",
}
THUNDERBIRD_RULES = {
    "fr": "-------- Message transféré --------",
    "nl": "-------- Doorgestuurd bericht --------",
    "de": "-------- Weitergeleitete Nachricht --------",
    "en": "-------- Forwarded Message --------",
}
THUNDERBIRD_LABELS = {
    "fr": ("Sujet :", "Date :", "De :", "Pour :", "Copie à :"),
    "nl": ("Onderwerp:", "Datum:", "Van:", "Aan:", "CC:"),
    "de": ("Betreff:", "Datum:", "Von:", "An:", "Kopie (CC):"),
    "en": ("Subject:", "Date:", "From:", "To:", "CC:"),
}
THUNDERBIRD_VALUES = (SUBJECT, "Tue, 3 Mar 2026 09:12:00 +0100", WHO, TO, CC)
THUNDERBIRD = {
    language: "\n".join([rule, *map(" \t".join, zip(THUNDERBIRD_LABELS[language], THUNDERBIRD_VALUES, strict=True))])
    for language, rule in THUNDERBIRD_RULES.items()
}
YAHOO = {
    "fr": f"----- Message transmis ----- De : {WHO}À : {TO}Cc : {CC}Envoyé : {DAY['fr']}Objet : {SUBJECT}",
    "nl": f"----- Doorgestuurd bericht ----- Van: {WHO}Aan: {TO}Cc: {CC}Verzonden: {DAY['nl']}Onderwerp: {SUBJECT}",
    "de": f"----- Weitergeleitete Nachricht ----- Von: {WHO}An: {TO}CC: {CC}Gesendet: {DAY['de']}Betreff: {SUBJECT}",
    "en": f"----- Forwarded Message ----- From: {WHO}To: {TO}Cc: {CC}Sent: {DAY['en']}Subject: {SUBJECT}",
}
ATTRIBUTIONS = {
    "old Outlook for Mac": {
        "fr": "Le 03/03/2026 09:12, « Marie Leroy » <m.leroy@client.example> a écrit :",
        "nl": "Op 03/03/2026 09:12 heeft Marie Leroy <m.leroy@client.example> geschreven:",
        "de": 'Am 03/03/2026, 09:12 schrieb "Marie Leroy" <m.leroy@client.example>:',
        "en": 'On 03/03/2026, 09:12, "Marie Leroy" <m.leroy@client.example> wrote:',
    },
    "Gmail": {
        "fr": "Le mar. 3 mars 2026 à 09:12, Marie Leroy <m.leroy@client.example> a écrit :",
        "nl": "Op di 3 mrt. 2026 om 09:12 schreef Marie Leroy <m.leroy@client.example>:",
        "de": "Am Di., 3. März 2026 um 09:12 Uhr schrieb Marie Leroy <m.leroy@client.example>:",
        "en": "On Tue, Mar 3, 2026 at 9:12 AM Marie Leroy <m.leroy@client.example> wrote:",
    },
    "Apple Mail": {
        "fr": "Le 3 mars 2026 à 09:12, Marie Leroy <m.leroy@client.example> a écrit :",
        "nl": "Op 3 mrt 2026 om 09:12 heeft Marie Leroy <m.leroy@client.example> het volgende geschreven:",
        "de": "Am 03.03.2026 um 09:12 schrieb Marie Leroy <m.leroy@client.example>:",
        "en": "On 3 Mar 2026, at 09:12, Marie Leroy <m.leroy@client.example> wrote:",
    },
    "Yahoo": {
        "fr": "Le mardi 3 mars 2026 à 09:12:50 UTC+1, Marie Leroy <m.leroy@client.example> a écrit :",
        "nl": "Op dinsdag 3 maart 2026 om 09:12:50 CET schreef Marie Leroy <m.leroy@client.example>:",
        "de": "Am Dienstag, 3. März 2026 um 09:12:50 MEZ hat Marie Leroy <m.leroy@client.example> Folgendes geschrieben:",
        "en": "On Tuesday, March 3, 2026, 09:12:50 AM GMT+1, Marie Leroy <m.leroy@client.example> wrote:",
    },
}
GMAIL = "---------- Forwarded message ---------"
CLIENTS = {
    "Outlook": OUTLOOK,
    "Outlook, classic line": {language: f"{CLASSIC[language]}\n{block}" for language, block in OUTLOOK.items()},
    "Outlook for Mac": MAC,
    "Outlook web": {language: f"{'_' * 32}\n{block}" for language, block in OUTLOOK.items()},
    "Outlook web in English": dict.fromkeys(OUTLOOK, f"{'_' * 32}\n{OUTLOOK['en']}"),
    "Gmail": {
        language: f"{GMAIL}\n{label} {WHO}\nDate: mar. 3 mars 2026 09:12\nSubject: {SUBJECT}\nTo: {TO}\nCc: {CC}"
        for language, label in FROM.items()
    },
    "Apple Mail": {language: f"{APPLE[language]}\n\n{block}" for language, block in APPLE_BLOCK.items()},
    "iOS": {**{language: f"{APPLE[language]}\n\n{block}" for language, block in APPLE_BLOCK.items()}}
    | {"fr": f"Début du message transféré :\n\n{APPLE_BLOCK['fr']}"},
    "Thunderbird": THUNDERBIRD,
    "Yahoo": YAHOO,
}
CASES = [pytest.param(language, mark, id=f"{client}, {language}") for client, marks in CLIENTS.items() for language, mark in marks.items()]
LINES = [
    pytest.param(language, line, id=f"{client}, {language}") for client, lines in ATTRIBUTIONS.items() for language, line in lines.items()
]
SET_OFF = [
    pytest.param(language, mark, id=f"{client}, {language}")
    for client, marks in CLIENTS.items()
    if client != "Yahoo"
    for language, mark in marks.items()
]


def of(words: str) -> Said:
    return said([Body(text=words, html=False)])


def set_off(words: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in words.split("\n"))


def named(found: Said) -> list[tuple[Address, str, bool]]:
    return [(quoted.sender, quoted.subject, "2026" in quoted.date) for quoted in found.quoted]


@pytest.mark.parametrize(("language", "mark"), CASES)
def test_a_forward_is_told_from_the_words_above(language: str, mark: str) -> None:
    quoted = f"{mark}\n\n{INNER[language]}"
    found = of(f"{OWN[language]}\n\n{quoted}\n")

    assert (found.own, found.quoted_text, named(found)) == (OWN[language], quoted, [(MARIE, SUBJECT, True)])


@pytest.mark.parametrize(("language", "mark"), CASES)
def test_a_forward_without_a_word_above_is_all_quoted(language: str, mark: str) -> None:
    quoted = f"{mark}\n\n{INNER[language]}"
    found = of(f"\n\n{quoted}\n")

    assert (found.own, found.quoted_text, named(found)) == ("", quoted, [(MARIE, SUBJECT, True)])


@pytest.mark.parametrize(("language", "mark"), CASES)
def test_colons_may_follow_a_no_break_space(language: str, mark: str) -> None:
    spaced = re.sub(r"(?m)^([^\W\d_]+) ?:(?= )", "\\1\N{NO-BREAK SPACE}:", mark)
    found = of(f"{OWN[language]}\n\n{spaced}\n\n{INNER[language]}\n")

    assert (found.own, named(found)) == (OWN[language], [(MARIE, SUBJECT, True)])


@pytest.mark.parametrize(("language", "mark"), CASES)
def test_labels_may_be_bold(language: str, mark: str) -> None:
    bold = re.sub(r"(?m)^([^\W\d_]+(?: à)?(?: \(CC\))? ?:)(?=\s\S)", r"*\1*", mark)
    found = of(f"{OWN[language]}\n\n{bold}\n\n{INNER[language]}\n")

    assert (found.own, named(found)) == (OWN[language], [(MARIE, SUBJECT, True)])


@pytest.mark.parametrize(("language", "mark"), SET_OFF)
def test_a_forward_may_be_set_off(language: str, mark: str) -> None:
    quoted = set_off(f"{mark}\n\n{INNER[language]}")
    found = of(f"{OWN[language]}\n\n{quoted}\n")

    assert (found.own, found.quoted_text, named(found)) == (OWN[language], quoted, [(MARIE, SUBJECT, True)])


@pytest.mark.parametrize(("language", "mark"), SET_OFF)
def test_a_forward_that_is_set_off_may_stand_above_the_new_text(language: str, mark: str) -> None:
    quoted = set_off(f"{mark}\n\n{INNER[language]}")
    found = of(f"{quoted}\n\n{OWN[language]}\n")

    assert (found.own, found.quoted_text, named(found)) == (OWN[language], quoted, [(MARIE, SUBJECT, True)])


@pytest.mark.parametrize(("language", "line"), LINES)
def test_an_answer_is_told_from_what_it_answers(language: str, line: str) -> None:
    quoted = f"{line}\n\n{set_off(INNER[language])}"
    found = of(f"{OWN[language]}\n\n{quoted}\n")

    assert (found.own, found.quoted_text, named(found)) == (OWN[language], quoted, [(MARIE, "", True)])


@pytest.mark.parametrize(("language", "line"), LINES)
def test_an_answer_may_stand_below_what_it_answers(language: str, line: str) -> None:
    quoted = f"{line}\n{set_off(INNER[language])}"
    found = of(f"{quoted}\n\n{OWN[language]}\n")

    assert (found.own, found.quoted_text, named(found)) == (OWN[language], quoted, [(MARIE, "", True)])


def shown(words: str) -> str:
    return "<br>".join(html.escape(line) for line in words.split("\n"))


ANCHORS = {
    "Outlook": '<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal">{mark}</p></div><p>{inner}</p>',
    "Outlook, older": '<div style="border:none;border-top:solid #B5C4DF 1.0pt"><p><span>{mark}</span></p></div><p>{inner}</p>',
    "Outlook web": '<hr><div id="divRplyFwdMsg" dir="ltr"><font>{mark}</font></div><div>{inner}</div>',
    "Outlook mobile": '<div id="appendonsend"></div><hr><div id="x_divRplyFwdMsg">{mark}</div><div>{inner}</div>',
    "new Outlook": '<div id="mail-editor-reference-message-container"><div>{mark}</div><div>{inner}</div></div>',
    "Gmail": '<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">{mark}</div><br>{inner}</div>',
    "Apple Mail": '<div><br><blockquote type="cite"><div>{mark}</div><br><div>{inner}</div></blockquote></div>',
    "Thunderbird": '<div class="moz-forward-container"><table><tr><td>{mark}</td></tr></table>{inner}</div>',
    "Yahoo": '<div id="yahoo_quoted_4711" class="yahoo_quoted"><div>{mark}</div><div>{inner}</div></div>',
    "new Yahoo": '<div id="ydp4f3e2a1byahoo_quoted_4711" class="ydp4f3e2a1byahoo_quoted"><div>{mark}</div><div>{inner}</div></div>',
    "Proton": '<div class="protonmail_quote">{mark}<br><blockquote class="protonmail_quote" type="cite">{inner}</blockquote></div>',
    "no anchor at all": "<p>{mark}</p><p>{inner}</p>",
}


def bold(block: str) -> str:
    return re.sub(r"(?m)^([^\W\d_]+) ?:", r"<b>\1&nbsp;:</b>", html.escape(block)).replace("\n", "<br>")


@pytest.mark.parametrize("language", OUTLOOK)
@pytest.mark.parametrize("anchor", ANCHORS.values(), ids=ANCHORS)
def test_the_anchors_of_html_say_where_another_mail_begins(anchor: str, language: str) -> None:
    quoted = anchor.format(mark=bold(OUTLOOK[language]), inner=shown(INNER[language]))
    found = said([Body(text=f"<html><body><p>{shown(OWN[language])}</p>{quoted}</body></html>", html=True)])

    assert (found.own, found.quoted_text.endswith(INNER[language]), named(found)) == (OWN[language], True, [(MARIE, SUBJECT, True)])


@pytest.mark.parametrize("anchor", [name for name in ANCHORS if name not in {"Outlook", "Outlook, older", "no anchor at all"}])
def test_the_anchors_of_html_need_no_label(anchor: str) -> None:
    source = f"<p>Voir.</p>{ANCHORS[anchor].format(mark='', inner='Ma voiture')}"

    assert said([Body(text=source, html=True)]).own == "Voir."
