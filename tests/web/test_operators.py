import pytest
from django.test import Client
from django.utils import timezone

from storage import events, models
from tests.web import office
from tests.web.builders import Sent, send
from tests.web.reading import page, text


def test_triage_proposes_claims_with_evidence_and_what_the_register_knows(operator: Client) -> None:
    made = office.waiting(timezone.now())

    read = text(page(operator, f"/triage/{made.task.pk}/"))

    for words in ("C502100001", "92 %", "DUPONT Jean", "même plaque", "numéro presque identique", "Aucun sinistre ne porte ce numéro"):
        assert words in read


def test_a_refused_assignment_says_why_and_changes_nothing(operator: Client) -> None:
    made = office.waiting(timezone.now())

    answer = operator.post(f"/triage/{made.task.pk}/assign", {"claim": "C999999999"}, follow=True)

    assert "Aucun sinistre ne porte ce numéro. Vérifiez-le" in text(answer.content.decode())
    assert models.Task.objects.get(pk=made.task.pk).state == "open"


def test_an_assigned_mail_is_on_its_handlers_list(operator: Client, handler: Client) -> None:
    made = office.waiting(timezone.now())

    operator.post(f"/triage/{made.task.pk}/assign", {"claim": " *c502100001* "})

    given = models.Task.objects.get(claim="C502100001")
    assert (given.handler, given.unit_id, models.Task.objects.get(pk=made.task.pk).state) == ("h.lambert", made.unit.pk, "done")
    assert "Attribué par une personne" in text(page(handler, f"/tasks/{given.pk}/"))


def test_a_mail_that_is_not_ours_is_set_aside_with_a_reason(operator: Client) -> None:
    made = office.waiting(timezone.now())

    operator.post(f"/triage/{made.task.pk}/dismiss", {"why": "spam"})

    assert models.Event.objects.get(what="dismissed").why == "spam"


def test_a_mailbox_shows_numbers_that_add_up_and_what_failed(supervisor: Client) -> None:
    office.mailboxes(timezone.now())

    read = text(page(supervisor, "/mailboxes/"))

    for words in ("1284 1281 2 1", "Le mail est trop volumineux", "L’autorisation d’accès est refusée", "Les nombres ne concordent pas"):
        assert words in read


def test_a_job_that_failed_is_tried_again(supervisor: Client) -> None:
    office.mailboxes(timezone.now())
    job = models.Job.objects.get(stuck=True)

    answer = supervisor.post(f"/mailboxes/retry/job/{job.pk}", follow=True)

    assert models.Job.objects.get(pk=job.pk).stuck is False
    assert "Un nouvel essai va avoir lieu." in text(answer.content.decode())


MISMATCH = {
    "fr": "Le nombre d’éléments ne correspond pas",
    "nl": "Onderdelen die niet kloppen",
    "de": "Die Anzahl der Teile stimmt nicht",
    "en": "Parts do not add up",
}


@pytest.mark.parametrize(("language", "words"), MISMATCH.items(), ids=MISMATCH)
def test_a_mail_whose_parts_do_not_add_up_is_shown_until_somebody_has_looked(supervisor: Client, language: str, words: str) -> None:
    mail = send(Sent()).mail
    events.record("parts_mismatch", actor="claimpost", at=timezone.now(), mail_id=mail.pk, data={"balanced": False})
    supervisor.cookies["django_language"] = language

    before = text(page(supervisor, "/mailboxes/"))
    supervisor.post(f"/mailboxes/mismatch/{mail.pk}")

    assert ((words in before, mail.number in before), words in text(page(supervisor, "/mailboxes/"))) == ((True, True), False)
    assert models.Event.objects.get(what="mismatch_seen").actor == "s.willems"


def test_a_mismatch_is_looked_at_once(supervisor: Client) -> None:
    mail = send(Sent()).mail

    answer = supervisor.post(f"/mailboxes/mismatch/{mail.pk}", follow=True)

    assert "Quelqu’un l’a déjà vérifié." in text(answer.content.decode())


def test_a_handler_has_no_say_in_a_mismatch(handler: Client) -> None:
    assert handler.post("/mailboxes/mismatch/1").status_code == 403
