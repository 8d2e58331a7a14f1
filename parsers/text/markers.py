"""How mail programs mark what they quote or forward, in French, Dutch, German and English, and their neighbours' languages."""

import re

# A row a language: French, Dutch, German, English; then what reaches a Belgian or French office from further away.
LABELS = {
    "from": (
        *("de", "expéditeur", "van", "afzender", "von", "absender", "from"),
        *("da", "mittente", "remitente", "från", "fra", "lähettäjä", "od", "de la", "feladó", "kimden", "gönderen", "от", "від", "saatja"),
    ),
    "date": (
        *(
            "envoyé",
            "envoyé le",
            "date",
            "date d'envoi",
            "verzonden",
            "verzonden op",
            "datum",
            "gesendet",
            "gesendet am",
            "sent",
            "sent on",
        ),
        *("enviado", "enviado el", "enviado em", "enviada em", "fecha", "data", "inviato", "skickat", "sendt", "dato", "lähetetty"),
        *("päivämäärä", "päiväys", "wysłano", "odesláno", "odoslané", "dátum", "trimis", "elküldve", "poslano", "tarih", "gönderildi"),
        *("отправлено", "дата", "надіслано", "saadetud", "kuupäev"),
    ),
    "to": (
        *("à", "a", "pour", "destinataire", "destinataires", "aan", "naar", "an", "to"),
        *("para", "per", "till", "til", "vastaanottaja", "do", "komu", "către", "címzett", "prima", "za", "kime", "кому", "adressaat"),
    ),
    "cc": (
        *("cc", "copie", "copie à", "cci", "bcc", "kopie", "kopie (cc)", "kopie an"),
        *("copia", "cópia", "kopia", "kopi", "kopio", "dw", "kópia", "másolat", "kopija", "bilgi", "копия", "копія", "koopia"),
    ),
    "subject": (
        *("objet", "sujet", "onderwerp", "betr", "betr.", "betreft", "betreff", "subject"),
        *(
            "asunto",
            "oggetto",
            "assunto",
            "ämne",
            "emne",
            "aihe",
            "temat",
            "předmět",
            "predmet",
            "subiect",
            "tárgy",
            "konu",
            "тема",
            "teema",
        ),
    ),
    "other": (
        *("reply-to", "répondre à", "antwoord aan", "antwort an", "importance", "priorité", "belang", "wichtigkeit", "pièces jointes"),
        *("pièce jointe", "attachments", "bijlage", "bijlagen", "anlage", "anlagen", "organisation", "organization", "risposta"),
    ),
}
KIND_OF = {word: kind for kind, words in LABELS.items() for word in words}
_WORDS = "|".join(sorted((re.escape(word) for word in KIND_OF), key=len, reverse=True))

# A label may be bold (*De :*), indented, in a quotation, and have a no-break space before its colon.
LABEL = re.compile(rf"[\s>*_|\ufeff]{{0,40}}({_WORDS})[\s*_]{{0,5}}:[*_]{{0,3}}(?!//)\s*(.*)", re.IGNORECASE)
# Yahoo writes the whole block on one line, without a space between the fields.
INLINE = re.compile(rf"({'|'.join(sorted({word[:1].upper() + word[1:] for word in KIND_OF} | {'CC'}, key=len, reverse=True))})\s?:\s?")

