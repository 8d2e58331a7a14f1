"""Until when files that wait elsewhere can be fetched, by what the mail with their address says in French, Dutch, German or English."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from core.limits import Limits
from extractors.days_ahead import BETWEEN, day_at

_ENDS = re.compile(
    r"\b(?:expir(?:e|ent|era|eront|ation|y|es)(?:\sdate)?(?:\sdu\slien)?|(?:valable|valide|disponible|accessible|t[ée]l[ée]chargeable|actif|active)s?"
    r"\sjusqu(?:['\u2019]au|['\u2019]à|es)|(?:supprim|effac)[ée]e?s?|verloopt|verlopen|vervalt|vervallen|(?:geldig|beschikbaar|toegankelijk|actief)"
    r"\stot(?:\sen\smet)?|vervaldatum|verwijderd|läuft|laufen|(?:gültig|verfügbar|abrufbar|aktiv)\sbis(?:\szum)?|verfällt|erlischt|ablaufdatum"
    r"|gelöscht|(?:valid|available|active)\s(?:until|till|through)|deleted)" + BETWEEN,
    re.IGNORECASE,
)
_LASTS = re.compile(
    r"\b(?:valables?|valides?|disponibles?|accessibles?|actifs?|expir(?:e|ent|era|es)|geldig|beschikbaar|verloopt|vervalt|gültig|verfügbar|abrufbar|läuft"
    r"|valid|available)\s(?:(?:pendant|durant|encore|dans|gedurende|nog|over|binnen|für|noch|in|for|within)\s){0,2}"
    r"(?P<n>\d{1,3})\s(?P<unit>jours?|semaines?|dagen|dag|weken|week|tagen?|wochen?|days?|weeks?)\b"
    r"|\b(?P<m>\d{1,3})\s(?P<of>dagen|weken|tage|wochen)\s(?:lang\s)?(?:geldig|beschikbaar|gültig|verfügbar|abrufbar)\b",
    re.IGNORECASE,
)
_ELSE = re.compile(
    r"\b(?:contrats?|contract\w*|police|polis\w*|policy|vertr[aä]g\w*|garanti\w*|waarborg|permis|passeport|rijbewijs)\b", re.IGNORECASE
)
"""Of what else is said in the same line that it ends."""

_WEEKS = ("sem", "we", "wo")


def expiry_of(text: str, received: date, *, most: int = Limits().notice_characters) -> date | None:
    """The first day named, in the first `most` characters of a mail of that day, after which a file cannot be fetched any more."""
    lines = (re.sub(r"[ \t\u00a0\u202f]+", " ", line) for line in text[:most].splitlines())
    return min((day for line in lines if not _ELSE.search(line) for day in _days(line, received)), default=None)


def _days(line: str, received: date) -> Iterator[date]:
    for found in _ENDS.finditer(line):
        if day := day_at(line, found.end(), received):
            yield day
    for found in _LASTS.finditer(line):
        weeks = (found["unit"] or found["of"]).lower().startswith(_WEEKS)
        yield received + timedelta(days=int(found["n"] or found["m"]) * (7 if weeks else 1))
