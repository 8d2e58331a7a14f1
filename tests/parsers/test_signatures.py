"""What stands below the sender's own words, as brokers, garages and clients sign in four languages, and what is no signature."""

import pytest

from parsers.text import Body, said
from parsers.text.signatures import is_signature


def parted(words: str) -> tuple[str, str]:
    found = said([Body(text=words, html=False)])
    return found.own, found.signature


OWN = {
    "fr": "Bonjour,\n\nVeuillez trouver le constat du sinistre *C502100001*.\n\n",
    "nl": "Beste,\n\nIn bijlage het aanrijdingsformulier.\n\n",
    "de": "Guten Tag,\n\nanbei der Unfallbericht.\n\n",
    "en": "Dear Sirs,\n\nPlease find the statement attached.\n\n",
}
SIGNED = {
    "fr broker": (
        "fr",
        "Cordialement,",
        (
            "Sophie Delvaux\nGestionnaire sinistres\n\nCourtage Meunier SRL\nRue de la Station 12 | 5000 Namur\n"
            "T +32 81 12 34 56 | GSM 0475/12.34.56\n"
            "sinistres@courtage-meunier.example\nwww.courtage-meunier.example\nFSMA 012345 A - RPM Namur 0123.456.749"
        ),
    ),
    "fr broker, short": ("fr", "Bien à vous,", "Marc Lenoir\nBureau Lenoir & Fils"),
    "fr garage": ("fr", "Merci d'avance", "Garage du Centre\nTél. : 01 55 92 26 92"),
    "fr long formula": (
        "fr",
        "Nous vous prions d'agréer, Madame, Monsieur, l'expression de nos salutations distinguées.",
        "Me Claire Fontaine\nAvocat au barreau de Liège\n12, rue des Guillemins\n4000 Liège",
    ),
    "fr client": ("fr", "Salutations distinguées", "Anne LEROY\nAvenue Louise 143/4, 1050 Bruxelles\n0475 12 34 56"),
    "fr lawyer in bold": ("fr", "*Bien cordialement*", "*Paul Renard*\n*Expert automobile*\nM. +33 6 12 34 56 78"),
    "fr with pictures": ("fr", "Cordialement,", "Sophie Delvaux\n[cid:image001.png@01DA6D2E.5F3A1B20]\nCourtage Meunier"),
    "fr and nl": ("fr", "Bien à vous / Met vriendelijke groeten,", "Els Peeters\nSchadebeheerder - Gestionnaire sinistres\nT 02 123 45 67"),
    "fr in the last sentence": ("fr", "D'avance merci pour votre retour rapide, bien à vous,", "Sophie Delvaux\nCourtage Meunier"),
    "fr twice": ("fr", "Merci et bonne journée,", "Pour le bureau Meunier,\nSophie Delvaux\nTVA BE 1012.345.678"),
    "fr garage, long formula": (
        "fr",
        "Recevez, Madame, Monsieur, nos salutations les meilleures.",
        "Pour la Carrosserie Lambert,\nLuc Lambert\nZoning Nord 3\n7500 Tournai\nTVA BE 0123.456.749 - IBAN BE68 5390 0754 7034",
    ),
    "fr in three letters": ("fr", "Bàv", "Sophie\n081 12 34 56"),
    "fr thanks": ("fr", "Merci", "Anne Leroy\n0475/12 34 56"),
    "fr first name": ("fr", "Bien à vous, Sophie", "Sophie Delvaux\nCourtage Meunier\nwww.courtage-meunier.example"),
    "fr hours": ("fr", "Cordialement", "Service sinistres : 02 123 45 67\nOuvert de 9h à 12h\nFermé le mercredi"),
    "fr ruled": ("fr", "Cordialement,", "Sophie Delvaux\n________________\nCourtage Meunier SRL"),
    "nl": (
        "nl",
        "Met vriendelijke groeten,",
        (
            "Jan Peeters\nSchadebeheerder\nZakenkantoor Peeters bv\nKerkstraat 5, 9000 Gent\nTel. 09 123 45 67\n"
            "info@makelaar-peeters.example\n"
            "FSMA 54321 | RPR Gent 0123.456.749"
        ),
    ),
    "nl short": ("nl", "Mvg", "Els\n0475123456"),
    "nl from Holland": ("nl", "Hoogachtend,", "mr. A. de Vries\nAdvocaat\nHerengracht 12\n1012 AB Amsterdam\nKvK 12345678"),
    "de": (
        "de",
        "Mit freundlichen Grüßen",
        (
            "Hans Weber\nSchadenabteilung\nVersicherungsmakler Weber GmbH\nHauptstraße 7, 4700 Eupen\nTel.: +32 87 12 34 56\n"
            "HRB 12345 Amtsgericht Aachen"
        ),
    ),
    "de on behalf": ("de", "Mit freundlichen Grüßen", "i.A. Hans Weber\nSachbearbeiter Kfz-Schaden\nFax +49 241 123457"),
    "de short": ("de", "MfG", "H. Weber\nMobil 0171 1234567"),
    "en": (
        "en",
        "Kind regards,",
        "John Baker\nClaims Handler\nBaker Insurance Brokers Ltd.\n12 Harbour Road\nTel: +352 26 12 34 56\nwww.baker.example",
    ),
    "en short": ("en", "Best regards", "John Baker\nBaker Brokers"),
}


