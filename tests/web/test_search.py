"""The page that searches: who finds what, how it is shown, and what is never shown."""

import re

import pytest
from django.test import Client

from core.pages import Fact
from core.values import Address
from tests.databases import ON_BOTH
from tests.web.builders import File, Sent, pdf, send
from tests.web.reading import page, text
from web.views import page as pages
from web.views import search as views

SCRIPT = "<script>alert(1)</script>"
REPORT = File(
    name="rapport.pdf",
    content=pdf("Rapport"),
    type="rapport_expertise",
    pages=("Rapport d’expertise du véhicule 1-ABC-123", "Constatations : choc avant gauche. Compte BE68 5390 0754 7034."),
    facts=(Fact(kind="iban", value="BE68539007547034", raw="BE68 5390 0754 7034", page=2),),
)
MEDICAL = File(name="cmi.pdf", content=pdf("CMI"), type="certificat_medical_initial", pages=("Rapport médical : fracture du scaphoïde",))


def hits(html: str) -> list[str]:
    """What is shown of each task that was found, without marks."""
    return [text(hit) for hit in re.findall(r'<ul class="hits">(.*?)</ul>', re.sub("</?mark>", "", html))]


@ON_BOTH
def test_what_was_found_says_on_which_document_and_page_and_marks_the_words(handler: Client) -> None:
    made = send(Sent(files=(REPORT,)))

    html = page(handler, "/search/?q=CONSTATATIONS+avant")

    assert hits(html) == ["rapport.pdf page 2 Constatations : choc avant gauche. Compte •••• 7034."]
    assert ("<mark>Constatations</mark>" in html, "<mark>avant</mark>" in html) == (True, True)
    assert f'href="/tasks/{made.task.pk}/?item={made.items["rapport.pdf"].pk}#item"' in html
    for words in ("DUPONT Jean", "C502100001", "Cabinet Lemaire", "Rapport d’expertise reçu"):
        assert words in text(html)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("1abc123", "rapport.pdf page 1 Rapport d’expertise du véhicule 1-ABC-123"),
        ("complémentaire", "Objet Info complémentaire *C502100001*"),
        ("veuillez", "Message Bonjour, Veuillez trouver ci-joint le rapport. Bien à vous"),
        ("lemaire.example", "Expéditeur Cabinet Lemaire sinistres@lemaire.example"),
        ("rapport.pdf", "rapport.pdf"),
        ("dupont", "Sinistre C502100001 DUPONT Jean"),
    ],
)
def test_every_place_is_shown(typed: str, shown: str, handler: Client) -> None:
    send(Sent(files=(REPORT,)))

    assert hits(page(handler, f"/search/?q={typed}")) == [shown]


def test_a_long_text_is_shown_around_what_was_found(handler: Client) -> None:
    words = " ".join(f"mot{number}" for number in range(200))
    send(Sent(own_text=words))

    (hit,) = hits(page(handler, "/search/?q=mot100"))

    assert (hit.startswith("Message … mot9"), hit.endswith(" …"), len(hit) < 250) == (True, True, True)


@pytest.mark.parametrize("where", ["subject", "own_text", "sender", "insured", "file", "page", "typed"])
def test_what_a_stranger_writes_is_never_markup(where: str, handler: Client) -> None:
    attack = f'rapport "><img src=x onerror=alert(1)>{SCRIPT}'
    file = File(name=f"{attack}.pdf", content=b"x", type="devis")
    changes = {
        "subject": {"subject": attack},
        "own_text": {"own_text": attack},
        "sender": {"sender": Address(name=attack, address="x@y.example")},
        "insured": {"insured": attack},
        "file": {"files": (file,)},
        "page": {"files": (File(name="d.pdf", content=b"x", type="devis", pages=(attack,)),)},
        "typed": {},
    }
    send(Sent(**changes[where]))  # type: ignore[arg-type]

    answer = handler.get("/search/", {"q": attack if where == "typed" else "rapport"})
    html = answer.content.decode()

    assert ("<script>" in html, "<img src=x" in html, answer.status_code) == (False, False, 200)
    assert where == "typed" or "<mark>" in html or where == "insured"


