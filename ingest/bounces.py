"""What automatic mails say of answers that we sent: they did not arrive, they are late, or nobody is in."""

import re
from collections.abc import Iterator

from django.db import transaction

from core.answer_ids import named
from core.values import Auto
from ingest import absences, keys, searching
from ingest.services import Services
from storage import models, outbox

REPORTS = ("message/delivery-status", "text/rfc822-headers", "message/global-delivery-status", "message/global-headers")
STATUS = ("message/delivery-status", "message/global-delivery-status")
MOST_REPORTS, MOST_BYTES = 20, 64 * 1024
"""Parts of one report that are looked into, and how much of each."""

_ACTION = re.compile(r"^Action:\s*(\w+)", re.IGNORECASE | re.MULTILINE)


def take_note(root: models.Unit, services: Services) -> None:
    """Write down what an automatic mail, whose outermost unit is `root`, tells of our answers; twice is once.

    Raises:
        Unavailable: somebody is absent, and the claims system does not say who he is.
    """
    reports = dict(_reports(root, services))
    found = named(keys.answers_key(services.settings), "\n".join([*_said(root), *reports.values()]))
    rows = models.Outgoing.objects.filter(message_id__in=found).order_by("pk")
    what = _what(root, [text for path, text in reports.items() if path.startswith(STATUS)])
    for row in rows if what else ():
        with transaction.atomic():
            _note(outbox.lock(row.pk), root, what, services)
        if what == "auto_replied":
            absences.take_note(row.mail_id, root, services)


def _said(root: models.Unit) -> list[str]:
    value = root.value
    inner = models.Unit.objects.filter(mail=root.mail_id).values_list("message_id", flat=True)
    return [value["own_text"], value["quoted_text"], *value["in_reply_to"], *value["references"], *inner]


def _reports(root: models.Unit, services: Services) -> Iterator[tuple[str, str]]:
    """The parts of a report that machines read, each with its type before its path."""
    for item in root.mail.items.filter(media_type__in=REPORTS)[:MOST_REPORTS]:
        with services.blobs.open(item.sha256) as stream:
            yield f"{item.media_type} {item.path}", stream.read(MOST_BYTES).decode("utf-8", "replace")


def _what(root: models.Unit, statuses: list[str]) -> str:
    """`bounced`, `delayed` or `auto_replied`; "" for a report of success."""
    if root.auto == Auto.AUTO_REPLY:
        return "auto_replied"
    actions = {action.lower() for text in statuses for action in _ACTION.findall(text)}
    if "failed" in actions or not actions:
        return "bounced"
    return "delayed" if "delayed" in actions else ""


def _note(row: models.Outgoing, root: models.Unit, what: str, services: Services) -> None:
    now = services.now()
    if what != "bounced":
        outbox.note(row, f"answer_{what}", root.mail_id, now)
    elif row.state != outbox.State.BOUNCED:
        outbox.move(row, outbox.State.BOUNCED, now, problem="bounced")
        outbox.ask_for_address(row, root, now)
        searching.keep(root.mail_id)
