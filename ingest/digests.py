"""The one mail a day that tells a sender of those mails of his that were too many to be answered one by one (domain section 6.6)."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from core.answer_ids import DIGEST, message_id
from core.errors import Unavailable
from core.settings import Settings
from ingest import keys
from ingest.grounds import Refused
from ingest.services import Services
from ingest.wording import Letter, wording, write
from router.protocols import Relation, State
from storage import jobs, outbox
from storage.models import Outgoing, Verdict
from storage.outbox import Kind, NewAnswer
from storage.outbox import State as Sending

STEP = "digest"


def expect(mail_id: int, services: Services) -> None:
    """Leave a mail whose answer was one too many to be named in the next digest."""
    jobs.add(STEP, mail_id, _next(services))


def plan_digest(mail_id: int, services: Services) -> None:
    """Plan the digest to the sender of a mail that waits for one: it names all of his that do, each once."""
    row = outbox.first_of(mail_id)
    may = _tellable(row.to, services) if row is not None else frozenset()
    made = None
    with transaction.atomic():
        outbox.alone()
        jobs.finish(STEP, mail_id)
        if row is not None and services.settings.answers.mode != "off":
            made = _plan(row.to, mail_id, may, services)
    if made is not None and made.state == Sending.PLANNED:
        services.bell("send", made.pk)


def plan_again(digest: Outgoing, actor: str, services: Services) -> None:
    """A person wants a digest after all that was withheld: it is planned anew, of the mails that still wait for one.

    Raises:
        Refused: `answers_off`; `nothing_to_retry` when no mail waits any more.
    """
    if services.settings.answers.mode == "off":
        raise Refused("answers_off")
    waiting = _waiting(digest.to, services)
    if not waiting or not outbox.note_seen(digest.pk, actor, services.now()):
        raise Refused("nothing_to_retry")
    jobs.add(STEP, waiting[0].mail_id, services.now())
    services.bell(STEP, waiting[0].mail_id)


def _plan(to: str, mail_id: int, may: frozenset[str], services: Services) -> Outgoing | None:
    answers, now = services.settings.answers, services.now()
    rows = _waiting(to, services)
    if rows and outbox.digested_since(to, _today(services)):
        # It was late by hours, because nobody was at work: the next one is tomorrow's.
        jobs.add(STEP, mail_id, _next(services))
        return None
    if not rows:
        return None
    letter = _letter(rows, may, services)
    digest = NewAnswer(
        kind=Kind.DIGEST,
        state=Sending.PLANNED if answers.mode == "on" else Sending.DRY_RUN,
        identity=hashlib.sha256(f"{DIGEST}\0{rows[0].identity}".encode()).hexdigest(),
        to=to,
        language=_language(rows),
        message_id=message_id(keys.answers_key(services.settings), rows[0].mail_id, DIGEST, answers.sender.rpartition("@")[2]),
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
    )
    return outbox.plan_digest(digest, rows, now)


def _letter(rows: Sequence[Outgoing], may: frozenset[str], services: Services) -> Letter:
    settings = services.settings
    words = wording(_language(rows), settings.answers.templates)
    zone, mails = _zone(settings), _different(rows)
    named = mails[: settings.answers.digest_lines]
    claims = _claims(named, may)
    received = ((row, row.mail.received_at.astimezone(zone)) for row in named)
    each = [
        {"mail_no": row.mail.number, "date": at.strftime(words.date), "time": at.strftime("%H:%M"), "claim": claims.get(row.mail_id, "")}
        for row, at in received
    ]
    more = len(mails) - len(named)
    today = services.now().astimezone(zone).strftime(words.date)
    return write(words, "digest", {"date": today, "n": str(len(mails)), "more": str(more) if more else ""}, each)


def _different(rows: Sequence[Outgoing]) -> list[Outgoing]:
    """One row of each mail: one that came through two mailboxes has two."""
    first: dict[str, Outgoing] = {}
    for row in rows:
        first.setdefault(row.identity, row)
    return list(first.values())


def _waiting(to: str, services: Services) -> list[Outgoing]:
    return outbox.undigested(to, services.now() - timedelta(days=services.settings.answers.oldest_days))


def _tellable(to: str, services: Services) -> frozenset[str]:
    """The claims of the waiting mails that the address may be told of now: asked for before anything is locked."""
    try:
        return frozenset(number for number in {row.claim for row in _waiting(to, services) if row.claim} if _may_know(to, number, services))
    except Unavailable:
        return frozenset()


def _may_know(to: str, number: str, services: Services) -> bool:
    register = services.register
    if register.find_claim(number).state in {State.NONE, State.RESTRICTED}:
        return False
    return register.resolve_sender(to, number).relation is Relation.LINKED


def _claims(rows: Sequence[Outgoing], may: frozenset[str]) -> dict[int, str]:
    """The claim of each mail that a complete answer would have named, as long as the mail is on it still."""
    last = Verdict.objects.filter(unit__mail__in=[row.mail_id for row in rows], unit__path="0").order_by("pk")
    now_on = dict(last.values_list("unit__mail", "value__claims"))
    full = [row for row in rows if row.kind == Kind.FULL and row.claim in may]
    return {row.mail_id: row.claim for row in full if now_on.get(row.mail_id) == [row.claim]}


def _language(rows: Sequence[Outgoing]) -> str:
    """The language of most of his mails; of two, that of the newer one."""
    return Counter(row.language for row in reversed(rows)).most_common(1)[0][0]


def _today(services: Services) -> datetime:
    """When this day began, in the house's time zone."""
    zone = _zone(services.settings)
    return datetime.combine(services.now().astimezone(zone).date(), time(), zone)


def _next(services: Services) -> datetime:
    """When the next digest is due: at its hour of the wall clock, today or tomorrow."""
    zone, hour = _zone(services.settings), time(services.settings.answers.digest_hour)
    here = services.now().astimezone(zone)
    today = datetime.combine(here.date(), hour, zone)
    return today if today > here else datetime.combine(here.date() + timedelta(days=1), hour, zone)


def _zone(settings: Settings) -> ZoneInfo:
    return ZoneInfo(settings.time_zone)
