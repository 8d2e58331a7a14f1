"""What the register knows of a claim on which the person of the token has something."""

from datetime import date

from django.http import HttpRequest
from ninja import Router

from ingest import services
from ingest.known import Known
from router.protocols import State
from storage import desk, models
from storage.desk import Viewer
from web.api.door import Bearer, caller
from web.api.problems import not_found
from web.api.values import Answered, Number

router = Router(tags=["Claims"])


class Claim(Answered):
    """A claim; of one that the register holds back, its number and its state only."""

    number: str
    former_numbers: list[str]
    state: str
    kind: str
    insured: list[str]
    loss_date: date | None
    handler: str
    open_tasks: int


@router.get("/claims/{number}", auth=Bearer("tasks:read"), response=Claim)
def get_claim(request: HttpRequest, number: Number) -> Claim:
    """One claim, by its present or a former number."""
    who, known = caller(request).who, Known(services.current(), exact=True)
    claim = known.claim(number)
    numbers = known.numbers(number)
    if claim is None or not (who.sees_all or _has_something(who, numbers)):
        raise not_found()
    held_back = claim.state is State.RESTRICTED
    tasks = models.Task.objects.filter(kind=models.Task.Kind.CLAIM, claim__in=numbers, state=models.Task.State.OPEN)
    return Claim(
        number=claim.number,
        former_numbers=list(claim.former_numbers),
        state=claim.state,
        kind="" if held_back else claim.kind,
        insured=[] if held_back else list(claim.insured_names),
        loss_date=None if held_back else claim.loss_date,
        handler="" if held_back else claim.handler,
        open_tasks=tasks.count(),
    )


def _has_something(who: Viewer, numbers: tuple[str, ...]) -> bool:
    return desk.visible(who).filter(kind=models.Task.Kind.CLAIM, claim__in=numbers).exists()
