"""Verbs on the mails that we send: planned once, sent once, and every one accounted for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from storage import events, jobs, models
from storage.items import ENGINE
from storage.models import Outgoing
from storage.tasks import ADDRESS

State = Outgoing.State
Kind = Outgoing.Kind

DAY = timedelta(hours=24)
PLANNING = 0x434C41494D
"""The lock under which answers are planned, on a database that plans two at a time."""

FIRST = (Kind.FULL, Kind.NEUTRAL)
"""Kinds of a first answer."""

GONE_OUT = (State.PLANNED, State.SENDING, State.SENT, State.UNSURE, State.DRY_RUN)
"""States in which the reader has an answer, or soon has it; a dry run counts like the real thing."""

TROUBLE = (State.REFUSED, State.GAVE_UP, State.UNSURE, State.BOUNCED)
"""States that a person must see."""

AGAIN = (State.REFUSED, State.GAVE_UP, State.UNSURE)
"""States from which a person may have it sent again, on purpose."""

TOO_MANY = ("many_for_claim", "many_for_sender")
"""Reasons of answers that were held back because there were too many."""

WITHDRAWN = "withdrawn"
"""Why an answer was not sent: before it was, the mail turned out to belong elsewhere."""

SET_ASIDE = "set_aside"
"""Why a mail gets no answer: a person found that nobody is owed one."""

_WITHDRAWN = Q(state=State.WITHHELD, problem=WITHDRAWN)

ANEW = (WITHDRAWN, SET_ASIDE)
"""Reasons after which an answer is planned as if there had been none."""

TO_CORRECT = timedelta(hours=4)
"""When such a task is due (domain section 5, triage)."""


_STILL = Q(mailbox=None) | Q(mailbox__acknowledge=True, first_contact=False)
"""Deliveries of mails that may be answered, as their mailboxes are set now."""

STILL = Exists(models.Delivery.objects.filter(_STILL, mail=OuterRef("mail")))
"""Whether the mailboxes of the mail of an answer are set so that it may be answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAnswer:
    """An answer as it was planned; without a Message-ID it is one that a rule forbids."""

    kind: str
    state: str
    identity: str
    to: str
    language: str
    claim: str = ""
    problem: str = ""
    message_id: str = ""
    subject: str = ""
    text: str = ""
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    attached_sha256: str = ""
    attached_size: int = 0
    attached_name: str = ""


def look(mail: models.Mail, due_at: datetime) -> None:
    """Leave it to be looked at whether this mail gets an answer, or tells of one that did not arrive."""
    if mail.acknowledge or mail.units.filter(path="0").exclude(auto="").exists():
        jobs.add("answer", mail.pk, due_at)


def wanted(mail: models.Mail) -> bool:
    """Whether it may be answered, as its mailboxes are set now; a file that was handed in has none."""
    return mail.acknowledge and mail.deliveries.filter(_STILL).exists()


