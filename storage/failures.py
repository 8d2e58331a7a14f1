"""What a failure is about: the mail of a step that failed too often, and where a person finds that mail."""

from collections.abc import Collection, Iterable, Mapping

from storage.models import Delivery, Item, Job, Mail, Outgoing, Task, WebhookDelivery

Owned = type[Item] | type[Delivery] | type[Outgoing] | type[WebhookDelivery]
"""Rows that belong to a mail."""

TARGETS: Mapping[str, Owned] = {"read": Item, "copy": Item, "settle": Delivery, "send": Outgoing, "tell": WebhookDelivery}
"""What the targets of steps are; those of every other step are mails."""


def mails_of(jobs: Iterable[Job]) -> dict[int, Mail]:
    """The mail that each of these jobs is about, by the id of the job."""
    targets = [(job.pk, TARGETS.get(job.step), job.target) for job in jobs]
    owners: dict[int, int | None] = {pk: target for pk, kind, target in targets if kind is None}
    for kind in set(TARGETS.values()):
        rows = dict(kind.objects.filter(pk__in=[target for _, other, target in targets if other is kind]).values_list("pk", "mail_id"))
        owners |= {pk: rows.get(target) for pk, other, target in targets if other is kind}
    mails = Mail.objects.in_bulk([owner for owner in owners.values() if owner is not None])
    return {pk: mail for pk, owner in owners.items() if (mail := mails.get(owner or 0))}


def tasks_of(mail_ids: Collection[int]) -> dict[int, Task]:
    """The newest task of each of these mails that has one."""
    rows = Task.objects.filter(unit__mail__in=mail_ids).exclude(state=Task.State.CANCELLED)
    return {task.unit.mail_id: task for task in rows.select_related("unit").defer("unit__value").order_by("pk")}
