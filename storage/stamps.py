"""When what happened: the moments that start and stop clocks, found in the tables, all in UTC. Each function asks a few queries.

Nothing of it is kept twice. What the tables cannot know, a person stamps: `storage.hands`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from storage import hands, models
from storage.received import AGAIN, ROOT
from storage.tasks import FOLDED

MAIL, TASK, DELIVERY, CLAIM = "mail", "task", "delivery", "claim"
"""What has clocks."""

ACK, CREATED, CHANGE, TRIAGE, REVIEW = "ack", "task_created", "contract_change", "triage", "quarantine_review"

DISMISSED = "dismissed"
"""The event of a mail that an operator set aside."""

HANDED_OVER = "handed_over"
"""Why an operator sets aside what another department must do."""

DATA_PROTECTION = "data_protection_request"

OWED_NOTHING = frozenset(
    {
        "auto_submitted",
        "report",
        "mailing_list",
        "precedence",
        "own_mail",
        "own_text",
        "suppressed",
        "null_return_path",
        "own_address",
        "no_reply_address",
        "too_old",
        "switched_off",
        "spam_verdict",
        "virus_verdict",
        "sender_auth_failed",
    }
)
"""Reasons for which a mail is not answered, and which leave nobody waiting: robots, ourselves, answers that were switched off.

