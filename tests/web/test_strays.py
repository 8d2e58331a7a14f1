"""A paper that names another claim: the page of its task says which paper, and which claim."""

import pytest
from django.test import Client

from core.strays import Stray
from tests.web.builders import File, Sent, send
from tests.web.reading import page, text

PAPERS = (File(name="devis.pdf", content=b"%PDF-1", type="devis"), File(name="rapport.pdf", content=b"%PDF-2", type="rapport_expertise"))
OTHER, SAME, MISREAD = "paper_names_other_claim", "paper_names_claim_of_same_insured", "scan_may_name_other_claim"
NUMBER = Stray(path="0.2", page=3, claim="C502100017", by="number", warning=OTHER)
WORDS = {
    "fr": ("Une pièce nomme un autre sinistre, et pas celui-ci", "rapport.pdf , page 3 : cette pièce nomme le sinistre C502100017."),
    "nl": ("Een stuk noemt een ander schadegeval, en niet dit", "rapport.pdf , pagina 3: dit stuk noemt schadegeval C502100017."),
    "de": (
        "Ein Dokument nennt einen anderen Schadenfall, und nicht diesen",
        "rapport.pdf , Seite 3: Dieses Dokument nennt den Schadenfall C502100017.",
    ),
    "en": ("A paper names another claim, and not this one", "rapport.pdf , page 3: this paper names claim C502100017."),
}
SENTENCES = {
    "policy": (
        Stray(path="0.1", claim="C502100017", by="policy_number", warning=OTHER),
        "page 1: this paper has the policy number of claim C502100017.",
    ),
    "plate of the same insured": (
        Stray(path="0.1", claim="C502100017", by="plate", warning=SAME),
        "page 1: this paper has the number plate of claim C502100017. It is the same insured’s.",
    ),
    "scan": (
        Stray(path="0.1", claim="C502100007", by="number", warning=MISREAD),
        "page 1: this paper names claim C502100007. Perhaps the scan was misread.",
    ),
}


def _read(client: Client, *strays: Stray, language: str = "en", claim: str = "C502100001") -> str:
    made = send(Sent(files=PAPERS, strays=strays, claim=claim, warnings=[one.warning for one in strays]))
    client.cookies["django_language"] = language
    return text(page(client, f"/tasks/{made.task.pk}/"))


@pytest.mark.parametrize(("language", "expected"), WORDS.items(), ids=WORDS)
def test_the_task_names_the_paper_and_the_other_claim(handler: Client, language: str, expected: tuple[str, ...]) -> None:
    read = _read(handler, NUMBER, language=language)

    assert [words for words in expected if words not in read] == []


@pytest.mark.parametrize("name", SENTENCES)
def test_it_says_what_names_the_claim_and_how_surely(handler: Client, name: str) -> None:
    stray, expected = SENTENCES[name]

    assert expected in _read(handler, stray)


def test_every_such_paper_has_a_line(handler: Client) -> None:
    read = _read(handler, NUMBER, Stray(path="0.1", claim="C502100018", by="number", warning=OTHER))

    assert read.count("this paper names claim") == 2


def test_a_paper_that_is_not_the_tasks_has_none(handler: Client) -> None:
    elsewhere = Stray(path="0.7", claim="C502100017", by="number", warning=OTHER)

    assert "this paper names claim" not in _read(handler, elsewhere)


def test_on_the_claim_that_a_paper_names_nothing_is_said_of_it(handler: Client) -> None:
    assert "this paper names claim" not in _read(handler, NUMBER, claim="C502100017")


def test_a_list_has_a_badge(handler: Client) -> None:
    send(Sent(files=PAPERS, strays=[NUMBER], warnings=[OTHER]))
    handler.cookies["django_language"] = "en"

    assert '<li class="badge warn">A paper names another claim, and not this one</li>' in page(handler, "/?of=everyone")
