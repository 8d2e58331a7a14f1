"""One spelling for the search, and the way back to the original."""

import pytest

from core.values import Carrier
from router.normalise import fold, normalise

SPELLINGS = [
    ("encoded word in a bad charset", "=?no-such?Q?r=E9f_C5?=", "REF C5"),
    ("encoded word with a language", "=?UTF-8*fr?Q?r=C3=A9f?=", "REF"),
    ("a character cut in two words", "=?UTF-8?Q?r=C3?= =?utf-8?Q?=A9f?=", "REF"),
    ("two charsets", "=?UTF-8?Q?=C3=A9?= =?iso-8859-1?Q?=E9?=", "EE"),
    ("damaged base64", "=?UTF-8?B?Q?=", "Q"),
    ("raw bytes in UTF-8", "r\udcc3\udca9f", "REF"),
    ("raw bytes in cp1252", "r\udce9f", "REF"),
    ("escaped twice", "&amp;#42;C5", "*C5"),
    ("url escapes", "%2AC5%20%C2%A01", "*C5 1"),
    ("quoted-printable that eats no reference", "n=C502100001", "N=C502100001"),
    ("soft line break", "C5021=\n00001", "C502100001"),
    ("fold", "C5\r\n\t02", "C5 02"),
    ("letters whose capitals are longer", "straße", "STRAßE"),
    ("digits of another script", "C\u0665", "C5"),
    ("number sign", "\u2116 5", "NO 5"),
    ("an accent of its own", "re\u0301f", "REF"),
    ("white space", "a \t\u00a0 b", "A B"),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in SPELLINGS], ids=[row[0] for row in SPELLINGS])
def test_a_text_gets_one_spelling(text: str, expected: str) -> None:
    assert normalise(text, Carrier.SUBJECT).text == expected


def test_lines_stay_apart_outside_of_headers() -> None:
    assert normalise("a\r\n\r\n  b\u2028c", Carrier.OWN_TEXT).text == "A\nB\nC"


def test_the_way_back_leads_through_every_step() -> None:
    text = "&amp;#42;C5\u200b02&nbsp;1* fin"
    normal = normalise(text, Carrier.SUBJECT)

    assert (normal.text[:8], normal.raw(0, 8)) == ("*C502 1*", "&amp;#42;C5\u200b02&nbsp;1*")


def test_names_are_folded_for_comparing() -> None:
    assert fold("Müller-Œuvré Straße") == "MULLER-OEUVRE STRASSE"
