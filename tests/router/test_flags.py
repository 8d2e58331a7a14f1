"""Circumstances that make a task more pressing, or that the handler is warned of, by the kind of its claim."""

from datetime import date

import pytest

from core.pages import Fact, Page
from router.book import Book
from router.checklist import Paper
from router.flags import raised
from router.kinds import kinds
from router.tasks import TaskPlan
from tests.router.world import claim, decided, part, reading, tree, unit

THURSDAY = date(2026, 3, 5)
HEARING = Fact(kind="date_eu", value="2026-03-20", raw="20/03/2026", role="hearing")


def answered(question: str, answer: str, kind: str = "declaration") -> Paper:
    return Paper(item="1", type=kind, facts=(Fact(kind="yes_no", value=answer, raw=answer, role=question),))


def written(text: str, kind: str = "declaration") -> Paper:
    return Paper(item="1", type=kind, pages=(Page(number=1, text=text),))


def of(kind: str, *papers: Paper, told: str = "", **fields: object) -> tuple[tuple[str, ...], str]:
    found = raised(claim("C502100001", kind=kind, **fields), papers, told=(told,), received=THURSDAY)
    return found.codes, found.priority


ANSWERS = [
    ("fire_home", answered("habitable", "no"), ("not_habitable",), "urgent"),
    ("fire_home", answered("habitable", "yes"), (), "low"),
    ("fire_home", answered("injured", "yes"), ("injured",), "urgent"),
    ("fire_home", answered("injured", "no"), (), "low"),
    ("fire_home", Paper(item="1", type="frais_medicaux"), ("injured",), "urgent"),
    ("water_damage", answered("habitable", "no"), ("not_habitable",), "urgent"),
    ("water_damage", answered("leak_repaired", "no"), ("leak_not_stopped",), "urgent"),
    ("water_damage", answered("leak_repaired", "yes"), (), "low"),
    ("motor_accident", answered("injured", "yes", "constat_auto"), ("injured_box_ticked",), "high"),
    ("motor_accident", answered("injured", "no", "constat_auto"), (), "low"),
    ("bodily_injury", written("Bonjour"), (), "high"),
    ("glass", answered("injured", "yes"), (), "low"),
    ("", answered("injured", "yes"), (), "low"),
    ("legal_criminal_defence", Paper(item="1", type="citation", facts=(HEARING,)), ("hearing_date_within_15_days",), "urgent"),
]


@pytest.mark.parametrize(("kind", "paper", "codes", "priority"), ANSWERS)
def test_what_a_paper_answers_raises_the_flags_of_the_kind(kind: str, paper: Paper, codes: tuple[str, ...], priority: str) -> None:
    assert of(kind, paper) == (codes, priority)


def test_a_box_that_says_no_outweighs_the_words_around_it() -> None:
    paper = Paper(
        item="1",
        type="declaration",
        pages=(Page(number=1, text="Blessés (nom, adresse)"),),
        facts=(Fact(kind="yes_no", value="no", raw="no", role="injured"),),
    )

    assert of("fire_home", paper)[0] == ()


@pytest.mark.parametrize(("day", "soon"), [("2026-03-04", False), ("2026-03-05", True), ("2026-03-20", True), ("2026-03-21", False)])
def test_a_hearing_is_near_up_to_fifteen_days_ahead(day: str, *, soon: bool) -> None:
    paper = Paper(item="1", type="citation", facts=(Fact(kind="date_eu", value=day, raw=day, role="hearing"),))

    assert bool(of("legal_criminal_defence", paper)[0]) is soon


