"""What waits in triage, and putting right what was placed wrongly: first what would follow, then the correction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from ingest import corrections, operations, services
from ingest.consequences import consequences
from ingest.corrections import AlsoFile, Correction, Move, Share, Split
from ingest.known import Known
from storage import models
from storage.desk import Viewer
from web.api import shapes
from web.api.door import Bearer, caller
from web.api.problems import forbidden
from web.api.shapes import Changed
from web.api.tasks import find
from web.api.values import Answered, Asked, BodyId, Id, Number

router = Router(tags=["Triage and corrections"])
READ, WRITE = Bearer("tasks:read"), Bearer("triage:write")
MOST_DOCUMENTS = 400

How = Literal["move", "also", "split"]
NumberedShare = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,17}:[^\x00-\x1f\x7f]{1,40}$")]


class Candidate(Answered):
    """A claim that is proposed, with what speaks for it and what the register knows of it."""

    claim: str
    score: float
    evidence: list[str]
    state: str
    kind: str
    insured: list[str]


class Candidates(Answered):
    """The claims that are proposed for a mail, the likeliest first."""

    candidates: list[Candidate]


class Assign(Asked):
    """The claim that a mail is given to, by its present or a former number."""

    claim: Number


class Dismiss(Asked):
    """Why a mail is set aside without a claim."""

    why: Literal["handed_over", "not_ours", "spam", "duplicate", "address_corrected"]


class ShareOf(Asked):
    """One document and the claim that it goes to."""

    document: BodyId
    claim: Number


class Correct(Asked):
    """Where the documents of a task belong: `move` and `also` name a claim and, unless all are meant, documents; `split` names `shares`."""

    how: How
    claim: Number = ""
    documents: Annotated[list[BodyId], Field(max_length=MOST_DOCUMENTS, default_factory=list)]
    shares: Annotated[list[ShareOf], Field(max_length=MOST_DOCUMENTS, default_factory=list)]
    why: Literal["wrong_number", "misplaced", "concerns_other", "concerns_several"]


class Consequence(Answered):
    """One thing to know before: `code` says what, the rest who, when and which claim."""

    code: str
    who: str
    at: datetime | None
    claim: str
    other: str


class OnClaim(Answered):
    """A claim and the parts of the mail that are on it."""

    claim: str
    documents: list[int]


class Foreseen(Answered):
    """Where everything is, where it would be, and what follows, gravest first; nothing is changed."""

    before: list[OnClaim]
    after: list[OnClaim]
    consequences: list[Consequence]


@router.get("/tasks/{task_id}/candidates", auth=READ, response=Candidates)
def list_candidates(request: HttpRequest, task_id: Id) -> Candidates:
    """The claims that are proposed for a mail that waits; for who sees all."""
    who = caller(request).who
    if not who.sees_all:
        raise forbidden()
    rows = sorted(find(who, task_id).verdict.value.get("candidates", []), key=lambda row: -row["score"])
    known = Known(services.current(), exact=False)
    known.expect(row["number"] for row in rows)
    return Candidates(candidates=[_candidate(row, known) for row in rows])


@router.post("/tasks/{task_id}/assign", auth=WRITE, response=Changed)
def assign_task(request: HttpRequest, task_id: Id, body: Assign) -> Changed:
    """Give a mail that waits in triage or on hold to a claim; the claim's task comes back."""
    who = corrector(request, task_id)
    return shapes.changed(operations.assign(task_id, body.claim, who.name, services.current()))


@router.post("/tasks/{task_id}/dismiss", auth=WRITE, response=Changed)
def dismiss_task(request: HttpRequest, task_id: Id, body: Dismiss) -> Changed:
    """Take a mail out of triage without a claim; it stays in the archive."""
    who = corrector(request, task_id)
    operations.dismiss(task_id, who.name, body.why, services.current())
    return shapes.changed(task_id)


@router.get("/tasks/{task_id}/correction", auth=WRITE, response=Foreseen)
def foresee_correction(
    request: HttpRequest,
    task_id: Id,
    how: How,
    claim: Number = "",
    document: list[Id] = Query([], max_length=MOST_DOCUMENTS),  # type: ignore[type-arg]  # noqa: B008 - so the framework has it
    share: list[NumberedShare] = Query([], max_length=MOST_DOCUMENTS),  # type: ignore[type-arg]  # noqa: B008
) -> Foreseen:
    """What would follow from a correction. `share` is `document:claim`, once for each document of a `split`."""
    who = corrector(request, task_id)
    pairs = [one.partition(":") for one in share]
    shares = tuple(Share(item=int(item), claim=number) for item, _colon, number in pairs)
    planned = corrections.plan(task_id, _correction(how, claim, tuple(document), shares), services.current())
    ids = dict(planned.task.unit.mail.items.values_list("path", "pk"))
    found = consequences(planned, who.name, services.current())
    return Foreseen(
        before=_placed(planned.before, ids),
        after=_placed(planned.after, ids),
        consequences=[Consequence(code=one.code, who=one.who, at=one.at, claim=one.claim, other=one.other) for one in found],
    )


@router.post("/tasks/{task_id}/correct", auth=WRITE, response=Changed)
def correct_task(request: HttpRequest, task_id: Id, body: Correct) -> Changed:
    """Make a correction; the task that one looks at next comes back."""
    who = corrector(request, task_id)
    shares = tuple(Share(item=one.document, claim=one.claim) for one in body.shares)
    correction = _correction(body.how, body.claim, tuple(body.documents), shares)
    return shapes.changed(corrections.correct(task_id, correction, who.name, body.why, services.current()))


@router.post("/tasks/{task_id}/undo", auth=WRITE, response=Changed)
def undo_correction(request: HttpRequest, task_id: Id) -> Changed:
    """Take back the last correction of the task's mail; a task of it that is open then comes back."""
    who = corrector(request, task_id)
    unit = find(who, task_id).unit
    corrections.undo(task_id, who.name, services.current())
    back = unit.tasks.exclude(state=models.Task.State.CANCELLED).order_by("-state", "pk").first()
    return shapes.changed(back.pk if back else task_id)


def corrector(request: HttpRequest, task_id: int) -> Viewer:
    """The person of the token, who must be one that puts mails right and sees this one.

    Raises:
        Problem: he must not, or there is no such task.
    """
    who = caller(request).who
    if not who.may_assign:
        raise forbidden()
    find(who, task_id)
    return who


def _correction(how: str, claim: str, documents: tuple[int, ...], shares: tuple[Share, ...]) -> Correction:
    match how:
        case "split":
            return Split(shares=shares)
        case "also":
            return AlsoFile(claim=claim, items=documents)
        case _:
            return Move(claim=claim, items=documents)


def _placed(placement: Mapping[str, Sequence[str]], ids: Mapping[str, int]) -> list[OnClaim]:
    return [OnClaim(claim=claim, documents=[ids[path] for path in paths if path in ids]) for claim, paths in placement.items()]


def _candidate(row: Mapping[str, object], known: Known) -> Candidate:
    claim = known.claim(str(row["number"]))
    return Candidate(
        claim=str(row["number"]),
        score=float(str(row["score"])),
        evidence=list(row["evidence"]),  # type: ignore[call-overload]
        state=claim.state if claim else "",
        kind=claim.kind if claim else "",
        insured=list(claim.insured_names) if claim else [],
    )