@pytest.mark.parametrize(("language", "formula", "signature"), SIGNED.values(), ids=SIGNED)
def test_what_stands_under_a_closing_formula_is_the_signature(language: str, formula: str, signature: str) -> None:
    own = f"{OWN[language]}{formula}"

    assert parted(f"{own}\n\n{signature}\n") == (own, signature)


@pytest.mark.parametrize(("language", "formula", "signature"), SIGNED.values(), ids=SIGNED)
def test_what_follows_a_signature_leaves_it_where_it_is(language: str, formula: str, signature: str) -> None:
    own = f"{OWN[language]}{formula}"
    block = "De : Marie <m.leroy@garage.example>\nEnvoyé : mardi 3 mars 2026 09:12\nObjet : Devis"
    quoted = f"{block}\n\nBonjour,\n\nCordialement\nMarie\nT 01 55 92 26 92"
    found = said([Body(text=f"{own}\n\n{signature}\n\n{quoted}", html=False)])

    assert (found.own, found.signature, found.quoted_text) == (own, signature, quoted)


DISCLAIMERS = {
    "fr": "Ce message et ses pièces jointes sont confidentiels et établis à l'intention exclusive de leurs destinataires. Si vous "
    "avez reçu ce\n"
    "message par erreur, merci d'en avertir l'expéditeur et de le détruire.",
    "fr titled": "AVIS DE CONFIDENTIALITÉ : les informations contenues dans ce message sont strictement réservées au destinataire "
    "désigné ci-dessus ; "
    "toute divulgation est strictement interdite.",
    "nl": "Dit bericht en de bijlagen zijn vertrouwelijk en uitsluitend bestemd voor de geadresseerde. Indien u dit bericht per "
    "vergissing hebt\n"
    "ontvangen, gelieve het te verwijderen en de afzender te verwittigen.",
    "de": "Diese E-Mail enthält vertrauliche und rechtlich geschützte Informationen. Wenn Sie nicht der richtige Adressat sind "
    "oder diese E-Mail\n"
    "irrtümlich erhalten haben, informieren Sie bitte den Absender und vernichten Sie diese Mail.",
    "en": "This e-mail and any attachments are confidential and intended solely for the addressee. If you have received this "
    "message in error,\n"
    "please delete it and notify the sender.",
    "virus": "L'absence de virus dans ce courrier électronique a été vérifiée par le logiciel antivirus Avast.\nwww.avast.example",
    "trees": "Avant d'imprimer cet e-mail, pensez à l'environnement.",
    "two languages": "Ce message est confidentiel et réservé à son destinataire ; toute diffusion non autorisée de son contenu est "
    "interdite.\n\n"
    "Dit bericht is vertrouwelijk en uitsluitend bestemd voor de geadresseerde; elke verspreiding van de inhoud ervan is verboden.\n\n"
    "Courtage Meunier SRL - Rue de la Station 12 - 5000 Namur - FSMA 012345 A",
    "privacy": "Disclaimer : www.courtage-meunier.example/disclaimer",
}


@pytest.mark.parametrize("disclaimer", DISCLAIMERS.values(), ids=DISCLAIMERS)
def test_small_print_is_part_of_the_signature(disclaimer: str) -> None:
    own = f"{OWN['fr']}Sophie"

    assert parted(f"{own}\n\n{disclaimer}") == (own, disclaimer)


