"""How mail programs mark what they quote or forward, in French, Dutch, German and English, and their neighbours' languages."""

import re

LABELS = {
    "from": ("de", "van", "von", "from", "da", "expéditeur", "afzender", "absender", "mittente", "remitente"),
    "date": (
        ("envoyé", "envoyé le", "date", "date d'envoi", "verzonden", "verzonden op", "datum", "gesendet", "gesendet am", "sent", "sent on")
        + ("enviado", "enviado el", "enviado em", "enviada em", "fecha", "data", "inviato")
    ),
    "to": ("à", "a", "pour", "destinataire", "destinataires", "aan", "naar", "an", "to", "para"),
    "cc": ("cc", "copie", "copie à", "cci", "bcc", "kopie", "kopie (cc)", "kopie an", "copia", "cópia"),
    "subject": ("objet", "sujet", "onderwerp", "betr", "betr.", "betreft", "betreff", "subject", "asunto", "oggetto", "assunto"),
    "other": (
        ("reply-to", "répondre à", "antwoord aan", "antwort an", "importance", "priorité", "belang", "wichtigkeit", "pièces jointes")
        + ("pièce jointe", "attachments", "bijlage", "bijlagen", "anlage", "anlagen", "organisation", "organization")
    ),
}
KIND_OF = {word: kind for kind, words in LABELS.items() for word in words}
_WORDS = "|".join(sorted((re.escape(word) for word in KIND_OF), key=len, reverse=True))

# A label may be bold (*De :*), indented, in a quotation, and have a no-break space before its colon.
LABEL = re.compile(rf"[\s>*_|\ufeff]{{0,40}}({_WORDS})[\s*_]{{0,5}}:[*_]{{0,3}}(?!//)\s*(.*)", re.IGNORECASE)
# Yahoo writes the whole block on one line, without a space between the fields.
INLINE = re.compile(rf"(?<![A-Z])({'|'.join(sorted({word[:1].upper() + word[1:] for word in KIND_OF} | {'CC'}, key=len, reverse=True))})\s?:\s?")

_PHRASES = (
    "messages? (?:d['’]origine|original|transféré|transmis|réexpédié|initial)|(?:mail|courriel|e-mail) (?:original|d['’]origine)"
    "|(?:oorspronkelijk|origineel|doorgestuurd|doorgezonden) (?:e-mail)?bericht|(?:ursprüngliche|original|weitergeleitete)[ -]?nachricht"
    "|(?:original|forwarded) (?:message|e-?mail|appointment)|mensaje (?:original|reenviado)|messaggio (?:originale|inoltrato)"
    "|mensagem (?:original|encaminhada)"
)
SEPARATOR = re.compile(rf"[\s>*]{{0,40}}[-_=]{{2,}}\s*(?:{_PHRASES})\s*[-_=]{{2,}}", re.IGNORECASE)
BEGINNING = re.compile(
    r"[\s>*\ufeff]{0,40}(?:début du message (?:réexpédié|transféré)|begin (?:van )?doorgestuurd bericht|begin forwarded message|forwarded message"
    r"|anfang der weitergeleiteten (?:nachricht|e-mail)|inicio del mensaje reenviado|inizio (?:del )?messaggio inoltrato"
    r"|início da mensagem (?:reencaminhada|encaminhada))\s*:\s*\*?\s*$",
    re.IGNORECASE,
)
RULE = re.compile(r"[\s>*]{0,40}(?:_{20,}|-{20,}|(?:[-_*]\s?){20,})[\s*]*$")
QUOTED_LINE = re.compile(r"\s{0,3}>")
PREFIX = re.compile(r"(?:\s{0,3}>)+ ?")

WROTE = re.compile(
    r"\b(?:a [ée]crit|wrote|schrieb|schreef|geschreven|escribió|ha scritto|escreveu)\b(?=[^\n]{0,200}:|[^\n]*$)", re.IGNORECASE
)
ATTRIBUTION = re.compile(
    r"[\s>*\ufeff]{0,40}(?:"
    r"(?:le|op|am|on|il|el|em)\b.{4,400}?\b(?:a [ée]crit|wrote|schrieb|schreef|geschreven|escribió|ha scritto|escreveu)\b.{0,200}?"
    r"|.{2,200}?<[^<>\s]+@[^<>\s]+>\s*(?:a [ée]crit|wrote|schrieb|schreef|escribió|ha scritto|escreveu)\b.{0,100}?"
    r"|.{2,120}?\b(?:a écrit le|schrieb am|schreef op) .{4,100}?"
    r"):[\s*]*$",
    re.IGNORECASE | re.DOTALL,
)
STARTS = re.compile(r"[\s>*\ufeff]{0,40}(?:le|op|am|on|il|el|em)\b", re.IGNORECASE)
DATED = re.compile(r"\d|@")
NAME_IN_ATTRIBUTION = re.compile(
    r"\d{1,2}[:h.]\d{2}(?::\d{2})?(?:\s*(?:[AP]M|Uhr|[A-Z]{3,4}|GMT[+-]\S+|[+-]\d{4}))*[\s,]*(?:heeft|schreef|schrieb)?[\s,]*[\"'«“]?\s*"
    r"([^\"<»”:\d]{2,80}?)\s*[\"'»”]?\s*(?:<|a [ée]crit|wrote|het volgende|geschreven|:)",
    re.IGNORECASE,
)

SIGNATURE = re.compile(r"\s{0,3}(?:--|—) ?$")
MOBILE = re.compile(
    r"\s*[<(\[]{0,2}(?:envoyé (?:de|depuis|à partir de|avec) |verzonden (?:vanaf|vanuit|met|via) |gesendet (?:von|mit) |von meine[mr]? .{2,40} gesendet"
    r"|diese nachricht wurde von meinem |sent (?:from|via|with|by) |get outlook for |télécharger outlook pour |outlook (?:pour|voor|für) (?:ios|android)"
    r"|obtenir outlook pour |download outlook voor |outlook für .{2,10} herunterladen)[^\n]{0,120}$",
    re.IGNORECASE,
)
SIGNATURE_LINES = 20
"""After more lines than these, two dashes were no signature."""
