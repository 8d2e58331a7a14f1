"""Address cards are read as what a person would see of them."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.content import Spool
from core.errors import Problem
from core.limits import Limits
from core.values import Reading
from extractors.context import Context
from extractors.reading import read

EXPERT = """BEGIN:VCARD
VERSION:3.0
N:Vasseur;Amélie;Marie;Dr;
FN:Dr Amélie Vasseur
ORG:Cabinet Vasseur\\, experts;Automobile
TITLE:Experte
item1.TEL;TYPE="work,voice":tel:+32 81 22 33 44
TEL;TYPE=CELL:+32 470 11 22 33
TEL;TYPE=FAX:+32 81 22 33 44
EMAIL;TYPE=INTERNET:mailto:amelie@cabinet-vasseur.example
ADR;TYPE=WORK:BP 12;Bâtiment C;Rue de l'Église
  4;Namur;;5000;Belgique
PHOTO;ENCODING=b:AAAA
NOTE:Sur rendez-vous\\nle matin\\; merci
END:VCARD
""".replace("\n", "\r\n")

OLD = """begin:vcard
VERSION:2.1
N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Lef=E8vre;Am=E9lie
ORG;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Assurances Lef=C3=A8vre =
& fils
ADR;WORK;ENCODING=QUOTED-PRINTABLE:;;Rue du March=C3=A9 4=0D=0ABo=C3=AEte 2;Namur;;5000
TEL;WORK;VOICE:081 22 33 44
end:vcard
"""


def reading(text: str, folder: Path, limits: Limits | None = None) -> Reading:
    with Spool(folder) as spool:
        content = spool.keep(text.encode("utf-8", "surrogatepass"))
        return read(content, name="carte.vcf", media_type="text/vcard", context=Context(limits=limits or Limits()))


def test_a_card_is_a_page(tmp_path: Path) -> None:
    (page,) = reading(EXPERT, tmp_path).pages

    assert page.text.split("\n") == [
        "Dr Amélie Vasseur",
        "Cabinet Vasseur, experts, Automobile",
        "Experte",
        "+32 81 22 33 44",
        "+32 470 11 22 33",
        "amelie@cabinet-vasseur.example",
        "Rue de l'Église 4",
        "Bâtiment C",
        "BP 12",
        "5000 Namur",
        "Belgique",
        "Sur rendez-vous",
        "le matin; merci",
    ]


def test_a_card_of_the_old_form_is_read_in_its_charsets(tmp_path: Path) -> None:
    (page,) = reading(OLD, tmp_path).pages

    assert page.text.split("\n") == [
        "Amélie Lefèvre",
        "Assurances Lefèvre & fils",
        "081 22 33 44",
        "Rue du Marché 4",
        "Boîte 2",
        "5000 Namur",
    ]


def test_telephones_on_a_card_are_facts(tmp_path: Path) -> None:
    found = reading(EXPERT, tmp_path)

    assert [fact.value for fact in found.facts if fact.kind == "phone"] == ["+3281223344", "+32470112233"]


def test_several_cards_are_several_pages(tmp_path: Path) -> None:
    found = reading(EXPERT + OLD, tmp_path)

    assert [page.text.split("\n")[0] for page in found.pages] == ["Dr Amélie Vasseur", "Amélie Lefèvre"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("hello", Problem.DAMAGED),
        ("", Problem.DAMAGED),
        ("END:VCARD\nFN:Jean\n", Problem.DAMAGED),
        ("BEGIN:VCARD\nVERSION:4.0\nEND:VCARD\n", Problem.NO_TEXT),
    ],
)
def test_what_is_no_card_says_so(text: str, problem: Problem, tmp_path: Path) -> None:
    assert reading(text, tmp_path).problem == problem


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("FN;CHARSET=X-INCONNU;ENCODING=QUOTED-PRINTABLE:Lef=E8vre", "Lefèvre"),
        ("FN;CHARSET=utf-8;ENCODING=QUOTED-PRINTABLE:Lef=E8vre", "Lefèvre"),
        ("FN;ENCODING=QUOTED-PRINTABLE:Lefevre=", "Lefevre"),
        ("FN:Jean\nFN:Jean\nne dit rien", "Jean"),
        ("FN:\nN:Dupont;Jean", "Jean Dupont"),
        ("ADR:;;Rue Haute 1", "Rue Haute 1"),
        ("NOTE:a\\\\;b", "a\\;b"),
    ],
)
def test_a_line_is_read_as_it_was_meant(line: str, shown: str, tmp_path: Path) -> None:
    found = reading(f"BEGIN:VCARD\n{line}", tmp_path)

    assert found.pages[0].text == shown


@pytest.mark.parametrize("limits", [Limits(pages=1), Limits(text_bytes=700)])
def test_what_is_left_out_is_said(limits: Limits, tmp_path: Path) -> None:
    found = reading(EXPERT * 2, tmp_path, limits)

    assert (found.problem, found.pages[0].text[:8]) == (Problem.TOO_BIG, "Dr Améli")


PIECES = (
    "BEGIN:VCARD\n",
    "END:VCARD\n",
    ":",
    ";",
    "=",
    "=\n",
    "\\",
    '"',
    "\n ",
    "CHARSET=utf-16:",
    "ENCODING=QUOTED-PRINTABLE:",
    "\0",
    "é",
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(st.tuples(st.integers(0, 900), st.integers(0, 30), st.sampled_from(PIECES) | st.text(max_size=4)), max_size=8))
def test_no_damage_stops_the_reader(tmp_path: Path, edits: list[tuple[int, int, str]]) -> None:
    text = EXPERT + OLD
    for place, length, put in edits:
        at = place % (len(text) + 1)
        text = text[:at] + put + text[at + length :]

    assert reading(text, tmp_path).problem in {None, Problem.DAMAGED, Problem.NO_TEXT}
