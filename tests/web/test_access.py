import re

import pytest
from django.contrib.auth.models import User
from django.db.models import Count
from django.test import Client
from django.utils import timezone

from core.values import Kind
from storage import models
from tests.web import office
from tests.web.builders import File, Made, Sent, pdf, person, send
from tests.web.conftest import LogIn
from web.middleware import PAGE_POLICY

PAGES = ("/", "/search/?q=rapport", "/claims/C502100001/", "/triage/", "/mailboxes/")


@pytest.fixture
def made(installation: object) -> Made:
    assert installation
    return send(Sent(files=(File(name="r.pdf", content=pdf("Rapport"), type="rapport_expertise"),)))


def status(client: Client, address: str, **more: object) -> int:
    """How an address answers; what it streams is closed unread, as when a browser turns away."""
    answer = client.get(address, **more)  # type: ignore[arg-type]
    answer.close()
    return answer.status_code


def addresses(made: Made) -> list[str]:
    item = made.items["r.pdf"].pk
    return [f"/tasks/{made.task.pk}/", f"/items/{item}/file", f"/items/{item}/view", f"/mails/{made.mail.pk}/raw"]


def test_nobody_sees_anything_without_a_login(made: Made) -> None:
    found = {Client().get(address).headers["Location"].partition("?")[0] for address in [*PAGES, *addresses(made)]}

    assert found == {"/login"}


def test_a_handler_opens_everything_of_the_own_task(made: Made, handler: Client) -> None:
    assert [status(handler, address) for address in addresses(made)] == [200] * 4


def test_another_handlers_task_does_not_exist(made: Made, colleague: Client) -> None:
    assert [status(colleague, address) for address in addresses(made)] == [404] * 4


@pytest.mark.parametrize("group", ["operators", "supervisors"])
def test_operators_and_supervisors_open_every_task(group: str, made: Made, log_in: object) -> None:
    client = log_in("x.y", group)  # type: ignore[operator]

    assert [status(client, address) for address in addresses(made)] == [200] * 4


def test_a_superuser_opens_every_task_and_assigns(made: Made, log_in: object) -> None:
    client = log_in("root", superuser=True)  # type: ignore[operator]
    waits = office.waiting(timezone.now())

    answer = client.post(f"/triage/{waits.task.pk}/assign", {"claim": "C502100001"})

    assert [status(client, address) for address in addresses(made)] == [200] * 4
    assert answer.headers["Location"] == "/triage/"


@pytest.mark.parametrize("address", ["/triage/", "/mailboxes/"])
def test_a_handler_has_no_triage_and_no_mailboxes(address: str, handler: Client) -> None:
    assert status(handler, address) == 403


def test_a_handler_cannot_close_a_colleagues_task(made: Made, colleague: Client) -> None:
    answer = colleague.post(f"/tasks/{made.task.pk}/done")

    assert (answer.status_code, models.Task.objects.get().state) == (404, "open")


def test_a_supervisor_sees_triage_and_does_not_assign(supervisor: Client) -> None:
    waits = office.waiting(timezone.now())

    answers = (supervisor.get(f"/triage/{waits.task.pk}/"), supervisor.post(f"/triage/{waits.task.pk}/assign", {"claim": "C502100001"}))

    assert [answer.status_code for answer in answers] == [200, 403]


@pytest.mark.parametrize("kind", ["triage", "hold"])
def test_what_waits_in_triage_is_neither_done_nor_reopened(kind: str, supervisor: Client, operator: Client) -> None:
    waits = send(Sent(claim="", kind=kind, title="no_reference"))

    answers = [client.post(f"/tasks/{waits.task.pk}/{step}") for client in (supervisor, operator) for step in ("done", "reopen")]

    assert ([answer.status_code for answer in answers], models.Task.objects.get().state) == ([404] * 4, "open")


def test_one_mail_for_two_handlers_shows_each_only_the_own_documents(handler: Client, colleague: Client) -> None:
    files = (File(name="mine.pdf", content=b"1", type="devis"), File(name="yours.pdf", content=b"2", type="devis"))
    made = send(Sent(files=files))
    other = models.Task.objects.create(
        key="other", unit=made.unit, verdict=made.task.verdict, kind="claim", claim="C502100231", handler="n.peeters", title="devis",
        opened_at=made.task.opened_at,
    )  # fmt: skip
    made.task.items.remove(made.items["yours.pdf"])
    other.items.add(made.items["yours.pdf"])

    html = handler.get(f"/tasks/{made.task.pk}/").content.decode()

    assert ("mine.pdf" in html, "yours.pdf" in html, "n’est pas affiché" in html) == (True, False, True)
    assert status(handler, f"/items/{made.items['yours.pdf'].pk}/file") == 404
    assert status(handler, f"/mails/{made.mail.pk}/raw") == 404
    assert status(colleague, f"/items/{made.items['yours.pdf'].pk}/file") == 200


def test_a_medical_paper_opens_after_a_click_that_is_recorded(handler: Client) -> None:
    made = send(Sent(files=(File(name="cmi.pdf", content=pdf("CMI"), type="certificat_medical_initial", pages=("Fracture du poignet",)),)))
    item, address = made.items["cmi.pdf"].pk, f"/tasks/{made.task.pk}/"

    before = handler.get(address).content.decode()
    refused = status(handler, f"/items/{item}/view")
    handler.post(f"/items/{item}/reveal", {"next": address})
    after = handler.get(address).content.decode()

    assert ("Fracture" in before, "<iframe" in before, "Médical" in before, refused) == (False, False, True, 403)
    assert ("Fracture" in after, status(handler, f"/items/{item}/view")) == (True, 200)
    seen = models.Event.objects.get(what="viewed")
    assert (seen.actor, seen.item_id) == ("h.lambert", item)