Of a mail that seemed spam or forged and that a person placed, the answer is planned after all: then its clock counts from receipt.
"""

NOT_OWED = ("spam", "not_ours")
"""Why an operator sets aside what nobody is to be answered."""

_SENT = models.Outgoing.State.SENT
_STATE = models.Task.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamps:
    """The moments of one thing that has clocks."""

    of: str
    id: int = 0
    """Of the mail, task or event; 0 for a claim."""

    claims: tuple[str, ...] = ()
    """Claims that it belongs to: their contracts set the clocks."""

    mail: int | None = None
    at: Mapping[str, datetime] = field(default_factory=dict)
    void: frozenset[str] = frozenset()
    """Clocks that it does not have, whatever its moments say."""

    copy_of: int | None = None
    """The mail that came first: its clocks are these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What the page of one task has read already: what people stamped, the answers to its mail, and its trail."""

    by_hand: Sequence[hands.Stamp]
    answers: Sequence[models.Outgoing]
    trail: Sequence[models.Event]


def of_mails(ids: Collection[int], *, read: Read | None = None, with_claims: bool = True) -> dict[int, Stamps]:
    """Receipt, acknowledgement and first task of mails; a mail that came again has the clocks of the first.

    What was `read` already is not asked for again; claims are asked for only where a contract may set their clocks (`with_claims`).
    """
    mails, answers = list(_mails(ids)), _grouped(read.answers) if read else _answers(ids)
    found = _of_mails(mails, answers, read.by_hand if read else None, with_claims=with_claims)
    firsts = _firsts([mail.pk for mail in mails if mail.again], [row for rows in answers.values() for row in rows])
    # One step only: two mails may each have been first in something.
    wanted = set(firsts.values())
    first_ones = _of_mails(_mails(wanted), _answers(wanted), with_claims=with_claims) if firsts else {}
    return {pk: _copied(one, first_ones[firsts[pk]]) if firsts.get(pk) in first_ones else one for pk, one in found.items()}


def _answers(ids: Collection[int]) -> dict[int, list[models.Outgoing]]:
    """The answers to mails. A digest is none to the mail that it hangs on: it counts for each whose own answer it stands for."""
    long = ("text", "html", "headers", "subject")
    rows = models.Outgoing.objects.filter(mail__in=ids).exclude(kind=models.Outgoing.Kind.DIGEST).select_related("digest")
    return _grouped(rows.defer(*long, *(f"digest__{name}" for name in long)))


def _copied(one: Stamps, first: Stamps) -> Stamps:
    return replace(one, at=first.at, void=first.void | {CREATED}, copy_of=first.id)


def _mails(ids: Collection[int]) -> "QuerySet[Any]":
    """The mails with what of their other rows matters here, in one query."""
    root = models.Unit.objects.filter(mail=OuterRef("pk"), path=ROOT)
    waiting = models.Unit.objects.filter(mail=OuterRef("pk"), state__in=(models.Unit.State.OPEN, models.Unit.State.WAITING))
    task = models.Task.objects.filter(unit__mail=OuterRef("pk")).order_by("opened_at")
    set_aside = models.Event.objects.filter(mail_id=OuterRef("pk"), what=DISMISSED).order_by("-pk")
    on_claim = Q(kind=models.Task.Kind.CLAIM) & ~Q(state=_STATE.CANCELLED)
    alive = models.Task.objects.filter(on_claim | Q(state=_STATE.OPEN), unit__mail=OuterRef("pk"))
    folded = models.Event.objects.filter(mail_id=OuterRef("pk"), what=FOLDED).order_by("at")
    return models.Mail.objects.filter(pk__in=ids).annotate(
        robot=Exists(root.exclude(auto="")),
        live=Exists(models.Delivery.objects.filter(mail=OuterRef("pk"), first_contact=False)),
        waits=Exists(waiting),
        set_aside=Subquery(set_aside.values("why")[:1]),
        alive=Exists(alive),
        task_at=Subquery(task.values("opened_at")[:1]),
        folded_at=Subquery(folded.values("at")[:1]),
        again=Exists(models.Verdict.objects.filter(unit__mail=OuterRef("pk"), unit__path=ROOT, rule=AGAIN)),
    )


def _of_mails(
    mails: Iterable[Any],
    answers: Mapping[int, Collection[models.Outgoing]],
    given: Iterable[hands.Stamp] | None = None,
    *,
    with_claims: bool,
) -> dict[int, Stamps]:
    rows = {mail.pk: mail for mail in mails}
    claims, by_hand = claims_of(rows) if with_claims else {}, hands.of_mails(rows, given)
    made = {}
    for pk, mail in rows.items():
        at = {"received_at": mail.received_at, **(by_hand.get(pk) or _acknowledged(answers.get(pk, ())))}
        created = mail.task_at or mail.folded_at
        at |= {"task_created_at": created} if created else {}
        undecided = mail.waits or mail.state != models.Mail.State.OPENED
        dismissed = mail.set_aside in NOT_OWED and not mail.alive
        void = _unanswered(mail, dismissed, answers.get(pk, ())) | (frozenset() if created or undecided else {CREATED})
        # What lay in a mailbox before we first looked, and what a robot wrote, nobody waits for.
        nothing = frozenset({ACK, CREATED}) if mail.robot or not mail.live else frozenset()
        made[pk] = Stamps(of=MAIL, id=pk, mail=pk, claims=claims.get(pk, ()), at=at, void=void | nothing)
    return made


def _grouped(rows: Iterable[models.Outgoing]) -> dict[int, list[models.Outgoing]]:
    found: dict[int, list[models.Outgoing]] = {}
    for row in rows:
        found.setdefault(row.mail_id, []).append(row)
    return found


def _acknowledged(rows: Collection[models.Outgoing]) -> dict[str, datetime]:
    """When the first answer went out that did not come back; where all came back, the last of them with when it did."""
    told = [row.digest or row for row in rows]
    standing = [row.sent_at for row in told if row.state == _SENT and row.sent_at]
    if standing:
        return {"ack_sent_at": min(standing)}
    back = [(row.sent_at, row.bounced_at) for row in told if row.sent_at and row.bounced_at]
    return {"ack_sent_at": max(back)[0], "ack_bounced_at": max(back)[1]} if back else {}


def _unanswered(mail: models.Mail, dismissed: bool, rows: Collection[models.Outgoing]) -> frozenset[str]:  # noqa: FBT001 - a fact of the mail
    withheld = any(row.state == models.Outgoing.State.WITHHELD and row.problem in OWED_NOTHING for row in rows)
    dry = any((row.digest or row).state == models.Outgoing.State.DRY_RUN for row in rows)
    return frozenset({ACK}) if withheld or dry or dismissed or not mail.acknowledge else frozenset()


def _firsts(copies: Collection[int], answers: Iterable[models.Outgoing]) -> dict[int, int]:
    """Of those that came before, the mail that was first: by all that it holds, or by what its answer counted as the same."""
    events = models.Event.objects.filter(what=AGAIN, data__mail__in=list(copies)) if copies else models.Event.objects.none()
    found = {row.data["mail"]: row.mail_id for row in events if row.mail_id is not None}
    same = {row.identity: row.mail_id for row in answers if row.problem == "answered_already"}
    if same:
        firsts = models.Outgoing.objects.filter(identity__in=same).exclude(problem="answered_already").order_by("-mail_id")
        pairs = firsts.values_list("identity", "mail_id")
        found.update({same[identity]: mail_id for identity, mail_id in pairs if mail_id != same[identity]})
    return found


def claims_of(ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The claims on which each mail has a task."""
    rows = models.Task.objects.filter(unit__mail__in=ids, kind=models.Task.Kind.CLAIM).exclude(state=_STATE.CANCELLED)
    found: dict[int, tuple[str, ...]] = {}
    for mail_id, claim in rows.order_by("pk").values_list("unit__mail_id", "claim").distinct():
        found[mail_id] = (*found.get(mail_id, ()), claim)
    return found


