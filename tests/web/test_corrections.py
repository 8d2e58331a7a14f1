"""Putting a mail right at the desk: what follows is shown first, then it is done with a reason, and can be undone."""

from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from storage import events, models
from tests.web import office
from tests.web.builders import File, Made, Sent, pdf, send
from tests.web.reading import page, text

FILES = (
    File(name="devis.pdf", content=pdf("Devis"), type="devis"),
    File(name="facture.pdf", content=pdf("Facture"), type="facture_reparation"),
)


@pytest.fixture
def made(installation: object) -> Made:
    assert installation
    return send(Sent(files=FILES))


def papers() -> dict[tuple[str, str], list[str]]:
    alive = models.Task.objects.filter(kind="claim").exclude(state="cancelled").order_by("claim")
    return {(task.claim, task.handler): [item.name for item in task.items.filter(kind="document").order_by("position")] for task in alive}


def test_the_operator_sees_what_follows_before_anything_happens(made: Made, operator: Client) -> None:
    events.record("viewed", actor="s.willems", at=timezone.now(), mail_id=made.mail.pk, item_id=made.items["devis.pdf"].pk)

    read = text(page(operator, f"/tasks/{made.task.pk}/correct?how=move&claim=c502100231"))

    for words in (
        "C502100231 MERTENS Luc devis.pdf, facture.pdf",
        "s.willems l’a ouvert",
        "h.lambert ne l’a plus, n.peeters le reçoit",
        "Corriger",
    ):
        assert words in read
    assert papers() == {("C502100001", "h.lambert"): ["devis.pdf", "facture.pdf"]}


def test_a_moved_mail_leaves_one_handler_and_reaches_the_other(made: Made, operator: Client, handler: Client, colleague: Client) -> None:
    answer = operator.post(
        f"/tasks/{made.task.pk}/correct/now", {"how": "move", "claim": "C502100231", "why": "concerns_other"}, follow=True
    )

    moved = models.Task.objects.get(claim="C502100231")
    assert papers() == {("C502100231", "n.peeters"): ["devis.pdf", "facture.pdf"]}
    assert "Déplacé vers ce sinistre par une personne" in text(answer.content.decode())
    assert handler.get(f"/tasks/{made.task.pk}/").status_code == 404
    assert "devis.pdf" in page(colleague, f"/tasks/{moved.pk}/")


def test_one_document_is_moved_filed_also_and_the_mail_split(made: Made, operator: Client) -> None:
    devis, facture = made.items["devis.pdf"].pk, made.items["facture.pdf"].pk
    address = f"/tasks/{made.task.pk}/correct/now"

    operator.post(address, {"how": "also", "claim": "C502100231", "item": str(devis), "why": "concerns_several"})
    also = papers()
    operator.post(address, {"how": "split", f"claim-{devis}": "C502100001", f"claim-{facture}": "C502100017", "why": "concerns_several"})

    assert also == {("C502100001", "h.lambert"): ["devis.pdf", "facture.pdf"], ("C502100231", "n.peeters"): ["devis.pdf"]}
    assert papers() == {
        ("C502100001", "h.lambert"): ["devis.pdf"],
        ("C502100017", "h.lambert"): ["facture.pdf"],
        ("C502100231", "n.peeters"): ["devis.pdf"],
    }


def test_a_correction_is_undone_from_the_task(made: Made, operator: Client) -> None:
    operator.post(f"/tasks/{made.task.pk}/correct/now", {"how": "move", "claim": "C502100231", "why": "misplaced"})
    moved = models.Task.objects.get(claim="C502100231")

    answer = operator.post(f"/tasks/{moved.pk}/undo", follow=True)

    assert "La correction a été annulée." in text(answer.content.decode())
    assert papers() == {("C502100001", "h.lambert"): ["devis.pdf", "facture.pdf"]}


def test_what_was_set_aside_by_mistake_is_brought_back_from_the_list(operator: Client) -> None:
    waits = office.waiting(timezone.now())
    operator.post(f"/triage/{waits.task.pk}/dismiss", {"why": "spam"})

    before = page(operator, "/triage/")
    operator.post(f"/tasks/{waits.task.pk}/undo")

    assert f"/tasks/{waits.task.pk}/undo" in before
    assert models.Task.objects.get(pk=waits.task.pk).state == "open"


@pytest.mark.parametrize(
    "data",
    [{"claim": "C999999999", "why": "misplaced"}, {"claim": "C502100231"}, {"claim": "C502100231", "item": "999", "why": "misplaced"}],
)
def test_what_does_not_fit_says_why_and_changes_nothing(data: dict[str, str], made: Made, operator: Client) -> None:
    answer = operator.post(f"/tasks/{made.task.pk}/correct/now", {"how": "move", **data}, follow=True)

    assert ("notice error" in answer.content.decode(), len(papers())) == (True, 1)


