"""How a letter ends in French, Dutch, German and English: formulas, particulars, small print, and what telephones add."""

import re

DASHES = re.compile(r"\s{0,3}(?:--|—) ?$")
MOBILE = re.compile(
    r"\s*[<(\[]{0,2}(?:envoyé (?:de |depuis |à partir d(?:e |['’])|avec |via )|verzonden (?:vanaf|vanuit|met|via) |verstuurd (?:vanaf"
    r"|met|via) "
    r"|gesendet (?:von|mit) |von meine[mr]? .{2,40} gesendet|diese nachricht wurde von meinem |sent (?:from|via|with|by) "
    r"|(?:get|télécharger|obtenir|obtenez|téléchargez|download|hol(?:en)? sie sich) \[?outlook (?:pour|for|voor|für) "
    r"|outlook (?:pour|voor|für) (?:ios|android)|outlook für .{2,10} herunterladen"
    r"|(?:[^\W\d_]+ )?from (?:my |a )?(?:mobile|i-?phone|ipad|ipod|android|blackberry|samsung|cell ?phone|smartphone)(?: \w+)?[.)>]*$"
    r"|sendt fra (?:min|mit) |skickat från min |lähetetty |inviato da(?:l mio)? |enviad[oa] (?:desde|do|a partir) |wysłane z |odesláno z "
    r"|отправлено .{1,2} |從我的 .{2,20} 傳送|发自我的)[^\n]{0,120}$",
    re.IGNORECASE,
)

LONG, LONGEST = 80, 220
POLITE = re.compile(r"[\s*_]*(?:je|nous|veuillez|recevez|dans|en|vous)\b", re.IGNORECASE)
"""How the formulas begin that take a line and more."""

_GREETINGS_FR = r"(?:mes|nos|sincères|meilleures|cordiales|distinguées|respectueuses|les|plus)"
_FORMULAS = (
    r"(?:très |bien |sincèrement |avec mes |recevez mes )?cordialement(?: (?:vôtre|à vous))?|cdl?t|b\.?[àa]\.?v\.?"
    r"|bien (?:cordialement )?à (?:vous|toi"
    r"|vous tous)"
    rf"|(?:(?:avec|recevez|veuillez recevoir),? )?(?:{_GREETINGS_FR} )*salutations(?: {_GREETINGS_FR})*|sincèrement|respectueusement"
    rf"|amicalement"
    r"|(?:très )?bonne (?:fin de )?(?:journée|soirée|réception|semaine|après-midi)(?: à (?:vous|tous))?|belle journée|bon week-?end"
    r"|(?:un grand )?merci (?:d['’]avance|par avance|beaucoup|pour (?:votre|le) suivi|et .{3,30})|d['’]avance,? merci"
    r"|avec (?:tous )?(?:mes|nos) remerciements"
    r"|(?:(?:je|nous) vous pri(?:e|ons)|veuillez|recevez|dans (?:cette |l['’])attente|en vous (?:remerciant|souhaitant)"
    r"|vous en souhaitant)\b.{3,160}"
    r"(?:salutations|sentiments|considération)(?: (?:les|très|plus|bien|et|distingué[es]*|meilleure?s?|dévoués?|cordiale?s?"
    r"|respectueu\w+))*"
    r"|(?:met |onze |mijn )?(?:de )?(?:vriendelijke|hartelijke|beleefde|collegiale|beste|warme|sportieve|zonnige|oprechte) groet(?:en|jes)?"
    r"|met vriendelijke groeten? en .{3,30}|m\.?v\.?g\.?|vr\.? ?gr\.?|groet(?:en|jes)?|(?:met de meeste )?hoogachtend"
    r"|(?:alvast )?(?:hartelijk |alvast )?(?:bedankt|dank u?)(?: bij voorbaat)?|(?:met|bij voorbaat) (?:hartelijke? )?dank"
    r"|fijne? (?:dag|avond|weekend)(?: nog)?"
    r"|(?:mit )?(?:freundlichen?|besten?|herzlichen?|lieben?|vielen?|kollegialen?|schönen?) (?:grüße|grüßen|gruß|grüsse|grüssen|gruss"
    r"|gruessen)"
    r"(?: (?:aus|nach) [^\W\d_]+)?|m\.?f\.?g\.?|hochachtungsvoll|(?:besten|herzlichen|vielen) dank im voraus"
    r"|(?:with )?(?:kind(?:est)?|best|warm(?:est)?|many) (?:regards|wishes)|regards|best|(?:yours )?(?:sincerely|faithfully"
    r"|truly)(?: yours)?"
    r"|(?:many )?thanks(?: (?:a lot|again|in advance|and (?:kind |best )?regards))?|thank you(?: (?:very much|in advance))?|cheers"
    r"|merci|danke(?: schön)?"
)
# Bilingual offices close twice on one line; some put their first name behind the formula.
CLOSING = re.compile(
    rf"[\s*_>]*(?:{_FORMULAS})(?:(?: et | en | und | and |[\s,/|&.–-]+)(?:{_FORMULAS})){{0,3}}"
    rf"[\s*_]*(?:,\s*(?-i:[A-ZÀ-Þ])[\w'’.-]{{1,20}}(?:"
    rf" [\w'’.-]{{1,20}}){{0,3}})?[\s,.!*_]*",
    re.IGNORECASE,
)

