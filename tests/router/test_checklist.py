"""What a claim needs: papers here, missing or doubtful, what the declaration must hold, and what the sender is told."""

import pytest

from core.errors import Problem
from core.pages import Fact, Page
from core.papers import Completeness, Document, DocumentType
from core.values import Reading
from extractors.types import types
from router.checklist import Checklist, Held, Paper, State, checklist_of, missing_of, papers_of
from router.kinds import kinds, proofs
from router.losses import Standing


def paper(kind: str, text: str = "", **fields: object) -> Paper:
    return Paper(**({"item": kind, "type": kind, "pages": (Page(number=1, text=text),)} | fields))


def checklist(kind: str, *papers: Paper, told: tuple[str, ...] = ()) -> Checklist:
    found = checklist_of(kind, papers, told=told)
    assert found is not None
    return found


def state(found: Checklist, kind: str) -> tuple[State, tuple[str, ...]]:
    return next((entry.state, entry.why) for entry in found.entries if entry.type == kind)


CASES = [
    ("nothing came", (), State.MISSING, ()),
    ("the full record", (paper("plainte_pv"),), State.HERE, ()),
    ("a receipt only", (paper("plainte_recepisse"),), State.MISSING, ("receipt_only",)),
    ("an uncertain type", (paper("plainte_pv", confidence=0.7),), State.DOUBTFUL, ("low_confidence",)),
    ("fields missing", (paper("plainte_pv", missing=("complaint_date",)),), State.DOUBTFUL, ("incomplete",)),
    ("a photo of a page", (paper("plainte_pv", photographed=True),), State.DOUBTFUL, ("quality",)),
    ("half read", (paper("plainte_pv", problem=Problem.TRUNCATED),), State.DOUBTFUL, ("not_readable",)),
    ("a photo and the paper", (paper("plainte_pv", photographed=True), paper("plainte_pv")), State.HERE, ()),
    ("another paper", (paper("devis"),), State.MISSING, ()),
]