@pytest.mark.parametrize("who", ["handler", "supervisor"])
def test_only_who_may_assign_corrects(who: str, made: Made, request: pytest.FixtureRequest) -> None:
    client: Client = request.getfixturevalue(who)
    address = f"/tasks/{made.task.pk}"

    html = page(client, f"{address}/")
    answers = [
        client.get(f"{address}/correct?how=move&claim=C502100231"),
        client.post(f"{address}/correct/now", {"how": "move", "claim": "C502100231", "why": "misplaced"}),
        client.post(f"{address}/undo"),
    ]

    assert ([answer.status_code for answer in answers], "/correct" in html) == ([403] * 3, False)


def test_a_number_that_does_not_fit_is_still_in_the_open_form(made: Made, operator: Client) -> None:
    html = operator.get(f"/tasks/{made.task.pk}/correct?how=move&claim=C999999999", follow=True).content.decode()

    assert ("notice error" in html, 'value="C999999999"' in html, '<details class="card correct" open>' in html) == (True, True, True)


def test_undo_and_the_way_to_the_form_stand_at_the_head_of_the_task(made: Made, operator: Client) -> None:
    operator.post(f"/tasks/{made.task.pk}/correct/now", {"how": "move", "claim": "C502100231", "why": "misplaced"})
    moved = models.Task.objects.get(claim="C502100231")

    head = page(operator, f"/tasks/{moved.pk}/").partition('class="desk"')[0]

    assert (f"/tasks/{moved.pk}/undo" in head, 'href="#put-right"' in head) == (True, True)


def test_what_follows_from_an_undo_is_told_first_and_then_it_is_done(operator: Client) -> None:
    waits = office.waiting(timezone.now())
    operator.post(f"/triage/{waits.task.pk}/assign", {"claim": "C502100001"})
    given = models.Task.objects.get(unit=waits.task.unit, kind="claim")
    told = {"identity": "x", "to": "garage@x.example", "language": "fr", "planned_at": timezone.now(), "sent_at": timezone.now()}
    models.Outgoing.objects.create(mail=waits.mail, kind="second", state="sent", claim="C502100001", **told)

    asked = operator.post(f"/tasks/{given.pk}/undo", follow=True).content.decode()
    before = models.Task.objects.get(pk=waits.task.pk).state
    operator.post(f"/tasks/{given.pk}/undo", {"told": "1"})

    assert ("garage@x.example a été informé le" in text(asked), 'name="told" value="1"' in asked, before) == (True, True, "done")
    assert models.Task.objects.get(pk=waits.task.pk).state == "open"


def test_what_happened_since_it_was_told_is_told_before_an_undo(made: Made, operator: Client, colleague: Client) -> None:
    operator.post(f"/tasks/{made.task.pk}/correct/now", {"how": "move", "claim": "C502100231", "why": "misplaced"})
    moved = models.Task.objects.get(claim="C502100231")
    page(colleague, f"/tasks/{moved.pk}/")

    answers = [operator.post(f"/tasks/{moved.pk}/undo", data).headers["Location"] for data in ({}, {"told": "0"}, {"told": "viel"})]

    assert (answers, papers()) == ([f"/tasks/{moved.pk}/undo/ask"] * 3, {("C502100231", "n.peeters"): ["devis.pdf", "facture.pdf"]})
    assert "n.peeters l’a ouvert" in text(page(operator, f"/tasks/{moved.pk}/undo/ask"))


def test_what_cannot_be_undone_is_not_asked_about(made: Made, operator: Client) -> None:
    answer = operator.get(f"/tasks/{made.task.pk}/undo/ask")

    assert answer.headers["Location"] == f"/tasks/{made.task.pk}/"


def test_a_closed_claim_is_named_before_a_mail_is_given_to_it(operator: Client, installation: Path) -> None:
    file = installation / "claims.csv"
    file.write_text(file.read_text().replace("C502100017,open", "C502100017,closed").replace("C502100300,open", "C502100300,closed"))
    waits = office.waiting(timezone.now()).task
    address, closed = f"/triage/{waits.pk}", "Le sinistre C502100300 est clôturé."

    proposed = text(page(operator, f"{address}/"))
    asked = operator.post(f"{address}/assign", {"claim": "*c502100300*"}, follow=True).content.decode()
    before = models.Task.objects.get(pk=waits.pk).state
    operator.post(f"{address}/assign", {"claim": "*c502100300*", "told": "*c502100300*"})

    assert ("Le sinistre C502100017 est clôturé." in proposed, closed in proposed, closed in text(asked)) == (True, False, True)
    assert ('name="told" value="*c502100300*"' in asked, before) == (True, "open")
    assert models.Task.objects.get(kind="claim", claim="C502100300").unit == waits.unit


def test_a_claim_that_is_proposed_is_assigned_by_one_button_whatever_was_said_of_it(operator: Client, installation: Path) -> None:
    file = installation / "claims.csv"
    file.write_text(file.read_text().replace("C502100017,open", "C502100017,closed"))
    waits = office.waiting(timezone.now()).task

    html = page(operator, f"/triage/{waits.pk}/")
    operator.post(f"/triage/{waits.pk}/assign", {"claim": "C502100017", "told": "C502100017"})

    assert 'name="told" value="C502100017"' in html
    assert models.Task.objects.get(kind="claim", claim="C502100017").unit == waits.unit
