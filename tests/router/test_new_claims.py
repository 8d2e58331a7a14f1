"""Mails that report a loss: the kind of claim, what opens it, and claims that may be the same."""

from datetime import date

import pytest

from core.asides import Needed
from core.pages import Fact
from core.values import Verdict
from router.book import Book
from router.kinds import kinds
from router.new_claims import _data
from tests.router.world import claim, decided, part, reading, tree, unit

BOOK = Book(
    [
        claim("C502100001", policy_numbers=("50.123.456",), plates=("1-ABC-123",), loss_date=date(2026, 3, 1)),
        claim("C502100002", policy_numbers=("50.123.456",), loss_date=date(2025, 6, 1)),
        claim("C502100003", plates=("1-XYZ-987",)),
    ]
)
REPORTS = [
    ("On a volé ma voiture cette nuit.", "vehicle_theft"),
    ("Mijn wagen werd gestolen.", "vehicle_theft"),
    ("Mein Auto wurde gestohlen.", "vehicle_theft"),
    ("My car was stolen.", "vehicle_theft"),
    ("J'ai eu un dégât des eaux à la suite d'une rupture de canalisation.", "water_damage"),
    ("Aangifte van schade: waterschade in de keuken.", "water_damage"),
    ("Schadenmeldung: Rohrbruch im Bad.", "water_damage"),
    ("I report a loss: a burst pipe.", "water_damage"),
    ("J'ai été cambriolé hier.", "theft_home"),
    ("Er werd ingebroken.", "theft_home"),
    ("Schadenmeldung nach einem Einbruch.", "theft_home"),
    ("We were burgled.", "theft_home"),
    ("Déclaration de sinistre : bris de glace, le pare-brise est fendu.", "glass"),
    ("Aangifte van schade na een aanrijding.", "motor_accident"),
    ("Schadenanzeige: Verkehrsunfall auf der Autobahn.", "motor_accident"),
    ("Je déclare un sinistre.", "other"),
    ("Je déclare un sinistre : dégât des eaux et bris de vitre.", "other"),
]


def _verdict(text: str, *papers: object, **fields: object) -> Verdict:
    mail = tree(unit(subject="Bonjour", own_text=text), *papers)
    return decided(mail, **({"register": BOOK} | fields)).units[0]


@pytest.mark.parametrize(("text", "kind"), REPORTS)
def test_the_kind_of_a_reported_loss_is_proposed(text: str, kind: str) -> None:
    found = _verdict(text).aside.new_claim

    assert found is not None
    assert found.kind == kind


def test_a_paper_that_belongs_to_a_kind_speaks_for_it() -> None:
    papers = {"0.1": reading(kind="constat_auto")}

    found = _verdict("Je déclare un sinistre.", part("0.1", "constat.pdf"), readings=papers).aside.new_claim

    assert found is not None
    assert found.kind == "motor_accident"


STATES = [
    ("On a volé ma voiture.", {"policy_number": "missing", "loss_date": "missing", "place": "missing", "plate": "missing"}),
    ("On a volé ma voiture 1-ABC-123.", {"policy_number": "missing", "loss_date": "missing", "place": "missing", "plate": "here"}),
    (
        "On a volé ma voiture AB-123-CD le 3 mars 2026, lieu : Namur. Police n° 50.123.456",
        {"policy_number": "here", "loss_date": "here", "place": "here", "plate": "here"},
    ),
    (
        "Mijn wagen werd gestolen op 03/03/2026, polis 50123456",
        {"policy_number": "here", "loss_date": "here", "place": "missing", "plate": "missing"},
    ),
    (
        "Mein Auto wurde am 3. März 2026 gestohlen",
        {"policy_number": "missing", "loss_date": "here", "place": "missing", "plate": "missing"},
    ),
]


@pytest.mark.parametrize(("text", "states"), STATES)
def test_what_opens_a_claim_is_looked_for_in_the_mail(text: str, states: dict[str, str]) -> None:
    found = _verdict(text if "gestohlen" not in text else f"Schadenmeldung. Mein Auto wurde gestohlen. {text}").aside.new_claim

    assert found is not None
    assert found.must_hold == tuple(
        Needed(id=code, state=states.get(code, "missing")) for code in ("policy_number", "loss_date", "place", "circumstances", "plate")
    )


DUPLICATES = [
    ("On a volé ma voiture le 03/03/2026, police 50.123.456", ("C502100001",)),
    ("On a volé ma voiture le 5 mars 2026, police 50.123.456", ()),
    ("On a volé ma voiture, police 50.123.456", ()),
    ("On a volé ma voiture le 31 février 2026, police 50.123.456", ()),
    ("On a volé ma voiture 1-ABC-123", ("C502100001",)),
    ("On a volé ma voiture 1-ABC-123 le 15/03/2026", ()),
    ("On a volé ma voiture 1-XYZ-987 le 15/03/2026", ("C502100003",)),
    ("On a volé ma voiture", ()),
]


@pytest.mark.parametrize(("text", "numbers"), DUPLICATES)
def test_claims_that_may_be_of_the_same_loss_are_named(text: str, numbers: tuple[str, ...]) -> None:
    found = _verdict(text).aside.new_claim

    assert found is not None
    assert found.likely_duplicates == numbers


def test_the_facts_of_papers_count_as_well() -> None:
    facts = (Fact(kind="policy_number", value="50.123.456", raw="x"), Fact(kind="date_eu", value="2026-03-02", raw="x", role="loss"))
    papers = {"0.1": reading(kind="declaration", facts=facts)}

    found = _verdict("", part("0.1", "declaration.pdf"), readings=papers).aside.new_claim

    assert found is not None
    assert found.likely_duplicates == ("C502100001",)


def test_a_mail_about_a_claim_that_exists_opens_none() -> None:
    verdict = _verdict("On a volé ma voiture. Dossier C502100001")

    assert verdict.aside.new_claim is None


def test_every_kind_that_has_phrases_is_a_kind() -> None:
    assert set(_data()) - set(kinds()) == set()
