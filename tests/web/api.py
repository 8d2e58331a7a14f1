"""A program that uses the API with a token."""

import json
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils import timezone

from core.api import SCOPES
from storage import tokens
from storage.tokens import NewToken


def token(person: User, scopes: Iterable[str] = SCOPES, *, days: int = 30) -> str:
    return tokens.make(NewToken(name="test", person_id=person.pk, scopes=list(scopes), days=days), actor="root", now=timezone.now())[1]


class Program:
    """Asks with a token and nothing else."""

    def __init__(self, secret: str) -> None:
        self._headers = {"Authorization": f"Bearer {secret}"}
        self._client = Client()

    def get(self, path: str, **headers: str) -> Any:  # noqa: ANN401 - as the test client has it
        return self._client.get(f"/api/v1{path}", headers={**self._headers, **headers})

    def post(self, path: str, body: object = None, **headers: str) -> Any:  # noqa: ANN401
        content = b"" if body is None else json.dumps(body).encode()
        return self._client.generic("POST", f"/api/v1{path}", content, "application/json", headers={**self._headers, **headers})


def code(answer: HttpResponseBase) -> str:
    """What went wrong, "" when nothing did."""
    if answer.status_code < 400:
        return ""
    assert answer.headers["Content-Type"] == "application/problem+json"
    said: str = answer.json()["code"]  # type: ignore[attr-defined]
    return said
