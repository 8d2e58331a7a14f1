"""Verbs on tokens of the API: made and shown once, found by their hash, counted, revoked."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Case, F, QuerySet, Value, When

from core.api import SCOPES
from storage import events
from storage.models import ApiToken

PREFIX = "cp_"
RANDOM_BYTES = 32
HINT = 8
"""Signs of a token that people see in the list."""

LONGEST_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken:
    """A token as somebody asks for it; `person_id` is the account as which it acts."""

    name: str
    person_id: int
    scopes: Collection[str]
    days: int

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > LONGEST_NAME:
            raise ValueError("token_name")
        if not self.person_id:
            raise ValueError("token_person")
        if not self.scopes or not set(self.scopes) <= set(SCOPES):
            raise ValueError("token_scopes")
        if self.days < 1:
            raise ValueError("token_days")


def make(new: NewToken, *, actor: str, now: datetime) -> tuple[ApiToken, str]:
    """The row of a new token, and the token itself, which nobody sees again."""
    token = f"{PREFIX}{secrets.token_urlsafe(RANDOM_BYTES)}"
    scopes = [scope for scope in SCOPES if scope in new.scopes]
    with transaction.atomic():
        row = ApiToken.objects.create(
            name=new.name.strip(),
            person_id=new.person_id,
            hash=_hash(token),
            hint=token[:HINT],
            scopes=scopes,
            made_by=actor,
            made_at=now,
            expires_at=now + timedelta(days=new.days),
        )
        events.record("token_made", actor=actor, at=now, data={"token": row.pk, "person": new.person_id, "scopes": scopes})
    return row, token


def find(token: str, now: datetime) -> ApiToken | None:
    """The row of a token that is good; `None` for any other."""
    return ApiToken.objects.filter(hash=_hash(token), revoked_at=None, expires_at__gt=now).first()


def count(row: ApiToken, now: datetime) -> int:
    """Note that a token is used; how often it was in this minute comes back."""
    minute = now.replace(second=0, microsecond=0)
    again = Case(When(minute=minute, then=F("requests") + 1), default=Value(1))
    found = ApiToken.objects.filter(pk=row.pk)
    found.update(requests=again, minute=minute, last_used_at=now)
    return found.values_list("requests", flat=True).get()


def revoke(token_id: int, *, actor: str, now: datetime) -> bool:
    """Make a token worthless from now on; false when it is already."""
    with transaction.atomic():
        gone = ApiToken.objects.filter(pk=token_id, revoked_at=None).update(revoked_at=now) == 1
        if gone:
            events.record("token_revoked", actor=actor, at=now, data={"token": token_id})
    return gone


def every() -> QuerySet[ApiToken]:
    """All tokens, the newest first."""
    return ApiToken.objects.select_related("person").order_by("-pk")


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()
