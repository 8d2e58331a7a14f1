"""Mails of one thread: which claims they were given to, and which of them may open what another has locked."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTransform

from core import codec
from core.answer_ids import answered
from core.errors import Problem
from core.limits import Limits
from core.papers import Received
from core.precedents import Earlier, Precedent
from core.values import Outcome
from core.values import Unit as UnitValue
from storage import items, tasks
from storage.models import Event, Item, Mail, Reading, Task, Unit, Verdict

ROOT = "0"
"""Path of the outermost mail."""

TRIED = ("passwords_tried", "unlocked")
"""Events that name, in `mails`, those whose words were tried on what a mail has locked."""


class Threads:
    """The history that the router asks; it satisfies `router.protocols.History`. `key` signed the Message-IDs of our answers."""

    def __init__(self, key: bytes = b"", limits: Limits | None = None) -> None:
        self._key = key
        self._limits = limits or Limits()

    def thread_claims(self, message_ids: Iterable[str]) -> tuple[str, ...]:
        """Numbers of the claims that units with one of `message_ids` have tasks on, or the mails that we answered under one."""
        wanted = [message_id for message_id in message_ids if message_id]
        if not wanted:
            return ()
        ours = answered(self._key, " ".join(wanted)) if self._key else ()
        asked = Q(unit__message_id__in=wanted) | Q(unit__mail__in=ours, unit__path=ROOT)
        found = Task.objects.filter(asked, kind=Task.Kind.CLAIM).exclude(state=Task.State.CANCELLED)
        return tuple(sorted(set(found.values_list("claim", flat=True))))

    def received(self, numbers: Iterable[str]) -> Received:
        """The types of the newest papers, and the newest texts, of the mails whose tasks are on these claims."""
        alive = Task.objects.filter(kind=Task.Kind.CLAIM, claim__in=tuple(numbers)).exclude(state=Task.State.CANCELLED)
        papers = Reading.objects.filter(item__tasks__in=alive).order_by("-item_id").annotate(papers=KeyTransform("documents", "value"))
        most = self._limits.claim_papers
        found = list(papers.values_list("type", "papers")[: most + 1])
        texts = list(alive.order_by("-pk").values_list("unit__value__own_text", flat=True)[: most + 1])
        types = {kind for kind, _ in found[:most]} | {paper["type"]["id"] for _, inside in found[:most] for paper in inside or ()}
        complete = max(len(found), len(texts)) <= most
        return Received(types=frozenset(types), texts=tuple(dict.fromkeys(filter(None, texts[:most]))), complete=complete)

    def assigned(self, *, address: str, domain: str, message_ids: Collection[str], their_references: Collection[str]) -> Earlier:
        """What persons decided about earlier mails of this sender with the same thread or the same reference, newest first."""
        if not message_ids and not their_references:
            return Earlier()
        most = self._limits.earlier_mails
        rows = list(_by_persons(address, domain)[: most + 1])
        ties = ((row, _tie(row, set(message_ids), set(their_references))) for row in rows[:most])
        found = tuple(
            Precedent(claim=row.value["claims"][0], actor=row.actor, at=row.decided_at, unit=row.unit_id, tie=tie)
            for row, tie in ties
            if tie and len(row.value["claims"]) == 1
        )
        return Earlier(found=found, complete=len(rows) <= most)


def _by_persons(address: str, domain: str) -> QuerySet[Verdict]:
    """The last verdicts on outer mails of a sender that a person gave to a claim and that still stand, newest first."""
    newer = Verdict.objects.filter(unit=OuterRef("unit"), pk__gt=OuterRef("pk"))
    alive = Task.objects.filter(unit=OuterRef("unit"), kind=Task.Kind.CLAIM).exclude(state=Task.State.CANCELLED)
    whose = Q(sender_domain=domain) if domain else Q(unit__sender_address=address)
    rows = Verdict.objects.filter(whose, ~Exists(newer), Exists(alive), unit__path=ROOT, rule__in=tasks.TEACHING, outcome=Outcome.ROUTE)
    return rows.exclude(actor=items.ENGINE).select_related("unit").order_by("-pk")


def _tie(row: Verdict, message_ids: set[str], their_references: set[str]) -> str:
    said = row.unit.value
    if message_ids & {row.unit.message_id, *said["in_reply_to"], *said["references"]} - {""}:
        return "thread"
    return "their_reference" if their_references.intersection(row.value.get("their_references", ())) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail by what tells its thread."""

    mail_id: int
    sha256: str
    received_at: datetime
    sender: str
    subject: str
    message_ids: frozenset[str]
    """Its own Message-ID, and those that it answers or refers to."""


