"""Plans the answer to a mail: when, whether a rule forbids it, and what it says. Nothing is sent here."""

import hashlib
from dataclasses import asdict, dataclass, replace
from datetime import timedelta

from django.db import transaction

from core.answer_ids import FIRST, SECOND, message_id
from core.errors import Unavailable
from core.values import Auto, Kind
from ingest import bounces, digests, keys, letters, loss_form, withdrawing
from ingest.loss_form import Kept
from ingest.options import options
from ingest.services import Services
from router.acknowledgement import Acknowledgement
from router.border import SPAM
from router.mail import acknowledge_assigned, acknowledge_unasked, decide_mail
from router.protocols import Claim
from router.senders import speaks_for_insured
from storage import corrections, items, jobs, models, outbox, rules
from storage.items import Loaded
from storage.outbox import Kind as AnswerKind
from storage.outbox import NewAnswer, State

LIFTED = ("sender_auth_failed", SPAM)
"""Why a sender who may be forged, or whom a filter suspects, gets no answer: until a person has placed the mail."""

SETTLED = (models.Unit.State.DECIDED,)
"""States of a unit after which its verdict is not waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """How far a mail was when its answer was planned."""

    verdict: int
    state: str
    unread: frozenset[str]

    @property
    def settled(self) -> bool:
        return self.state in SETTLED and not self.unread


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One mail, what the router plans for it, and the claim that it may be told of: asked for before anything is locked."""

    seen: _Seen
    loaded: Loaded
    planned: Acknowledgement
    claim: Claim | None = None
    settled: bool = False
    form: Kept | None = None
    """The blank schedule of losses that may go along."""

    @property
    def full(self) -> bool:
        """Whether the sender may be told of the claim."""
        return self.settled and self.claim is not None

    def is_stale(self, mail: models.Mail) -> bool:
        """Whether more was decided or read since."""
        return _seen(mail) != self.seen


def answer_mail(mail_id: int, services: Services) -> None:
    """Plan the first answer, or the second; note what an automatic mail tells of one that we sent.

    Raises:
        Unavailable: a second answer is planned, and the claims system does not answer.
    """
    mail = models.Mail.objects.get(pk=mail_id)
    root = mail.units.filter(path="0").first()
    if root is not None and root.auto in {Auto.BOUNCE, Auto.AUTO_REPLY}:
        bounces.take_note(root, services)
    if services.settings.answers.mode == "off" or not outbox.wanted(mail) or root is None:
        jobs.finish("answer", mail_id)
        return
    case = case_of(mail, services)
    with transaction.atomic():
        items.lock(mail_id)
        outbox.alone()
        jobs.finish("answer", mail_id)
        if case.is_stale(mail):
            # More was decided or read meanwhile, and found this job in the way of its own.
            jobs.add("answer", mail_id, services.now())
            return
        row = _plan(case, services)
    if row is not None and row.state == State.PLANNED:
        services.bell("send", row.pk)


def expect(mail: models.Mail, services: Services) -> None:
    """Leave the answer to be planned when its time is over, whatever the decision waits for."""
    settings = services.settings.answers
    if mail.acknowledge and settings.mode != "off":
        jobs.add("answer", mail.pk, mail.received_at + timedelta(minutes=settings.wait_minutes))


def _seen(mail: models.Mail) -> _Seen:
    root = mail.units.get(path="0")
    last = root.verdicts.last()
    return _Seen(verdict=last.pk if last else 0, state=root.state, unread=items.unread(mail))


def case_of(mail: models.Mail, services: Services) -> Case:
    """What may be said of a mail, as far as it is decided and read.

    Raises:
        Unavailable: an answer was planned before, and the claims system does not answer.
    """
    seen = _seen(mail)
    loaded = items.load(mail.pk)
    try:
        planned = _acknowledgement(loaded, services)
        claim = services.register.get_claim(planned.claim) if planned.kind == "full" and planned.claim else None
    except Unavailable:
        if _stands(outbox.first_of(loaded.mail_id)):
            raise
        # What the claims system does while it fails must not cost the first answer its time.
        unasked = acknowledge_unasked(loaded.tree, loaded.readings, options(services.settings, rules.enabled()))
        return Case(seen=seen, loaded=loaded, planned=unasked)
    form = _form(loaded, planned, claim, services) if claim and seen.settled and planned.reason is None else None
    return Case(seen=seen, loaded=loaded, planned=planned, claim=claim, settled=seen.settled, form=form)