def test_an_accident_statement_is_shown_and_its_viewing_recorded(handler: Client) -> None:
    made = send(Sent(files=(File(name="constat.pdf", content=pdf("Constat"), type="constat_auto"),)))

    status(handler, f"/items/{made.items['constat.pdf'].pk}/view")

    assert models.Event.objects.get(what="viewed").actor == "h.lambert"


@pytest.mark.parametrize("way", ["view", "file", "raw"])
def test_who_asks_for_the_head_alone_has_seen_nothing(way: str, handler: Client) -> None:
    made = send(Sent(files=(File(name="constat.pdf", content=pdf("Constat"), type="constat_auto"),)))
    address = f"/mails/{made.mail.pk}/raw" if way == "raw" else f"/items/{made.items['constat.pdf'].pk}/{way}"

    head = handler.head(address)
    head.close()
    before = models.Event.objects.filter(what__in=("viewed", "downloaded")).count()

    assert (head.status_code, before, status(handler, address)) == (200, 0, 200)
    assert models.Event.objects.filter(what__in=("viewed", "downloaded")).count() == 1


def test_one_look_a_session_is_one_event_and_each_download_is_one(handler: Client, log_in: LogIn) -> None:
    made = send(Sent(files=(File(name="constat.pdf", content=pdf("Constat"), type="constat_auto"),)))
    item = made.items["constat.pdf"].pk
    for ranges in ({}, {}, {"range": "bytes=5-9"}):
        status(handler, f"/items/{item}/view", headers=ranges)
        status(handler, f"/items/{item}/file", headers=ranges)
    status(log_in("s.willems", "supervisors"), f"/items/{item}/view")
    handler.force_login(User.objects.get(username="h.lambert"))
    status(handler, f"/items/{item}/view")

    found = models.Event.objects.filter(item_id=item).values_list("what", "actor").annotate(many=Count("pk")).order_by("what", "actor")
    assert list(found) == [("downloaded", "h.lambert", 2), ("viewed", "h.lambert", 2), ("viewed", "s.willems", 1)]


@pytest.mark.parametrize("way", ["view", "file"])
def test_who_asks_for_the_end_of_a_file_alone_is_recorded_too(way: str, handler: Client) -> None:
    made = send(Sent(files=(File(name="constat.pdf", content=pdf("Constat"), type="constat_auto"),)))

    assert status(handler, f"/items/{made.items['constat.pdf'].pk}/{way}", headers={"range": "bytes=1-"}) == 206
    assert models.Event.objects.filter(what__in=("viewed", "downloaded")).count() == 1


def test_an_estimate_is_viewed_without_an_event(made: Made, handler: Client) -> None:
    status(handler, f"/items/{made.items['r.pdf'].pk}/view")

    assert not models.Event.objects.filter(what="viewed").exists()


def test_a_revealed_paper_never_leads_to_another_site(handler: Client) -> None:
    made = send(Sent(files=(File(name="cmi.pdf", content=b"x", type="rapport_medical"),)))

    answer = handler.post(f"/items/{made.items['cmi.pdf'].pk}/reveal", {"next": "https://evil.example/"})

    assert answer.headers["Location"] == "/"


def test_a_form_from_another_site_is_refused_in_the_readers_language(made: Made) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("h.lambert"))

    answer = client.post(f"/tasks/{made.task.pk}/done")

    assert (answer.status_code, models.Task.objects.get().state) == (403, "open")
    assert "La page est restée ouverte trop longtemps" in answer.content.decode()


def test_a_page_that_does_not_exist_says_so_in_the_readers_language(handler: Client) -> None:
    answer = handler.get("/nothing/here")

    assert (answer.status_code, "Il n’y a rien ici" in answer.content.decode()) == (404, True)


def test_our_own_fault_has_a_page_that_needs_no_database() -> None:
    from web.views.errors import server_error

    answer = server_error(None)  # type: ignore[arg-type]

    assert (answer.status_code, "Une erreur s’est produite de notre côté" in answer.content.decode()) == (500, True)


def test_logging_in_and_out(installation: object) -> None:
    assert installation
    person("h.lambert", password="une phrase de passe")
    client = Client()

    wrong = client.post("/login", {"username": "h.lambert", "password": "non"})
    right = client.post("/login", {"username": "h.lambert", "password": "une phrase de passe", "next": "/?state=done"})
    out = client.post("/logout")

    assert "incorrect" in wrong.content.decode()
    assert (right.headers["Location"], out.headers["Location"]) == ("/?state=done", "/login")


def test_every_page_forbids_what_it_does_not_need(made: Made, handler: Client) -> None:
    answer = handler.get(f"/tasks/{made.task.pk}/")

    assert answer.headers["Content-Security-Policy"] == PAGE_POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]


def test_no_page_needs_more_than_its_policy_allows(made: Made, operator: Client) -> None:
    html = "".join(operator.get(address).content.decode() for address in ("/", f"/tasks/{made.task.pk}/", "/triage/", "/mailboxes/"))

    forbidden = (" style=", "<style", " onclick", " onload", " hx-on", "http://", "https://")
    assert [found for found in forbidden if found in html] == []
    # Every script is a file of ours, with nothing between its tags.
    assert html.count("<script") == len(re.findall(r'<script [a-z= "]*src="/static/[a-z./]+"></script>', html)) > 0


def test_an_item_of_a_mail_that_is_nobodys_stays_with_the_operator(operator: Client, handler: Client) -> None:
    waits = send(Sent(claim="", kind="triage", title="no_reference", files=(File(name="x.pdf", content=b"x", kind=Kind.DOCUMENT),)))
    address = f"/items/{waits.items['x.pdf'].pk}/file"

    assert (status(operator, address), status(handler, address)) == (200, 404)