def alone() -> None:
    """Nobody else plans an answer until this transaction ends: counts that two read at a time would let both through.

    SQLite lets one transaction write at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PLANNING])


def first_of(mail_id: int) -> Outgoing | None:
    """The first answer to a mail, or why there is none."""
    return Outgoing.objects.filter(mail=mail_id, kind__in=FIRST).first()


def has_second(mail_id: int) -> bool:
    """Whether the second answer was planned, or withheld."""
    return Outgoing.objects.filter(mail=mail_id, kind=Kind.SECOND).exclude(_WITHDRAWN).exists()


def withdrawn_second(mail_id: int) -> Outgoing | None:
    """The second answer that was withdrawn, in whose place another may be planned."""
    return Outgoing.objects.filter(_WITHDRAWN, mail=mail_id, kind=Kind.SECOND).first()


def unsent(mail_id: int) -> list[Outgoing]:
    """The answers to a mail that are planned and that no process hands over, locked until the transaction ends."""
    rows = Outgoing.objects.select_for_update().filter(mail=mail_id, state=State.PLANNED).exclude(kind=Kind.DIGEST)
    return list(rows.order_by("pk"))


def withdraw(row: Outgoing, now: datetime) -> None:
    """An answer that is not sent yet is not sent at all; the trail says so. Its job ends."""
    row.state, row.problem, row.attached_sha256, row.attached_size, row.attached_name = State.WITHHELD, WITHDRAWN, "", 0, ""
    row.save(update_fields=["state", "problem", "attached_sha256", "attached_size", "attached_name"])
    jobs.finish("send", row.pk)
    record(row, "answer_withdrawn", now)


def answered_as(identity: str, mail_id: int) -> bool:
    """Whether the same mail, come through another mailbox, has an answer."""
    return Outgoing.objects.filter(identity=identity, state__in=(*GONE_OUT, State.BOUNCED)).exclude(mail=mail_id).exists()


def sent_lately(to: str, now: datetime, claim: str = "") -> int:
    """Answers to an address in the last day, about one claim where it is given."""
    rows = Outgoing.objects.filter(to=to, planned_at__gt=now - DAY).exclude(state=State.WITHHELD).exclude(kind=Kind.DIGEST)
    return (rows.filter(claim=claim) if claim else rows).count()


def form_sent(claims: Collection[str]) -> bool:
    """Whether a blank form went along with an answer about a claim, under any of its numbers."""
    return Outgoing.objects.filter(claim__in=claims, state__in=GONE_OUT).exclude(attached_sha256="").exists()


def undigested(to: str, since: datetime) -> list[Outgoing]:
    """First answers to an address that were one too many since then, and that no digest names; oldest first.

    Mails of mailboxes that are switched off are left out.
    """
    held = Outgoing.objects.filter(to=to, state=State.WITHHELD, problem__in=TOO_MANY, kind__in=FIRST, digest=None, planned_at__gt=since)
    return list(held.filter(STILL, mail__acknowledge=True).select_related("mail").order_by("mail__received_at", "mail"))


def digested_since(to: str, since: datetime) -> bool:
    """Whether an address has had its digest since then."""
    return Outgoing.objects.filter(to=to, kind=Kind.DIGEST, planned_at__gte=since).exclude(state=State.WITHHELD).exists()


def plan_digest(answer: NewAnswer, rows: Sequence[Outgoing], now: datetime) -> Outgoing:
    """Keep the digest that names the mails of these rows, and leave it to be sent; each of them tells so on its trail."""
    unsent = Outgoing.objects.filter(mail=rows[0].mail_id, kind=Kind.DIGEST, state=State.WITHHELD).first()
    digest = plan(rows[0].mail_id, answer, now, instead_of=unsent)
    Outgoing.objects.filter(pk__in=[row.pk for row in rows]).update(digest=digest)
    for row in rows:
        record(row, "answer_in_digest", now)
    jobs.finish("digest", *(row.mail_id for row in rows))
    return digest


def untie(digest: Outgoing, now: datetime) -> None:
    """A digest that is not sent names no mails: the next one may. Each of them tells so on its trail."""
    for row in Outgoing.objects.filter(digest=digest):
        record(row, "answer_not_in_digest", now, why=digest.problem)
    Outgoing.objects.filter(digest=digest).update(digest=None)


def plan(mail_id: int, answer: NewAnswer, now: datetime, *, instead_of: Outgoing | None = None) -> Outgoing:
    """Keep an answer and leave it to be sent, in the transaction of whoever decided; `instead_of` was withheld until now."""
    # Its tries are counted on: by them a worker that comes back late knows that its own is over.
    before = {"pk": instead_of.pk, "tries": instead_of.tries} if instead_of else {}
    row = Outgoing(mail_id=mail_id, planned_at=now, **asdict(answer), **before)
    row.save()
    if row.state == State.PLANNED:
        jobs.add("send", row.pk, now)
    record(row, f"answer_{row.state}", now, why=row.problem)
    return row


def release(row: Outgoing, answer: NewAnswer, now: datetime, *, actor: str) -> Outgoing:
    """Keep an answer in the place of `row`, which was withheld, because a person wants it sent after all."""
    record(row, "answer_released", now, why=row.problem, actor=actor)
    return plan(row.mail_id, answer, now, instead_of=row)


def lock(outgoing_id: int) -> Outgoing:
    """The row, locked until the transaction ends."""
    return Outgoing.objects.select_for_update().get(pk=outgoing_id)


def move(row: Outgoing, state: str, now: datetime, *, problem: str = "") -> bool:
    """Write what became of it, with an event unless it is only on its way; false when it is no more as `row` has it."""
    times = {State.SENT: {"sent_at": now}, State.BOUNCED: {"bounced_at": now}}
    new = {"state": state, "problem": problem[:60], **times.get(State(state), {})}
    if not Outgoing.objects.filter(pk=row.pk, state=row.state, tries=row.tries).update(**new):
        return False
    for name, value in new.items():
        setattr(row, name, value)
    if state not in {State.SENDING, State.PLANNED}:
        record(row, f"answer_{state}", now, why=problem)
    return True


def record(row: Outgoing, what: str, now: datetime, *, why: str = "", actor: str = ENGINE) -> None:
    """Add an event about it to the trail of the mail that it answers."""
    events.record(what, actor=actor, at=now, why=why[:200], mail_id=row.mail_id, data={"outgoing": row.pk, "kind": row.kind})


def send_again(outgoing_id: int, now: datetime) -> bool:
    """A person wants it sent, whatever became of it; false when it is not in a state for that."""
    row = lock(outgoing_id)
    if row.state not in AGAIN:
        return False
    # Its tries are counted on: by them a worker that comes back late knows that its own is over.
    row.state, row.problem, row.planned_at, row.seen_at = State.PLANNED, "", now, None
    row.save(update_fields=["state", "problem", "planned_at", "seen_at"])
    jobs.add("send", row.pk, now)
    return True


def mark_sending(row: Outgoing) -> bool:
    """Say that it is being handed over, before it is; false when another process was first, or it has another text by now."""
    same = Outgoing.objects.filter(pk=row.pk, state=State.PLANNED, to=row.to, text=row.text)
    with transaction.atomic():
        taken = same.update(state=State.SENDING, tries=F("tries") + 1)
        row.refresh_from_db()
    return taken == 1


def note(row: Outgoing, what: str, by: int, now: datetime) -> None:
    """Add to the trail of the answered mail what the mail `by` told of the answer, once."""
    if not models.Event.objects.filter(what=what, mail_id=row.mail_id, data__by=by).exists():
        events.record(what, actor=ENGINE, at=now, mail_id=row.mail_id, data={"outgoing": row.pk, "by": by})


def ask_for_address(row: Outgoing, root: models.Unit, now: datetime) -> None:
    """A task for the operator: the answer came back, so the address must be corrected. It names the claim."""
    verdict = root.verdicts.last()
    if verdict is None:
        return
    fixed = {"unit": root, "verdict": verdict, "kind": models.Task.Kind.TRIAGE, "title": ADDRESS, "opened_at": now}
    values = {"claim": row.claim, "because": "triage", "warnings": [ADDRESS], "priority": "high", "due_at": now + TO_CORRECT}
    task, made = models.Task.objects.get_or_create(key=f"{root.pk}:{ADDRESS}:{row.pk}", defaults=fixed | values)
    if made:
        events.record(
            "task_opened",
            actor=ENGINE,
            at=now,
            why=ADDRESS,
            mail_id=root.mail_id,
            unit_id=root.pk,
            task_id=task.pk,
            claim=row.claim,
        )


def note_seen(outgoing_id: int, actor: str, now: datetime) -> bool:
    """A person has looked at what went wrong; false when somebody has before, or nothing did."""
    row = troubles().filter(pk=outgoing_id).first()
    if row is None:
        return False
    Outgoing.objects.filter(pk=outgoing_id).update(seen_at=now)
    record(row, "answer_seen", now, actor=actor)
    return True


def late(now: datetime, hours: int) -> QuerySet[Outgoing]:
    """Answers still to be sent to mails that were received so many hours ago, oldest first."""
    waiting = Outgoing.objects.filter(state__in=(State.PLANNED, State.SENDING), mail__received_at__lt=now - timedelta(hours=hours))
    return waiting.select_related("mail").order_by("mail__received_at")


def unplanned(now: datetime, hours: int) -> QuerySet[models.Mail]:
    """Mails received so many hours ago whose answer could not even be planned, oldest first."""
    left = models.Job.objects.filter(step__in=("open", "answer")).values("target")
    answered = Outgoing.objects.filter(mail=OuterRef("pk")).exclude(_WITHDRAWN)
    found = models.Mail.objects.filter(~Exists(answered), acknowledge=True, received_at__lt=now - timedelta(hours=hours), pk__in=left)
    return found.order_by("received_at")


def troubles() -> QuerySet[Outgoing]:
    """What did not arrive, or may not have gone out, and digests that were withheld; looked at by nobody since, newest first."""
    rows = Outgoing.objects.filter(Q(state__in=TROUBLE) | Q(kind=Kind.DIGEST, state=State.WITHHELD), seen_at=None)
    return rows.select_related("mail").order_by("-planned_at")


def withheld(since: datetime) -> QuerySet[Outgoing]:
    """Answers that were held back since then because there were too many, newest first."""
    rows = Outgoing.objects.filter(state=State.WITHHELD, problem__in=TOO_MANY, planned_at__gt=since)
    return rows.select_related("mail").order_by("-planned_at")