@pytest.mark.parametrize(("papers", "expected", "why"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_needed_paper_is_here_missing_or_doubtful(papers: tuple[Paper, ...], expected: State, why: tuple[str, ...]) -> None:
    assert state(checklist("theft_home", *papers), "plainte_pv") == (expected, why)


def test_a_loss_that_is_told_in_a_mail_only_is_to_be_checked() -> None:
    told = checklist("glass", told=("Bonjour, je vous déclare un sinistre : mon pare-brise est cassé.",))

    assert (state(told, "declaration"), told.missing) == ((State.DOUBTFUL, ("in_mail",)), ())


@pytest.mark.parametrize(
    ("kind", "papers", "missing"),
    [
        ("motor_accident", (), ("constat_auto",)),
        ("motor_accident", ("constat_auto",), ()),
        ("water_damage", ("declaration",), ("constat_dde",)),
        ("theft_home", ("declaration", "plainte_recepisse"), ("plainte_pv", "etat_de_pertes")),
        ("glass", ("declaration",), ()),
        ("bodily_injury", ("constat_auto",), ("declaration_circonstanciee", "certificat_medical_initial")),
        ("no_such_kind", (), ()),
        ("", (), ()),
    ],
)
def test_required_papers_that_are_missing_are_named(kind: str, papers: tuple[str, ...], missing: tuple[str, ...]) -> None:
    assert missing_of(kind, map(paper, papers)) == missing


HOLDS = [
    ("theft_home", "loss_or_discovery_date", "Vol découvert le 3 mars 2026", State.HERE),
    ("theft_home", "loss_or_discovery_date", "On nous a volés", State.MISSING),
    ("theft_home", "modus_operandi", "Ils sont entrés par effraction", State.HERE),
    ("theft_home", "modus_operandi", "Er werd ingebroken, het slot werd geforceerd", State.HERE),
    ("theft_home", "modus_operandi", "Die Tür wurde aufgebrochen", State.HERE),
    ("theft_home", "building_damage", "The lock is broken", State.HERE),
    ("theft_home", "building_damage", "Rien", State.MISSING),
    ("fire_home", "habitable_yes_no", "La maison est inhabitable", State.HERE),
    ("fire_home", "habitable_yes_no", "De woning is niet bewoonbaar", State.HERE),
    ("fire_home", "injured_people", "Niemand wurde verletzt", State.HERE),
    ("water_damage", "damage_location", "Le plafond de la cuisine", State.HERE),
    ("motor_accident", "witnesses", "Un témoin était là", State.HERE),
    ("motor_accident", "circumstances", "Trop court", State.MISSING),
    ("legal_counter_expertise", "damaged_vehicle_make", "Peugeot 308", State.DOUBTFUL),
    ("professional_liability", "place_where_damaged_parts_are", "Au dépôt", State.DOUBTFUL),
]


@pytest.mark.parametrize(("kind", "code", "text", "expected"), HOLDS, ids=[f"{code}: {text}" for _, code, text, _ in HOLDS])
def test_what_the_declaration_must_hold_is_looked_for(kind: str, code: str, text: str, expected: State) -> None:
    assert Held(code=code, state=expected) in checklist(kind, paper("declaration", text)).must_hold


def test_what_the_mail_says_itself_counts_and_what_an_invoice_says_does_not() -> None:
    told = checklist("theft_home", told=("Ils sont entrés par effraction.",))
    other = checklist("theft_home", paper("facture_achat", "Porte forcée par effraction"))

    assert [Held(code="modus_operandi", state=State.HERE) in found.must_hold for found in (told, other)] == [True, False]


@pytest.mark.parametrize(("plates", "expected"), [(("1-ABC-123",), State.MISSING), (("1-ABC-123", "1-XYZ-987"), State.HERE)])
def test_two_plates_are_two_different_ones(plates: tuple[str, ...], expected: State) -> None:
    facts = tuple(Fact(kind="plate_be", value=plate, raw=plate) for plate in (*plates, plates[0]))

    assert Held(code="both_plates", state=expected) in checklist("motor_accident", paper("constat_auto", facts=facts)).must_hold


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        ("motor_accident", paper("frais_medicaux"), True),
        ("motor_accident", paper("constat_auto", facts=(Fact(kind="yes_no", value="yes", raw="oui", role="injured"),)), True),
        ("motor_accident", paper("constat_auto", facts=(Fact(kind="yes_no", value="no", raw="non", role="injured"),)), False),
        ("bodily_injury", paper("frais_medicaux"), False),
    ],
)
def test_somebody_hurt_on_a_claim_of_another_kind_is_said(kind: str, given: Paper, *, expected: bool) -> None:
    assert checklist(kind, given).bodily_injury is expected


def test_losses_are_checked_when_both_papers_are_there() -> None:
    items = tuple(Fact(kind="item", value=label, raw=f"{label} 10,00") for label in ("TV", "Guitare"))
    schedule, complaint = paper("etat_de_pertes", facts=items), paper("plainte_pv", "Ils ont pris la télévision.")

    alone, both = checklist("theft_home", schedule).losses, checklist("theft_home", schedule, complaint).losses
    assert (alone, [loss.standing for loss in both]) == ((), [Standing.IN_COMPLAINT, Standing.NOT_FOUND])


def test_the_papers_of_a_scan_are_told_apart() -> None:
    pages = (Page(number=1, text="a"), Page(number=2, text="b"))
    fact = Fact(kind="iban", value="x", raw="x", page=2)
    first = Document(pages=(1,), type=DocumentType(id="devis", confidence=0.9), completeness=Completeness(missing=("amount_gross",)))
    second = Document(pages=(2,), type=DocumentType(id="rib_iban", confidence=0.8))
    reading = Reading(media_type="image/tiff", pages=pages, facts=(fact,), documents=(first, second))

    found = papers_of("7", reading)
    assert [(one.type, one.missing, one.photographed, one.facts, one.pages) for one in found] == [
        ("devis", ("amount_gross",), True, (), pages[:1]),
        ("rib_iban", (), True, (fact,), pages[1:]),
    ]


def test_every_kind_names_papers_and_information_that_exist() -> None:
    papers = {name for kind in kinds().values() for name in (*kind.required, *kind.expected, *kind.useful)}
    held = {code for kind in kinds().values() for code in kind.must_hold}

    assert (papers - set(types()), set(proofs()) - held, len(kinds())) == (set(), set(), 16)
