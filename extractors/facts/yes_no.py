"""Answers yes or no in the fields of forms; the role is the question: "Blessés : non", "☒ oui ☐ non"."""

import re
from collections.abc import Iterator

from extractors.facts import Found, finds
from extractors.facts.sheet import Sheet

QUESTIONS = {
    "injured": r"bless[ée]\(?e?\)?\(?s?\)?(?: m[êe]me l[ée]ger(?:s|\(s\))?)?|gewonden?|verletzte?|injur(?:ed|ies)",
    "total_loss": r"perte totale|total verlies|totaal verlies|totalschaden|total loss",
    "irreparable": r"irr[ée]parable|onherstelbaar|irreparabel|beyond repair",
    "habitable": r"habitable|bewoonbaar|bewohnbar",
    "paid": r"(?:facture )?(?:pay[ée]e|acquitt[ée]e|r[ée]gl[ée]e)|betaald|bezahlt|paid",
    "leak_repaired": r"fuite r[ée]par[ée]e|lek hersteld|leck (?:repariert|behoben)|leak repaired",
    "signed": r"sign[ée]e?|ondertekend|unterschrieben|signed",
    "alcotest": r"alcotest|[ée]thylotest|ademtest|alkoholtest|breath test",
    "with_reserves": r"(?:avec )?r[ée]serves|(?:met )?voorbehoud|vorbehalte?",
    "opposition": r"oppositions?",
    "police": r"(?:intervention de la )?police|proc[èe]s-verbal|polizei|politie",
    "witnesses": r"t[ée]moins?|getuigen?|zeugen?|witness(?:es)?",
    "vat_liable": r"assujettie?(?: [àa] la tva)?|btw-?plichtig|vorsteuerabzugsberechtigt",
    "other_damage": r"d[ée]g[âa]ts mat[ée]riels[^\n:?]{0,40}|materi[ëe]le schade[^\n:?]{0,40}|sachschaden[^\n:?]{0,40}",
}
YES, NO = r"oui|ja|yes", r"non|neen?|nein|no"
CROSSED, EMPTY = r"[☒☑✓✔✗✘■⊠]|\[[xX]\]|\([xX]\)", r"[☐□▢○]|\[ ?\]|\( ?\)"
LABEL = "|".join(f"(?P<{role}>{words})" for role, words in QUESTIONS.items())
# One answer that ends its cell, or both with a cross in front of one.
PLAIN = rf"(?:(?:{CROSSED}) ?)?(?P<answer>{YES}|{NO})(?=[ ]*(?:[\n\t.,;]|\Z|[ ]{{2}}))"
CHOICE = rf"(?P<first>{CROSSED}|{EMPTY}) ?(?P<one>{YES}|{NO})[ \t]*(?P<second>{CROSSED}|{EMPTY}) ?(?P<other>{YES}|{NO})\b"
FIELD = re.compile(
    rf"(?<!\w)(?:{LABEL})(?:[ \t]*\?)?(?:[ \t]*:[ \t]*|\t[ ]*|[ ]?\?[ ]*|[ ]+(?=[☐☒☑□\[]))(?:{CHOICE}|{PLAIN})", re.IGNORECASE
)
CONFIDENCE, CHOSEN = 0.9, 0.8


@finds("yes_no")
def find_answers(sheet: Sheet) -> Iterator[Found]:
    """Every answer to a question that we know."""
    for match in FIELD.finditer(sheet.text):
        word = _answer(match)
        if not word:
            continue
        role = next(name for name in QUESTIONS if match[name])
        value = "yes" if re.fullmatch(YES, match[word], re.IGNORECASE) else "no"
        confidence = CONFIDENCE if word == "answer" else CHOSEN
        yield Found(kind="yes_no", value=value, start=match.start(word), end=match.end(word), confidence=confidence, role=role)


def _answer(match: re.Match[str]) -> str:
    """The name of the group that holds the answer; "" when both or none are crossed."""
    if match["answer"]:
        return "answer"
    crossed = [word for box, word in (("first", "one"), ("second", "other")) if re.fullmatch(CROSSED, match[box])]
    return crossed[0] if len(crossed) == 1 else ""