ENDS = re.compile(
    r"[.,!;] (?:et )?(?:bien |très )?(?:cordialement|à vous|sincères salutations|salutations distinguées|met vriendelijke groet(?:en)?"
    r"|mit freundlichen grüßen|kind regards|best regards)[\s,.!*]*$",
    re.IGNORECASE,
)
"""The formula at the end of the last sentence."""

DIGIT = re.compile(r"\d")
_TELEPHONE = r"(?<![\w.])(?:\+|\(\+?|0(?=[\d (/.]))\d?[\d ./()\xa0-]{6,20}\d(?!\w)"
_ADDRESSES = (
    r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}|https?://\S+|www\.\S+|(?<![\w.@-])[\w-]{2,40}\.(?:be|fr|nl|de|lu|com|eu|net|org|example)\b"
)
_STREETS = (
    r"\b(?:rue|avenue|av\.|boulevard|bd|bld|place|chaussée|chemin|quai|route|allée|square|impasse|drève|clos|zoning|parc)\b[^\n]{2,60}\d"
    r"|\b\d{1,4}(?: ?(?:bis|ter|[a-d]))?,? (?:rue|avenue|av\.|boulevard|bd|place|chaussée|chemin|quai|route|allée|square|impasse|cours)\b"
    r"|[^\W\d_]{2,30}[- ]?(?:straat|laan|steenweg|plein|weg|lei|kaai|dreef|baan|markt|straße|strasse|str\.|platz|allee|gasse|gracht"
    r"|kade|singel|dijk) ?\d"
    r"|\b\d{1,4} [^\n]{2,30} (?:street|road|lane|avenue|square)\b|\b(?:bp|postbus|postfach|bte|boîte|bus|p\.?o\.? box) ?\d"
    r"|(?-i:(?<![\w.])(?:(?:B|F|L|D|NL)[- ]?)?\d{4,5}(?: [A-Z]{2})? [A-ZÀ-Þ][\w'’-]{2,30})"
)
_REGISTERED = (
    r"\b(?:rpm|rpr|bce|kbo|tva|btw|vat|ust-?id(?:nr)?|fsma|cbfa|orias|siren|siret|rcs|hrb|hra|amtsgericht|afm|kvk|acpr|bnb|nbb"
    r"|ipi|biv"
    r"|(?:n° |numéro )?(?:d['’])?entreprise|ondernemingsnr|ondernemingsnummer)\b[^\n]{0,60}\d"
)
_LABELLED = (
    r"^[\s*_|]*(?:t|tél|tel|téléphone|telefoon|telefon|gsm|fax|f|m|mob|mobile|mobiel|mobil|portable|direct|ligne directe|phone"
    r"|handy)\b[\s.:°*|]{1,5}[+(]?\d"
)
_NUMBERS = (
    r"\b(?:rpm|rpr|bce|kbo|tva|btw|vat|ust-?id(?:nr)?|fsma|cbfa|orias|siren|siret|rcs|entreprise|ondernemingsn(?:umme)?r|kvk)\b"
    r"[^\d\n]{0,20}\d[\d .]{3,20}|\b(?:BE|FR|NL|DE|LU) ?[01]\d{3}\.?\d{3}\.?\d{3}\b"
)
REACHED_BY = re.compile(rf"{_TELEPHONE}|{_ADDRESSES}|{_NUMBERS}", re.IGNORECASE)
"""Telephones, addresses and the numbers that a firm is registered under."""

