"""Words that say what a value is in its document, by family and role, in French, Dutch, German and English."""

import re
from collections.abc import Mapping
from functools import cache

AMOUNTS: Mapping[str, str] = {
    "total": (
        r"tt?c|t\.t\.c\.?|tvac|tva (?:comprise|incluse)|incl\.? ?(?:de |la )?(?:tva|btw|vat)|inkl\.? ?(?:der )?(?:mwst|ust)|"
        r"btw (?:inbegrepen|incl\.?)|total(?: g[ée]n[ée]ral)?|total[ -]?ttc|(?:net|montant|solde|reste|somme)[ -]?[àa] payer|[àa] payer|"
        r"(?:net )?[àa] (?:r[ée]gler|payer)|ensemble des (?:dommages|d[ée]g[âa]ts)|"
        r"summe|totaal(?:bedrag)?|te betalen(?: bedrag)?|eindbedrag|gesamt(?:betrag|summe|"
        r"preis)?(?! der (?:zu|ab)schl)|endbetrag|"
        r"brutto(?:betrag|summe)?|rechnungsbetrag|zu zahlen(?:der betrag)?|zahlbetrag|(?:grand |invoice )?total(?: due)?|amount due|"
        r"balance due|gross(?: amount)?"
    ),
    "net": (
        r"h\.?t\.?v\.?a\.?|h\.?t\b\.?|hors (?:tva|taxes?)|excl\.? ?(?:btw|tva|vat)|exclusief btw|zzgl\.? (?:mwst|ust)|"
        r"net(?:to)?(?:betrag|bedrag|summe)?(?: amount)?|zwischensumme|(?:sous|sub)[ -]?tota+l|ohne (?:mwst|ust)\.?|"
        r"positionssumme|maatstaf|base (?:imposable|tva)|"
        r"total net"
    ),
    "vat": (
        r"(?:total |montant |bedrag )?(?:t\.?v\.?a\.?|b\.?t\.?w\.?|mwst\.?|mehrwertsteuer|ust\.?|umsatzsteuer|"
        r"v\.?a\.?t\.?)(?:[ -]?(?:bedrag|betrag|amount))?|(?:total|montant) (?:des )?taxes|steuerbetrag|taxes?"
    ),
    "deductible": (
        r"franchises?|eigen risico|vrijstelling|franchisebedrag|selbst(?:beteiligung|behalt)|deductible|(?:policy )?excess|"
        r"d[ée]couvert obligatoire"
    ),
    "advance": r"acomptes?|avances?|provisions?|voorschot(?:ten)?|anzahlung|vorschuss|abschlag(?:szahlung)?|advance|deposit|down payment",
    "indemnity": r"indemnit[ée]s?|indemnisation|(?:schade)?vergoeding|entsch[äa]digung|indemnity|compensation|settlement",
}
DATES: Mapping[str, str] = {
    "loss": (
        r"(?:date|jour|heure) (?:et heure )?(?:de l['’] ?(?:accident|[ée]v[ée]nement)|du (?:sinistre|vol|dommage)|des faits)|"
        r"(?:accident|sinistre|incendie|vol|cambriolage|effraction|fuite(?: de canalisation)?|"
        r"d[ée]g[âa]ts? des eaux|temp[êe]te|faits|collision)(?: [\w'’]+){0,3}?"
        r" (?:du|survenue?s? (?:le|en date du)|(?:a |est |ont |sont )?(?:eu lieu|survenue?s?|commis) le|en date du|de la nuit du)|"
        r"surven(?:ue?s?|ant) (?:[\w'’,-]+ ){0,5}?le|s['’]est (?:produit|d[ée]roul[ée]) le|"
        r"schade(?:datum|dag|geval van|geval d\.?d\.?)|datum (?:van (?:het |de )?)?(?:ongeval|schade(?:geval)?|feiten|diefstal|aanrijding)|"
        r"(?:verkeers)?(?:ongeval|aanrijding|diefstal|inbraak|brand|waterschade|"
        r"schadegeval|feiten) (?:van|op|d\.d\.)|(?:tag|datum) des (?:unfalls|"
        r"schadens)|"
        r"schaden(?:tag|datum|s?ereignis(?: vom)?|"
        r"fall vom)|unfall(?:tag|datum|zeitpunkt)|"
        r"(?:unfall|schaden|diebstahl|einbruch|brand|vorfall)(?:ereignis)? (?:vom|am)|date of (?:the )?(?:loss|accident|"
        r"incident|theft)|loss date|"
        r"(?:accident|incident|collision|theft|loss|fire)(?: which)?(?: occurred| happened)? (?:on|of|dated)"
    ),
    "invoice": (
        r"date (?:de |d['’] ?)?(?:la )?(?:facture|facturation)|factur(?:e|ation) (?:[\w°./-]+ ){0,3}?du|factuurdatum|"
        r"datum (?:van de )?factuur|"
        r"factuur (?:[\w°./-]+ ){0,3}?van|rechnungsdatum|rechnung (?:[\w°./-]+ ){0,3}?vom|invoice date|date of (?:the )?invoice|"
        r"invoice (?:[\w°./-]+ ){0,3}?(?:of|dated)|date d['’][ée]mission"
    ),
    "due": (
        r"date limite de paiement(?: le)?|(?:date d['’] ?)?[ée]ch[ée]ance(?: de paiement)?(?: le)?|payable (?:avant |"
        r"au plus tard )?(?:le|on|by)|[àa] (?:payer|r[ée]gler) (?:avant|pour) le|"
        r"verval(?:datum|dag)|te betalen (?:voor|v[óo][óo]r|tegen|op)|uiterste betaaldatum|"
        r"f[äa]llig(?:keit(?:sdatum)?)?(?: (?:am|bis|zum))?|"
        r"zahlbar bis(?: zum)?|zahlungsziel|(?:payment )?due(?: date| on| by)?"
    ),
    "hearing": (
        r"audience (?:du|le|fix[ée]e au|publique du)?|comparaître[^\n.]{0,40}? le|compara[iî]tre (?:[\w'’]+ ){0,8}?le|zitting (?:van|op)?|"
        r"verschijnen (?:[\w'’]+ ){0,8}?op|(?:gerichts|verhandlungs)termin(?: am)?|(?:m[üu]ndliche )?verhandlung (?:am|vom)|"
        r"hearing(?: date)?(?: on)?|(?:must|to) (?:attend|appear)(?: [\w']+){0,4}? on"
    ),
    "meeting": (
        r"(?:r[ée]union d['’]expertise|expertise contradictoire|rendez-vous|convoqu\w+)(?: [\w'’]+){0,5}? (?:du|le|fix[ée]e? (?:au|le))|"
        r"besichtigungstermin(?: am)?|begutachtungstermin(?: am)?|afspraak (?:op|van)"
    ),
    "deadline": (
        r"avant le|au plus tard (?:le|pour le)|jusqu['’]au|d['’]ici (?:le|au)|dans un d[ée]lai expirant le|(?:v[óo][óo]r|"
        r"uiterlijk(?: op)?|ten laatste op|tegen)|"
        r"sp[äa]testens(?: (?:am|bis(?: zum)?))?|bis(?: zum| sp[äa]testens)?|vor dem|frist(?: bis)?(?: zum)?|no later than|"
        r"by|before|deadline|date limite|"
        r"uiterste datum"
    ),
    "birth": (
        r"n[ée]{1,2}\(?e?\)? (?:[àa] [\w-]+ )?le|date de naissance|geboren(?: (?:op|am|te [\w-]+ op|in [\w-]+ am))?|"
        r"geb\.?(?: am)?|geboortedatum|geburts(?:datum|tag)|born(?: on)?|date of birth|d\.o\.b\.?"
    ),
    "visit": (
        r"(?:visite|expertise|examen|examin[ée]e?|intervention)(?: [\w'’]+){0,2}? (?:du|le|r[ée]alis[ée]e? le)|"
        r"date de (?:la )?visite|bezoek (?:van|op)|expertise van|(?:plaats)?bezoek op|"
        r"besichtig(?:ung|t)(?: am| vom)?|ortstermin(?: am| vom)?|"
        r"inspect(?:ion|ed)(?: [\w']+){0,3}? (?:on|of)|visited (?:[\w']+ ){0,3}?on"
    ),
    "report": r"rapport (?:d['’]expertise )?(?:du|d[ée]finitif du)|date du rapport|verslag van|gutachten vom|report (?:of|dated)",
    "purchase": r"date d['’]achat|achet[ée]e?s? le|aankoopdatum|gekocht op|kaufdatum|gekauft am|purchase date|bought on|purchased on",
    "first_registration": (
        r"(?:1[èe]re|premi[èe]re) (?:mise en circulation|immatriculation)|"
        r"mis(?:e|es)? en circulation|(?:datum )?eerste (?:inschrijving|"
        r"toelating)|"
        r"(?:tag der )?erstzulassung|first registration|first registered(?: on)?"
    ),
    "valid_from": (
        r"valable (?:du|[àa] partir du)|prise d['’]effet|date d['’]effet|geldig vanaf|ingangsdatum|g[üu]ltig (?:ab|vom)|"
        r"valid from|effective(?: from| date)?|effet(?: le| au)?|[àa] (?:partir|compter) du|avec effet au|met ingang van|"
        r"beginn?(?: am)?|mietbeginn(?: am)?|with effect from|starts? on|commencing(?: on)?"
    ),
    "valid_to": (
        r"valable jusqu['’]au|expire le|date d['’]expiration|geldig tot(?: en met)?|g[üu]ltig bis(?: zum)?|valid (?:to|"
        r"until)|expires?(?: on)?|valable au|validit[ée] jusqu['’]au|vervalt op|ablaufdatum|expiry(?: date)?|stands until"
    ),
    "complaint": (
        r"plainte (?:[\w'’]+ ){0,3}?(?:d[ée]pos[ée]e )?(?:du|le)|(?:straf)?(?:anzeige|"
        r"antrag) vom|date de la plainte|klacht (?:van|op)|aangifte (?:van|"
        r"op)|anzeige vom|complaint of"
    ),
    "letter": (
        r"(?:votre|notre|vos) (?:lettre|courrier|mail|e-mail|courriel|demande)s? (?:[\w'’]+ ){0,2}?du|"
        r"^[ \t]*(?-i:[A-ZÀ-Þ][\w'’-]+(?:[ -](?:[A-ZÀ-Þ][\w'’-]+|sur|la|le|les|lez|de|en|am|an|der)){0,3}),[ ]?(?:le|den|de|op|am)?[ ]?$|"
        r"^[ \t]*(?:fait [àa] [\w' -]+,? le|date|datum|date du courrier|date of letter|briefdatum|d\.d\.)[ \t:.]*$"
    ),
}
ACCOUNTS: Mapping[str, str] = {
    "creditor": (
        r"(?:[àa] |veuillez |de |prière de |merci de |bien vouloir )(?:le |nous )?(?:verser|virer|payer|r[ée]gler)|virement|paiement|"
        r"b[ée]n[ée]ficiaire|notre compte|nos comptes|r[ée]gl(?:ez|ement)|cr[ée]ancier|te betalen|overschrijv\w+|storten|"
        r"begunstigde|onze? rekening|"
        r"zu (?:zahlen|[üu]berweisen)|[üu]berweis\w+|empf[äa]nger|gl[äa]ubiger|unser konto|bankverbindung|beneficiary|payee|"
        r"please (?:pay|transfer)|our account"
    ),
    "insured": (
        r"compte (?:de l['’]assur[ée]e?|du preneur|du client)|mon compte|assur[ée]e?\b|rekening van de verzekerde|"
        r"mijn rekening|verzekerde|verzekeringnemer|"
        r"konto des versicherten|mein konto|versicherungsnehmer|insured(?:['’]s)? account|my account|policyholder"
    ),
    "debtor": r"d[ée]biteur|donneur d['’]ordre|domiciliation|schuldenaar|opdrachtgever|zahlungspflichtige[rn]?|lastschrift|debtor|payer",
}
PARTIES: Mapping[str, str] = {
    side: (
        rf"(?i:v[ée]hicule|voertuig|fahrzeug|vehicle|partie|partij|partei|party|conducteur|bestuurder|fahrer|driver|"
        rf"preneur d['’]assurance|verzekeringnemer|versicherungsnehmer|soci[ée]t[ée] d['’]assurance|assureur|"
        rf"assur[ée])\s?\(?{side}\)?(?![\w'’])|\({side}\)"
    )
    for side in "AB"
}
FAMILIES: Mapping[str, Mapping[str, str]] = {"amount": AMOUNTS, "date": DATES, "account": ACCOUNTS, "party": PARTIES}
GLUED = frozenset({"amount"})
"""Families whose words OCR runs together ("TotalTTC"): a capital may begin a word, too."""


@cache
def patterns(family: str) -> Mapping[str, re.Pattern[str]]:
    """The pattern of each role of `family`."""
    start = r"(?<![^\W\d_])"
    if family in GLUED:
        start = rf"(?:{start}|(?-i:(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])))"
    case = "" if family == "party" else "(?i)"
    return {role: re.compile(rf"{case}{start}(?:{words})(?![^\W\d_])", re.MULTILINE) for role, words in FAMILIES[family].items()}