@pytest.mark.parametrize("disclaimer", DISCLAIMERS.values(), ids=DISCLAIMERS)
def test_small_print_may_follow_the_telephone_at_once(disclaimer: str) -> None:
    own = f"{OWN['fr']}Cordialement,"
    signature = f"Sophie Delvaux\nT 081 12 34 56\n{disclaimer}"

    assert parted(f"{own}\n\n{signature}") == (own, signature)


@pytest.mark.parametrize(
    "line",
    [
        "Envoyé de mon iPhone",
        "Envoyé depuis mon smartphone Samsung Galaxy.",
        "Envoyé à partir d’Outlook pour Android",
        "Obtenir Outlook pour iOS<https://aka.ms/o0ukef>",
        "Télécharger Outlook pour iOS",
        "Verzonden vanaf mijn iPhone",
        "Verstuurd vanaf mijn iPad",
        "Outlook voor Android downloaden",
        "Von meinem iPhone gesendet",
        "Gesendet von Outlook für iOS",
        "Sent from my Galaxy",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "Get [Outlook for Android](https://aka.ms/ghei36)",
        "From my iPhone",
    ],
)
def test_what_telephones_add_is_signature(line: str) -> None:
    assert parted(f"Voir photos.\n\n{line}\n") == ("Voir photos.", line)


SAID = {
    "a policy number": "Cordialement,\n\nPolice 50.123.456",
    "a policy number without its word": "Cordialement\n50.123.456",
    "a claim number": "Bien à vous\n\n*C502100001*",
    "where to pay": "Merci\n\nBE68 5390 0754 7034",
    "where to pay, named": "Merci\n\nIBAN : BE68539007547034",
    "a plate": "Cordialement,\n\n1-ABC-123",
    "a list of papers": "Cordialement,\n\n- devis du garage\n- photos",
    "papers without dashes": "Cordialement,\n\nConstat amiable\nDevis Garage du Centre",
    "annexes": "Bien à vous,\n\nAnnexes : constat, photos",
    "a postscript": "Bien à vous,\n\nPS : le client est joignable au 0475 12 34 56",
    "a bare name": "Cordialement,\n\nAnne LEROY",
    "a sentence": "Merci d'avance\n\nJe vous rappelle demain matin\nau 02 123 45 67",
    "many words without a verb": "Cordialement\n\nRemise en état complète du salon et de la cuisine après le dégât des eaux",
    "a code": "Cordialement\n\nNotre client, sous AXZ123456789",
    "a paragraph with small print": "Voici le constat confidentiel du destinataire.\nMerci pour ce message et votre suivi rapide. " * 3
    + "Jo",
    "a question": "Merci\n\nPouvez-vous confirmer la réception ?",
    "whom to ring": "Merci d'avance.\n\nCoordonnées du tiers :\nMarie Leroy\n0475 12 34 56",
    "particulars without a formula": "Le tiers est :\n\nMarie Leroy\nRue Haute 4, 1000 Bruxelles\nTél. 0475 12 34 56",
    "a long text": "Cordialement\n\nLe véhicule de notre assuré a été endommagé sur le parking du magasin par un tiers qui a pris "
    "la fuite sans laisser d'adresse",
    "a word about confidence": "Ce message est confidentiel pour le destinataire.",
    "a mail that went astray": "Ce message vous a été envoyé par erreur, merci de le supprimer. Il concernait un autre dossier de "
    "notre portefeuille automobile.",
    "two subjects": "Premier point : le constat.\n--\nDossier 2024/0153 : la facture suit.",
    "a number under two dashes": "Voici.\n—\nPolice 50.123.456",
    "nothing": "",
    "signs alone": "-----",
    "Dutch papers": "Mvg\n\nBijlagen: 2\nFactuur",
    "German number": "MfG\n\nSchaden-Nr. 2024 153 77",
}


@pytest.mark.parametrize("words", SAID.values(), ids=SAID)
def test_what_the_sender_says_below_his_formula_stays_his_text(words: str) -> None:
    assert parted(words) == (words, "")


def test_a_postscript_below_the_telephone_is_own_text() -> None:
    own, signature = parted("Voici.\n\nCordialement,\nSophie Delvaux\nT 081 12 34 56\n\nPS : urgent")

    assert (own, signature) == ("Voici.\n\nCordialement,\n\nPS : urgent", "Sophie Delvaux\nT 081 12 34 56")


