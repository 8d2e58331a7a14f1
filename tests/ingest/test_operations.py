"""What a person does at the desk, on a mail that went the whole way before."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event

import pytest

from ingest import operations, runner, services
from ingest.grounds import Refused
from storage import events, jobs, models
from tests.ingest.way import NOW, deliver
from tests.whole import mails

Deliver = Callable[..., models.Task]


def test_a_mail_in_triage_is_given_to_a_claim_and_the_reason_is_kept(hands: services.Services) -> None:
    (waiting,) = deliver(mails.letter(None, serial=7), hands)

    made = operations.assign(waiting.pk, " *c502100002* ", "o.leclerc", hands)

    task = models.Task.objects.get(pk=made)
    waiting.refresh_from_db()
    assert (task.claim, task.kind, task.handler, task.insured, waiting.state) == (
        mails.claim(2),
        "claim",
        "m.janssens",
        "ASSURE2 Jean",
        "done",
    )
    assert [item.name for item in task.items.all()] == ["devis-7.txt"]
    assert [(row.actor, row.rule) for row in task.unit.verdicts.all()][-1] == ("o.leclerc", "assigned")
    assert task.unit.verdicts.count() == 2


def test_what_a_person_decided_is_not_decided_again(hands: services.Services) -> None:
    (waiting,) = deliver(mails.letter(None, serial=8), hands)
    made = operations.assign(waiting.pk, mails.claim(1), "o.leclerc", hands)

    jobs.add("route", waiting.unit.mail_id, NOW)
    runner.work(hands, Event(), until_idle=True)

    assert [task.pk for task in models.Task.objects.filter(unit=waiting.unit, state="open")] == [made]


@pytest.mark.parametrize(("claim", "code"), [("C502199999", "claim_not_found"), ("", "claim_not_found"), ("T502100001", "claim_not_found")])
def test_a_claim_that_is_not_there_is_refused(claim: str, code: str, hands: services.Services) -> None:
    (waiting,) = deliver(mails.letter(None, serial=9), hands)

    with pytest.raises(Refused) as refused:
        operations.assign(waiting.pk, claim, "o.leclerc", hands)

    assert refused.value.code == code
    assert models.Task.objects.filter(state="open").count() == 1


def test_two_operators_cannot_both_assign(hands: services.Services) -> None:
    (waiting,) = deliver(mails.letter(None, serial=10), hands)
    operations.assign(waiting.pk, mails.claim(1), "o.leclerc", hands)

    with pytest.raises(Refused) as refused:
        operations.assign(waiting.pk, mails.claim(2), "p.maes", hands)

    assert refused.value.code == "already_done"


def test_a_task_is_done_and_opened_again_and_both_are_on_its_trail(hands: services.Services) -> None:
    (task,) = deliver(mails.letter(1, serial=11), hands)

    operations.close(task.pk, "h.lambert", hands)
    operations.reopen(task.pk, "h.lambert", hands)

    task.refresh_from_db()
    assert (task.state, task.closed_at) == ("open", None)
    assert [(entry.what, entry.actor) for entry in events.trail(task_id=task.pk)] == [
        ("task_opened", "claimpost"),
        ("task_done", "h.lambert"),
        ("task_reopened", "h.lambert"),
    ]


def test_dismissing_needs_a_reason_and_keeps_the_mail(hands: services.Services) -> None:
    (waiting,) = deliver(mails.letter(None, serial=12), hands)

    with pytest.raises(Refused):
        operations.dismiss(waiting.pk, "o.leclerc", "", hands)
    operations.dismiss(waiting.pk, "o.leclerc", "spam", hands)

    waiting.refresh_from_db()
    assert (waiting.state, models.Mail.objects.count(), models.Item.objects.count()) == ("done", 1, 3)
    assert events.trail(task_id=waiting.pk)[-1].why == "spam"


def test_a_failed_job_is_tried_again_when_a_person_asks(hands: services.Services) -> None:
    models.Job.objects.create(step="open", target=1, due_at=NOW + timedelta(days=9), stuck=True, tries=5, problem="failed")

    operations.retry("job", models.Job.objects.get().pk, "o.leclerc", hands)

    job = models.Job.objects.get()
    assert (job.stuck, job.due_at, job.problem) == (False, NOW, "")


@pytest.mark.parametrize(("kind", "target"), [("job", 99), ("mail", 1)])
def test_nothing_to_retry_is_said(kind: str, target: int, hands: services.Services) -> None:
    with pytest.raises(Refused) as refused:
        operations.retry(kind, target, "o.leclerc", hands)

    assert refused.value.code == "nothing_to_retry"