def of_tasks(rows: Iterable[models.Task], *, read: Read | None = None, with_claims: bool = True) -> dict[int, Stamps]:
    """How long tasks waited in triage, and when what another department must do was handed over; `read` and `with_claims` as above."""
    waiting = [row for row in rows if row.kind == models.Task.Kind.TRIAGE]
    if not waiting:
        return {}
    if read:
        handed_over = {row.task_id: row.at for row in read.trail if row.what == DISMISSED and row.why == HANDED_OVER}
    else:
        given = models.Event.objects.filter(task_id__in=[row.pk for row in waiting], what=DISMISSED, why=HANDED_OVER)
        handed_over = dict(given.order_by("pk").values_list("task_id", "at"))
    claims = claims_of({row.unit.mail_id for row in waiting}) if with_claims else {}
    return {row.pk: _of_task(row, handed_over.get(row.pk), claims.get(row.unit.mail_id, ())) for row in waiting}


def _of_task(row: models.Task, handed_over: datetime | None, claims: tuple[str, ...]) -> Stamps:
    at = {"triage_at": row.opened_at, "received_at": row.unit.mail.received_at}
    at |= {"triage_done_at": row.closed_at} if row.closed_at else {}
    at |= {"handed_over_at": handed_over} if handed_over and row.closed_at else {}
    change = CHANGE in row.warnings
    # What is handed over has a time of its own; what turned out to be something else is no change of a contract.
    elsewhere = change or DATA_PROTECTION in row.warnings
    kept = change and (row.state == _STATE.OPEN or "handed_over_at" in at)
    void = ({TRIAGE} if elsewhere else set()) | (set() if kept else {CHANGE})
    return Stamps(of=TASK, id=row.pk, mail=row.unit.mail_id, claims=claims, at=at, void=frozenset(void))


def of_quarantine(rows: QuerySet[models.Event]) -> list[Stamps]:
    """Messages that were put in quarantine, by the events of it, and when a person looked: he asked for them again."""
    kept = [row for row in rows if row.data.get("delivery")]
    seen: dict[int, list[datetime]] = {}
    for row in models.Event.objects.filter(what="retried").order_by("pk") if kept else ():
        if row.data.get("kind") == DELIVERY:
            seen.setdefault(row.data["target"], []).append(row.at)
    waiting = models.Delivery.objects.filter(pk__in=[row.data["delivery"] for row in kept], state="quarantined", current=True, away=False)
    alive = set(waiting.values_list("pk", flat=True))
    return [_quarantined(row, seen.get(row.data["delivery"], []), alive) for row in kept]


def _quarantined(row: models.Event, seen: Iterable[datetime], alive: Collection[int]) -> Stamps:
    reviewed = next((at for at in seen if at >= row.at), None)
    at = {"quarantined_at": row.at} | ({"reviewed_at": reviewed} if reviewed else {})
    gone = reviewed is None and row.data["delivery"] not in alive
    return Stamps(of=DELIVERY, id=row.data["delivery"], mail=row.mail_id, at=at, void=frozenset({REVIEW}) if gone else frozenset())
