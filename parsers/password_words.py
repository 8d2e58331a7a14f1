"""Words that announce a password, deny one, or name something else, in four languages."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

CUES = 2_000
"""Words for "password" in one text that are looked at."""

MARGIN = 30
"""Characters that the longest of them has at most."""

GAP = r"[ \t\xa0\u202f]"
BREAK = rf"\r?\n(?:>|{GAP})*+"
"""The end of a line; the next may be quoted."""


def _one_of(words: str) -> str:
    return rf"(?:{words.replace(' ', '|')})"


SAYS = (
    r"(?:(?<!\w)(?:mots?[\s-]{0,4}+de[\s-]{0,4}+passe|m\.?d\.?p(?:\.(?=[\s:=]))?|pwd|passwd|(?:pass|ww)(?=[ \t\xa0\u202f]*[:=]))"
    r"|(?:pas|wacht)woord(?:en)?|passwor[dt]s?|passwörter|kenn(?:wort|wörter)|passphrase)(?!\w)"
)
"""Of the words that announce one, those that announce nothing else; German and Dutch put others before them."""

OPENS = (
    r"(?<!\w)(?:pin(?:-?code)?|pw|psw|passe?code|(?:toegangs|openings|zugangs|zugriffs|öffnungs)codes?|access[ ]codes?"
    r"|codes?[ ](?:d['’][ ]?(?:acc[èe]s|ouverture)|secret|pin))(?!\w)"
)
"""Those that announce other secrets too, but always a secret."""

CUE = re.compile(rf"(?P<says>{SAYS})|(?P<opens>{OPENS})|(?<!\w)codes?(?!\w)", re.IGNORECASE)
CUE_STEMS = ("pass", "mdp", "m.d.p", "md.p", "m.dp", "pwd", "ww", "woord", "kennw", "code", "pin", "pw", "psw")
"""Without one of these, `CUE` finds nothing; they are found many times faster."""

OPENING_STEMS = ("ouvr", "open", "öffn", "clé", "sleutel", "schlüssel", "key")
"""What announces a word that opened something, besides a word for "password"."""

ORDINARY = _one_of(
    "les une votre vos notre nos mon ton son cet cette ces celui celle même pas dans par via voir sera serait envoyée? transmis "
    "communiquée? veuillez cliquez suit suivra suivant ci-joint ci-dessous ci-dessus aux des pour que qui valable compos[ée]e? "
    "confidentiel différent inconnu incorrect erroné requis nécessaire obligatoire toujours aussi bien toute?s? donc gelieve klik "
    "het een uw jouw mijn ons onze dit dat deze niet geen volgt volgende apart per zie bij van hetzelfde verplicht vereist nodig "
    "vertrouwelijk verzonden onjuist fout verkeerd gelijk ook altijd bitte der die das den dem eine?[rnms]? ihre?[rnms]? meine? "
    "unsere? dasselbe nicht keine? folgt folgende separat siehe aus von auf wie erforderlich notwendig vertraulich falsch immer "
    "auch please the your our this that these not same sent will see below above required needed incorrect wrong confidential "
    "follows following case-sensitive always also made "
    "le la un de du en et ou où je tu il on ne au ce se sa si ma ta te me vu ok à y a an as at be by he if in is it my no of or so "
    "to up us we op om ik er je ze am im zu an es er ja"
)
"""With these a sentence goes on; a password is something else."""

ANSWERS = (
    r"(?:oui|non|yes|no|ja|nee|nein|idem|néant|neant|aucune?|rien|(?:in)?changé|inchangée?|habituel(?:le)?|identique|cf|voyez|demande[rz]|appelez|contactez|oublié|perdue?|"
    r"merci|bedankt|dank[eu]?|thanks?|thx|cordialement|salutations?|sincèrement|bonjour|bonne|"
    r"groet(?:en|jes)?|mvg|grüßen?|gruss|mfg|lg|regards|sincerely|cheers|vriendelijke|hoogachtend|freundlichen?|kind|best|beste|"
    r"m|mr|mme|mlle|mrs|ms|dr|herr|frau|mevr|mevrouw|dhr|maître|"
    r"plaque|immatriculation|naissance|police|contrat|client|dossier|sinistre|assurée?|téléphone|tél|tel|gsm|sms|whatsapp|mail|e-?mail|courriel|"
    r"courrier|annexe|numéros?|dates?|chiffres?|prénom|nom|adresse|code|postal|"
    r"geen|onbekend|bekend|ongewijzigd|telefonisch|mondeling|gewoonlijk|gebruikelijk|nummerplaat|nummer|naam|polis|kenteken|postcode|"
    r"keine?s?|bekannt|unbekannt|unverändert|mündlich|üblich|kennzeichen|schlüssel|name|"
    r"none|n/a|nil|unchanged|usual|unknown|known|number|policy|claim|plate|birth|birthday|phone|attached|denied|access|"
    r"\w*(?:geburt|geboorte)\w*|\w*(?:nummern?|datum|nummers)|personnel(?:le)?|secret|geheim|persoonlijk|persönlich|protégée?|expirée?)"
)
"""With these the sender says where it is, or that there is none."""

IS_ORDINARY = re.compile(ORDINARY, re.IGNORECASE)
IS_ANSWER = re.compile(ANSWERS, re.IGNORECASE)

ONLY_A_FACT = (
    r"(?:sans|without|zonder|ohne|v[oô]ls?|volée?s?|dérob\w+|oubli\w*|perdue?s?|perte|protég\w+|gestohlen\w*|gestolen|diebstahl|diefstal|"
    r"verge(?:ten|ssen)|verlo?ren|geschützt\w*|beveiligd\w*|beschermd\w*|protected|stolen|theft|lost|forg[eo]t\w*|reset\w*|"
    r"réinitialis\w+|chang\w+|modifi\w+|wijzig\w*|gewijzigd|ändern|geändert|zurücksetzen|herstellen|manque\w*|missing|ontbreekt|mist|fehlt|"
    r"wrong|incorrect|erronée?|invalide?|falsch|ungültig|onjuist|ongeldig|fout|verkeerd|expir\w+|verlopen|abgelaufen)"
)
"""What happens to a password of which only the fact is told."""

DENIED_BEFORE = re.compile(
    rf"(?<!\w){ONLY_A_FACT}{GAP}++(?:(?:par|avec|de|du|d['’]|des|le|la|les|un|mon|ton|son|votre|notre|vos|nos|van|het|een|mijn|uw|met|door|"
    rf"das|des|dem|ein|eines|ihr|ihres|mein|mit|durch|by|with|of|the|a|your|my|our){GAP}*+){{0,3}}[\w-]*$",
    re.IGNORECASE,
)
DENIED_BEHIND = re.compile(
    rf"{GAP}*+\(?(?:(?:is|was|were|has|been|a|ont|été|est|wurde|worden|werd|ist|hat|zijn|sont){GAP}++){{0,3}}{ONLY_A_FACT}(?!\w)",
    re.IGNORECASE,
)

NUMBERED = (
    r"(?:pol(?:ice|is|izze?|icy)|polis-?(?:nummer|nr)|policen?-?nummer|contra[ct]t?|vertrag|plaque|immatriculation|nummerplaat|kenteken|"
    r"kennzeichen|plate|client|klant|kunden?|customer|klant(?:en)?-?(?:nummer|nr)|kunden-?(?:nummer|nr)|postal|postcode|plz|postleitzahl|"
    r"né[e]?[ ]le|geboren(?:[ ](?:op|am))?|born(?:[ ]on)?|date|datum|naissance|birth|geboortedatum|geburtsdatum)"
)
"""What a number is said to be that is no secret."""

OF_CLAIMS = (
    r"(?:dossier|sinistre|schade(?:dossier|nummer|nr)?|schaden(?:nummer|nr)?|claim|r[ée]f(?:[ée]rence)?s?|referentie|referenz|aktenzeichen)"
)
SAID_TO_BE = re.compile(
    rf"(?<!\w)(?:{NUMBERED}|{OF_CLAIMS})(?:{GAP}*+(?:n[°ºo]|nr|num[ée]ro|number|nummer|client|de|d['’]|postal|\.))*+{GAP}*+[:.=#-]?{GAP}*+$",
    re.IGNORECASE,
)
IS_NUMBERED = re.compile(rf"(?<!\w){NUMBERED}(?!\w)|(?<!\w)dates?|nummer", re.IGNORECASE)

IS_A_NUMBER = re.compile(
    r"[^\n]{0,80}?(?:num[ée]ro|n°|r[ée]f[ée]rence|nummer|number|police|policy|dossier|sinistre|schade|claim)", re.IGNORECASE
)
"""The password is said to be a number that both know."""

COUNTS = {
    word: count
    for count, words in {
        2: "deux twee zwei two",
        3: "trois drie drei three",
        4: "quatre vier four",
        5: "cinq vijf fünf five",
        6: "six zes sechs",
        8: "huit acht eight",
    }.items()
    for word in words.split()
}
COUNT = "|".join(("[2-9]", *COUNTS))
SOME_DIGITS = re.compile(
    rf"(?<!\w)(?:(?P<before>{COUNT})\s+)?(?:(?P<last>derni[eè]re?s|laatste|letzten|last)|premi[eè]re?s|eerste|ersten|first)\s+"
    rf"(?:(?P<behind>{COUNT})\s+)?(?:chiffres|caract[eè]res|cijfers|tekens|ziffern|stellen|zeichen|digits|numbers|characters)(?!\w)",
    re.IGNORECASE,
)

DIGIT_STEMS = ("chiffre", "caract", "cijfer", "teken", "ziffer", "stellen", "zeichen", "digit", "number", "characters")
"""Without one of these, `SOME_DIGITS` finds nothing."""

FILES = (
    r"(?:fichiers?|files?|zip|pdf|archives?|documents?|dokumente?|documenten|dateien|datei|bestand|pi[èe]ces?|annexes?|bijlagen?|"
    r"anlagen?|attachment|word|excel)"
)
IS_FILE = re.compile(
    r"[^/]*\.(?:pdf|zip|7z|rar|docx?|xlsx?|pptx?|odt|ods|rtf|txt|csv|jpe?g|png|heic|webp|tiff?|mp4|mov|avi|3gp|eml|msg|ics|html?|xml)"
    rf"|{FILES}\d{{1,2}}",
    re.IGNORECASE,
)
IS_ADDRESS = re.compile(
    r".*(?:://|www\.).*|[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}|(?:[\w-]+\.)+(?:be|com|eu|fr|nl|de|lu|org|net|io|example)(?:[/?#:].*)?",
    re.IGNORECASE,
)
IS_DATE = re.compile(r"\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})|\d{4}([./-])\d{1,2}\2\d{1,2}")
IS_AMOUNT = re.compile(
    r"(?:€|EUR)?(?:\d{1,3}(?:[., ]\d{3})+(?:[.,]\d{1,2})?|\d+[.,]\d{1,2})(?:€|EUR|,-)?|(?:€|EUR)\d+|\d+(?:€|EUR|%|km|kg)", re.IGNORECASE
)
IS_PHONE = re.compile(r"\+\d.*|0\d{1,3}/\d.*")
IS_COUNTED = re.compile(r"n[°º]\d+|\d+(?:er|ère|e|è?me|nde?|st|nd|rd|th|ste|h|j)|\d+/\d+", re.IGNORECASE)
UNIT_BEHIND = re.compile(rf"{GAP}*+(?:€|euros?|eur|%|km|chf|frs?)(?!\w)", re.IGNORECASE)
THANKS = _one_of("merci bedankt dank danke thanks thx cordialement bien mvg")
TOWN_BEHIND = re.compile(rf"{GAP}++(?!(?i:{THANKS}))[A-ZÀ-Þ][a-zà-ÿ]")
PHONE_BEHIND = re.compile(rf"(?:{GAP}\d{{2,3}}){{2,}}")
FACTS = (IS_FILE, IS_ADDRESS, IS_DATE, IS_AMOUNT, IS_PHONE, IS_COUNTED)
FACTS_BEHIND = (UNIT_BEHIND, TOWN_BEHIND, PHONE_BEHIND)


def stems(text: str, of: Iterable[str]) -> list[int]:
    """Where one of these stands in the text, in whatever case."""
    # The one letter that becomes two; every place after it would shift.
    lowered = text.replace("İ", "I").lower()
    places: list[int] = []
    for stem in of:
        at = lowered.find(stem)
        while at >= 0:
            places.append(at)
            at = lowered.find(stem, at + 1)
    return sorted(places)


def cues(text: str) -> list[re.Match[str]]:
    """The words that announce a password, as many as a mail may have."""
    return list(islice(_cues(text), CUES))


def _cues(text: str) -> Iterator[re.Match[str]]:
    start = end = 0
    for place in stems(text, CUE_STEMS):
        if place > end + MARGIN:
            yield from CUE.finditer(text, start, end)
            start = max(place - MARGIN, end)
        end = place + 2 * MARGIN
    yield from CUE.finditer(text, start, end)
