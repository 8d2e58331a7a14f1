"""Hints of personal data that needs care, and ordinary papers that hold none."""

import pytest

from core.pages import Page
from core.papers import Mark
from extractors.sensitive import marks_of
from tests.extractors import papers

HINTS = [
    ("P3", "Copie de la carte d'identité en annexe"),
    ("P3", "Son numéro de registre national est repris au dos"),
    ("P3", "Rijksregisternummer: zie bijlage"),
    ("P3", "Personalausweisnummer liegt bei"),
    ("P3", "Passport number on the next page"),
    ("P3", "Référence 85.07.30-033.28"),
    ("P3", "n° 1 85 05 78 006 084 91"),
    ("P4", "Je vous envoie mon arrêt de travail de trois semaines."),
    ("P4", "Elle souffre d'une entorse cervicale depuis le choc."),
    ("P4", "Mon médecin parle de douleurs persistantes."),
    ("P4", "Hij is arbeidsongeschikt sinds het ongeval."),
    ("P4", "Zij liep een hersenschudding op."),
    ("P4", "Er wurde krankgeschrieben."),
    ("P4", "Schleudertrauma nach dem Unfall"),
    ("P4", "She suffered a concussion."),
    ("P4", "L’arrêt de tra-\nvail se prolonge"),
    ("P5", "J'ai déposé plainte à la gendarmerie."),
    ("P5", "Le taux d'alcoolémie était de 0,8."),
    ("P5", "Er werd klacht neergelegd."),
    ("P5", "Strafanzeige wurde gestellt."),
    ("P5", "He was charged with a hit and run."),
    ("P5", "La gendarmerie a relevé une infraction."),
    ("P6", "Ce courrier est couvert par le secret professionnel de l'avocat."),
    ("P6", "Valt onder het beroepsgeheim van de advocaat."),
    ("P6", "Dies unterliegt dem Anwaltsgeheimnis."),
    ("P6", "Privileged and confidential"),
    ("P6", "État de frais et honoraires"),
]

ORDINARY = [
    *[("\n".join(lines),) for lines in (papers.INVOICE, papers.REPORT, papers.STATEMENT, papers.GERMAN, papers.ENGLISH)],
    ("Blessé(s) même léger(s) : non    Police n° 50.123.456",),
    ("Le parquet de chêne et le plafond sont abîmés par la fuite.",),
    ("L'IRM confirme une tempête avec dépression le 3 mars.",),
    ("La serrure a été fracturée, la porte forcée.",),
    ("Diagnostic électronique du véhicule : 65,00 €",),
    ("Vous avez été prévenu de notre visite, procès-verbal d'expertise joint.",),
    ("Nos conditions sont confidentielles. Le tribunal de commerce est compétent.",),
    ("Mutuelle du Ponant, traitement de vos données : voir notre site.",),
    ("IBAN BE68 5390 0754 7034, communication +++123/4567/89012+++",),
    ("De schade is in behandeling bij de expert.",),
    ("Bitte senden Sie uns den Kostenvoranschlag der Werkstatt.",),
    ("Garantie dommages corporels du conducteur : 250 000 €",),
    ("Service Verification: please confirm the appointment.",),
]


def levels(text: str) -> set[str]:
    return {mark.level for mark in marks_of([Page(number=1, text=text)])}


@pytest.mark.parametrize(("level", "text"), HINTS, ids=[text[:40] for _, text in HINTS])
def test_a_hint_is_seen(level: str, text: str) -> None:
    assert level in levels(text)


@pytest.mark.parametrize("text", [text for (text,) in ORDINARY], ids=[text[:40] for (text,) in ORDINARY])
def test_an_ordinary_paper_hints_at_nothing(text: str) -> None:
    assert levels(text) == set()


def test_a_mark_says_page_and_words_but_never_a_number_of_a_person() -> None:
    pages = [Page(number=2, text="Il est en arrêt de travail"), Page(number=5, text="N° 85.07.30-033.28")]

    assert marks_of(pages) == (Mark(level="P4", page=2, cue="arrêt de travail"), Mark(level="P3", page=5, cue="national_number"))


def test_an_ordinary_letter_with_a_diagnosis_is_of_the_class_of_what_it_tells() -> None:
    letter = ("Madame, Monsieur,", "", "Suite à l'accident, mon épouse a subi une commotion cérébrale.", "Meilleures salutations")
    found = papers.reading_of(papers.pdf(letter))

    assert ("P4" in found.type.classes, [(mark.level, mark.page) for mark in found.documents[0].marks]) == (True, [("P4", 1)])


def test_what_stands_in_a_fact_is_no_number_of_a_person() -> None:
    found = papers.reading_of(papers.pdf(papers.INVOICE))

    assert (found.type.classes, found.documents[0].marks) == (("P1", "P2"), ())
