"""Takes back answers that are not sent yet and no longer true; what is said instead is planned anew."""

from datetime import datetime

from django.db import transaction

from core.values import Outcome
from ingest.known import Known
from ingest.services import Services
from storage import corrections, items, models, outbox, stamps
from storage.models import Outgoing

_PLACED = (Outcome.ROUTE, Outcome.ROUTE_WARN, Outcome.SPLIT)
_ROOT = "0"


def placed_on(root: models.Unit) -> tuple[str, ...]:
    """The claims that a mail is on by its last verdict, whoever spoke it; none while it waits for a person."""
    last = root.verdicts.last()
    return tuple(last.value["claims"]) if last and last.outcome in _PLACED else ()


def is_owed_nothing(root: models.Unit) -> bool:
    """Whether a person set the mail aside as one that is not answered (domain section 6.6)."""
    return corrections.set_aside(root) in stamps.NOT_OWED


def is_on(root: models.Unit, claim: str, services: Services) -> bool:
    """Whether a mail is on this claim alone, under any of its numbers.

    Raises:
        Unavailable: the numbers differ, and the claims system does not answer.
    """
    claims = placed_on(root)
    if len(claims) != 1 or claims == (claim,):
        return claims == (claim,)
    return claims[0] in Known(services, exact=True).numbers(claim)


def look_again(unit: models.Unit, now: datetime) -> None:
    """After a correction, in its transaction: withdraw what no longer fits, and leave it to be looked at what is said now."""
    for row in outbox.unsent(unit.mail_id) if unit.path == _ROOT else ():
        if is_owed_nothing(unit) or (row.kind != outbox.Kind.NEUTRAL and placed_on(unit) != (row.claim,)):
            outbox.withdraw(row, now)
    outbox.look(unit.mail, now)


def begin_anew(unit: models.Unit, now: datetime) -> None:
    """After a correction was undone, in its transaction: whatever is not sent was said on that person's word."""
    for row in outbox.unsent(unit.mail_id) if unit.path == _ROOT else ():
        outbox.withdraw(row, now)
    outbox.look(unit.mail, now)


def withdrawn(row: Outgoing, services: Services) -> bool:
    """Whether an answer that is about to be sent was withdrawn at this moment.

    Raises:
        Unavailable: as `is_on`.
    """
    if row.kind == outbox.Kind.DIGEST or _fits(row, services):
        return False
    with transaction.atomic():
        items.lock(row.mail_id)
        row = outbox.lock(row.pk)
        # Asked again under the lock: it may have been put right, and planned anew, meanwhile.
        if row.state != outbox.State.PLANNED or _fits(row, services):
            return False
        outbox.withdraw(row, services.now())
        outbox.look(row.mail, services.now())
    services.bell("answer", row.mail_id)
    return True


def _fits(row: Outgoing, services: Services) -> bool:
    root = row.mail.units.get(path=_ROOT)
    return not is_owed_nothing(root) and (row.kind == outbox.Kind.NEUTRAL or is_on(root, row.claim, services))
