"""Rows as the engine leaves them, for pages: a mail and what is in it, what was read and decided, and who works on it."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.http import StreamingHttpResponse
from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from core import codec, values
from core.asides import NOTHING, Aside
from core.content import Spool
from core.errors import Problem
from core.media import Photo, Video
from core.pages import Fact, Page
from core.strays import Stray
from core.values import Address, Carrier, Form, Kind, Outcome, Reference, SenderClass, Verdict
from ingest import searching, services
from storage import events, models

NOON = datetime(2026, 3, 4, 11, 0, tzinfo=UTC)
BROKER = Address(name="Cabinet Lemaire", address="sinistres@lemaire.example")


@dataclass(frozen=True, kw_only=True)
class File:
    """A document in a mail, and what was read in it."""

    name: str
    content: bytes
    media_type: str = "application/pdf"
    type: str = ""
    kind: Kind = Kind.DOCUMENT
    language: str = "fr"
    pages: Sequence[str] = ("",)
    facts: Sequence[Fact] = ()
    photo: Photo | None = None
    video: Video | None = None
    confidence: float = 0.93
    problem: str = ""
    inside: str = ""
    """Path of the container around it; "" for the mail itself."""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One mail: what its sender wrote and what is decided about it."""

    subject: str = "Info complémentaire *C502100001*"
    sender: Address = BROKER
    own_text: str = "Bonjour,\n\nVeuillez trouver ci-joint le rapport.\n\nBien à vous"
    quoted_text: str = ""
    files: Sequence[File] = ()
    claim: str = "C502100001"
    insured: str = "DUPONT Jean"
    handler: str = "h.lambert"
    title: str = "rapport_expertise"
    kind: str = "claim"
    state: str = "open"
    priority: str = "normal"
    warnings: Sequence[str] = ()
    why: Sequence[str] = ()
    outcome: Outcome = Outcome.ROUTE
    sender_class: SenderClass = SenderClass.LINKED
    references: Sequence[Reference] | None = None
    candidates: Sequence[values.Candidate] = ()
    aside: Aside = NOTHING
    near: Sequence[str] = ()
    strays: Sequence[Stray] = ()
    received_at: datetime = NOON
    due_in: timedelta = timedelta(days=2)
    forwarded_by: Address | None = None
    """Who sent the mail that this one is attached to."""


@dataclass(kw_only=True)
class Made:
    """The rows that were made of a mail."""

    mail: models.Mail
    unit: models.Unit
    task: models.Task
    items: dict[str, models.Item] = field(default_factory=dict)


def keep(content: bytes) -> str:
    """Put bytes into the blob store of this process; their SHA-256 comes back."""
    with Spool() as spool:
        handle = spool.keep(content)
        services.current().blobs.put(handle)
    return handle.sha256


def person(name: str, *groups: str, superuser: bool = False, password: str | None = None) -> User:
    """A user; one without a password is logged in by the test."""
    made = User.objects.create_user(name, password=password, is_superuser=superuser)
    made.groups.set(Group.objects.get_or_create(name=group)[0] for group in groups)
    return made


def send(sent: Sent) -> Made:
    """The rows of one mail with one task."""
    mail = _mail(sent)
    path = "0"
    if sent.forwarded_by:
        _unit(mail, "0", replace(sent, subject=f"TR: {sent.subject.replace('*', '')}", sender=sent.forwarded_by, own_text="Voir ci-joint."))
        path = "0.1"
    unit = _unit(mail, path, sent)
    made = Made(mail=mail, unit=unit, task=_task(unit, sent, _verdict(unit, sent)))
    made.items["text"] = _item(unit, f"{path}.0", File(name="", content=sent.own_text.encode(), media_type="text/plain", kind=Kind.TEXT))
    for position, file in enumerate(sent.files, start=1):
        made.items[file.name] = _item(unit, f"{file.inside or path}.{position}", file)
    made.task.items.set(row for row in made.items.values() if row.kind != Kind.TEXT)
    _order(mail)
    _history(made, sent)
    with transaction.atomic():
        searching.keep(mail.pk)
    return made


def _mail(sent: Sent) -> models.Mail:
    count = models.Mail.objects.count()
    raw = f"Subject: {sent.subject}\r\n\r\n{sent.own_text} {count}".encode()
    return models.Mail.objects.create(
        sha256=keep(raw), size=len(raw), received_at=sent.received_at, held_at=sent.received_at, state=models.Mail.State.OPENED
    )


def _unit(mail: models.Mail, path: str, sent: Sent) -> models.Unit:
    value = values.Unit(
        path=path,
        subject=sent.subject,
        sender=sent.sender,
        to=(Address(name="Sinistres", address="sinistres@assureur.example"),),
        date=sent.received_at,
        own_text=sent.own_text,
        quoted_text=sent.quoted_text,
    )
    unit = models.Unit.objects.create(
        mail=mail,
        path=path,
        state=models.Unit.State.DECIDED,
        subject=sent.subject,
        sender_name=sent.sender.name,
        sender_address=sent.sender.address,
        date=sent.received_at,
        value=codec.dump(value),
    )
    _item(unit, path, File(name=f"{sent.subject}.eml", content=sent.subject.encode(), media_type="message/rfc822", kind=Kind.MAIL))
    return unit


