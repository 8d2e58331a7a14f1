"""A process may die at every boundary while it tells a webhook something: it is told once at least, and always under one key."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.api import Api
from core.settings import Settings
from ingest import services, telling
from storage import events, models
from tests.databases import PostgresTemplate, SqliteTemplate
from tests.servers.receiver import Receiver
from tests.whole import killed
from tests.whole.killed import Boundary

AFTER_EVERY_LEASE = timedelta(minutes=25)
MOST = 30

pytestmark = pytest.mark.timeout(600)


def _run(template: SqliteTemplate | PostgresTemplate, home: Path, receiver: Receiver, kill_at: Boundary) -> tuple[int, list[str], str]:
    """Exit code of the run that is killed; after another one that is not, the keys that were told, and the state of the delivery."""
    receiver.state.told.clear()
    home.mkdir()
    with template.copy(home) as database:
        settings = Settings(home=home, database_url=database.url, api=Api(webhook_http=True, webhook_private=True))
        telling.add(receiver.url, ["mail.quarantined"], [], "root", services.build(settings))
        events.record("quarantined", actor="claimpost", at=datetime.now(UTC), why="too_big")
        code = killed.run(database, settings, kill_at=kill_at)
        assert killed.run(database, settings, later=AFTER_EVERY_LEASE) == 0
        return code, [json.loads(told.body)["id"] for told in receiver.state.told], models.WebhookDelivery.objects.get().state


@pytest.mark.parametrize("vendor", ["sqlite", "postgres"])
def test_what_happened_is_told_at_least_once_wherever_the_process_dies(vendor: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    template = request.getfixturevalue(f"{vendor}_template")
    many: set[int] = set()
    with Receiver() as receiver:
        for number in range(1, MOST):
            for before in (True, False):
                code, keys, state = _run(template, tmp_path / f"{number}-{before}", receiver, Boundary(number=number, before=before))
                assert (len(set(keys)), state) == (1, "delivered")
                many.add(len(keys))
                if code == 0:
                    # Killed between the answer and our commit, it was told twice.
                    assert many == {1, 2}
                    return
                assert code == -9
    raise AssertionError(f"more than {MOST} boundaries")
