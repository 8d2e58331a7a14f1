"""A process may die at every boundary while a mail is answered: nothing is sent twice, and what may have gone out is said."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from core.answers import Answers
from core.answers import Smtp as SmtpSettings
from core.settings import Settings
from ingest import intake, releasing, runner, services
from storage import models
from storage.desk import Viewer
from tests.databases import PostgresTemplate, SqliteTemplate
from tests.servers.smtp import Smtp
from tests.whole import killed, mails
from tests.whole.killed import Boundary, InThisProcess

AFTER_EVERY_LEASE = timedelta(minutes=25)
"""Later than any lease, and within the time for which the first answer waits: what is sent is what was decided."""

MOST = 100

pytestmark = pytest.mark.timeout(600)


def _decide(settings: Settings, mail: EmailMessage | None = None) -> int:
    """Do everything up to the verdict: what is left is to plan the answer and to send it, one after the other."""
    hands = replace(services.build(settings), sandbox=InThisProcess(settings))
    file = settings.home / "mail.eml"
    file.write_bytes((mail or mails.letter(1)).as_bytes())
    mail_id = intake.take_file(file, hands, acknowledge=True).mail_id
    assert runner.run_named("open", mail_id, hands)
    for item_id in models.Item.objects.filter(state=models.Item.State.TO_READ).values_list("pk", flat=True):
        assert runner.run_named("read", item_id, hands)
    assert runner.run_named("route", mail_id, hands)
    return mail_id


def _release(settings: Settings) -> None:
    """Do everything until a person has an answer sent that was withheld: what is left is to send it."""
    suspected = mails.letter(1)
    suspected["X-Spam-Flag"] = "YES"
    mail_id = _decide(settings, suspected)
    hands = replace(services.build(settings), sandbox=InThisProcess(settings))
    assert runner.run_named("answer", mail_id, hands)
    task, held = models.Task.objects.get(), models.Outgoing.objects.get(state=models.Outgoing.State.WITHHELD)
    releasing.release(task.pk, held.pk, Viewer(name=task.handler), hands)


def _run(
    template: SqliteTemplate | PostgresTemplate,
    home: Path,
    smtp: Smtp,
    kill_at: Boundary | None,
    prepare: Callable[[Settings], object] = _decide,
) -> tuple[int, list[str], int]:
    """Exit code of the run that is killed; after another one that is not, the states of the answers and how many were taken."""
    smtp.state.taken.clear()
    home.mkdir()
    with template.copy(home) as database:
        settings = replace(
            killed.embedded(home, mails.write_register(home / "claims.csv", 3), url=database.url),
            answers=Answers(mode="on", sender="sinistres@assureur.example", key="of the tests"),
            smtp=SmtpSettings(host="127.0.0.1", port=smtp.port, security="plain", seconds=5),
        )
        prepare(settings)
        code = killed.run(database, settings, kill_at=kill_at)
        if kill_at:
            assert killed.run(database, settings, later=AFTER_EVERY_LEASE) == 0
        left = models.Job.objects.count()
        return code, list(models.Outgoing.objects.values_list("state", flat=True)), len(smtp.state.taken) + left


@pytest.mark.parametrize("vendor", ["sqlite", "postgres"])
def test_a_process_may_die_at_every_boundary_and_nothing_is_sent_twice(vendor: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    template = request.getfixturevalue(f"{vendor}_template")
    ends: dict[tuple[str, int], int] = {}
    with Smtp() as smtp:
        for number in range(1, MOST):
            for before in (True, False):
                code, states, taken = _run(template, tmp_path / f"{number}-{before}", smtp, Boundary(number=number, before=before))
                (state,) = states
                ends[state, taken] = ends.get((state, taken), 0) + 1
                if code == 0:
                    # Killed between its mark and the server's yes it was not taken, between that and our commit it was.
                    assert set(ends) == {("sent", 1), ("unsure", 0), ("unsure", 1)}
                    assert number > 4
                    return
                assert code == -9


def test_a_process_may_die_at_every_boundary_over_what_a_person_released(sqlite_template: SqliteTemplate, tmp_path: Path) -> None:
    ends = set()
    with Smtp() as smtp:
        for number in range(1, MOST):
            for before in (True, False):
                boundary = Boundary(number=number, before=before)
                code, (state,), taken = _run(sqlite_template, tmp_path / f"{number}-{before}", smtp, boundary, _release)
                ends.add((state, taken))
                if code == 0:
                    assert ends == {("sent", 1), ("unsure", 0), ("unsure", 1)}
                    return
