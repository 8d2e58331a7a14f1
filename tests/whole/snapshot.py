"""What the tables hold, in a form in which two runs can be compared: no ids, no times."""

from collections import Counter
from dataclasses import dataclass

from storage import models, numbers

Row = tuple[str, ...]
SETTLED = {models.Delivery.Settled.DONE: "settled", models.Delivery.Settled.GONE: "settled"}
"""Who dies after the server has moved a message finds it gone, not done: both leave it where it belongs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything that a run must leave behind, each thing with how often it is there."""

    mails: Counter[Row]
    deliveries: Counter[Row]
    items: Counter[Row]
    readings: Counter[Row]
    units: Counter[Row]
    tasks: Counter[Row]
    received: int
    opened: int
    """Events: how often a mail was received, and opened."""

    left: Counter[Row]
    balanced: bool


def take() -> Snapshot:
    """The state of the database that Django uses now."""
    tasks = models.Task.objects.select_related("unit__mail").prefetch_related("items")
    return Snapshot(
        mails=Counter((mail.sha256, mail.state, mail.problem) for mail in models.Mail.objects.all()),
        deliveries=Counter(
            (row.mail.sha256 if row.mail else "", row.state, SETTLED.get(row.settled, row.settled))
            for row in models.Delivery.objects.select_related("mail")
        ),
        items=Counter((item.mail.sha256, item.path, item.sha256, item.kind, item.state) for item in _items()),
        readings=Counter((row.item.sha256, row.item.path, row.type) for row in models.Reading.objects.select_related("item")),
        units=Counter((unit.mail.sha256, unit.path, unit.state, str(unit.verdicts.count())) for unit in _units()),
        tasks=Counter(
            (
                task.unit.mail.sha256,
                task.unit.path,
                task.kind,
                task.state,
                task.claim,
                task.handler,
                *sorted(i.path for i in task.items.all()),
            )
            for task in tasks
        ),
        received=models.Event.objects.filter(what="received").count(),
        opened=models.Event.objects.filter(what="opened").count(),
        left=Counter((job.step, job.problem) for job in models.Job.objects.all()),
        balanced=all(numbers.numbers(pk).balanced for pk in models.Mailbox.objects.values_list("pk", flat=True)),
    )


def _items() -> list[models.Item]:
    return list(models.Item.objects.select_related("mail"))


def _units() -> list[models.Unit]:
    return list(models.Unit.objects.select_related("mail"))
