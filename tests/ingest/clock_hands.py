"""Clocks of an installation that answers, by name; and papers on claims, as the readers leave them."""

from dataclasses import replace
from datetime import datetime, timedelta

from core import codec
from core.papers import Document, DocumentType
from core.values import Page, Reading
from ingest import clocks
from ingest.services import Services
from router.clocks import State
from storage import models
from tests.ingest.answers import at
from tests.ingest.way import NOW


def later(house: Services, **time: float) -> Services:
    """The same office so much later."""
    return replace(house, now=at(house, **time).now)


def of_mail(mail: models.Mail, hands: Services) -> dict[str, State]:
    """How the clocks of a mail, of all its tasks, and of their claims stand."""
    found: dict[str, State] = {}
    for task in models.Task.objects.filter(unit__mail=mail).order_by("pk"):
        found.update({clock.id: clock.state for clock in clocks.of_task(task, hands)})
    return found


def running(hands: Services) -> list[tuple[str, State]]:
    return [(timed.clock.id, timed.clock.state) for timed in clocks.running(hands)]


def paper(  # noqa: PLR0913 - what a paper is, by name
    task: models.Task,
    kind: str,
    *,
    days: float = 0,
    name: str = "piece.pdf",
    text: str = "",
    inside: tuple[str, ...] = (),
    sender: str = "",
) -> None:
    """Put a document on the claim of a task that came by a mail so many days later; `inside` are the types of its papers."""
    at = NOW + timedelta(days=days)
    mail = models.Mail.objects.create(sha256=f"{models.Mail.objects.count():064x}", size=1, received_at=at, held_at=at, state="opened")
    models.Delivery.objects.create(mail=mail, state="held", seen_at=at)
    unit = models.Unit.objects.create(mail=mail, path="0", state="decided", value=task.unit.value, sender_address=sender)
    verdict = models.Verdict.objects.create(unit=unit, decided_at=at, actor="claimpost", outcome="route", value=task.verdict.value)
    made = models.Task.objects.create(
        key=f"{unit.pk}:x", unit=unit, verdict=verdict, kind="claim", claim=task.claim, title=kind, opened_at=at
    )
    usual = {"kind": "document", "position": 1, "media_type": "application/pdf", "size": 1, "sha256": "f" * 64}
    item = models.Item.objects.create(mail=mail, unit=unit, path="0.1", name=name, **usual)
    made.items.add(item)
    papers = tuple(Document(pages=(place,), type=DocumentType(id=one)) for place, one in enumerate(inside or (kind,), start=1))
    value = Reading(media_type="application/pdf", type=DocumentType(id=kind), pages=(Page(number=1, text=text),), documents=papers)
    models.Reading.objects.create(item=item, type=kind, page_count=len(papers), value=codec.dump(value), read_at=at)


def on(day: float) -> datetime:
    """So many days after the tests' now."""
    return NOW + timedelta(days=day)