# What the law makes firms write below their letters.
_STANDING = (
    r"immatriculée? à l['’]orias|sous le contrôle de l['’](?:acpr|autorité)|\bau capital (?:social )?de\b|\bsiège social\b"
    r"|maatschappelijke zetel"
    r"|erkend door de fsma|onder toezicht van|sitz der gesellschaft|geschäftsführer(?:in)?\b ?:|registergericht|registered office"
    r"|document non contractuel"
)
FIRM = re.compile(rf"{_REGISTERED}|{_STANDING}", re.IGNORECASE)
CONTACT = re.compile(rf"{_TELEPHONE}|{_ADDRESSES}|{_STREETS}|{_REGISTERED}|{_STANDING}|{_LABELLED}", re.IGNORECASE)
PICTURE = re.compile(
    r"\s*(?:\[(?:cid:|image|logo|une image|a picture|afbeelding|ein bild|https?:)[^\]\n]{0,300}\](?:<[^>\n]{0,300}>)?"
    r"|<image\d{1,4}\.\w{3,4}>)\s*$",
    re.IGNORECASE,
)
# Streak and Mailtrack leave the Canadian syllable U+1427 behind.
ORNAMENT = re.compile(r"\s*(?:[-_=*#~+—–]{2,}|\u1427)[-_=*#~+—–\s\u1427]*$")
ABBREVIATED = re.compile(r"(?:\b\w\.[ ]?\w\.|\b(?:inc|ltd|co|dr|ing|jr)\.)$", re.IGNORECASE)
TITLE = re.compile(r"(?:i\. ?[av]\.|(?:ppa|mr|mw|mevr|dhr|dr|drs|ir|ing|me|mtr|van|de|den|der|von|di|le|la|el|du)\b\.?) ", re.IGNORECASE)
HOURS = re.compile(r"\d{1,2} ?(?:h|u|:|uur|uhr|am|pm)", re.IGNORECASE)
SENTENCE = re.compile(
    r"\b(?:je|j['’]\w+|nous|vous|il|elle|ils|on|ne|n['’]\w+|pas|est|sont|sera|été|merci|veuillez|voici|ci-joint|pouvez|pourriez|svp"
    r"|dès que|afin"
    r"|ik|wij|hij|zijn|niet|graag|gelieve|bedankt|hierbij|bijgevoegd|ich|wir|ist|sind|nicht|bitte|danke|anbei|wird"
    r"|you|are|not|please|thanks|attached|will|have|has)\b|\b(?:[Mm]erci|[Vv]euillez|[Vv]oici|[Cc]i-joint|[Uu]rgent|[Gg]raag|[Gg]elieve"
    r"|[Bb]itte"
    r"|[Pp]lease|J['’]ai|Je|Nous|Il|On|Ik|Wij|Ich|Wir|I|We|Vous)\b"
)

SAYS = re.compile(
    r"[\s*_>]*(?:p\.? ?s\.?\b|n\.?b\.?\s*[:.-]|nota\b|(?:annexes?|p\.? ?j\.?|pièces? jointes?|bijlagen?|anlagen?|enclosures?|encl"
    r"|attachments?"
    r"|copie|c\.?c|objet|concerne|betreft|betreff|re)\s*(?:\(\d+\))?\s*[:.-]|ci-joint|ci-annexé"
    r"|(?:bonjour|bonsoir|madame|monsieur|mesdames|chers?|chère|beste|geachte|sehr geehrte|guten|dear|hello|hi)\b[^\n]{0,40},?\s*$"
    r"|(?:constat|devis|factures?|rapport|attestation|photos?|pv|procès-verbal|déclaration|certificat|offerte|factuur|facturen"
    r"|foto['’]?s?|verslag|aangifte"
    r"|rechnung|kostenvoranschlag|gutachten|invoices?|quote|estimate|report|pictures?)\b|[^\n]{0,300}\?\s*$)",
    re.IGNORECASE,
)
"""A postscript, a list of papers, a salutation or a question: what no signature holds."""

LISTED = re.compile(r"\s*(?:[-–•·o*]\s+|\d{1,2}[.)]\s)\S")
NUMBER_ALONE = re.compile(r"[\s*#°nN]*(?![+0])(?=[^\n]*\d)[A-Za-z]{0,4}[\d./ -]*\d[\d./ A-Z-]{3,24}[\s*.]*")
_NUMBER_WORDS = (
    r"(?:dossier|sinistre|schade(?:nummer|dossier|geval|nr)?|schaden(?:nummer|fall|akte|-?nr)?|claim|police|polis(?:nummer|nr)?|policy"
    r"|contrat|contract"
    r"|versicherungsschein\w{0,8}|réf(?:érence|s)?|ref(?:erence|erentie|s)?|plaque|immat\w{0,12}|nummerplaat|kenteken|kennzeichen"
    r"|châssis|chassis|vin)"
)
NUMBERED = re.compile(rf"(?<![^\W_]){_NUMBER_WORDS}s?(?![^\W_])", re.IGNORECASE)
REFERENCE = re.compile(rf"(?<![^\W_]){_NUMBER_WORDS}(?:[ .:#°=*/-]|n[o°r]\.?){{0,6}}\d{{3}}", re.IGNORECASE)
ACCOUNT = re.compile(r"\biban\b|\b[A-Z]{2}\d{2}(?: ?\d{4}){3,5}\b", re.IGNORECASE)
"""Where to pay is what the sender says; only beside the numbers of his firm it is not."""

