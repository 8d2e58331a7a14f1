"""What a page says beside the claim: whose mail is forwarded, what is wanted, a claim to open."""

import pytest
from django.test import Client

from core.asides import Aside, Needed, NewClaim, Original
from core.values import Outcome
from tests.web.builders import Sent, send
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


def test_what_every_mail_does_is_no_badge(handler: Client) -> None:
    made = send(Sent(aside=Aside(intents=("we_send",))))

    assert "Envoie quelque chose" not in text(page(handler, f"/tasks/{made.task.pk}/"))


def test_triage_shows_what_a_new_claim_has_and_lacks(operator: Client) -> None:
    made = send(Sent(kind="triage", claim="", outcome=Outcome.TRIAGE, why=("new_claim",), aside=Aside(new_claim=TO_OPEN)))

    read = text(page(operator, f"/triage/{made.task.pk}/"))

    shown = ("Sinistre à ouvrir : Vol de véhicule ?", "Peut-être déjà ouvert : C502100017", "Date du sinistre trouvé")
    assert [words for words in shown if words not in read] == []
