"""What `claimpost status` calls a problem."""

from datetime import UTC, datetime, timedelta

import pytest

from core.answers import Answers
from core.content import Spool
from storage import blobs, events
from storage.models import Item, Job, Mail, Mailbox, Unit
from tests.databases import Database
from web.cli.numbers import collect, with_blobs

NOW = datetime(2026, 3, 4, 11, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def problems() -> tuple[str, ...]:
    return collect(NOW, 60).problems


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"last_success_at": NOW - 12 * MINUTE}, ()),
        ({"last_success_at": NOW - 14 * MINUTE}, ("claims has not been polled since 2026-03-04 10:46:00",)),
        ({}, ("claims has never been polled",)),
        ({"last_success_at": NOW, "last_error": "token_refused"}, ("claims could not be polled: token_refused",)),
        ({"last_success_at": NOW - 14 * MINUTE, "enabled": False}, ()),
        ({"enabled": False, "last_error": "token_refused"}, ()),
    ],
)
def test_a_mailbox_must_be_polled(columns: dict[str, object], said: tuple[str, ...], database: Database) -> None:
    assert database
    Mailbox.objects.create(name="claims", **columns)

    assert problems() == said


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"tries": 13, "problem": "no_answer"}, ()),
        ({"tries": 14, "problem": "no_answer"}, ("1 jobs of the step watch fail again and again: no_answer",)),
        ({"tries": 14}, ()),
        ({"tries": 5, "problem": "failed", "stuck": True}, ("1 jobs of the step watch are stuck",)),
    ],
)
def test_a_job_must_not_fail_for_ever(columns: dict[str, object], said: tuple[str, ...], database: Database) -> None:
    assert database
    Job.objects.create(step="watch", target=1, due_at=NOW, **columns)

    assert problems() == said


@pytest.mark.parametrize(("mode", "said"), [("on", ("1 acknowledgements are late",)), ("off", ())])
def test_an_answer_that_was_never_planned_is_late(mode: str, said: tuple[str, ...], database: Database) -> None:
    assert database
    held = Mail.objects.create(sha256="0" * 64, size=1, received_at=NOW - timedelta(hours=17), held_at=NOW, acknowledge=True)
    Job.objects.create(step="open", target=held.pk, due_at=NOW)

    assert collect(NOW, 60, Answers(mode=mode)).problems == said


def test_rows_must_fit_together(database: Database) -> None:
    assert database
    Mail.objects.create(sha256="0" * 64, size=1, received_at=NOW, held_at=NOW)

    assert problems() == ("the tables do not fit together: mail_forgotten, 1 times",)


def test_a_mail_whose_parts_do_not_add_up_is_told(database: Database) -> None:
    assert database
    events.record("parts_mismatch", actor="claimpost", at=NOW, mail_id=_opened().pk)

    assert problems() == ("the tables do not fit together: leaves_missing, 1 times",)


def _opened() -> Mail:
    mail = Mail.objects.create(sha256="0" * 64, size=1, received_at=NOW, held_at=NOW, state=Mail.State.OPENED)
    unit = Unit.objects.create(mail=mail, path="0", state=Unit.State.OPEN, value={})
    Item.objects.create(mail=mail, unit=unit, path="0", position=0, kind="mail", media_type="message/rfc822", size=1, sha256="0" * 64)
    Job.objects.create(step="route", target=mail.pk, due_at=NOW)
    return mail


def test_the_store_must_have_what_the_tables_name_and_no_more(database: Database, spool: Spool) -> None:
    store = blobs.connect(database.settings)
    Mail.objects.create(sha256="0" * 64, size=1, received_at=NOW, held_at=NOW)
    store.put(spool.keep(b"left by a step that died"))

    later = datetime.now(UTC) + timedelta(days=2)
    found = with_blobs(collect(NOW, 60), store, later)

    assert found.problems[1:] == (
        "the store lacks what the tables name: blob_missing, 1 times",
        "no row names 1 of the blobs, which need their room only",
    )