def test_text_below_small_print_is_own_text() -> None:
    own, signature = parted(f"Voici.\n\n{DISCLAIMERS['fr']}\n\nMerci de me rappeler demain.")

    assert (own, signature) == ("Voici.\n\nMerci de me rappeler demain.", DISCLAIMERS["fr"])


FIRM = "Sophie Delvaux\nGestionnaire sinistres\nCourtage Meunier SRL\nRue de la Station 12 - 5000 Namur\nT 081 12 34 56"


@pytest.mark.parametrize("below", ["\nFSMA 012345 A", f"\n\n{DISCLAIMERS['fr']}"])
def test_a_mail_may_hold_nothing_but_a_signature(below: str) -> None:
    assert parted(FIRM + below) == ("", FIRM + below)


def test_particulars_without_a_firms_number_may_be_what_was_asked_for() -> None:
    assert parted(FIRM) == (FIRM, "")


def test_what_the_law_makes_firms_write_is_signature() -> None:
    law = "Document non contractuel. Courtier d'assurances immatriculé à l'ORIAS, sous le contrôle de l'ACPR."

    assert parted(f"Voici.\n\nCordialement,\n\n{FIRM}\n\n{law}") == ("Voici.\n\nCordialement,", f"{FIRM}\n\n{law}")


def test_ornaments_end_a_text() -> None:
    assert parted("Voici.\n\n=====\n\u1427\n") == ("Voici.", "=====\n\u1427")


MARKED = {
    "gmail": '<div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature">{}</div>',
    "gmail prefix": '<span class="gmail_signature_prefix">-- </span><div class="gmail_signature">{}</div>',
    "outlook web": '<div id="Signature">{}</div>',
    "forwarded by outlook web": '<div id="x_Signature"><div>{}</div></div>',
    "outlook mobile": '<div id="ms-outlook-mobile-signature">{}</div>',
    "apple": '<div id="AppleMailSignature" dir="ltr">{}</div>',
    "thunderbird": '<div class="moz-signature">{}</div>',
    "yahoo": '<div class="ydp4f3e2a1bsignature">{}</div>',
}


@pytest.mark.parametrize("mark", MARKED.values(), ids=MARKED)
def test_what_a_mail_program_marks_as_signature_is_signature(mark: str) -> None:
    source = f"<html><body><p>Voici le constat.</p>{mark.format('Sophie Delvaux<br>Courtage Meunier')}</body></html>"
    found = said([Body(text=source, html=True)])

    assert (found.own, found.signature.lstrip("-\n")) == ("Voici le constat.", "Sophie Delvaux\nCourtage Meunier")


def test_a_mail_written_into_the_place_of_the_signature_is_own_text() -> None:
    source = '<div id="Signature"><p>Bonjour,</p><p>Police 50.123.456, merci.</p><p>Cordialement</p><p>Jo Leroy<br>T 02 123 45 67</p></div>'
    found = said([Body(text=source, html=True)])

    assert (found.own, found.signature) == ("Bonjour,\n\nPolice 50.123.456, merci.\n\nCordialement", "Jo Leroy\nT 02 123 45 67")


def test_the_signature_of_a_quoted_mail_is_quoted() -> None:
    source = '<p>Vu.</p><blockquote type="cite"><p>Bonjour</p><div class="moz-signature">Marie</div></blockquote>'
    found = said([Body(text=source, html=True)])

    assert (found.own, found.signature, found.quoted_text) == ("Vu.", "", "Bonjour\n\nMarie")


def test_a_sentence_in_the_place_of_the_signature_is_own_text() -> None:
    source = '<div id="Signature">Le client est d\'accord. Vous pouvez payer.</div>'

    assert said([Body(text=source, html=True)]).own == "Le client est d'accord. Vous pouvez payer."


def test_small_print_may_follow_the_text_at_once() -> None:
    assert parted(f"Voici le constat.\n{DISCLAIMERS['fr']}") == ("Voici le constat.", DISCLAIMERS["fr"])


def test_a_text_of_many_lines_is_no_signature() -> None:
    assert not is_signature("Une ligne\n" * 30)


@pytest.mark.parametrize(
    "line", ["Cordialement\n", "T 02 123 45 67\n", "--\n", "Ce message est confidentiel\n", "-- \n\n", "\u1427\n", "a" * 500 + "\n"]
)
def test_signatures_made_to_be_slow_are_read_in_time(line: str) -> None:
    found = said([Body(text="Cordialement\n" + line * 20_000, html=False)])

    assert found.own or found.signature
