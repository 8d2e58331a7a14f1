"""Names of people, and of firms in the part of one, by what stands before them: a title, a label of a form, a set phrase."""

import re
from collections.abc import Iterator, Mapping

from extractors.facts.found import Found
from extractors.names.spelling import FIRM, PERSON, cut, is_name

LABELS: Mapping[str, str] = {
    "witness": r"t[ée]moins?(?: (?:n°? ?)?\d)?|getuigen?|zeugen?|zeugin|witness(?:es)?",
    "victim": r"victimes?|bless[ée]e?|patient(?:e|in)?|pati[ëe]nte?|slachtoffer|"
    r"gesch[äa]digte[rn]?|verletzte[rn]?|victim|injured(?: person)?",
    "expert": r"experts?(?: (?:mandat[ée]|d[ée]sign[ée]|automobile|charg[ée] du dossier))?|(?:schade-?)?"
    r"deskundige|sachverst[äa]ndiger?|gutachter|"
    r"(?:loss )?adjuster|assessor",
    "doctor": r"m[ée]decin(?: traitant)?|arts|behandelende? arts|arzt|[äa]rztin|physician",
    "client": r"ma[îi]tre d['’]ouvrage|client(?:e)?|opdrachtgever|bouwheer|bauherr(?:in)?|auftraggeber|kunde|klant|customer",
    "contractor": r"entrepreneur(?: principal)?|entreprise(?: g[ée]n[ée]rale)?|(?:hoofd)?aannemer|auftragnehmer|(?:main )?contractor",
    "subcontractor": r"sous-?traitant|onderaannemer|(?:sub|nach)unternehmer|subcontractor",
    "principal": r"mandant|volmachtgever|lastgever|vollmachtgeber(?:in)?|principal",
    "agent": r"mandataire|volmachthouder|gevolmachtigde|lasthebber|bevollm[äa]chtigte[rn]?|attorney|agent",
    "holder": r"titulaire(?: du compte)?|nom(?: et pr[ée]nom)?s?|houder|naam|(?:konto)?inhaber(?:in)?|nachname|surname|full name|"
    r"holder|rekeninghouder",
    "insured": r"(?:preneur d['’]assurance|assur[ée]e?|souscripteur|verzekeringnemer|verzekerde|versicherungsnehmer(?:in)?|versicherter?|"
    r"policy ?holder|insured)(?: \(?[AB]\)?)?",
    "driver": r"(?:conducteur|conductrice|bestuurder|fahrer(?:in)?|driver)"
    r"(?: (?:habituel|du v[ée]hicule|van voertuig|fahrzeug))?(?: \(?[AB]\)?)?",
    "accused": r"pr[ée]venue?|beklaagde|verdachte|beschuldigte[rn]?|angeklagte[rn]?|accused|defendant",
    "third_party": r"(?:partie )?adverse|tiers(?: responsable)?|tegenpartij|derde|gegner|gegenpartei|third party|other party",
    "deceased": r"d[ée]funte?|overledene|verstorbene[rn]?|deceased",
    "landlord": r"bailleur|bailleresse|verhuurder|vermieter(?:in)?|landlord",
    "tenant": r"locataire|preneur|huurder|mieter(?:in)?|tenant",
}
PHRASES: Mapping[str, str] = {
    "signatory": r"je,? soussign[ée]\(?e?\)?,?|(?:ik|de),? ondergetekende,?|ich,? (?:der|die)? ?unterzeichne(?:te|nde)[rn]?,?|"
    r"der unterzeichnete,?|i,? the undersigned,?",
    "victim": r"(?:avoir )?examin[ée]e? (?:ce jour )?|(?:heb|hebben) (?:heden )?onderzocht:? |onderzoek van |(?:habe ich )?untersucht:? |"
    r"(?:have )?examined (?:today )?|concerne (?:le|la) patiente? |behandlung von ",
    "agent": r"donne (?:par la pr[ée]sente )?(?:pouvoir|procuration|mandat)(?: sp[ée]cial)? [àa] |"
    r"(?:geef|verleent?) (?:hierbij )?volmacht aan |"
    r"bevollm[äa]chtige (?:hiermit )?|(?:hereby )?appoint ",
    "deceased": r"d[ée]c[èe]s de |est d[ée]c[ée]d[ée]e? |overlijden van |overleden is |tod von |verstorben ist |death of ",
    "principal": r"au nom (?:et pour le compte )?de |in naam van |im namen von |on behalf of ",
}
PARTS: Mapping[str, tuple[str, ...]] = {
    "signatory": ("soussign", "ondergetekende", "unterzeichne", "undersigned"),
    "victim": ("examin", "onderzo", "untersucht", "patient", "behandlung"),
    "agent": ("donne ", "volmacht", "bevollm", "appoint"),
    "deceased": ("cès de", "ces de", "décéd", "deced", "overl", "tod von", "verstorben", "death of"),
    "principal": ("au nom", "in naam", "im namen", "on behalf"),
}
"""Of each phrase the letters without which it is not there: pages are many, and phrases few."""

