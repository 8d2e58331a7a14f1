"""Own words and others' words, as the mail programs of four languages mark them."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values import Address, Quoted
from parsers.text import Body, Said, said
from tests.parsers.build import Opener, mail, multipart, plain, text

OWN = "Bonjour,\n\nVoici le constat du sinistre *C502100001*.\n\nJean"
INNER = "Bonjour,\nMerci de traiter ce dossier.\nMarie"


def of(words: str) -> Said:
    return said([Body(text=words, html=False)])


def of_html(source: str) -> Said:
    return said([Body(text=source, html=True)])


WHO = "Marie Leroy <m.leroy@garage.example>"
MARKS = {
    "outlook fr": f"De : {WHO}\nEnvoyé : mardi 3 mars 2026 09:12\nÀ : Jean\nCc : Paul\nObjet : Devis",
    "outlook nl": f"Van: {WHO}\nVerzonden: dinsdag 3 maart 2026 09:12\nAan: Jan\nCC: Piet\nOnderwerp: Devis",
    "outlook de": f"Von: {WHO}\nGesendet: Dienstag, 3. März 2026 09:12\nAn: Hans\nCc: Paul\nBetreff: Devis",
    "outlook en": f"From: {WHO}\nSent: Tuesday, March 3, 2026 9:12 AM\nTo: John\nCc: Paul\nSubject: Devis",
    "bold": f"*De :* {WHO}\n*Envoyé :* mardi 3 mars 2026 09:12\n*À :* Jean\n*Objet :* Devis",
    "no-break spaces": f"De\xa0: {WHO}\nEnvoyé\xa0: mardi 3 mars 2026 09:12\nÀ\xa0: Jean\nObjet\xa0: Devis",
    "mailto": "De : Marie Leroy [mailto:m.leroy@garage.example]\nEnvoyé : mardi 3 mars 2026 09:12\nÀ : Jean\nObjet : Devis",
    "mac": f"De : {WHO}\nDate : mardi 3 mars 2026 09:12\nÀ : Jean\nCc : Paul\nObjet : Devis",
    "classic": f"-----Message d'origine-----\nDe : {WHO}\nEnvoyé : mardi 3 mars 2026 09:12\nObjet : Devis",
    "classic nl": f"-----Oorspronkelijk bericht-----\nVan: {WHO}\nVerzonden: 3 maart 2026\nOnderwerp: Devis",
    "web": f"{'_' * 32}\nDe : {WHO}\nEnvoyé : mardi 3 mars 2026 09:12\nÀ : Jean\nObjet : Devis",
    "gmail": f"---------- Forwarded message ---------\nDe : {WHO}\nDate: mar. 3 mars 2026\nSubject: Devis\nTo: <j@c.example>",
    "apple": f"Début du message réexpédié :\n\nDe: {WHO}\nObjet: Devis\nDate: 3 mars 2026 à 09:12:00 UTC+1\nÀ: Jean",
    "thunderbird": f"-------- Message transféré --------\nSujet : \tDevis\nDate : \tTue, 3 Mar 2026\nDe : \t{WHO}\nPour : Jean",
    "yahoo": f"----- Message transmis ----- De : {WHO}À : Jean <j@c.example>Envoyé : mardi 3 mars 2026Objet : Devis",
}


@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS)
def test_a_forwarded_mail_begins_where_its_header_block_does(mark: str) -> None:
    found = of(f"{OWN}\n\n{mark}\n\n{INNER}\n")

    assert (found.own, found.quoted_text.endswith(INNER)) == (OWN, True)
    assert [(quoted.sender, quoted.subject) for quoted in found.quoted] == [
        (Address(name="Marie Leroy", address="m.leroy@garage.example"), "Devis")
    ]


@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS)
def test_a_forward_without_own_words_has_only_the_forwarded_ones(mark: str) -> None:
    found = of(f"{mark}\n\n{INNER}\n")

    assert (found.own, INNER in found.quoted_text) == ("", True)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Le mar. 3 mars 2026 à 09:12, Marie Leroy <m.leroy@garage.example> a écrit :", "Marie Leroy"),
        ("Le mar. 3 mars 2026 à 09:12, Marie Leroy\n<m.leroy@garage.example>\na écrit :", "Marie Leroy"),
        ("Le 03/03/2026 09:12, « Marie Leroy » <m.leroy@garage.example> a écrit :", "Marie Leroy"),
        ("2026-03-03 09:12 GMT+01:00 Marie Leroy <m.leroy@garage.example>:", "Marie Leroy"),
        ("Op di 3 mrt. 2026 om 09:12 schreef Marie Leroy <m.leroy@garage.example>:", "Marie Leroy"),
        ("Op 03/03/2026 09:12 heeft Marie Leroy <m.leroy@garage.example> geschreven:", "Marie Leroy"),
        ("Am Di., 3. März 2026 um 09:12 Uhr schrieb Marie Leroy <m.leroy@garage.example>:", "Marie Leroy"),
        ("On Tue, Mar 3, 2026 at 9:12 AM Marie Leroy <m.leroy@garage.example> wrote:", "Marie Leroy"),
    ],
)
def test_what_stands_under_a_line_of_attribution_is_quoted(line: str, name: str) -> None:
    quoted = "\n".join(f"> {row}" for row in INNER.split("\n"))
    found = of(f"{OWN}\n\n{line}\n\n{quoted}\n\nPS : urgent")

    assert found.own == f"{OWN}\n\nPS : urgent"
    assert (found.quoted[0].sender, bool(found.quoted[0].date)) == (Address(name=name, address="m.leroy@garage.example"), True)


@pytest.mark.parametrize(
    "words",
    [
        "Bonjour,\nDe : la part de mon client, je vous informe.\nMerci",
        "Le garage m'a écrit : il attend votre accord.",
        "Le 3 mars, l'expert a écrit dans son rapport :\nvéhicule réparable",
        "Objet : sinistre C502100001\nDate : 3 mars 2026\nBonjour,",
        "Voir le message d'origine en annexe.",
        "On verra.\n\n---\nPoint 2",
    ],
)
def test_ordinary_sentences_are_not_taken_for_a_quotation(words: str) -> None:
    found = of(words)

    assert "Bonjour" not in found.quoted_text
    assert found.own.startswith(words.partition("\n")[0])


def test_answers_between_quoted_lines_are_own_words() -> None:
    found = of("> Quelle est la plaque ?\n1-ABC-123\n\n> Et la date ?\nLe 3 mars")

    assert (found.own, found.quoted_text) == ("1-ABC-123\n\nLe 3 mars", "> Quelle est la plaque ?\n\n> Et la date ?")


@pytest.mark.parametrize(
    "mobile", ["Envoyé de mon iPhone", "Verzonden vanaf mijn iPhone", "Von meinem iPhone gesendet", "Sent from my Galaxy"]
)
def test_what_a_telephone_adds_is_not_what_the_sender_wrote(mobile: str) -> None:
    found = of(f"Voir photos.\n\n{mobile}\n\n{MARKS['outlook fr']}\n\n{INNER}")

    assert (found.own, found.signature) == ("Voir photos.", mobile)


def test_a_signature_after_two_dashes_is_kept_apart() -> None:
    found = of("Voir photos.\n\n-- \nJean Dupont\nT 02 123 45 67")

    assert found == Said(own="Voir photos.", signature="-- \nJean Dupont\nT 02 123 45 67")


def test_every_mail_of_a_chain_is_named() -> None:
    found = of(f"{OWN}\n\n{MARKS['outlook fr']}\n\n{INNER}\n\n{MARKS['outlook nl'].replace('Devis', 'Foto')}\n\nDag")

    assert [quoted.subject for quoted in found.quoted] == ["Devis", "Foto"]


HTML = {
    "gmail": '<div class="gmail_quote"><div class="gmail_attr">Le 3 mars 2026 à 09:12, M a écrit :</div><blockquote>{}</blockquote></div>',
    "apple": '<div>Le 3 mars 2026 à 09:12, Marie &lt;m@g.example&gt; a écrit :</div><blockquote type="cite">{}</blockquote>',
    "thunderbird": '<div class="moz-cite-prefix">Le 3/03/2026, M a écrit :</div><blockquote type="cite">{}</blockquote>',
    "thunderbird forward": '<div class="moz-forward-container">-------- Message transféré --------{}</div>',
    "outlook web": '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>De :</b> M<br><b>Objet :</b> x</div><div>{}</div>',
    "outlook": '<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>De&nbsp;:</b> M<br><b>Envoyé :</b> hier</p></div><p>{}</p>',
    "yahoo": '<div class="yahoo_quoted" id="yahoo_quoted_1">{}</div>',
    "no anchor": "<p><b>De :</b> M &lt;m@g.example&gt;<br><b>Envoyé :</b> hier<br><b>Objet :</b> x</p><p>{}</p>",
}


@pytest.mark.parametrize("quote", HTML.values(), ids=HTML)
def test_what_a_mail_program_marks_as_quoted_in_html_is_quoted(quote: str) -> None:
    found = of_html(f"<html><body><p>Voici le constat.</p>{quote.format('Merci de traiter.')}</body></html>")

    assert (found.own, "Merci de traiter." in found.quoted_text) == ("Voici le constat.", True)


def test_a_line_above_a_signature_is_no_quotation() -> None:
    assert of_html('<p>Voici.</p><div style="border-top:solid #ccc 1pt">Agence Duval</div>').own == "Voici.\n\nAgence Duval"


@pytest.mark.parametrize(
    ("source", "own"),
    [
        ("<p>Un</p><p>Deux<br>Trois</p>", "Un\n\nDeux\nTrois"),
        (
            "<table><tr><td>Plaque</td><td>1-ABC-123</td></tr><tr><td>Date</td><td>3 mars</td></tr></table>",
            "Plaque 1-ABC-123\n\nDate 3 mars",
        ),
        ('<p>Vu<span style="display:none">caché</span></p><style>p{}</style><script>x</script>', "Vu"),
        ('<div style="mso-hide:all;font-size:0">aperçu</div><p>Vu</p>', "Vu"),
        ("<p>a&nbsp;&amp;&eacute; <!-- caché --></p>", "a &é"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("<p>non fermé <b>gras", "non fermé gras"),
        ("", ""),
        ("pas de balise", "pas de balise"),
        ("<!-- rien -->", ""),
        ("<p>a</p><!-- b --><p>c</p>", "a\n\nc"),
        ('<div style="display:none">un<div>deux</div>trois</div>quatre', "quatre"),
        ("<div>" * 3_000 + "au fond" + "</div>" * 3_000, "au fond"),
    ],
)
def test_html_reads_as_it_is_seen(source: str, own: str) -> None:
    assert of_html(source).own == own


def test_of_two_forms_of_one_text_the_plain_one_is_read(opener: Opener) -> None:
    raw = mail("x", multipart(text("clair"), text("<p>en forme</p>", "html"), kind="alternative", boundary="a"))

    assert opener.unit(raw).own_text == "clair"


def test_an_empty_plain_form_gives_way_to_the_other(opener: Opener) -> None:
    raw = mail("x", multipart(text(" \r\n"), text("<p>en forme</p>", "html"), kind="alternative", boundary="a"))

    assert opener.unit(raw).own_text == "en forme"


TWO_FORMS = {
    "the same": ("Bonjour, voir C502100050.", "<p>Bonjour, voir <b>C502100050</b>.</p>", "Bonjour, voir C502100050."),
    "a number more": ("voir annexe", "<p>sinistre C502100123 de Jan Martens</p>", "voir annexe\n\nsinistre C502100123 de Jan Martens"),
    "a number written otherwise": ("dossier C 502.100.123", "<p>dossier C502100123</p>", "dossier C 502.100.123"),
    "nothing said plainly": (
        "HTML viewer required.",
        (
            "<p>HTML viewer required. Bonjour, vous trouverez en annexe le devis et la facture de notre client, merci de confirmer "
            "la réception de ce message.</p>"
        ),
        (
            "HTML viewer required. Bonjour, vous trouverez en annexe le devis et la facture de notre client, merci de confirmer "
            "la réception de ce message."
        ),
    ),
    "a logo's words": ("Bonjour, voir annexe.", "<p>Bonjour, voir annexe.</p><p>Cabinet Martin, Liège</p>", "Bonjour, voir annexe."),
}


@pytest.mark.parametrize("name", TWO_FORMS)
def test_the_form_that_says_more_is_heard_too(name: str, opener: Opener) -> None:
    plain, page, heard = TWO_FORMS[name]
    raw = mail("x", multipart(text(plain), text(page, "html"), kind="alternative", boundary="a"))

    assert opener.unit(raw).own_text == heard


def test_a_footer_beside_the_text_is_not_the_other_form_of_it(opener: Opener) -> None:
    assert (
        opener.unit(mail("x", text("<p>Bonjour</p>", "html"), text("Contrôlé par l'antivirus"))).own_text
        == "Bonjour\n\nContrôlé par l'antivirus"
    )


def test_nothing_is_cut_from_what_is_kept(opener: Opener) -> None:
    words = f"{OWN}\n\n{MARKS['outlook fr']}\n\n{INNER}"
    part = opener.parts(plain("x", words))[1]

    assert part.content.size == len(words.encode())


def test_lines_set_off_with_nobody_named_are_own_words() -> None:
    assert of("> Bonjour\n> Jean") == Said(own="> Bonjour\n> Jean")


def test_the_sender_in_a_block_may_have_no_address() -> None:
    assert of("De : Marie Leroy\nEnvoyé : hier\nObjet : Devis\n\nx").quoted == (
        Quoted(sender=Address(name="Marie Leroy"), subject="Devis", date="hier"),
    )


@pytest.mark.parametrize("shown", ["{} <{}>", '"{}" <{}>', "{} [mailto:{}]"])
def test_an_address_that_somebody_shows_as_his_name_is_not_his_address(shown: str) -> None:
    line = shown.format("sinistres@courtier.example", "autre@ailleurs.example")

    (quoted,) = of(f"De : {line}\nEnvoyé : hier\nObjet : Devis\n\nx").quoted

    assert quoted.sender.address == "autre@ailleurs.example"


LINES = (
    *(
        "Bonjour,",
        "Voici le constat.",
        "Cordialement,",
        "Sophie Delvaux",
        "T 081 12 34 56",
        "-- ",
        "--",
        "",
        "",
        "PS : urgent",
        "=====",
        "> Vu.",
    ),
    *("Envoyé de mon iPhone", "De : Marie <m.leroy@garage.example>", "Objet : Devis", "Envoyé : mardi 3 mars 2026 09:12", "FSMA 012345 A"),
    *("Le 3 mars 2026 à 09:12, Marie <m.leroy@garage.example> a écrit :", "Avant d'imprimer, pensez à l'environnement.", "[cid:logo.png]"),
)


@given(st.lists(st.sampled_from(LINES), max_size=30))
def test_every_line_is_somebodys_and_nobodys_twice(lines: list[str]) -> None:
    found = of("\n".join(lines))
    kept = f"{found.own}\n{found.quoted_text}\n{found.signature}"

    assert Counter(kept.split()) == Counter("\n".join(lines).split())


@pytest.mark.parametrize("line", ["De : x\n", "> ", "Le 3 a écrit ", "-", "<div>", "<blockquote type=cite>"])
def test_texts_made_to_be_slow_are_read_in_time(line: str) -> None:
    assert of(line * 30_000).own or of(line * 30_000).quoted_text
    of_html(line * 30_000)


def test_two_dashes_above_a_long_text_are_no_signature() -> None:
    found = of("Deux sujets.\n--\n" + "Une ligne.\n" * 30)

    assert (found.quoted_text, found.signature) == ("", "")


def test_a_quotation_below_a_signature_does_not_move_it() -> None:
    assert of("Vu.\n-- \nJean\n> Bonjour\n> Marie") == Said(own="Vu.", signature="-- \nJean", quoted_text="> Bonjour\n> Marie")


@pytest.mark.parametrize("subject", ["Devis *C502100001*", "*C502100001* Devis", "Devis"])
def test_the_asterisks_of_a_number_stay_in_the_subject_of_a_forwarded_mail(subject: str) -> None:
    plain, bold = (of(f"{mark}De : Jean <j@x.example>\n{mark}Objet : {subject}\n\nBonjour") for mark in ("", "*"))

    assert ([one.subject for one in plain.quoted], [one.subject for one in bold.quoted]) == ([subject], [subject])
