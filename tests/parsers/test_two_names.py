"""A part with two names, one in each header: both are heard where one holds a number that the other lacks."""

import pytest

from tests.parsers.build import Opener, mail

NAMES = {
    "a number in the other": ("C502100123.txt", "scan.txt", "scan (C502100123).txt"),
    "a number in both": ("C502100123 devis.txt", "C502100123.txt", "C502100123.txt"),
    "another number in each": ("C502100123.txt", "C502100050.txt", "C502100050 (C502100123).txt"),
    "a name without an ending": ("C502100123", "scan", "scan (C502100123)"),
    "words alone": ("devis.txt", "scan.txt", "scan.txt"),
    "a short number": ("devis 12.txt", "scan.txt", "scan.txt"),
}


@pytest.mark.parametrize("name", NAMES)
def test_the_number_in_either_name_of_a_file_is_heard(name: str, opener: Opener) -> None:
    declared, disposed, heard = NAMES[name]
    head = f'Content-Type: application/octet-stream; name="{declared}"\r\nContent-Disposition: attachment; filename="{disposed}"\r\n\r\n'
    part = opener.parts(mail("x", f"{head}x".encode()))[-1]

    assert part.original_name == heard
