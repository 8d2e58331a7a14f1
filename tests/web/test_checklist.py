"""The page of a task says what its claim has and lacks, and which papers need care before they are seen."""

from dataclasses import replace

import pytest
from django.test import Client

from core import codec
from core.pages import Fact, Page
from core.papers import Completeness, Document, DocumentType, Mark
from core.values import Reading
from ingest import services
from storage.models import Item
from tests.web.builders import File, Made, Sent, send

COMPLAINT = File(name="plainte.pdf", content=b"%PDF-1", type="plainte_pv", pages=("Le 3 mars, vol d'une télévision.",))
LOSSES = File(
    name="pertes.pdf",
    content=b"%PDF-2",
    type="etat_de_pertes",
    facts=(
        Fact(kind="item", value="Téléviseur", raw="Téléviseur 899,00 €"),
        Fact(kind="item", value="Guitare", raw="Guitare 400,00 €"),
    ),
)
LETTER = File(name="lettre.pdf", content=b"%PDF-3", type="courrier_tiers")


def theft(*files: File, **fields: object) -> Made:
    return send(Sent(**({"claim": "C502100300", "insured": "NGUYEN Linh", "subject": "*C502100300*", "files": files} | fields)))


def page(client: Client, made: Made, language: str = "en") -> str:
    client.cookies["django_language"] = language
    return client.get(f"/tasks/{made.task.pk}/").content.decode()


def reread(row: Item, **fields: object) -> None:
    """Give an item a reading with these fields."""
    found = codec.load(Reading, row.reading.value)
    row.reading.value = codec.dump(replace(found, **fields))
    row.reading.save()


def test_what_the_claim_lacks_is_on_the_page(handler: Client) -> None:
    shown = page(handler, theft(COMPLAINT))

    assert "What this claim needs: Home theft" in shown
    assert "2 required documents are missing" in shown
    assert "How they got in" in shown


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "To be declared within 2 days after the loss is known."),
        ("fr", "À déclarer dans les 2 jours après la connaissance du sinistre."),
        ("nl", "Aan te geven binnen 2 dagen nadat het schadegeval bekend is."),
        ("de", "Zu melden innerhalb von 2 Tagen nach Kenntnis des Schadens."),
    ],
)
def test_the_delay_of_the_declaration_is_on_the_page(handler: Client, language: str, words: str) -> None:
    assert words in page(handler, theft(COMPLAINT), language)


def test_what_another_mail_of_the_claim_brought_counts(handler: Client) -> None:
    theft(LOSSES)

    shown = page(handler, theft(COMPLAINT))

    assert "1 required document is missing" in shown
    assert "to be checked by a person" in shown
    assert "not found in the complaint" in shown


def test_what_a_guarded_schedule_lists_is_shown_to_who_opened_it(handler: Client) -> None:
    row = theft(LOSSES).items["pertes.pdf"]
    reread(row, type=DocumentType(id="etat_de_pertes", classes=("P1", "P4")))
    made = theft(COMPLAINT)

    before = page(handler, made)
    handler.post(f"/items/{row.pk}/reveal", {"next": "/"})
    assert ("Guitare" in before, "Guitare" in page(handler, made)) == (False, True)


def test_what_a_colleague_got_is_not_shown(handler: Client) -> None:
    theft(LOSSES, handler="n.peeters")

    shown = page(handler, theft(COMPLAINT))

    assert ("Guitare" in shown, "2 required documents are missing" in shown) == (False, True)


def test_a_claim_of_no_known_kind_has_no_checklist(handler: Client) -> None:
    assert "What this claim needs" not in page(handler, send(Sent(files=(LETTER,))))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Incomplete: Bank account (IBAN)"),
        ("fr", "Incomplet : Compte bancaire (IBAN)"),
        ("nl", "Onvolledig: Bankrekening (IBAN)"),
        ("de", "Unvollständig: Bankkonto (IBAN)"),
    ],
)
def test_what_a_paper_lacks_is_said_in_the_readers_language(handler: Client, language: str, words: str) -> None:
    made = theft(LETTER)
    paper = Document(pages=(1,), type=DocumentType(id="rib_iban"), completeness=Completeness(missing=("iban",)))
    reread(made.items["lettre.pdf"], documents=(paper,))

    assert words in page(handler, made, language)


def test_an_ordinary_letter_with_a_hint_of_health_is_shut_until_seen(handler: Client) -> None:
    made = theft(LETTER)
    item = made.items["lettre.pdf"]
    mark = Mark(level="P4", page=3, cue="arrêt de travail")
    kind = DocumentType(id="courrier_tiers", confidence=0.65, classes=("P1", "P4"))
    reread(item, type=kind, documents=(Document(pages=(1,), type=kind, marks=(mark,)),), pages=(Page(number=1, text="secret"),))

    before, refused = page(handler, made), handler.get(f"/items/{item.pk}/view").status_code
    handler.post(f"/items/{item.pk}/reveal", {"next": "/"})
    after = page(handler, made)

    assert ("secret" in before, refused) == (False, 403)
    assert "Page 3: Medical (arrêt de travail)" in after


def test_a_number_of_a_person_is_a_hint_where_the_type_holds_none(handler: Client) -> None:
    made = theft(LETTER)
    reread(made.items["lettre.pdf"], type=DocumentType(id="courrier_tiers", classes=("P1", "P3")))

    assert handler.get(f"/items/{made.items['lettre.pdf'].pk}/view").status_code == 403


def limited(monkeypatch: pytest.MonkeyPatch, name: str, most: int) -> None:
    monkeypatch.setenv(f"CLAIMPOST_LIMIT_{name}", str(most))
    services.current.cache_clear()


OLDER = "This claim has more documents than are looked at here"


@pytest.mark.parametrize(("most", "said"), [(2, False), (1, True)], ids=["all", "the newest"])
def test_a_page_that_does_not_look_at_every_paper_says_so(most: int, said: bool, monkeypatch: pytest.MonkeyPatch, handler: Client) -> None:  # noqa: FBT001 - a column
    limited(monkeypatch, "CLAIM_PAPERS", most)

    assert (OLDER in page(handler, theft(COMPLAINT, LETTER))) is said


def test_losses_that_are_not_looked_up_are_counted(monkeypatch: pytest.MonkeyPatch, handler: Client) -> None:
    limited(monkeypatch, "SCHEDULE_ITEMS", 1)

    shown = page(handler, theft(COMPLAINT, LOSSES))

    assert ("1 more is not listed." in shown, '<th scope="row">Guitare' in shown) == (True, False)