def _form(loaded: Loaded, planned: Acknowledgement, claim: Claim, services: Services) -> Kept | None:
    sender = loaded.tree.units[0].sender
    if (
        not planned.schedule
        or not speaks_for_insured(replace(sender, address=planned.to), claim)
        or outbox.form_sent((claim.number, *claim.former_numbers))
    ):
        return None
    return loss_form.keep(claim, planned.language, services)


def _acknowledgement(loaded: Loaded, services: Services) -> Acknowledgement:
    """What the router says; a person's verdict goes before its own."""
    office = (loaded.tree, loaded.readings, services.register, services.history, options(services.settings, rules.enabled()))
    root = models.Unit.objects.get(mail=loaded.mail_id, path="0")
    given = corrections.placed_by_hand(root)
    if given:
        planned = _released(acknowledge_assigned(*office, claim=given[0], unread=loaded.unread), loaded)
    else:
        planned = decide_mail(*office, now=loaded.received_at, unread=loaded.unread).acknowledgement
    return _as_placed(planned, root, services)


def _as_placed(planned: Acknowledgement, root: models.Unit, services: Services) -> Acknowledgement:
    """Of a mail that is not on this one claim nothing of it is told; one that was set aside is not answered (domain section 6.6)."""
    if withdrawing.is_owed_nothing(root):
        return replace(planned, send=False, to="", reason=planned.reason or outbox.SET_ASIDE)
    if planned.claim and not withdrawing.is_on(root, planned.claim, services):
        return replace(planned, kind="neutral", claim="", missing=(), schedule=False)
    return planned


def _released(planned: Acknowledgement, loaded: Loaded) -> Acknowledgement:
    """Who is suspected gets no answer until a person has placed the mail, then a neutral one (domain section 6.5)."""
    if planned.reason not in LIFTED:
        return planned
    to = loaded.tree.units[0].sender.address
    return replace(planned, send=True, reason=None, kind="neutral", claim="", missing=(), schedule=False, to=to)


def lifted(case: Case) -> Case:
    """The case after a person spoke for its sender, where it is one that is suspected."""
    planned = _released(case.planned, case.loaded)
    return case if planned is case.planned else replace(case, planned=planned, claim=None, form=None)


def _plan(case: Case, services: Services) -> models.Outgoing | None:
    """The row that was made, `None` when nothing is to be said, or not yet."""
    mail_id, full = case.loaded.mail_id, case.full
    first = outbox.first_of(mail_id)
    first, held = (first, None) if _stands(first) else (None, first)
    if held is not None and held.problem == case.planned.reason:
        return None
    if first is not None and first.problem in LIFTED and case.planned.reason is None:
        return _keep(case, AnswerKind.NEUTRAL, services, instead_of=first)
    waits_until = case.loaded.received_at + timedelta(minutes=services.settings.answers.wait_minutes)
    if first is None and not case.settled and services.now() < waits_until:
        jobs.add("answer", mail_id, waits_until)
        return None
    if first is None:
        return _keep(case, AnswerKind.FULL if full else AnswerKind.NEUTRAL, services, instead_of=held)
    if full and case.planned.reason not in LIFTED and _may_follow(first, services):
        return _keep(case, AnswerKind.SECOND, services, instead_of=outbox.withdrawn_second(mail_id))
    return None


def _stands(first: models.Outgoing | None) -> bool:
    """Whether the first answer is one that counts: neither withdrawn nor withheld for as long as the mail is set aside."""
    return first is not None and not (first.state == State.WITHHELD and first.problem in outbox.ANEW)


