"""What the page of a task says of our answers: their text and form, the digest that stands for them, and who is away."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from core.content import Spool
from ingest import services
from storage import absences, models
from tests.web.builders import Made, Sent, send
from tests.web.conftest import LogIn
from tests.web.reading import page, text

FORM = b"%PDF-1.7 blank"


def answered(made: Made, **columns: object) -> models.Outgoing:
    usual = {"kind": "full", "state": "sent", "identity": "x", "to": "x@y.example", "claim": "C502100001", "language": "fr"}
    said = {"subject": "Accusé", "text": "Bien reçu.", "planned_at": timezone.now(), "sent_at": timezone.now()}
    return models.Outgoing.objects.create(mail=made.mail, **{**usual, **said, **columns})


def with_form(made: Made, **columns: object) -> models.Outgoing:
    with Spool() as spool:
        content = spool.keep(FORM)
        services.current().blobs.put(content)
    return answered(made, attached_sha256=content.sha256, attached_size=content.size, attached_name="etat-de-pertes.pdf", **columns)


def form_of(made: Made, row: models.Outgoing) -> str:
    return f"/tasks/{made.task.pk}/answers/{row.pk}/form"


def test_the_form_that_went_along_is_there_to_keep(handler: Client) -> None:
    made = send(Sent(claim="C502100001"))
    row = with_form(made)

    html = page(handler, f"/tasks/{made.task.pk}/")
    kept = handler.get(form_of(made, row))

    assert (form_of(made, row) in html, "État de pertes vierge, joint à l’envoi" in text(html)) == (True, True)
    assert (b"".join(kept), kept.headers["Content-Disposition"]) == (FORM, 'attachment; filename="etat-de-pertes.pdf"')  # type: ignore[arg-type]
    kept.close()


def test_a_form_is_for_who_may_see_the_answer_only(handler: Client, colleague: Client, log_in: LogIn) -> None:
    made, other = send(Sent(claim="C502100001")), send(Sent(claim="C502100999"))
    mine, of_another_claim, without = with_form(made), with_form(other, claim="C502100001"), answered(send(Sent(claim="C502100002")))
    supervisor = log_in("s.willems", "supervisors")

    asked = (
        (colleague, form_of(made, mine)),
        (handler, form_of(other, of_another_claim)),
        (handler, form_of(made, of_another_claim)),
        (supervisor, form_of(made, without)),
    )
    assert [client.get(address).status_code for client, address in asked] == [404] * 4
    shown = supervisor.get(form_of(other, of_another_claim))
    shown.close()
    assert shown.status_code == 200


@pytest.mark.parametrize(("who", "told"), [("supervisors", True), ("", False)])
def test_a_digest_is_shown_where_an_answer_was_one_too_many(who: str, told: bool, log_in: LogIn) -> None:  # noqa: FBT001
    client = log_in("h.lambert", *filter(None, [who]))
    first, made = send(Sent(claim="C502100002")), send(Sent(claim="C502100001"))
    digest = answered(first, kind="digest", claim="", text="M-1 - *C502100002*")
    answered(made, state="withheld", problem="many_for_claim", text="", digest=digest)

    read = text(page(client, f"/tasks/{made.task.pk}/"))

    assert ("Récapitulatif du jour · Accusé de réception envoyé" in " ".join(read.split()), "C502100002" in read) == (True, told)
    assert "récapitulatif" not in text(page(client, f"/tasks/{first.task.pk}/")).lower()


def away(made: Made, **days: str) -> None:
    absences.note(made.task.claim, absences.Absent(role="expert", by=made.mail.pk, **days), timezone.now())


def test_who_is_away_is_said_until_he_is_back(handler: Client) -> None:
    today = timezone.localdate()
    soon, gone = (today + timedelta(days=3)), (today - timedelta(days=1))
    cases = [{"back": soon.isoformat()}, {"until": soon.isoformat()}, {}, {"until": gone.isoformat()}, {"back": gone.isoformat()}]
    pages = []
    for number, days in enumerate(cases, start=1):
        made = send(Sent(claim=f"C50210{number:04}"))
        away(made, **days)
        pages.append(text(page(handler, f"/tasks/{made.task.pk}/")))

    said = [re.search(r"L’expert est absent(?:(?:, de retour le| jusqu’au) [\d/]+)?", read.split("Historique")[0]) for read in pages]
    day = soon.strftime("%d/%m/%Y")
    assert [found[0] if found else "" for found in said] == [
        f"L’expert est absent, de retour le {day}",
        f"L’expert est absent jusqu’au {day}",
        "L’expert est absent",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "De expert is afwezig"), ("de", "Der Sachverständige ist abwesend"), ("en", "The expert is absent")]
)
def test_an_absence_is_said_in_the_readers_language(language: str, words: str, handler: Client) -> None:
    made = send(Sent())
    away(made)
    handler.post("/language", {"language": language})

    with translation.override(language):
        assert words in text(page(handler, f"/tasks/{made.task.pk}/"))


def test_of_two_replies_the_newer_one_counts(handler: Client) -> None:
    made, later = send(Sent()), send(Sent(claim="C502100999"))
    soon = timezone.localdate() + timedelta(days=3)
    away(made)
    absences.note(made.task.claim, absences.Absent(role="expert", by=later.mail.pk, back=soon.isoformat()), timezone.now())

    read = text(page(handler, f"/tasks/{made.task.pk}/")).split("Historique")[0]

    assert (read.count("L’expert est absent"), soon.strftime("%d/%m/%Y") in read) == (1, True)