_PHRASES = (
    "messages? (?:d['’]origine|original|transféré|transmis|réexpédié|initial)|(?:mail|courriel|e-mail) (?:original|d['’]origine)"
    "|(?:oorspronkelijk|origineel|doorgestuurd|doorgezonden) (?:e-mail)?bericht|(?:ursprüngliche|original|weitergeleitete)[ -]?nachricht"
    "|(?:original|forwarded) (?:message|e-?mail|appointment)|mensaje (?:original|reenviado)|messaggio (?:originale|inoltrato)"
    "|mensagem (?:original|(?:re)?encaminhada)"
)
SEPARATOR = re.compile(rf"[\s>*]{{0,40}}[-_=]{{2,}}\s*(?:{_PHRASES})\s*[-_=]{{2,}}", re.IGNORECASE)
BEGINNING = re.compile(
    r"[\s>*\ufeff]{0,40}(?:début du message (?:réexpédié|transféré)|begin (?:van )?doorgestuurd bericht|(?:begin )?forwarded message"
    r"|anfang der weitergeleiteten (?:nachricht|e-mail)|inicio del mensaje reenviado|inizio (?:del )?messaggio inoltrato"
    r"|início da mensagem (?:reencaminhada|encaminhada))\s*:\s*\*?\s*$",
    re.IGNORECASE,
)
# Whatever stands between the dashes, in whatever language: with a header block below, that is where another's mail begins.
TITLED_RULE = re.compile(r"[\s>*]{0,40}-{3,}\s?[^\n-]{3,60}-{3,}[\s*]*$")
RULE = re.compile(r"[\s>*]{0,40}(?:_{20,}|-{20,}|(?:[-_*]\s?){20,})[\s*]*$")
SIGN = re.compile("[-:_=*]")
"""One of these is in every line that announces somebody else's mail, but for "Le ... a écrit" that is wrapped."""

QUOTED_LINE = re.compile(r"\s{0,3}>")
ONE_SIGN = re.compile(r"\s{0,3}> ?")
PREFIX = re.compile(r"^(?:\s{0,3}>)+ ?")

_VERBS = (
    r"(?:a [ée]crit|wrote|schrieb|schreef|geschreven|geschrieben"
    r"|escribió|ha scritto|escreveu|skrev|kirjoitti|napisał|napsal|napísal|a scris|írta"
    r"|napisa[ol]|написал|пишет|написав|пише|yazd\u0131|kirjutas)(?:\([^)]{1,3}\)|\b)"
)
_STARTS = "(?:le|op|am|on|il|el|em|den|dne|dňa|pe|w dniu|dana)"
WROTE = re.compile(rf"\b{_VERBS}", re.IGNORECASE)
ATTRIBUTION = re.compile(
    r"[\s>*\ufeff]{0,40}(?:"
    rf"{_STARTS}\b.{{4,400}}?\b{_VERBS}.{{0,200}}?"
    rf"|.{{2,200}}?<[^<>]{{3,200}}>+\s*{_VERBS}.{{0,100}}?"
    r"|.{2,200}?\b(?:a écrit le|schrieb am|schreef op) .{4,100}?"
    rf"|\d{{1,4}}[. ].{{6,200}}?[\"»]?\s?<[^<>]{{3,200}}> ?{_VERBS}"
    rf"|.{{4,100}}? пользователь .{{2,200}}? {_VERBS}"
    r"):[\s*]*$",
    re.IGNORECASE | re.DOTALL,
)
# "2026-03-03 17:21 GMT+01:00 Marie Leroy:" is how Gmail began an answer for some years.
STAMPED = re.compile(r"[\s>*\ufeff]{0,40}\d{4}-\d\d-\d\d \d{1,2}:\d\d GMT[+-]\d{1,2}:\d\d [^\n]{2,200}$")
STARTS = re.compile(rf"[\s>*\ufeff]{{0,40}}(?:{_STARTS}\b|\d{{1,4}}[. ])", re.IGNORECASE)
# "Le 3 mars, l'expert a écrit :" is a sentence; a mail program gives an address, or the date to the minute.
ADDRESSED = re.compile(r"@|пользователь")
DAY = re.compile(r"\b(?:19|20)\d\d\b|\d[/.-]\d{1,2}[/.-]\d{2}")
CLOCK = re.compile(r"\d[:.h]\d{2}")
NAME_IN_ATTRIBUTION = re.compile(
    r"\d{1,2}[:h.]\d{2}(?::\d{2})?(?:\s*(?:[AP]M|Uhr|(?-i:[A-Z]{3,4})|(?:GMT|UTC)[+-][\d:]+|[+-]\d{4}))*[\s,]*(?:heeft|hat|schreef|schrieb)?[\s,]*[\"'«“]?\s*"
    r"([^\"<»”:\d]{2,80}?)\s*[\"'»”]?\s*(?:<|a [ée]crit|wrote|het volgende|geschreven|folgendes|geschrieben|:)",
    re.IGNORECASE,
)
