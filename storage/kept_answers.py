"""The answers to requests with an Idempotency-Key: a request is done once, and whoever asks again is told the same."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from storage.models import KeptAnswer

TRANSIENT = 500
"""Answers from this status on are not kept: the same request may go through the next time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a request was answered; `again` when it was not done now, but before."""

    status: int
    media_type: str
    body: str
    again: bool = False


class OtherRequest(Exception):
    """The key was used for another request."""


def once(key: KeptAnswer, act: Callable[[], Answer]) -> Answer:
    """Do what `act` does, unless its key was used before; what was done and its answer are kept together, or neither is.

    Of two requests with one key at the same moment, the second waits here until the first is done.

    Raises:
        OtherRequest: the key was used for another request.
    """
    with transaction.atomic():
        row, new = KeptAnswer.objects.get_or_create(token_id=key.token_id, key=key.key, defaults={"request": key.request, "at": key.at})
        if row.request != key.request:
            raise OtherRequest
        if not new:
            return Answer(status=row.status, media_type=row.media_type, body=row.body, again=True)
        answer = act()
        if answer.status >= TRANSIENT:
            transaction.set_rollback(True)
            return answer
        KeptAnswer.objects.filter(pk=row.pk).update(status=answer.status, media_type=answer.media_type, body=answer.body)
        return answer


def forget(now: datetime, hours: int) -> int:
    """Delete answers that are older; how many comes back."""
    return KeptAnswer.objects.filter(at__lt=now - timedelta(hours=hours)).delete()[0]
