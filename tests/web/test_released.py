"""The page of a task offers to send what was withheld to whom it may be sent, and says why not to anybody else."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from ingest import services
from storage import models
from tests.web.builders import Made, Sent, send
from tests.web.conftest import LogIn
from tests.web.reading import page, text
from tests.web.test_answered import answered

BUTTON = "Envoyer quand même"


@pytest.fixture
def mode(monkeypatch: pytest.MonkeyPatch, log_in: LogIn) -> str:
    """Acknowledgements are written and not sent."""
    assert log_in
    monkeypatch.setenv("CLAIMPOST_ANSWERS_MODE", "dry_run")
    monkeypatch.setenv("CLAIMPOST_ANSWERS_SENDER", "sinistres@assureur.example")
    services.current.cache_clear()
    return "dry_run"


def withheld(problem: str, **sent: object) -> tuple[Made, models.Outgoing]:
    """A mail that may be answered, and why it was not."""
    made = send(Sent(**{"claim": "C502100001", **sent}))
    models.Mail.objects.filter(pk=made.mail.pk).update(acknowledge=True)
    models.Delivery.objects.create(mail=made.mail, folder="", uid_validity=0, uid=made.mail.pk, state="held", seen_at=timezone.now())
    return made, answered(made, state="withheld", problem=problem, kind="neutral", claim="", text="", subject="", sent_at=None)


def release(client: Client, made: Made, row: models.Outgoing) -> str:
    """What the person reads after a press of the button."""
    answer = client.post(f"/tasks/{made.task.pk}/answers/{row.pk}/release", follow=True)
    return text(answer.content.decode()) if answer.status_code == 200 else str(answer.status_code)


@pytest.mark.parametrize(
    ("problem", "offered"),
    [
        ("too_old", ["handler", "operator"]),
        ("spam_verdict", ["handler", "operator"]),
        ("many_for_sender", ["handler", "operator"]),
        ("switched_off", ["handler", "operator"]),
        ("sender_auth_failed", ["operator"]),
        ("virus_verdict", []),
        ("auto_submitted", []),
    ],
)
@pytest.mark.usefixtures("mode")
def test_the_button_is_there_for_who_may_press_it(
    problem: str, offered: list[str], handler: Client, operator: Client, supervisor: Client
) -> None:
    made, _ = withheld(problem)
    people = {"handler": handler, "operator": operator, "supervisor": supervisor}

    assert [who for who, client in people.items() if BUTTON in text(page(client, f"/tasks/{made.task.pk}/"))] == offered


@pytest.mark.usefixtures("mode")
def test_the_button_costs_no_question_to_the_database(operator: Client) -> None:
    made, row = withheld("too_old")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(operator, f"/tasks/{made.task.pk}/")
        return len([query for query in queries if query["sql"].startswith(("SELECT", "INSERT", "UPDATE"))])

    asked()
    with_button = asked()
    models.Outgoing.objects.filter(pk=row.pk).update(problem="virus_verdict")

    assert (with_button, with_button <= 12) == (asked(), True)


@pytest.mark.parametrize("off", ["house", "mailbox"])
def test_there_is_no_button_while_answers_are_off(off: str, handler: Client, mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert mode == "dry_run"
    made, _ = withheld("too_old")
    if off == "house":
        monkeypatch.setenv("CLAIMPOST_ANSWERS_MODE", "off")
        services.current.cache_clear()
    else:
        made.mail.deliveries.update(mailbox=models.Mailbox.objects.create(name="claims"))

    assert BUTTON not in text(page(handler, f"/tasks/{made.task.pk}/"))


@pytest.mark.usefixtures("mode")
def test_what_was_withheld_is_written_and_its_text_is_shown(handler: Client) -> None:
    made, row = withheld("too_old")

    read = release(handler, made, row)

    row.refresh_from_db()
    assert (row.state, row.text != "", row.text.split("\n")[0] in read, BUTTON in read) == ("dry_run", True, True, False)
    assert "ceci est un essai" in read
    assert "Accusé de réception libéré par une personne – le message est trop ancien" in read


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Ce message ne doit pas recevoir de réponse"),
        ("nl", "Op deze mail mag niet geantwoord worden"),
        ("de", "Diese Nachricht darf nicht beantwortet werden"),
        ("en", "This mail must not be answered"),
    ],
)
@pytest.mark.usefixtures("mode")
def test_a_refusal_is_said_in_the_readers_language(language: str, words: str, handler: Client) -> None:
    made, row = withheld("virus_verdict")
    handler.post("/language", {"language": language})

    with translation.override(language):
        assert words in release(handler, made, row)


@pytest.mark.usefixtures("mode")
def test_who_does_not_see_the_task_cannot_press_and_who_only_watches_is_told(colleague: Client, supervisor: Client) -> None:
    made, row = withheld("too_old")

    assert release(colleague, made, row) == "404"
    assert "Seul le gestionnaire du sinistre concerné, ou un opérateur" in release(supervisor, made, row)
    row.refresh_from_db()
    assert row.state == "withheld"


@pytest.mark.usefixtures("mode")
def test_a_digest_that_was_withheld_is_among_the_troubles_at_once(supervisor: Client) -> None:
    made, row = withheld("many_for_sender")
    digest = answered(made, kind="digest", state="withheld", problem="switched_off", claim="", to=row.to, sent_at=None)

    before = text(page(supervisor, "/mailboxes/"))
    supervisor.post(f"/mailboxes/retry/answer/{digest.pk}")
    after = text(page(supervisor, "/mailboxes/"))

    assert ("Récapitulatif du jour".lower() in before.lower(), BUTTON in before, BUTTON in after) == (True, True, False)
    assert models.Job.objects.filter(step="digest", target=made.mail.pk).exists()
