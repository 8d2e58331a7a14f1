"""The audit trail, and what one task's page says of who has seen it and why it is here."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import ResolverMatch
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from core.limits import Limits
from storage import events, models
from tests.databases import ON_BOTH
from tests.web.builders import NOON, Sent, person, send
from tests.web.conftest import LogIn
from tests.web.reading import page, text
from tests.web.roles import PAPER, PEOPLE, asked, everybody, hand, paper, ways
from web.refusals import refusals


@pytest.fixture
def administrator(log_in: LogIn) -> Client:
    return log_in(*PEOPLE["administrator"])


def rows(html: str) -> int:
    return html.partition("<tbody>")[2].count("<tr>")


def test_refusals_are_counted_by_the_hour_and_person_so_that_nobody_floods_the_trail(colleague: Client, handler: Client) -> None:
    most, made = Limits().refusals_hour, send(Sent())
    events.record("refused", actor="n.peeters", at=timezone.now() - timedelta(hours=2))

    for _ in range(most + 5):
        colleague.get(f"/tasks/{made.task.pk}/")
    handler.get("/audit/")

    found = models.Event.objects.filter(what="refused")
    assert (found.filter(actor="n.peeters").count(), found.filter(actor="h.lambert").count()) == (most + 1, 1)


@pytest.mark.parametrize("address", ["/nothing/here", "/tasks/999999999999999999999999/"])
def test_an_address_that_is_none_of_ours_or_a_number_that_is_too_large_does_no_harm(address: str, handler: Client) -> None:
    assert handler.get(address).status_code == 404


def test_a_form_that_came_too_late_is_no_refusal(log_in: LogIn) -> None:
    assert log_in
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("h.lambert"))

    assert client.post("/tasks/1/done").status_code == 403
    assert not models.Event.objects.filter(what="refused").exists()


def test_what_is_refused_to_a_program_that_sends_no_forms_is_recorded_too(installation: object) -> None:
    assert installation
    request = RequestFactory().get("/api/tasks/7")
    request.user = person("h.lambert")
    request.resolver_match = ResolverMatch(csrf_exempt(lambda _: None), (), {"task_id": 7})

    refusals(lambda _: HttpResponse(status=403))(request)

    found = models.Event.objects.get(what="refused")
    assert (found.actor, found.task_id, found.data) == ("h.lambert", 7, {"address": "/api/tasks/7", "status": 403})


FILTERS = {
    "": 10,
    "?who=n.peeters": 2,
    "?claim=*c502100001*": 5,
    "?what=exported": 1,
    "?who=n.peeters&what=viewed": 1,
    "?since=2026-03-05&until=2026-03-05": 1,
    "?since=2026-03-06": 0,
    "?since=nonsense&until=2026-99-99&before=x&item=x&what=x": 10,
    "?until=9999-12-31": 10,
    "?item={item}": 1,
}


@ON_BOTH
@pytest.mark.parametrize("query", FILTERS)
def test_the_trail_is_asked_by_person_claim_what_and_day(query: str, supervisor: Client) -> None:
    made = send(Sent())
    send(Sent(claim="C502100231", handler="n.peeters"))
    item = made.items["text"].pk
    events.record("viewed", actor="n.peeters", at=NOON + timedelta(days=1), mail_id=made.mail.pk, item_id=item)
    events.record("exported", actor="n.peeters", at=NOON)

    assert rows(page(supervisor, f"/audit/{query.format(item=item)}")) == FILTERS[query]


def test_the_trail_has_pages_that_go_back(supervisor: Client) -> None:
    most = Limits().audit_rows
    for number in range(most + 3):
        events.record("exported", actor=f"p{number}", at=NOON)

    first = page(supervisor, "/audit/?what=exported")
    further = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    second = page(supervisor, f"/audit/{further}")

    assert (rows(first), rows(second), 'rel="next"' in second) == (most, 3, False)
    assert (f"p{most + 2}<" in first, "p0<" in second) == (True, True)


@pytest.mark.parametrize(("address", "asks"), [("/audit/", 5), ("/audit/?claim=C502100001", 6), ("/medical/", 5)])
def test_these_pages_ask_the_database_seldom(address: str, asks: int, log_in: LogIn) -> None:
    both = log_in("s.willems", "supervisors", "medical_advisers")
    models.Handed.objects.create(claim="C502100001", to="s.willems", at=NOON)
    for _ in range(3):
        paper("certificat_medical_initial")

    with CaptureQueriesContext(connection) as queries:
        page(both, address)

    assert len(queries) <= asks


def test_the_reasons_in_own_words_are_for_supervisors_and_codes_for_administrators(supervisor: Client, administrator: Client) -> None:
    made = paper("certificat_medical_initial", subject="Certificat de M. Dupont", own_text="Fracture")
    supervisor.post(f"/items/{made.items[PAPER].pk}/reveal", {"why": "other", "said": "Demande du médiateur"})

    shown = [page(client, address) for client in (supervisor, administrator) for address in ("/audit/", f"/tasks/{made.task.pk}/who")]

    assert ["Demande du médiateur" in html for html in shown] == [True, True, False, False]
    assert ["Autre motif" in html for html in shown] == [True] * 4
    assert [PAPER in html for html in shown] == [False, True, False, False]
    for secret in ("Dupont", "Fracture", "Référence *C5"):
        assert [secret in html for html in shown[2:]] == [False, False], secret


def test_an_administrator_sees_failures_and_figures_without_addresses_claims_or_links(administrator: Client, supervisor: Client) -> None:
    made = send(Sent())
    models.Outgoing.objects.create(
        mail=made.mail, kind="full", state="refused", identity="x", to="jean@dupont.example", claim="C502100001", language="fr",
        planned_at=NOON,
    )  # fmt: skip
    events.record("parts_mismatch", actor="claimpost", at=NOON, mail_id=made.mail.pk)

    shown = [page(client, "/mailboxes/") for client in (administrator, supervisor)]

    for found in ("jean@dupont.example", "C502100001", f"/tasks/{made.task.pk}/", f"/mails/{made.mail.pk}/raw"):
        assert [found in html for html in shown] == [False, True], found
    assert made.mail.number in shown[0]
    assert administrator.get("/statistics/?sheet=claims").status_code == 404
    assert supervisor.get("/statistics/?sheet=claims").status_code == 200


def test_one_page_says_why_a_mail_is_on_its_claim_and_who_has_seen_it(supervisor: Client, handler: Client) -> None:
    made = paper("certificat_medical_initial", why=("not_delimited",))
    page(handler, f"/tasks/{made.task.pk}/")
    handler.post(f"/items/{made.items[PAPER].pk}/reveal", {"why": "standing_in"})
    asked(handler, ways(made)["view"])
    events.record("moved", actor="o.simon", at=NOON, why="misplaced", mail_id=made.mail.pk, unit_id=made.unit.pk, claim="C502100001")

    mine, whole = (text(page(client, f"/tasks/{made.task.pk}/who")) for client in (handler, supervisor))

    for words in ("Référence *C502100001* entre astérisques dans l’objet", "o.simon Déplacé vers un autre sinistre"):
        assert (words in mine, words in whole) == (True, True), words
    assert ("Qui l’a vu" in mine.partition("C502100001")[2].partition("Corrections")[2], "Je remplace son gestionnaire" in whole) == (
        False,
        True,
    )
    assert f"/tasks/{made.task.pk}/who" in page(handler, f"/tasks/{made.task.pk}/")


def test_an_adviser_sees_the_medical_papers_of_the_claims_that_are_handed_to_him_and_nothing_else(log_in: LogIn) -> None:
    clients = everybody(log_in)
    made = paper("certificat_medical_initial", subject="Objet privé", own_text="Texte privé")
    plain, other = paper("devis"), paper("rapport_medical", claim="C502100231", handler="n.peeters")
    adviser = clients["adviser"]

    before = text(page(adviser, "/medical/"))
    clients["handler"].post(f"/tasks/{made.task.pk}/hand", {"adviser": "dr.claes"})
    listed, opened = page(adviser, "/medical/"), page(adviser, f"/medical/{made.task.pk}/")

    assert ("Aucun sinistre ne vous a été transmis." in before, "1 document médical" in text(listed)) == (True, True)
    assert [f"/medical/{one.task.pk}/" in listed for one in (made, plain, other)] == [True, False, False]
    assert [adviser.get(f"/medical/{one.task.pk}/").status_code for one in (plain, other)] == [404, 404]
    assert [asked(adviser, ways(one)["view"]) for one in (made, plain, other)] == [200, 404, 404]
    for secret in ("Objet privé", "Texte privé", "Cabinet Lemaire", "DUPONT"):
        assert (secret in listed, secret in opened) == (False, False), secret
    adviser.get(ways(made)["view"]).close()
    assert models.Event.objects.filter(actor="dr.claes", what="viewed", item_id=made.items[PAPER].pk).count() == 1


def test_what_is_taken_back_from_an_adviser_is_gone_at_once(log_in: LogIn) -> None:
    clients = everybody(log_in)
    made = paper("certificat_medical_initial")
    hand()

    seen = asked(clients["adviser"], ways(made)["view"])
    clients["supervisor"].post(f"/tasks/{made.task.pk}/hand", {"back": "dr.claes"})

    assert (seen, asked(clients["adviser"], ways(made)["view"])) == (200, 404)
    assert models.Event.objects.get(what="handed_back").data == {"to": "dr.claes"}


def test_only_a_medical_adviser_is_handed_a_claim(handler: Client, colleague: Client) -> None:
    made = paper("certificat_medical_initial")

    answer = handler.post(f"/tasks/{made.task.pk}/hand", {"adviser": "n.peeters"}, follow=True)

    assert ("Choisissez un médecin-conseil." in text(answer.content.decode()), models.Handed.objects.count()) == (True, 0)
    assert "Il n’y a pas de médecin-conseil." in text(answer.content.decode())
    assert colleague.get(f"/tasks/{made.task.pk}/who").status_code == 404


def test_who_has_no_tasks_begins_where_the_own_work_is(log_in: LogIn) -> None:
    clients = everybody(log_in)

    assert [clients[role].get("/").headers["Location"] for role in ("adviser", "administrator")] == ["/medical/", "/mailboxes/"]