def _may_follow(first: models.Outgoing, services: Services) -> bool:
    wanted = services.settings.answers.second and first.kind == AnswerKind.NEUTRAL
    return wanted and first.state in outbox.GONE_OUT and not outbox.has_second(first.mail_id)


def _keep(case: Case, kind: AnswerKind, services: Services, *, instead_of: models.Outgoing | None = None) -> models.Outgoing:
    loaded, new = case.loaded, unwritten(case, kind)
    reason = case.planned.reason or _too_old(loaded, kind, services) or said_before(case, new, services) or _excess(case.planned, services)
    if reason:
        if reason in outbox.TOO_MANY and kind != AnswerKind.SECOND:
            digests.expect(loaded.mail_id, services)
        return outbox.plan(loaded.mail_id, replace(new, problem=reason), services.now(), instead_of=instead_of)
    return outbox.plan(loaded.mail_id, written(case, new, services), services.now(), instead_of=instead_of)


def unwritten(case: Case, kind: AnswerKind) -> NewAnswer:
    """The answer without its text, as it is kept where it is withheld."""
    planned = case.planned
    to = planned.to or case.loaded.tree.units[0].sender.address
    identity = _identity(case.loaded, to)
    return NewAnswer(kind=kind, state=State.WITHHELD, identity=identity, to=to[:320], language=planned.language, claim=planned.claim)


def written(case: Case, new: NewAnswer, services: Services) -> NewAnswer:
    """The answer with its text and, once a claim, the form that goes along."""
    loaded, settings, kind = case.loaded, services.settings.answers, new.kind
    claim = None if kind == AnswerKind.NEUTRAL else case.claim
    form = case.form if claim and not outbox.form_sent((claim.number, *claim.former_numbers)) else None
    letter = letters.letter(loaded, case.planned, claim, services.settings, form=form is not None)
    turn = SECOND if kind == AnswerKind.SECOND else FIRST
    return replace(
        new,
        state=State.PLANNED if settings.mode == "on" else State.DRY_RUN,
        message_id=message_id(keys.answers_key(services.settings), loaded.mail_id, turn, settings.sender.rpartition("@")[2]),
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        headers=letters.thread_headers(loaded.tree.units[0]),
        **(asdict(form) if form else {}),
    )


def _too_old(loaded: Loaded, kind: AnswerKind, services: Services) -> str:
    """A first answer that comes weeks late, for answers were off until now, would only puzzle its reader."""
    age = services.now() - loaded.received_at
    return "too_old" if kind != AnswerKind.SECOND and age > timedelta(days=services.settings.answers.oldest_days) else ""


def said_before(case: Case, new: NewAnswer, services: Services) -> str:
    """What else forbids it (domain section 6.6): nowhere to send it, our own words come back, or the same mail came twice."""
    own_text = case.loaded.tree.units[0].own_text
    checks = (
        ("no_address", not letters.is_address(case.planned.to)),
        ("own_text", letters.is_our_own(own_text, services.settings.answers.templates)),
        ("answered_already", outbox.answered_as(new.identity, case.loaded.mail_id)),
    )
    return next((reason for reason, applies in checks if applies), "")


def _excess(planned: Acknowledgement, services: Services) -> str:
    """Whether too many were sent."""
    settings, now = services.settings.answers, services.now()
    checks = (
        ("many_for_claim", bool(planned.claim) and outbox.sent_lately(planned.to, now, planned.claim) >= settings.per_claim),
        ("many_for_sender", outbox.sent_lately(planned.to, now) >= settings.per_sender),
    )
    return next((reason for reason, applies in checks if applies), "")


def _identity(loaded: Loaded, to: str) -> str:
    """What makes two deliveries one mail: its Message-ID or, where there is none, all that it says and brings."""
    unit = loaded.tree.units[0]
    leaves = [part.content.sha256 for part in loaded.tree.parts if part.kind is not Kind.MAIL]
    said = [unit.message_id] if unit.message_id else [unit.subject, str(unit.date), unit.own_text, unit.quoted_text, *leaves]
    return hashlib.sha256("\0".join([to, *said]).encode(errors="replace")).hexdigest()