@pytest.mark.parametrize("typed", ["scaphoïde", "fracture", "cmi.pdf", "BE68539007547034", "5390"])
def test_what_needs_care_is_found_by_nobody(typed: str, handler: Client, operator: Client) -> None:
    send(Sent(files=(REPORT, MEDICAL)))

    assert [hits(page(client, f"/search/?q={typed}")) for client in (handler, operator)] == [[], []]


def test_a_medical_paper_is_not_quoted_where_something_else_of_its_mail_is_found(handler: Client) -> None:
    send(Sent(files=(REPORT, MEDICAL)))

    assert "scaphoïde" not in page(handler, "/search/?q=rapport")


def test_a_handler_finds_the_own_tasks_an_operator_all_also_in_triage(handler: Client, operator: Client, colleague: Client) -> None:
    send(Sent(own_text="un mot rarissime"))
    send(Sent(own_text="un mot rarissime", claim="", kind="triage", title="no_reference"))

    found = [page(client, "/search/?q=rarissime").count('class="title"') for client in (handler, operator, colleague)]

    assert found == [1, 2, 0]


def test_what_was_found_is_narrowed_as_lists_are(operator: Client) -> None:
    send(Sent(files=(REPORT,), state="done"))
    send(Sent(files=(REPORT,), priority="high"))

    found = {
        address: page(operator, f"/search/?q=rapport{address}").count('class="title"')
        for address in ("", "&state=open", "&state=done", "&priority=high", "&type=rapport_expertise", "&type=devis", "&from=lemaire")
    }

    assert found == {
        "": 2, "&state=open": 1, "&state=done": 1, "&priority=high": 1, "&type=rapport_expertise": 2, "&type=devis": 0, "&from=lemaire": 2,
    }  # fmt: skip


@pytest.mark.parametrize("typed", ["C502100001", "*c502100001*", "C 502100001", "C502.100.001"])
def test_the_number_of_a_claim_leads_to_the_claim(typed: str, handler: Client, colleague: Client) -> None:
    send(Sent())

    answers = [client.get("/search/", {"q": typed}) for client in (handler, colleague)]

    assert [(answer.status_code, answer.headers.get("Location")) for answer in answers] == [(302, "/claims/C502100001/"), (200, None)]


def test_the_number_of_a_claim_can_be_searched_in_texts(handler: Client) -> None:
    send(Sent())

    assert "Objet Info complémentaire *C502100001*" in hits(page(handler, "/search/?q=C502100001&in=texts"))[0]


def test_what_was_found_has_pages(handler: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "AT_ONCE", 1)
    for _ in range(3):
        send(Sent())

    found = [page(handler, f"/search/?q=Lemaire&page={number}") for number in (1, 2, 3, 4, "nonsense", "-1", "9" * 30)]

    assert [html.count('class="title"') for html in found] == [1, 1, 1, 0, 1, 1, 1]
    assert 'rel="prev" href="?q=Lemaire&amp;page=1"' in found[1]
    assert 'rel="next" href="?q=Lemaire&amp;page=3"' in found[1]


@pytest.mark.parametrize("typed", ["", " ", "*", '"', "''", "\0", "a" * 5000, "x " * 500, ":* & | ! <-> NEAR( ) ^", "1 " * 300, "%"])
@ON_BOTH
def test_whatever_is_typed_the_page_answers(typed: str, handler: Client) -> None:
    send(Sent())

    assert handler.get("/search/", {"q": typed}).status_code == 200


def test_the_field_stands_on_every_page_and_not_where_nobody_is_logged_in(handler: Client) -> None:
    assert ('id="find"' in page(handler, "/"), 'id="find"' in page(Client(), "/login")) == (True, False)


def test_of_a_task_with_very_many_pages_places_are_looked_for_in_the_first(handler: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST_PAGES", 2)
    send(Sent(files=(REPORT, File(name="suite.pdf", content=b"x", type="devis", pages=("un mot rarissime",)))))

    assert [hits(page(handler, f"/search/?q={typed}")) == [""] for typed in ("rarissime", "constatations")] == [True, False]
