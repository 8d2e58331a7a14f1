"""What a person does at the desk: assign, close, reopen, dismiss, retry. Each leaves an event with who and why."""

from dataclasses import replace

from django.db import transaction

from core import codec
from core.values import Outcome, Verdict
from ingest import digests, searching, withdrawing
from ingest.grounds import Refused, claim_of, open_task, task_of
from ingest.services import Services
from storage import checks, corrections, events, jobs, ledger, models, outbox, tasks


def assign(task_id: int, claim: str, actor: str, services: Services) -> int:
    """Give a unit that waits in triage or on hold to a claim; the id of the claim's task comes back.

    Raises:
        Refused: `claim_not_found`, `claim_restricted`, `already_done`, `claims_system_unavailable`.
    """
    found = claim_of(claim, services)
    with transaction.atomic():
        task = open_task(task_id)
        if task.kind == models.Task.Kind.CLAIM:
            raise Refused("already_done")
        before = corrections.standing(task.unit)
        verdict = _assigned(task.unit, found.number, actor, services)
        plan = tasks.NewTask(
            unit=task.unit.path,
            claim=found.number,
            kind=models.Task.Kind.CLAIM,
            title=task.title,
            items=tuple(task.items.values_list("path", flat=True)),
            insured=found.insured,
            handler=found.handler,
            priority=task.priority,
            due_at=task.due_at,
            because=task.because,
        )
        tasks.close(task, models.Task.State.DONE, actor=actor, now=services.now())
        (made,) = tasks.open_tasks(task.unit, verdict, (plan,), actor=actor, now=services.now())
        withdrawing.look_again(task.unit, services.now())
        done = corrections.Done(what="assigned", actor=actor, at=services.now(), claims=(found.number,))
        corrections.record(task.unit, before, done)
        searching.keep(task.unit.mail_id)
        return made


def _assigned(unit: models.Unit, claim: str, actor: str, services: Services) -> models.Verdict:
    """A person's verdict, with the clues of the one before it."""
    last = unit.verdicts.last()
    verdict = codec.load(Verdict, last.value) if last else Verdict(path=unit.path, outcome=Outcome.TRIAGE)
    unit.state = models.Unit.State.DECIDED
    unit.save(update_fields=["state"])
    said = replace(verdict, outcome=Outcome.ROUTE, claims=(claim,), why=("assigned",), rule="assigned", assignments=(), decisive=True)
    return tasks.keep_verdict(unit, said, actor=actor, now=services.now())


def close(task_id: int, actor: str, services: Services) -> None:
    """Mark a task as done.

    Raises:
        Refused: `already_done`; `reason_missing` for what waits in triage, which is assigned or dismissed instead.
    """
    with transaction.atomic():
        task = open_task(task_id)
        if task.kind != models.Task.Kind.CLAIM:
            raise Refused("reason_missing")
        tasks.close(task, models.Task.State.DONE, actor=actor, now=services.now())


def reopen(task_id: int, actor: str, services: Services) -> None:
    """Open a task again that was done.

    Raises:
        Refused: `not_done`, or `task_not_found`.
    """
    with transaction.atomic():
        task = task_of(task_id)
        if task.state != models.Task.State.DONE or task.kind != models.Task.Kind.CLAIM:
            raise Refused("not_done")
        tasks.reopen(task, actor=actor, now=services.now())


def dismiss(task_id: int, actor: str, why: str, services: Services) -> None:
    """Take a unit out of triage without a claim: `spam`, `not_ours`, `duplicate` ...; it stays in the archive.

    Raises:
        Refused: `already_done`, `reason_missing`.
    """
    if not why:
        raise Refused("reason_missing")
    with transaction.atomic():
        task = open_task(task_id)
        if task.kind == models.Task.Kind.CLAIM:
            raise Refused("already_done")
        before = corrections.standing(task.unit)
        tasks.close(task, models.Task.State.DONE, actor=actor, now=services.now())
        task.unit.state = models.Unit.State.DECIDED
        task.unit.save(update_fields=["state"])
        done = corrections.Done(what="dismissed", actor=actor, at=services.now(), why=why)
        corrections.record(task.unit, before, done, task_id=task.pk)
        withdrawing.look_again(task.unit, services.now())


def retry(kind: str, target: int, actor: str, services: Services) -> None:
    """Try again what failed: a `job`, a `delivery` or an `answer`, each by its id.

    Raises:
        Refused: `nothing_to_retry`; `answers_off` for a digest.
    """
    now = services.now()
    match kind:
        case "delivery":
            ledger.retry(target)
        case "job":
            job = models.Job.objects.filter(pk=target).first()
            if job is None:
                raise Refused("nothing_to_retry")
            jobs.retry(job.step, job.target, now)
            services.bell(job.step, job.target)
        case "answer":
            _send_again(target, actor, services)
        case _:
            raise Refused("nothing_to_retry")
    events.record("retried", actor=actor, at=now, data={"kind": kind, "target": target})


def _send_again(outgoing_id: int, actor: str, services: Services) -> None:
    row = models.Outgoing.objects.filter(pk=outgoing_id).first()
    if row is not None and row.kind == outbox.Kind.DIGEST and row.state == outbox.State.WITHHELD:
        digests.plan_again(row, actor, services)
        return
    with transaction.atomic():
        if row is None or not outbox.send_again(outgoing_id, services.now()):
            raise Refused("nothing_to_retry")
    services.bell("send", outgoing_id)


def note_answer(outgoing_id: int, actor: str, services: Services) -> None:
    """A person has looked at an answer that did not arrive, or may not have gone out.

    Raises:
        Refused: `already_seen`.
    """
    with transaction.atomic():
        if not outbox.note_seen(outgoing_id, actor, services.now()):
            raise Refused("already_seen")


def note_mismatch(mail_id: int, actor: str, services: Services) -> None:
    """A person has looked at a mail whose parts do not add up.

    Raises:
        Refused: `already_seen`.
    """
    with transaction.atomic():
        if not checks.mismatched().filter(pk=mail_id).exists():
            raise Refused("already_seen")
        events.record("mismatch_seen", actor=actor, at=services.now(), mail_id=mail_id)
