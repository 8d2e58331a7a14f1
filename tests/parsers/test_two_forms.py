"""A plain text and its page: both are heard where the page says something that counts and the plain text does not."""

import pytest

from tests.parsers.build import Opener, mail, multipart, text

MORE = {
    "a name behind a cue": ("Bonjour, voir annexe.", "<p>Bonjour, voir annexe.</p><p>Concerne : Martens Jan</p>"),
    "a name behind a cue without a sign": ("Voir annexe.", "<p>Voir annexe.</p><p>Dossier Mme Martens</p>"),
    "another name behind the same cue": ("Assuré : Dupont Jean", "<p>Assuré : Martens Jan</p>"),
    "a plate": ("Bonjour, voir annexe.", "<p>Bonjour, voir annexe.</p><p>Plaque 1-ABC-234</p>"),
    "the letter of a number": ("Bonjour, voir 502100123.", "<p>Bonjour, dossier C502100123.</p>"),
    "a number like a part of another": ("Tel 0502100123", "<p>Tel 0502100123</p><p>Sinistre C502100123</p>"),
}

SAME = {
    "names and plates": ("Assuré : MARTENS Jan\nPlaque 1-ABC-234", "<p>Assuré : <b>Martens</b> Jan<br>Plaque 1-ABC-234</p>"),
    "a number in other signs": ("dossier C 502.100.123", "<p>dossier C502-100-123</p>"),
    "numbers in cells": ("Montant\n123456\n789012", "<table><tr><td>Montant</td><td>123456</td><td>789012</td></tr></table>"),
    "a picture's words": ("Voir annexe.", "<p>Voir annexe.</p><p>Cabinet Martin, Liège</p>"),
}


def _own(plain: str, page: str, opener: Opener) -> str:
    return opener.unit(mail("x", multipart(text(plain), text(page, "html"), kind="alternative", boundary="a"))).own_text


@pytest.mark.parametrize("name", MORE)
def test_a_page_that_says_more_is_heard(name: str, opener: Opener) -> None:
    plain, page = MORE[name]

    assert _own(plain, page, opener) not in {plain, ""}


@pytest.mark.parametrize("name", SAME)
def test_a_page_that_says_the_same_is_not_heard_twice(name: str, opener: Opener) -> None:
    plain, page = SAME[name]

    assert _own(plain, page, opener) == plain


FORMS = {
    "a field of several lines": ("<textarea>C502100123</textarea>", True),
    "a field": ('<input type="text" value="C502100123">', True),
    "a field that does not say of what kind": ("<input value=C502100123>", True),
    "what was chosen": ("<select><option>C502100050</option><option selected>C502100123</option></select>", True),
    "what was not chosen": ("<select><option>C502100123</option></select>", False),
    "what is not shown": ('<input type="hidden" value="C502100123">', False),
    "what is in a part that is not shown": (
        '<div style="display:none"><textarea>C502100123</textarea><input value="C502100123"></div>',
        False,
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_what_is_written_in_a_form_is_text(name: str, opener: Opener) -> None:
    page, seen = FORMS[name]
    heard = opener.unit(mail("x", text(f"<p>Voir annexe.</p><form>{page}</form>", "html"))).own_text

    assert ("C502100123" in heard, "C502100050" in heard) == (seen, False)
