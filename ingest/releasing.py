"""Sends after all what was withheld, because a person says so: only what a person may overrule, and through the same gate."""

from django.db import transaction

from core.errors import Unavailable
from ingest import answering
from ingest.answering import Case
from ingest.grounds import Refused, task_of
from ingest.services import Services
from router.border import SPAM
from storage import models, outbox
from storage.desk import Viewer
from storage.models import Outgoing, Task
from storage.outbox import Kind, NewAnswer, State

BY_HANDLER = frozenset({"too_old", "switched_off", SPAM, *outbox.TOO_MANY})
"""Reasons that the handler of a task may overrule. Whatever is named nowhere here protects from loops, and nobody overrules it."""

BY_OPERATOR = frozenset({"sender_auth_failed"})
"""Reasons that an operator alone may overrule."""


def release(task_id: int, outgoing_id: int, who: Viewer, services: Services) -> str:
    """Have an answer sent that was withheld, with what would be said now, neutral to who is suspected; its new state comes back.

    Raises:
        Refused: a code of `refusal`; `task_not_found`, `changed_meanwhile`, `claims_system_unavailable`, and `answer_after_first` for a
            complete answer whose first one did not go out, or said it all.
    """
    task = models.Task.objects.select_related("unit__mail").filter(pk=task_id).first()
    if task is None:
        raise Refused("task_not_found")
    mail = task.unit.mail
    row = _row(mail, outgoing_id)
    _check(who, task, row, services)
    case = _case(mail, row.claim or task.claim, services)
    with transaction.atomic():
        task = task_of(task_id)
        outbox.alone()
        row = outbox.lock(outgoing_id)
        _check(who, task, row, services)
        made = outbox.release(row, _answer(case, row, who, task, services), services.now(), actor=who.name)
    if made.state == State.PLANNED:
        services.bell("send", made.pk)
    return made.state


def _case(mail: models.Mail, claim: str, services: Services) -> Case:
    try:
        # What is decided while it does not answer would only be a neutral answer, and no complete one would follow.
        services.register.find_claim(claim)
        return answering.case_of(mail, services)
    except Unavailable as error:
        raise Refused("claims_system_unavailable") from error


def refusal(who: Viewer, task: Task, row: Outgoing, *, on: bool) -> str:
    """Why `who` may not have it sent, "" when he may; `on` says whether its mail is one that is answered, as all is set now."""
    checks = (
        ("answer_not_withheld", row.state != State.WITHHELD or task.state == Task.State.CANCELLED),
        ("answer_not_yours", not _may_ask(who, task, "" if row.kind == Kind.NEUTRAL else row.claim)),
        (_forbidden(row.problem, who, task), True),
        ("answer_in_digest", row.digest_id is not None),
        ("answers_off", not on),
    )
    return next((code for code, applies in checks if applies and code), "")


def _forbidden(reason: str, who: Viewer, task: Task) -> str:
    """Why a reason is not overruled by this person on this task, "" when it is."""
    if reason not in BY_HANDLER | BY_OPERATOR:
        return "answer_never"
    if reason in BY_OPERATOR and not who.may_assign:
        return "answer_by_operator"
    # What a filter took for spam is answered once it is known to be about a claim.
    return "answer_without_claim" if reason == SPAM and task.kind != Task.Kind.CLAIM else ""


def _may_ask(who: Viewer, task: Task, claim: str) -> bool:
    """An operator anywhere; a handler on the own tasks, about no other claim."""
    return who.may_assign or (task.kind == Task.Kind.CLAIM and task.handler == who.name and claim in {"", task.claim})


def _row(mail: models.Mail, outgoing_id: int) -> Outgoing:
    row = Outgoing.objects.filter(pk=outgoing_id, mail=mail).exclude(kind=Kind.DIGEST).first()
    if row is None:
        raise Refused("answer_not_withheld")
    return row


def _check(who: Viewer, task: Task, row: Outgoing, services: Services) -> None:
    on = services.settings.answers.mode != "off" and outbox.wanted(row.mail)
    if code := refusal(who, task, row, on=on):
        raise Refused(code)


def _answer(case: Case, row: Outgoing, who: Viewer, task: Task, services: Services) -> NewAnswer:
    """What is sent in the place of `row`: every rule is asked again, those that may be overruled by this person left out."""
    if case.is_stale(row.mail):
        raise Refused("changed_meanwhile")
    if case.planned.reason and (code := _forbidden(case.planned.reason, who, task)):
        raise Refused(code)
    case = answering.lifted(case)
    kind = Kind.FULL if case.full else Kind.NEUTRAL
    if row.kind == Kind.SECOND:
        _check_second(case, row)
        kind = Kind.SECOND
    if kind != Kind.NEUTRAL and not _may_ask(who, task, case.planned.claim):
        raise Refused("answer_not_yours")
    new = answering.unwritten(case, kind)
    if answering.said_before(case, new, services):
        raise Refused("answer_never")
    return answering.written(case, new, services)


def _check_second(case: Case, row: Outgoing) -> None:
    if not case.full:
        raise Refused("changed_meanwhile")
    first = outbox.first_of(row.mail_id)
    if first is None or first.kind != Kind.NEUTRAL or first.state not in outbox.GONE_OUT:
        raise Refused("answer_after_first")
