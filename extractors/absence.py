"""Until when somebody is absent, by what his automatic reply says in French, Dutch, German or English."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.limits import Limits
from extractors.days_ahead import BETWEEN, day_at, days_at

MOST = Limits().notice_characters

_BACK = re.compile(
    r"\b(?:(?:de\s)?retour(?:\s(?:au|du|à|a)\s\w{1,12})?(?:\s(?:à\spartir|dès))?(?:\sdu)?|(?:re)?viens|reviendrai|disponible\s(?:à\spartir\sdu|dès)"
    r"|reprend(?:rai|s|rons)(?:\s(?:le\s)?(?:travail|service)|\smes\s\w{1,12})?|terug(?:\s(?:op|in|aan)\s(?:het\s)?(?:kantoor|werk|bureau))?|(?:weer|opnieuw)\s(?:bereikbaar|aanwezig|beschikbaar|op\skantoor)"
    r"|(?:(?:wieder\s(?:\w{1,12}\s){0,2}|erst\s)(?:ab|da|erreichbar)|zurück|zurueck)(?:\s(?:ab|am|im\sbüro))*"
    r"|(?:back|return(?:ing)?|available\sagain)(?:\s(?:in|at|to)\s(?:the\s|my\s)?\w{1,12}){0,2}(?:\suntil)?)" + BETWEEN,
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\b(?:jusqu(?:['\u2019]au|['\u2019]à|e|es)|tot(?:\sen\smet)?|t/m|t\.?e\.?m\.?|bis(?:\szum|\seinschließlich|\seinschliesslich)?|until|till|through)"
    + BETWEEN,
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"\b(?:du|van|vom|from|entre\sle|between)\b[^.;!?\n]{2,40}?\b(?:au|tot(?:\sen\smet)?|t/m|t\.?e\.?m\.?|bis(?:\szum)?|to|et\sle|and)"
    + BETWEEN,
    re.IGNORECASE,
)
_BARE_SPAN = re.compile(r"(?<![\d/.])\d{1,2}[./]\d{1,2}(?:[./](?:\d{4}|\d{2}))?\s?[-\u2013\u2014]\s?(?=\d)")
"""From one day to another, without a word: an absence only beside a word of one."""

_FROM = re.compile(r"\b(?:ab|am|op|vanaf|on|from|le|dès le)\b" + BETWEEN, re.IGNORECASE)
_BACK_BEHIND = re.compile(
    r"[,.]?\s(?:\w{1,12}\s){0,4}?(?:zurück|zurueck|(?:wieder|weer|opnieuw)\s(?:\w{1,12}\s){0,3}?"
    r"(?:da|erreichbar|bereikbaar|aanwezig|beschikbaar|op\skantoor)|terug)\b",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"\b(?:absente?s?|absences?(?!\sd[e'\u2019])|congés?|conges?|vacances|indisponibles?|afwezig(?:heid)?|verlof|vakantie|niet op kantoor"
    r"|abwesend|abwesenheit\w*|urlaub\w*|nicht (?:im büro|im haus|erreichbar)"
    r"|out[- ]of[- ](?:the[- ])?office|(?<!right )(?<!straight )away|on (?:annual |sick |parental |maternity )?leave"
    r"|(?:on|annual) holidays?"
    r"|on vacation|be back)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """How long somebody is away: his last day, or the day on which he is back, as far as he says so."""

    until: date | None = None
    back: date | None = None


def says_absent(text: str, *, most: int = MOST) -> bool:
    """Whether the first `most` characters have a word of absence: other automatic replies only say that a mail has come."""
    return bool(_AWAY.search(_spaced(text[:most])))


def _spaced(text: str) -> str:
    return re.sub(r"[ \t\u00a0\u202f]+", " ", text)


def absence_of(text: str, received: date, *, most: int = MOST) -> Absence:
    """What an automatic reply of the day `received` says, in its first `most` characters, of its writer's return.

    Days that are over count for nothing.
    """
    said = _spaced(text[:most])
    back = next(_days(_BACK, said, received), None) or next(_before(said, received), None)
    spans = (_UNTIL, _SPAN, _BARE_SPAN) if _AWAY.search(said) else (_UNTIL, _SPAN)
    until = next((day for cue in spans for day in _days(cue, said, received)), None)
    if until and back and back < until:
        back = None
    # "Not back until the ninth" names one day, on which he is back.
    return Absence(until=until if until != back else None, back=back)


def _days(cue: re.Pattern[str], text: str, received: date) -> Iterator[date]:
    for found in cue.finditer(text):
        if day := day_at(text, found.end(), received):
            yield day


def _before(text: str, received: date) -> Iterator[date]:
    """Days that stand before the word of coming back, as German and Dutch have it."""
    for cue in _FROM.finditer(text):
        yield from (day for day, end in days_at(text, cue.end(), received) if _BACK_BEHIND.match(text, end))
