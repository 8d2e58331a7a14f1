"""What says in short that a mail is about several claims, and what only looks like it."""

import pytest

from core.values import Carrier
from router.references import find

X = "*C502100050*"


def _suffixes(text: str) -> list[str]:
    return [one.suffix for one in find(text, carrier=Carrier.SUBJECT, path="0")]


SEVERAL = [
    *("C502100063 \u00e0 65 Foto's", "C502100028 \u00e0 30 Photos of the damage", "C502100041 \u00e0 43 MARTIN", "C502100041/42 Photos"),
    *(f"{X} t.e.m. 055", f"{X} tem 55", f"{X} jusque 055", "dossiers *C502100050* \u00e0 *055*", f"{X}\u2026*55*", f"{X}, ...050"),
    *(f"{X}\\55", f"{X}|123", f"{X}>055", f"{X} -> 123", f"{X} = C..123", f"{X} et dossier 123", f"{X}, sinistre n\u00b0 123"),
    *(f"{X} \u00e0 fusionner avec 123", f"{X} samen te voegen met 123", f"{X} zusammenlegen mit Schaden 123", f"{X} merge with 123"),
    *(f"{X} e.a.", f"{X} u.a.", f"{X} et al.", f"{X} (e.a.) Dupont", f"{X} x3 dossiers", f"{X} diverse dossiers"),
    *(
        f"{X} et un autre dossier",
        f"{X} et autres sinistres",
        f"{X} en andere",
        f"{X} und weitere",
        f"{X} and others",
        f"{X} et 2 autres dossiers",
    ),
]


@pytest.mark.parametrize("text", SEVERAL)
def test_several_claims_in_short_are_marked(text: str) -> None:
    assert _suffixes(text) == ["range"]


ONE = [
    *(f"{X} \u00e0 120 EUR", f"{X} au 15 mars 2026", f"{X} bis 15 M\u00e4rz", f"{X} tot 15 maart", "C502100001/12 jours", f"{X} to do"),
    *(f"{X} | 1-ABC-123", f"{X} | 12 rue de la Paix", f"{X} -> 15 mars", f"{X} = 1500 EUR", f"{X} > 2 photos", f"{X} Temse"),
    *(f"{X} et le dossier m\u00e9dical", f"{X} et sinistre du 12/03/2026", f"{X} et dossier 2 photos", f"{X} avec 12 annexes"),
    *(f"{X} et autres documents", f"{X} en andere stukken", f"{X} und weitere Unterlagen", f"{X} and other documents"),
    *(f"{X} E.A. Dupont", f"{X} et alors", f"{X} x 3 photos", f"{X} diverse stukken", f"{X} avec 1000 Bruxelles", f"{X} met 3 bijlagen"),
]


@pytest.mark.parametrize("text", ONE)
def test_what_only_looks_like_several_is_not(text: str) -> None:
    assert _suffixes(text) == [""]


@pytest.mark.parametrize("text", ["Sinistres 502100123", "Schadegevallen 502100123", "Claims 502100123", "Schadenf\u00e4lle 502100123"])
def test_the_plural_of_a_claim_is_a_cue_too(text: str) -> None:
    assert [one.value for one in find(text, carrier=Carrier.OWN_TEXT, path="0")] == ["C502100123"]
