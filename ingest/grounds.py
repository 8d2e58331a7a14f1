"""What every operation of a person stands on: the task as it is now, the claim that is meant, and the word for no."""

from core.errors import Unavailable
from ingest.services import Services
from router.protocols import Claim, State
from storage import models
from storage.items import lock

ASSIGNABLE = frozenset({State.OPEN, State.CLOSED, State.ARCHIVED})
"""Claims that a person may give a mail to; a draft gets its mail when it becomes a claim."""


class Refused(Exception):
    """The operation does not fit the state of things; `code` says why and the page translates it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def task_of(task_id: int) -> models.Task:
    """The task, its mail locked until the transaction ends.

    Raises:
        Refused: `task_not_found`.
    """
    mail_id = models.Task.objects.filter(pk=task_id).values_list("unit__mail_id", flat=True).first()
    if mail_id is None:
        raise Refused("task_not_found")
    lock(mail_id)
    return models.Task.objects.select_related("unit").get(pk=task_id)


def open_task(task_id: int) -> models.Task:
    """As `task_of`, and nobody has dealt with it.

    Raises:
        Refused: `task_not_found`, `already_done`.
    """
    task = task_of(task_id)
    if task.state != models.Task.State.OPEN:
        raise Refused("already_done")
    return task


def as_written(number: str) -> str:
    """The number that a person means who wrote it in small letters, or between asterisks."""
    return number.strip().strip("*").upper()


def claim_of(written: str, services: Services) -> Claim:
    """The claim that a person names, by its present or a former number.

    Raises:
        Refused: `claim_not_found`, `claim_restricted`, `claims_system_unavailable`.
    """
    try:
        found = services.register.find_claim(as_written(written))
        claim = services.register.get_claim(found.number) if found.state in ASSIGNABLE else None
    except Unavailable as error:
        raise Refused("claims_system_unavailable") from error
    if found.state is State.RESTRICTED:
        raise Refused("claim_restricted")
    if claim is None:
        raise Refused("claim_not_found")
    return claim
