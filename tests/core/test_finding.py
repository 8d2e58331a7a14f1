import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import finding, folding
from core.finding import Term


def term(*words: str, number: str = "", prefix: bool = False) -> Term:
    return Term(phrases=(words,), number=number, prefix=prefix)


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("", ()),
        ("  *  ", ()),
        ("Devis", (term("devis"),)),
        ("devis Facture", (term("devis"), term("facture"))),
        ('"devis de"', (term("devis", "de"),)),
        ('devis"de la"', (term("devis"), term("de", "la"))),
        ("exper*", (term("exper", prefix=True),)),
        ("e*", (term("e"),)),
        ("*C502100001*", (term("c502100001"),)),
        ("C5021*", (term("c5021", prefix=True),)),
        ("1-ABC-123", (term("1", "abc", "123", number="1abc123"),)),
        ("1-AB*", (term("1", "ab", number="1ab", prefix=True),)),
        ("1 ABC 123", (Term(phrases=(("1",), ("abc",), ("123",)), number="1abc123"),)),
        ("dupont 50 123", (term("dupont"), Term(phrases=(("50",), ("123",)), number="50123"))),
        ("de la rue", (term("de"), term("la"), term("rue"))),
        ("l’expertise", (term("expertise"),)),
        ("contre-expertise", (term("contre", "expertise"),)),
        ("x " * 99, (term("x"),) * finding.MOST),
    ],
)
def test_what_is_typed_is_read_as(typed: str, query: finding.Query) -> None:
    assert finding.query(typed) == query


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("Choc avant, choc arrière", "choc", ["Choc", "choc"]),
        ("l’expertise d’office", "expertise", ["expertise"]),
        ("le choc avant gauche", '"choc avant"', ["choc avant"]),
        ("choc gauche avant", '"choc avant"', []),
        ("expert, expertise, exposé", "exper*", ["expert", "expertise"]),
        ("plaque 1-ABC-123 ou 1ABC123", "1abc123", ["1-ABC-123", "1ABC123"]),
        ("plaque 1-ABC-123 ou 1ABC123", "1-abc-123", ["1-ABC-123", "1ABC123"]),
        ("plaque 1-ABC-123", "1 abc 123", ["1-ABC-123"]),
        ("plaque 1-ABC-123", "1ab*", ["1-ABC-123"]),
        ("straße, œuvre", "strasse oeuvre", ["straße", "œuvre"]),
        ("rien", "choc", []),
    ],
)
def test_what_is_marked(text: str, typed: str, marked: list[str]) -> None:
    assert [text[hit.start : hit.end] for hit in finding.hits(text, finding.query(typed))] == marked


@given(st.text(max_size=300), st.text(max_size=60))
def test_whatever_is_typed_and_written_marks_stand_in_order_within_the_text(text: str, typed: str) -> None:
    found = finding.hits(text, finding.query(typed))

    places = [place for hit in found for place in (hit.start, hit.end)]
    assert places == sorted(places)
    assert all(text[hit.start : hit.end].strip() for hit in found)


@given(st.text())
def test_every_word_is_plain_and_a_quick_look_finds_it(text: str) -> None:
    together = folding.run_together(text)

    assert [word for word in folding.words(text) if not word.isalnum() or word != folding.fold(word) or word[:20] not in together] == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("IBAN BE68 5390 0754 7034.", "IBAN •••• 7034."),
        ("be68539007547034", "•••• 7034"),
        ("BE68-5390-0754-7034", "•••• 7034"),
        ("FR76 3000 6000 0112 3456 7890 189 merci", "•••• 0189 merci"),
        ("NL91ABNA0417164300", "•••• 4300"),
        ("GB33 BUKB 2020 1555 5555 55", "•••• 5555"),
        ("TVA BE0123456789", "TVA BE0123456789"),
        ("C502100001 et 1-ABC-123", "C502100001 et 1-ABC-123"),
        ("le 12 mars dans tous les cas", "le 12 mars dans tous les cas"),
        ("registre national 85.07.30-033.28", "registre national •"),
    ],
)
def test_accounts_and_numbers_of_persons_are_masked(text: str, shown: str) -> None:
    assert folding.masked(text) == shown
