"""What a page says beside the claim: whose mail is forwarded, what is wanted, a claim to open."""

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.asides import Aside, Needed, NewClaim, Original
from core.values import Outcome
from storage import models
from tests.web.builders import File, Sent, send
from tests.web.reading import page, text

FIRST = Original(name="Marie Leroy", address="m.leroy@client.example", sender_class="U", subject="Dégâts", date="3 mars 2026")
TO_OPEN = NewClaim(
    kind="vehicle_theft",
    must_hold=(Needed(id="loss_date", state="here"), Needed(id="plate", state="missing"), Needed(id="circumstances", state="doubtful")),
    likely_duplicates=("C502100017",),
)
WORDS = {
    "fr": ("écrit par Marie Leroy, selon le texte transféré", "Demande une réponse"),
    "nl": ("geschreven door Marie Leroy, volgens de doorgestuurde tekst", "Vraagt een antwoord"),
    "de": ("geschrieben von Marie Leroy, laut dem weitergeleiteten Text", "Bittet um eine Antwort"),
    "en": ("written by Marie Leroy, says the forwarded text", "Asks for an answer"),
}


@pytest.mark.parametrize(("language", "expected"), WORDS.items(), ids=WORDS)
def test_a_task_tells_who_wrote_first_and_what_is_wanted(handler: Client, language: str, expected: tuple[str, ...]) -> None:
    made = send(Sent(aside=Aside(original=FIRST, intents=("let_us_know", "we_send"))))
    handler.cookies["django_language"] = language

    read = text(page(handler, f"/tasks/{made.task.pk}/"))

    assert [words for words in (*expected, "m.leroy@client.example", "3 mars 2026", "Dégâts") if words not in read] == []


BADGE = re.compile(r'<li class="badge calm">([^<]+)<')
PRESSING = {
    "fr": "Demande une réponse",
    "nl": "Vraagt een antwoord",
    "de": "Bittet um eine Antwort",
    "en": "Asks for an answer",
}


@pytest.mark.parametrize(("language", "expected"), PRESSING.items(), ids=PRESSING)
@pytest.mark.parametrize("path", ["/?of=everyone", "/triage/"])
def test_a_list_shows_the_most_pressing_wish_of_each_mail_and_no_other(operator: Client, path: str, language: str, expected: str) -> None:
    wishes = ("we_send", "let_us_know", "liability")
    send(Sent(aside=Aside(intents=wishes)))
    send(Sent(kind="triage", claim="", outcome=Outcome.TRIAGE, why=("no_reference",), aside=Aside(intents=wishes)))
    send(Sent(aside=Aside(intents=("we_send",))))
    operator.cookies["django_language"] = language

    assert BADGE.findall(page(operator, path)) == [expected]


@pytest.mark.parametrize("path", ["/?of=everyone", "/triage/"])
def test_the_wishes_of_a_list_cost_no_query(operator: Client, path: str) -> None:
    for serial in range(8):
        send(Sent(subject=f"A{serial}", aside=Aside(intents=("let_us_know",))))
        send(Sent(subject=f"B{serial}", kind="triage", claim="", outcome=Outcome.TRIAGE, aside=Aside(intents=("court",))))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert BADGE.search(page(operator, path))
        return len(queries)

    many = asked()
    models.Task.objects.filter(unit__subject__gt="A0").exclude(unit__subject="B0").delete()

    assert asked() == many


def test_claims_to_compare_with_are_named_on_the_task(handler: Client) -> None:
    made = send(Sent(near=("C502100010", "C502100003"), warnings=("near_number_of_sender",), outcome=Outcome.ROUTE_WARN))

    assert "À comparer avec : C502100010, C502100003" in text(page(handler, f"/tasks/{made.task.pk}/"))


def test_what_every_mail_does_is_no_badge(handler: Client) -> None:
    made = send(Sent(aside=Aside(intents=("we_send",))))

    assert "Envoie quelque chose" not in text(page(handler, f"/tasks/{made.task.pk}/"))


def test_triage_shows_what_a_new_claim_has_and_lacks(operator: Client) -> None:
    made = send(Sent(kind="triage", claim="", outcome=Outcome.TRIAGE, why=("new_claim",), aside=Aside(new_claim=TO_OPEN)))

    read = text(page(operator, f"/triage/{made.task.pk}/"))

    shown = ("Sinistre à ouvrir : Vol de véhicule ?", "Peut-être déjà ouvert : C502100017", "Date du sinistre trouvé")
    assert [words for words in shown if words not in read] == []


OPENING = {
    "fr": (
        "Procès-verbal de plainte Obligatoire manquant – un récépissé est là, la plainte complète non",
        "À déclarer dans les 2 jours ouvrés",
        "Plaque d’immatriculation pas trouvé",
    ),
    "en": (
        "Criminal complaint record Required missing – a receipt is here, the full complaint is not",
        "Vehicle registration certificate Required missing",
        "No-lien certificate Required missing",
        "Purchase invoice Required missing",
        "Maintenance invoice Required missing",
        "Key hand-over Required missing",
        "Claim notification Required here, to be checked – told in a mail only",
        "Complaint receipt Expected here",
        "To be declared within 2 working days",
        "Number plate not found",
    ),
}


@pytest.mark.parametrize(("language", "expected"), OPENING.items(), ids=OPENING)
def test_triage_shows_the_papers_that_a_new_claim_lacks_and_by_when_it_is_to_be_declared(
    operator: Client, language: str, expected: tuple[str, ...]
) -> None:
    receipt = File(name="recepisse.pdf", content=b"%PDF-", type="plainte_recepisse")
    told = "Bonjour,\n\nOn a volé ma voiture cette nuit devant chez moi. Je déclare le sinistre."
    sent = Sent(kind="triage", claim="", outcome=Outcome.TRIAGE, why=("new_claim",), own_text=told, files=(receipt,))
    made = send(replace(sent, aside=Aside(new_claim=TO_OPEN)))
    operator.cookies["django_language"] = language

    read = text(page(operator, f"/triage/{made.task.pk}/"))

    assert [words for words in expected if words not in read] == []


def test_a_mail_that_reports_no_loss_has_no_list_of_papers_for_a_claim(operator: Client) -> None:
    made = send(Sent(kind="triage", claim="", outcome=Outcome.TRIAGE, why=("no_reference",)))
    operator.cookies["django_language"] = "en"

    assert "To be declared within" not in text(page(operator, f"/triage/{made.task.pk}/"))