WORDS = [
    ("fire_home", "La maison est inhabitable depuis hier.", ("not_habitable",)),
    ("fire_home", "Le logement n'est plus habitable", ("not_habitable",)),
    ("fire_home", "La maison n'est pas inhabitable.", ()),
    ("fire_home", "La maison reste habitable.", ()),
    ("fire_home", "Habitable : oui / non", ()),
    ("fire_home", "De woning is onbewoonbaar verklaard.", ("not_habitable",)),
    ("fire_home", "De woning is niet meer bewoonbaar", ("not_habitable",)),
    ("fire_home", "De woning is bewoonbaar gebleven", ()),
    ("fire_home", "Das Haus ist nicht mehr bewohnbar.", ("not_habitable",)),
    ("fire_home", "The house is uninhabitable.", ("not_habitable",)),
    ("fire_home", "Ma fille a été blessée au bras.", ("injured",)),
    ("fire_home", "Il n'y a pas de blessés.", ()),
    ("fire_home", "Aucun blessé, mais la maison n'est plus habitable.", ("not_habitable",)),
    ("fire_home", "Niemand werd gewond.", ()),
    ("fire_home", "Mijn man is gewond.", ("injured",)),
    ("fire_home", "Mein Sohn wurde verletzt.", ("injured",)),
    ("fire_home", "Es wurde niemand verletzt.", ()),
    ("fire_home", "Nobody was injured.", ()),
    ("fire_home", "Y a-t-il des blessés ? Non", ()),
    ("fire_home", "Y a-t-il des blessés ? Oui, mon fils", ("injured",)),
    ("fire_home", "Zijn er gewonden? Neen", ()),
    ("fire_home", "Gab es Verletzte? Nein", ()),
    ("fire_home", "Was anyone injured? No", ()),
    ("fire_home", "Blessés\nnon", ()),
    ("fire_home", "Blessés : oui", ("injured",)),
    ("fire_home", "Blessé(s) même léger(s)\nnon oui", ()),
    ("fire_home", "Logement inhabitable ? Non", ()),
    ("water_damage", "Fuite toujours en cours ? Non", ()),
    ("water_damage", "L'eau coule toujours dans la cuisine.", ("leak_not_stopped",)),
    ("water_damage", "La fuite n'est pas encore réparée.", ("leak_not_stopped",)),
    ("water_damage", "La fuite est réparée.", ()),
    ("water_damage", "Het lek is nog niet gestopt.", ("leak_not_stopped",)),
    ("water_damage", "Es tropft immer noch von der Decke.", ("leak_not_stopped",)),
    ("water_damage", "It is still leaking.", ("leak_not_stopped",)),
    ("professional_liability", "Nous reconnaissons notre entière responsabilité.", ("admission_of_liability_in_text",)),
    ("professional_liability", "Je reconnais être responsable du dégât.", ("admission_of_liability_in_text",)),
    ("professional_liability", "Nous ne reconnaissons notre responsabilité en rien.", ()),
    ("professional_liability", "Wij erkennen onze aansprakelijkheid.", ("admission_of_liability_in_text",)),
    ("professional_liability", "Wij erkennen onze aansprakelijkheid niet.", ()),
    ("professional_liability", "Wir anerkennen unsere Haftung.", ("admission_of_liability_in_text",)),
    ("professional_liability", "We accept full liability.", ("admission_of_liability_in_text",)),
    ("professional_liability", "Les dommages engagent la responsabilité de tiers.", ()),
]


@pytest.mark.parametrize(("kind", "text", "codes"), WORDS, ids=[text for _, text, _ in WORDS])
def test_what_is_told_raises_them_in_four_languages(kind: str, text: str, codes: tuple[str, ...]) -> None:
    assert (of(kind, told=text)[0], of(kind, written(text))[0], of(kind, written(text, "facture_achat"))[0]) == (codes, codes, ())


@pytest.mark.parametrize(("sensitivity", "expected"), [("normal", ((), "low")), ("sensitive", (("sensitive_business_relation",), "high"))])
def test_the_register_says_what_is_sensitive(sensitivity: str, expected: tuple[tuple[str, ...], str]) -> None:
    assert of("professional_liability", sensitivity=sensitivity) == expected


def test_a_warning_asks_for_no_priority() -> None:
    assert of("professional_liability", told="C'est de notre faute.") == (("admission_of_liability_in_text",), "low")


def task(**fields: object) -> TaskPlan:
    known = Book([claim("C502100001", kind="fire_home")])
    mail = tree(unit(**({"subject": "*C502100001*"} | fields)), part("0.1", "a.pdf"))
    (plan,) = decided(mail, register=known, readings={"0.1": reading(kind="citation" if fields.get("own_text") == "!" else "devis")}).tasks
    return plan


@pytest.mark.parametrize(
    ("fields", "priority", "warned"),
    [
        ({}, "normal", False),
        ({"own_text": "La maison est inhabitable."}, "urgent", True),
        ({"quoted_text": "La maison est inhabitable."}, "urgent", True),
        ({"own_text": "Voici le devis.", "quoted_text": "La maison est inhabitable."}, "normal", False),
        ({"own_text": "!"}, "urgent", False),
    ],
)
def test_the_task_is_as_pressing_as_its_flags_and_says_why(fields: dict[str, object], priority: str, *, warned: bool) -> None:
    plan = task(**fields)

    assert (plan.priority, "not_habitable" in plan.warnings) == (priority, warned)


def test_every_flag_does_something_and_something_raises_it() -> None:
    flags = {code: effect for kind in kinds().values() for code, effect in kind.flags.items()}
    told = {code for row in (*ANSWERS, *WORDS) for code in row[2]} | {"always", "sensitive_business_relation"}

    assert (set(flags), set(flags.values()) - {"urgent", "high", "warn_handler", *kinds()}) == (told, set())
