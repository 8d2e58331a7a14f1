"""Family names as registers write them, and as people type them."""

import pytest

from router.names import Spoken, code, family_name, has_code, one_error_at_most

NAMES = [
    ("DUPONT Jean", ("DUPONT",)),
    ("Jean DUPONT", ("DUPONT",)),
    ("Dupont, Jean", ("DUPONT",)),
    ("Dupont Jean", ("DUPONT",)),
    ("DUPONT JEAN", ("DUPONT",)),
    ("M. DUPONT Jean", ("DUPONT",)),
    ("VAN DEN BERGHE An", ("VAN", "DEN", "BERGHE")),
    ("Van den Berghe An", ("VAN", "DEN", "BERGHE")),
    ("de la", ("DE", "LA")),
    ("SA Transports Lambert", ("TRANSPORTS", "LAMBERT")),
    ("Lambert SPRL", ("LAMBERT",)),
    ("GARAGE DU CENTRE", ("GARAGE", "DU", "CENTRE")),
    ("MÜLLER Karl", ("MULLER",)),
    ("Li", ()),
    ("SA", ()),
    ("", ()),
]


@pytest.mark.parametrize(("insured", "family"), NAMES)
def test_the_family_name_is_what_identifies(insured: str, family: tuple[str, ...]) -> None:
    assert family_name(insured) == family


@pytest.mark.parametrize(
    ("family", "text", "named"),
    [
        (("DUPONT",), "dossier dupont", True),
        (("DUPONT",), "dossier Dupond", True),
        (("DUPONT",), "dossier Dupnot", True),
        (("DUPONT",), "dossier Dupon", True),
        (("DUPONT",), "dossier Dupond-Aignan", True),
        (("LEROY",), "dossier Leroi", False),
        (("MULLER",), "Akte Mueller", True),
        (("VAN", "DEN", "BERGHE"), "dossier Vandenberghe", True),
        (("VAN", "DEN", "BERGHE"), "de heer van den Berge", True),
        (("VAN", "DEN", "BERGHE"), "Berghe", False),
        ((), "Dupont", False),
    ],
)
def test_one_typing_error_is_forgiven_in_a_long_name(family: tuple[str, ...], text: str, named: bool) -> None:  # noqa: FBT001 - a column
    assert Spoken(text).names(family) is named


@pytest.mark.parametrize(
    ("one", "other", "near"), [("ABC", "ABC", True), ("ABCD", "AB", False), ("ABCD", "BADC", False), ("AB", "A", True)]
)
def test_one_error_is_one_letter_or_one_swap(one: str, other: str, near: bool) -> None:  # noqa: FBT001 - a column
    assert one_error_at_most(one, other) is near


@pytest.mark.parametrize(
    ("value", "text", "holds"),
    [
        ("50.123.456", "POLICE 50123456", True),
        ("50123456", "POLICE 50.123.456.", True),
        ("50123456", "1501234567", False),
        ("1-ABC-123", "PLAQUE 1 ABC 123", True),
        ("ABCDE", "ABCDE", False),
        ("12", "12", False),
    ],
)
def test_a_code_stands_on_its_own_however_it_is_separated(value: str, text: str, holds: bool) -> None:  # noqa: FBT001 - a column
    assert has_code(value, text, shortest=5) is holds


def test_a_code_is_compared_without_separators() -> None:
    assert code("dos/2024-0153 é") == "DOS20240153E"
