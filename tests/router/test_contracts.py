"""A file of contracts: whose claim has which clocks, and what in it is refused."""

from pathlib import Path

import pytest

from core.errors import Misconfigured
from router.clocks import Span
from router.contracts import Contract, read
from router.protocols import Claim, State

TWO = """
default:
  country: BE
  clocks:
    triage: {target: PT2OH}
contracts:
  Ville:
    clients: [Ville de Vertebois, VV]
    days: working
    clocks:
      ack: {target: PT8H, warn: PT4H}
      offer: {target: P8D}
      report_copy: none
  Flotte:
    claims: ['C7*', C502100001]
    country: FR
"""


def contracts_of(text: str, folder: Path) -> Path:
    (folder / "contracts.yaml").write_text(text, encoding="utf-8")
    return folder / "contracts.yaml"


def claim(number: str = "C502100002", client: str = "") -> Claim:
    return Claim(number=number, state=State.OPEN, client=client)


def times(contract: Contract) -> dict[str, tuple[Span, Span | None]]:
    return {target.id: (target.within, target.warn) for target in contract.targets}


@pytest.mark.parametrize(
    ("of", "name"),
    [
        (claim(client="ville de VERTEBOIS"), "Ville"),
        (claim(client="vv", number="C700000001"), "Ville"),
        (claim(number="C700000001"), "Flotte"),
        (claim(number="C502100001", client="unknown"), "Flotte"),
        (claim(client="Vertebois"), ""),
        (claim(), ""),
    ],
)
def test_a_claim_has_the_contract_of_its_client_else_of_its_number(of: Claim, name: str, tmp_path: Path) -> None:
    assert read(contracts_of(TWO, tmp_path)).of(of).name == name


def test_a_contract_says_what_differs_from_the_house(tmp_path: Path) -> None:
    found = read(contracts_of(TWO, tmp_path))
    ville, flotte = found.named

    assert "report_copy" not in times(ville)
    assert times(ville)["ack"] == (Span(amount=8, unit="H"), Span(amount=4, unit="H"))
    assert times(ville)["offer"] == (Span(amount=8, unit="WD"), None)
    assert times(ville)["expert_report"] == (Span(amount=20, unit="WD"), Span(amount=15, unit="WD"))
    assert times(flotte)["offer"] == (Span(amount=10, unit="CD"), Span(amount=7, unit="CD"))
    assert {times(one)["triage"] for one in (ville, flotte, found.default)} == {(Span(amount=2, unit="OH"), None)}
    assert (ville.country, flotte.country) == ("BE", "FR")


MERGED = [
    ("a warning alone keeps the house's time", "{target: P5D}", "{warn: P3D}", ("5 CD", "3 CD")),
    ("a time alone does without the house's warning", "{target: P5D, warn: P4D}", "{target: P3D}", ("3 CD", "")),
    ("no warning keeps the house's time", "{target: P5D, warn: P4D}", "{warn: none}", ("5 CD", "")),
    ("both are its own", "{target: P5D, warn: P4D}", "{target: P9D, warn: P2D}", ("9 CD", "2 CD")),
    ("nothing said is the house's", "{target: P5D, warn: P4D}", "{}", ("5 CD", "4 CD")),
    ("a clock that the house does without", "none", "{warn: P2D}", ("10 CD", "2 CD")),
]


@pytest.mark.parametrize(("house", "own", "found"), [row[1:] for row in MERGED], ids=[row[0] for row in MERGED])
def test_a_contract_goes_over_the_house_field_by_field(house: str, own: str, found: tuple[str, str], tmp_path: Path) -> None:
    text = f"default: {{clocks: {{offer: {house}}}}}\ncontracts: {{A: {{clients: [a], clocks: {{offer: {own}}}}}}}"
    (contract,) = read(contracts_of(text, tmp_path)).named

    assert tuple(f"{one.amount} {one.unit}" if one else "" for one in times(contract)["offer"]) == found


@pytest.mark.parametrize("written", ["c7*", " C7* ", "C7?0000001", "C[67]*"])
def test_a_pattern_of_numbers_is_written_in_whatever_letters(written: str, tmp_path: Path) -> None:
    found = read(contracts_of(f"contracts: {{A: {{claims: ['{written}']}}}}", tmp_path))

    assert [found.of(claim(number)).name for number in ("C700000001", "C500000001")] == ["A", ""]


def test_blanks_around_a_client_do_not_matter(tmp_path: Path) -> None:
    found = read(contracts_of("contracts: {A: {clients: ['  Ville  de Vertebois ']}}", tmp_path))

    assert [found.of(claim(client=name)).name for name in ("Ville de Vertebois", "ville de  vertebois ", "Ville")] == ["A", "A", ""]


WRONG = [
    ("a pattern with a blank inside", "contracts: {A: {claims: ['C7 *']}}", "A: claims: no number is like 'C7 *'"),
    ("a pattern that is no number", "contracts: {A: {claims: ['Cé*']}}", "A: claims: no number is like"),
    ("a client of blanks", "contracts: {A: {clients: [' ']}}", "A: clients: a list of texts"),
    ("one client twice, with blanks", "contracts: {A: {clients: [a]}, B: {clients: [' A ']}}", "B: client 'a' belongs to A"),
    (
        "a warning after the house's end",
        "default: {clocks: {offer: {target: P5D}}}\ncontracts: {A: {clients: [a], clocks: {offer: {warn: P9D}}}}",
        "warns at P9D",
    ),
    ("a list", "[]", "the file: a mapping"),
    ("no YAML", "contracts: [", "contracts_unreadable"),
    ("another key", "contract: {}", "unknown: contract"),
    ("a contract of nobody", "contracts: {A: {days: working}}", "A: no claim belongs to it"),
    ("an unknown clock", "contracts: {A: {clients: [a], clocks: {ak: {target: PT1H}}}}", "A: clocks unknown: ak"),
    ("no time", "contracts: {A: {clients: [a], clocks: {ack: {target: 24}}}}", "A: ack: '24' is no time"),
    ("a warning after the end", "contracts: {A: {clients: [a], clocks: {ack: {target: PT8H, warn: PT9H}}}}", "A: ack: warns at PT9H"),
    ("a clock that is a text", "contracts: {A: {clients: [a], clocks: {ack: PT8H}}}", "A: ack: a mapping"),
    ("another word in a clock", "contracts: {A: {clients: [a], clocks: {ack: {goal: PT8H}}}}", "A: ack: unknown: goal"),
    ("other days", "contracts: {A: {clients: [a], days: business}}", "A: days 'business'"),
    ("no such country", "contracts: {A: {clients: [a], country: XX}}", "A: country 'XX'"),
    ("a client that is no text", "contracts: {A: {clients: [1]}}", "A: clients: a list of texts"),
    ("clients that are one text", "contracts: {A: {clients: abc}}", "A: clients: a list of texts"),
    ("one client twice", "contracts: {A: {clients: [a]}, B: {clients: [A]}}", "B: client 'a' belongs to A"),
    ("clients of the default", "default: {clients: [a]}", "default: unknown: clients"),
    ("days of the default", "default: {days: 5}", "default: days 5"),
]


@pytest.mark.parametrize(("text", "said"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_a_file_that_does_not_fit_says_where(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(Misconfigured) as caught:
        read(contracts_of(text, tmp_path))

    assert said in str(caught.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="contracts_unreadable"):
        read(tmp_path / "none.yaml")