def _item(unit: models.Unit, path: str, file: File) -> models.Item:
    row = models.Item.objects.create(
        mail=unit.mail,
        unit=unit,
        path=path,
        parent=path.rpartition(".")[0],
        position=models.Item.objects.filter(mail=unit.mail).count(),
        kind=file.kind,
        state=models.Item.State.READ if file.type else models.Item.State.KEPT,
        name=file.name,
        media_type=file.media_type,
        size=len(file.content),
        sha256=keep(file.content),
        problem=file.problem,
    )
    if file.type:
        _reading(row, file)
    return row


def _reading(row: models.Item, file: File) -> None:
    kind = values.DocumentType(id=file.type, confidence=file.confidence)
    pages = tuple(Page(number=number, text=text) for number, text in enumerate(file.pages, start=1))
    problem = Problem(file.problem) if file.problem else None
    value = values.Reading(
        media_type=file.media_type,
        language=file.language,
        type=kind,
        pages=pages,
        facts=tuple(file.facts),
        photo=file.photo,
        video=file.video,
        problem=problem,
    )
    models.Reading.objects.create(
        item=row,
        language=file.language,
        type=file.type,
        confidence=file.confidence,
        page_count=len(pages),
        value=codec.dump(value),
        words=[[] for _ in pages],
        read_at=NOON,
    )


def _verdict(unit: models.Unit, sent: Sent) -> models.Verdict:
    found = Reference(value=sent.claim, kind="claim", carrier=Carrier.SUBJECT, form=Form.EXACT, path=unit.path, raw="", delimited=True)
    value = Verdict(
        path=unit.path,
        outcome=sent.outcome,
        aside=sent.aside,
        near=tuple(sent.near),
        strays=tuple(sent.strays),
        claims=(sent.claim,) if sent.claim else (),
        why=(*sent.why, *sent.warnings),
        sender_class=sent.sender_class,
        references=tuple(sent.references) if sent.references is not None else (found,) if sent.claim else (),
        candidates=tuple(sent.candidates),
    )
    return models.Verdict.objects.create(
        unit=unit, decided_at=sent.received_at, actor="claimpost", outcome=sent.outcome, value=codec.dump(value)
    )


def _task(unit: models.Unit, sent: Sent, verdict: models.Verdict) -> models.Task:
    return models.Task.objects.create(
        key=f"{unit.pk}:{sent.claim or sent.kind}",
        unit=unit,
        verdict=verdict,
        kind=sent.kind,
        state=sent.state,
        claim=sent.claim if sent.kind == "claim" else "",
        insured=sent.insured if sent.kind == "claim" else "",
        handler=sent.handler if sent.kind == "claim" else "",
        title=sent.title,
        priority=sent.priority,
        warnings=list(sent.warnings),
        due_at=sent.received_at + sent.due_in,
        opened_at=sent.received_at,
        closed_at=sent.received_at + timedelta(hours=3) if sent.state == "done" else None,
    )


def _order(mail: models.Mail) -> None:
    """Number the items as the tree is read: every item before what is in it."""
    rows = sorted(models.Item.objects.filter(mail=mail), key=lambda row: [int(step) for step in row.path.split(".")])
    for position, row in enumerate(rows):
        row.position = position
    models.Item.objects.bulk_update(rows, ["position"])


def _history(made: Made, sent: Sent) -> None:
    at = sent.received_at
    about = {"mail_id": made.mail.pk, "unit_id": made.unit.pk}
    events.record("received", actor="claimpost", at=at, mail_id=made.mail.pk)
    events.record("opened", actor="claimpost", at=at + timedelta(seconds=2), mail_id=made.mail.pk)
    why = " ".join((*sent.why, *sent.warnings))
    events.record("decided", actor="claimpost", at=at + timedelta(seconds=3), why=why, data={"outcome": sent.outcome.value}, **about)
    events.record("task_opened", actor="claimpost", at=at + timedelta(seconds=3), why=sent.kind, task_id=made.task.pk, **about)


def pdf(*lines: str, pages: int = 1) -> bytes:
    """A small PDF with these lines on each page."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    for number in range(pages):
        canvas.setFont("Helvetica-Bold", 16)
        canvas.drawString(60, 770, lines[0])
        canvas.setFont("Helvetica", 11)
        for row, line in enumerate(lines[1:]):
            canvas.drawString(60, 735 - 18 * row, line)
        canvas.drawRightString(535, 40, f"{number + 1} / {pages}")
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def photo(colour: str = "#8fa3b5") -> bytes:
    """A small JPEG."""
    picture = Image.new("RGB", (960, 640), colour)
    drawn = ImageDraw.Draw(picture)
    drawn.rectangle((120, 320, 840, 500), fill="#37474f")
    drawn.ellipse((200, 440, 320, 560), fill="#111111")
    drawn.ellipse((640, 440, 760, 560), fill="#111111")
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=80)
    return stream.getvalue()


def body(answer: object) -> bytes:
    """What a page streams, to its end."""
    assert isinstance(answer, StreamingHttpResponse)
    content = b"".join(answer)
    answer.close()
    return content
