"""Promises 1 and 4: a worker may be killed at any step boundary, and nothing is lost, doubled or left undone."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.servers.dovecot import Dovecot
from tests.whole import killed, mails
from tests.whole.conftest import Install
from tests.whole.killed import Boundary
from tests.whole.snapshot import Snapshot, take

AFTER_EVERY_LEASE = timedelta(minutes=30)
"""Later than any lease of a worker that was killed, and than the grace before a settling job steps in."""

MOST = 200
"""More boundaries than one mail has."""

pytestmark = pytest.mark.timeout(900)


def _run(
    install: Install, dovecot: Dovecot, home: Path, kill_at: Boundary | None, sent: tuple[bytes, ...] = ()
) -> tuple[int, Snapshot, int]:
    """Exit code of the run that is killed, and what is there after another one that is not: the tables, and mails in the archive."""
    dovecot.empty()
    dovecot.append("Archive", [])
    dovecot.append("INBOX", list(sent) or [mails.parcel()])
    with install(home) as database:
        settings = killed.embedded(home, mails.write_register(home / "claims.csv", 3), url=database.url)
        code = killed.run(database, settings, kill_at=kill_at)
        if kill_at:
            assert killed.run(database, settings, later=AFTER_EVERY_LEASE) == 0
        return code, take(), len(dovecot.inside("Archive"))


def test_a_worker_may_die_at_every_boundary(install: Install, dovecot: Dovecot, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    both_sides = request.node.callspec.params["install"] == "sqlite"
    code, whole, archived = _run(install, dovecot, tmp_path / "whole", None)
    assert (code, archived, whole.received, whole.opened, whole.balanced, whole.left.total()) == (0, 1, 1, 1, True, 0)
    assert {row[4] for row in whole.tasks} == {mails.claim(1), mails.claim(2)}

    survived = 0
    for number in range(1, MOST):
        # What a mail server does lies between two boundaries, the same whatever database there is: there one side of each will do.
        for before in (True, False) if both_sides else (number % 2 == 0,):
            home = tmp_path / f"{number}-{before}"
            code, after, archived = _run(install, dovecot, home, Boundary(number=number, before=before))
            assert (number, before, after, archived) == (number, before, whole, 1)
            if code == 0:
                # There are fewer boundaries than that: the loop has been over all of them.
                assert survived > 20
                return
            assert code == -9
            survived += 1


def _came_of(after: Snapshot) -> tuple[object, ...]:
    """What must be the same whichever mail was opened first: a verdict may have been made before its papers came out, or once."""
    tasks = {row[:2] + row[4:] for row in after.tasks if row[3] == "open"}
    return (after.mails, after.items, after.readings, tasks, after.received, after.opened, after.left.total(), after.balanced)


def test_a_worker_may_die_while_one_mail_opens_what_another_has_locked(install: Install, dovecot: Dovecot, tmp_path: Path) -> None:
    code, whole, _ = _run(install, dovecot, tmp_path / "whole", None, mails.thread())
    assert (code, {row[1] for row in whole.items if row[4] == "read"}) == (0, {"0.1", "0.2.0", "0.2.1.1"})

    # The test above dies at each boundary of the steps that both have: every fourth one will do.
    for number in range(1, MOST, 4):
        code, after, _ = _run(install, dovecot, tmp_path / str(number), Boundary(number=number, before=False), mails.thread())
        assert (number, _came_of(after)) == (number, _came_of(whole))
        if code == 0:
            assert number > 20
            return
        assert code == -9