CODE = re.compile(r"(?<!\w)[A-Z]{1,3}[1-9]\d{6,11}(?!\w)")

_MAIL = (
    r"(?:message|courriel|e-?mail|mail|courrier (?:électronique|e-?mail)|mailbericht|e-?mailbericht|bericht|boodschap|nachricht"
    r"|communication|transmission)"
)
OPENS_PRINT = re.compile(
    rf"[\s*_>(\[-]*(?:disclaimer|avis (?:de confidentialité|important)|confidentialité|vertraulichkeitshinweis"
    rf"|(?:ce|le présent|le contenu de ce|les informations contenues dans ce|cet|this|the (?:information|contents?) (?:of|contained in"
    rf"|in) this|dit|deze|de inhoud van (?:dit|deze)"
    rf"|diese|der inhalt dieser|die informationen in dieser) {_MAIL}"
    r"|si vous (?:n['’]êtes pas|avez reçu)|toute? (?:diffusion|utilisation|divulgation|reproduction)|if you (?:are not|have received)"
    r"|any (?:unauthori|use|disclos|review)|indien u|als u (?:niet|dit)|wenn sie nicht|sollten sie|falls sie)",
    re.IGNORECASE,
)
ANY_MAIL = re.compile(rf"\b(?:ce|cet|le présent|du présent|this|dit|deze|dieser?|the) {_MAIL}", re.IGNORECASE)
PRINT_WORDS = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        r"\bconfident|vertrouwelijk|vertraulich|secret professionnel|beroepsgeheim|privileged",
        (
            r"\bdestinataires?\b|intended (?:solely|only|recipient)|addressee|geadresseerde|bestemmeling|uitsluitend bestemd"
            r"|bestimmungsgemäß|richtige[rn]? adressat"
        ),
        (
            r"strictement interdit|formellement interdit|strictly prohibited|(?:strikt|ten strengste) verboden|nicht gestattet|untersagt"
            r"|unauthori[sz]ed|unbefugt"
        ),
        r"\bvirus|viren\b",
        (
            r"(?:décline|n['’]accepte|ne (?:peut|pourra|saurait|peuvent))\b.{0,60}responsab|no liability|not liable|geen aansprakelijkheid"
            r"|niet aansprakelijk|keine haftung"
        ),
        r"protection des données|vie privée|\brgpd\b|\bgdpr\b|\bavg\b|\bdsgvo\b|privacy (?:policy|statement)|privacyverklaring|datenschutz",
    )
)
PRINT_HINTS = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        r"par erreur|in error|by mistake|per vergissing|abusievelijk|ten onrechte|irrtümlich|versehentlich",
        r"détrui|supprim|effacer|delete|destroy|verwijder|vernietig|wissen|löschen|vernichten",
        r"divulg|reproduction|diffusion|disclos|dissemination|copying|verspreid|openbaarmaking|weitergabe|vervielfältig",
    )
)
FOOTER = re.compile(
    r"[\s*_>(\[]*(?:(?:s['’]il vous plaît,? |svp,? |merci de )?(?:avant d['’]imprimer|pensez à (?:l['’]environnement|la planète)"
    r"|pensons à l['’]environnement|n['’]imprimez)"
    r"|(?:denk aan het milieu|denk voor het afdrukken|print deze)|(?:bitte )?denken sie (?:bitte )?an (?:die|unsere) umwelt"
    r"|(?:please )?(?:consider|think of) the environment|(?:garanti )?sans virus\b|virus-?free|virusvrij|virenfrei|l['’]absence de virus"
    r"|(?:disclaimer|avis de confidentialité|(?:notre )?politique de confidentialité|privacy ?(?:policy|verklaring|statement)"
    r"|datenschutzhinweise)\s*(?:[:|].*)?$)",
    re.IGNORECASE,
)
