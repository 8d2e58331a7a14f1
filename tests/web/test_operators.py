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


def answered(made: Sent | None, **columns: object) -> models.Outgoing:
    row = send(made or Sent())
    usual = {"kind": "full", "state": "sent", "identity": "x", "to": "sinistres@lemaire.example", "claim": "C502100001", "language": "nl"}
    body = {"message_id": f"<{row.mail.pk}@x>", "subject": "Ontvangstbevestiging", "text": "Wij ontvingen uw bericht.\n"}
    return models.Outgoing.objects.create(mail=row.mail, planned_at=timezone.now(), **{**usual, **body, **columns})


def test_a_task_says_what_the_sender_was_answered(handler: Client) -> None:
    row = answered(None, sent_at=timezone.now())
    task = models.Task.objects.get(unit__mail=row.mail)

    read = text(page(handler, f"/tasks/{task.pk}/"))

    for words in ("Accusé de réception envoyé", "complet, Néerlandais", "sinistres@lemaire.example", "Wij ontvingen uw bericht."):
        assert words in read


def test_a_handler_of_another_claim_does_not_read_the_answer(handler: Client) -> None:
    row = answered(None, claim="C502100017")
    task = models.Task.objects.get(unit__mail=row.mail)

    read = text(page(handler, f"/tasks/{task.pk}/"))

    assert ("Accusé de réception envoyé" in read, "Wij ontvingen" in read) == (True, False)


def test_a_task_says_why_nobody_was_answered(handler: Client) -> None:
    row = answered(None, state="withheld", problem="no_reply_address", message_id="", text="")
    task = models.Task.objects.get(unit__mail=row.mail)

    assert "Sans accusé de réception · personne ne lit les mails à cette adresse" in text(page(handler, f"/tasks/{task.pk}/"))


def test_failed_answers_are_listed_and_sent_again(supervisor: Client) -> None:
    row = answered(None, state="refused", problem="smtp_refused 550")
    answered(Sent(), state="withheld", problem="many_for_sender", message_id="", text="")

    read = text(page(supervisor, "/mailboxes/"))
    for words in ("refusé par le serveur", "Le serveur de messagerie refuse ce mail (550)", "trop d’accusés de réception"):
        assert words in read

    supervisor.post(f"/mailboxes/answer/{row.pk}")
    assert "refusé par le serveur" not in text(page(supervisor, "/mailboxes/"))

    supervisor.post(f"/mailboxes/retry/answer/{row.pk}")
    row.refresh_from_db()
    assert (row.state, models.Job.objects.filter(step="send", target=row.pk).exists()) == ("planned", True)


def test_what_failed_names_its_mail_and_leads_to_its_task(supervisor: Client) -> None:
    made = office.waiting(timezone.now())
    item = models.Item.objects.filter(mail=made.mail).first()
    assert item is not None
    for step, target in (("read", item.pk), ("route", made.mail.pk)):
        models.Job.objects.create(step=step, target=target, due_at=timezone.now(), tries=5, problem="crashed", stuck=True)

    html = page(supervisor, "/mailboxes/")

    assert html.count(f'<a href="/triage/{made.task.pk}/">{made.mail.number}</a>') == len(("read", "route"))


def test_a_number_that_was_refused_is_still_in_the_field(operator: Client) -> None:
    made = office.waiting(timezone.now())

    html = operator.post(f"/triage/{made.task.pk}/assign", {"claim": "C999999999"}, follow=True).content.decode()

    assert 'name="claim" value="C999999999"' in html


def test_after_an_assignment_the_list_names_the_claim(operator: Client) -> None:
    made = office.waiting(timezone.now())

    html = operator.post(f"/triage/{made.task.pk}/assign", {"claim": "c502100001"}, follow=True).content.decode()

    assert "Le mail est maintenant au sinistre C502100001." in text(html)