TITLE = (
    r"(?P<lawyer>M(?:a[îi]tre|e|es)\b\.?|maître|[Mm]eester|Mr\.(?= [A-Z]\w* ?[A-Z])|Rechtsanw[äa]lt(?:in)?|advocaat|avocate?)"
    r"|(?P<doctor>Dr\.?|(?:le )?[Dd]octeur|(?:de )?[Dd]okter|Prof\.(?: Dr\.?)?)"
    r"|(?P<plain>M\.|MM\.|Mr\.?|Mme|Mlle|Monsieur|Madame|Mademoiselle|Dhr\.?|dhr\.|[Dd]e heer|Mevr\.?|[Mm]evrouw|Mw\.|"
    r"Herrn?|Frau|Mrs\.?|Ms\.?)"
)
HONORIFIC = (
    r"(?:(?:M\.|Mr\.?|Mme|Mlle|Monsieur|Madame|[Dd]hr\.?|de heer|[Mm]evr\.?|[Mm]evrouw|Herrn?|Frau|"
    r"Mrs\.?|Ms\.?|Dr\.?|[Dd]octeur|Ma[îi]tre|Me)[ ])?"
)
BY_TITLE = re.compile(rf"(?<![\w])(?:{TITLE})[^\S\n]+(?:(?:le|la|Dr\.?)[ ])?(?P<name>{PERSON})")
BY_LABEL = re.compile(
    # What is no label at all is passed over at once.
    rf"(?<![\w-])(?=[^\W\d][^:\t\n]{{2,50}}[:\t])(?i:{'|'.join(f'(?P<{role}>{words})' for role, words in LABELS.items())})"
    rf"(?:[^\S\n]*\([^)\n]{{1,20}}\))?[^\S\n]*(?::[^\S\n]*|\t)(?P<mark>{HONORIFIC})(?P<name>{FIRM})"
)
BY_PHRASE = tuple((role, re.compile(rf"(?<![\w])(?i:{words})\s*{HONORIFIC}(?P<name>{PERSON})")) for role, words in PHRASES.items())
TITLED, LABELLED, PHRASED = 0.9, 0.85, 0.9
FIRMS = frozenset({"client", "contractor", "subcontractor", "agent", "principal", "third_party", "landlord", "tenant", "expert", "insured"})
"""Parts that a firm may have; the others are played by people, whose names hold no figure."""


def people_in(text: str) -> Iterator[Found]:
    """Everybody named in `text`: by phrase and label first, which say what part somebody has."""
    taken: list[tuple[int, int]] = []
    for found in (*_by_phrase(text), *_by_label(text), *_by_title(text)):
        if not any(found.start < end and found.end > start for start, end in taken):
            taken.append((found.start, found.end))
            yield found


def _by_phrase(text: str) -> Iterator[Found]:
    small = text.lower()
    for role, pattern in BY_PHRASE:
        for match in pattern.finditer(text) if any(part in small for part in PARTS[role]) else ():
            yield from _found(match, role, PHRASED)


def _by_label(text: str) -> Iterator[Found]:
    for match in BY_LABEL.finditer(text):
        role = next(role for role in LABELS if match[role])
        if role in FIRMS or not any(sign.isdigit() for sign in match["name"]):
            yield from _found(match, role, LABELLED)


def _by_title(text: str) -> Iterator[Found]:
    for match in BY_TITLE.finditer(text):
        yield from _found(match, "lawyer" if match["lawyer"] else "doctor" if match["doctor"] else "", TITLED)


def _found(match: re.Match[str], role: str, confidence: float) -> Iterator[Found]:
    name = cut(match["name"])
    if is_name(name):
        start = match.start("name")
        yield Found(kind="person", value=" ".join(name.split()), start=start, end=start + len(name), confidence=confidence, role=role)