def letter_of(mail: Mail, unit: UnitValue) -> Letter:
    """The letter that a mail is, whose outermost unit is `unit`."""
    sender = codec.plain(unit.sender.address)[:320]
    return _letter(mail, sender=sender, subject=unit.subject, message_ids=(unit.message_id, *unit.in_reply_to, *unit.references))


def letter(mail_id: int) -> Letter | None:
    """The letter that an opened mail is, `None` when it is not opened."""
    return next(iter(_letters(Unit.objects.filter(mail=mail_id))), None)


def letters_around(one: Letter, within: timedelta) -> tuple[Letter, ...]:
    """Other opened mails of the same sender, received at most `within` before or after, newest first."""
    return _letters(_around(one, within).exclude(mail=one.mail_id))


def locked_around(one: Letter, within: timedelta) -> tuple[Letter, ...]:
    """Mails of the same sender, this one included, received at most `within` before or after, that hold something locked."""
    locked = Item.objects.filter(mail=OuterRef("mail"), problem=Problem.NEEDS_PASSWORD)
    return _letters(_around(one, within).filter(Exists(locked)))


def tried(mail_id: int) -> frozenset[int]:
    """Mails whose words were tried already on what this one has locked."""
    rows = Event.objects.filter(mail_id=mail_id, what__in=TRIED).values_list("data", flat=True)
    return frozenset(other for data in rows for other in data.get("mails", ()))


def lock(mail_ids: Iterable[int]) -> None:
    """Lock the rows of these mails until the transaction ends, in an order that is the same for everybody."""
    for mail_id in sorted(set(mail_ids)):
        items.lock(mail_id)


def units_of(mail_ids: Iterable[int]) -> dict[tuple[int, str], tuple[int, UnitValue]]:
    """Everything that is said in these mails, with the id of the row, by mail and path."""
    rows = Unit.objects.filter(mail__in=tuple(mail_ids)).order_by("pk").values_list("mail", "path", "pk", "value")
    return {(mail_id, path): (pk, codec.load(UnitValue, value)) for mail_id, path, pk, value in rows}


def reword(units: dict[int, UnitValue]) -> None:
    """Keep these texts in the place of those that are there; the mails are locked."""
    for pk, unit in units.items():
        Unit.objects.filter(pk=pk).update(value=codec.dump(unit))


def _around(one: Letter, within: timedelta) -> QuerySet[Unit]:
    span = (one.received_at - within, one.received_at + within)
    return Unit.objects.filter(sender_address=one.sender, mail__received_at__range=span) if one.sender else Unit.objects.none()


def _letters(units: QuerySet[Unit]) -> tuple[Letter, ...]:
    # What was said stays in the database: a broker sends hundreds of mails in two weeks.
    rows = units.filter(path=ROOT).select_related("mail").defer("value").order_by("-mail__received_at", "-mail")
    rows = rows.annotate(answers=KeyTransform("in_reply_to", "value"), refers=KeyTransform("references", "value"))
    return tuple(
        _letter(row.mail, sender=row.sender_address, subject=row.subject, message_ids=(row.message_id, *row.answers, *row.refers))
        for row in rows
    )


def _letter(mail: Mail, *, sender: str, subject: str, message_ids: Iterable[str]) -> Letter:
    return Letter(
        mail_id=mail.pk,
        sha256=mail.sha256,
        received_at=mail.received_at,
        sender=sender,
        subject=subject,
        message_ids=frozenset(message_ids) - {""},
    )
