"""Clocks on the pages: how much is left, what is too late, and what a person stamps."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ingest import services
from storage import models
from tests.web import office
from tests.web.builders import File, Made, Sent, pdf, send
from tests.web.reading import page, text

ANSWERS = {
    "CLAIMPOST_ANSWERS_MODE": "on",
    "CLAIMPOST_ANSWERS_SENDER": "sinistres@assureur.example",
    "CLAIMPOST_SMTP_HOST": "smtp.assureur.example",
}


@pytest.fixture(autouse=True)
def answering(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk of a house that acknowledges."""
    for name, value in ANSWERS.items():
        monkeypatch.setenv(name, value)
    services.current.cache_clear()


def waits(made: Made, hours: float) -> Made:
    """The same mail as it came from a mailbox whose mails are answered, so long ago."""
    at = timezone.now() - timedelta(hours=hours)
    models.Mail.objects.filter(pk=made.mail.pk).update(acknowledge=True, received_at=at)
    models.Delivery.objects.create(mail=made.mail, state="held", seen_at=at)
    return made


def report() -> Made:
    return send(Sent(files=(File(name="rapport.pdf", content=pdf("Rapport d'expertise"), type="rapport_expertise"),)))


@pytest.mark.parametrize(("hours", "said"), [(1.5, "encore 22 heures"), (20.5, "encore 3 heures"), (30.5, "en retard de 6 heures")])
def test_triage_shows_what_is_left_of_a_day(hours: float, said: str, operator: Client) -> None:
    made = waits(office.waiting(timezone.now()), hours)

    one, listed = text(page(operator, f"/triage/{made.task.pk}/")), text(page(operator, "/triage/"))

    assert (f"Accusé de réception {said}" in one, f"Accusé de réception {said}" in listed) == (True, True)


@pytest.mark.parametrize(("hours", "tone", "listed"), [(1, "calm", False), (20, "warn", True), (30, "bad", True)])
def test_a_handlers_list_shows_a_clock_that_presses_in_its_colour(hours: float, tone: str, listed: bool, handler: Client) -> None:  # noqa: FBT001
    made = waits(report(), hours)

    assert (f'class="badge {tone}"' in page(handler, f"/tasks/{made.task.pk}/"), "Accusé de réception" in text(page(handler, "/"))) == (
        True,
        listed,
    )


def test_a_handler_stamps_what_happened_outside_and_takes_it_back(handler: Client) -> None:
    made = report()

    handler.post(f"/tasks/{made.task.pk}/stamp", {"stamp": "offer_sent_at", "at": "2026-03-11T09:30"})
    stamped = text(page(handler, f"/tasks/{made.task.pk}/"))
    event = models.Event.objects.get(what="stamped")
    back = text(handler.post(f"/tasks/{made.task.pk}/stamp/{event.pk}/back", follow=True).content.decode())

    assert "Proposition d’indemnité dans le délai 11/03/2026 09:30" in stamped
    assert "Proposition envoyée 11/03/2026 09:30 h.lambert" in stamped
    assert "La date ne compte plus." in back
    assert "Proposition envoyée 11/03/2026" not in back
    assert "Date annulée – Proposition envoyée" in back


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"stamp": "offer_sent_at", "at": "yesterday"}, "Indiquez une date et une heure."),
        ({"stamp": "offer_sent_at", "at": "2026-02-31T09:30"}, "Indiquez une date et une heure."),
        ({"stamp": "offer_sent_at", "at": "2126-01-01T09:30"}, "Une date future ne peut pas être enregistrée."),
        ({"stamp": "received_at"}, "Cette date ne peut pas être enregistrée ici."),
        ({}, "Cette date ne peut pas être enregistrée ici."),
    ],
)
def test_a_stamp_that_does_not_fit_says_why(posted: dict[str, str], said: str, handler: Client) -> None:
    made = report()

    answer = handler.post(f"/tasks/{made.task.pk}/stamp", posted, follow=True)

    assert (said in text(answer.content.decode()), models.Event.objects.filter(what="stamped").exists()) == (True, False)


def test_only_the_handler_and_operators_stamp(colleague: Client, supervisor: Client, operator: Client) -> None:
    made = report()

    posted = [
        client.post(f"/tasks/{made.task.pk}/stamp", {"stamp": "offer_sent_at"}).status_code for client in (colleague, supervisor, operator)
    ]

    assert (posted, "Fait en dehors" in text(page(supervisor, f"/tasks/{made.task.pk}/"))) == ([404, 403, 302], False)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "Voorstel tot vergoeding te laat"),
        ("de", "Entschädigungsangebot verspätet"),
        ("en", "Offer of compensation too late"),
    ],
)
def test_every_reader_has_clocks_in_his_language(language: str, said: str, handler: Client) -> None:
    made = report()
    handler.post(f"/tasks/{made.task.pk}/stamp", {"stamp": "offer_sent_at"})
    handler.post("/language", {"language": language})

    assert said in text(page(handler, f"/tasks/{made.task.pk}/"))


def test_a_page_knows_every_clock_and_state_by_name() -> None:
    from router.clocks import State
    from router.contracts import read
    from storage import hands
    from web.words import clocks

    assert {target.id for target in read(None).default.targets} == set(clocks.CLOCKS)
    assert set(State) == set(clocks.STATES) == set(clocks.TONES)
    assert {*hands.OF_CLAIM, *hands.OF_MAIL} == set(clocks.STAMPS)


COPY = {
    "fr": "Le rapport définitif est là : envoyez-en une copie à l’assuré pour le",
    "nl": "Het eindverslag is er: bezorg de verzekerde een kopie vóór",
    "de": "Das endgültige Gutachten liegt vor: Senden Sie dem Versicherten eine Kopie bis zum",
    "en": "The final report is here: send the insured a copy by",
}


@pytest.mark.parametrize(("language", "said"), COPY.items(), ids=COPY)
def test_on_a_final_report_the_copy_to_the_insured_is_proposed_until_it_is_stamped(language: str, said: str, handler: Client) -> None:
    made = report()
    handler.post("/language", {"language": language})

    before = text(page(handler, f"/tasks/{made.task.pk}/"))
    handler.post(f"/tasks/{made.task.pk}/stamp", {"stamp": "report_copied_at"})
    after = text(page(handler, f"/tasks/{made.task.pk}/"))

    assert (said in before, said in after) == (True, False)


def test_on_a_provisional_report_no_copy_is_proposed(handler: Client) -> None:
    made = send(Sent(files=(File(name="rapport provisoire.pdf", content=pdf("Rapport"), type="rapport_expertise"),)))

    assert COPY["fr"] not in text(page(handler, f"/tasks/{made.task.pk}/"))
