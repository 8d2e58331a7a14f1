"""The databases that tests get."""

import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.utils import timezone

from storage.models import Event
from tests.databases import ON_BOTH, Database


@ON_BOTH
@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_test_sees_nothing_of_another(turn: str) -> None:
    Event.objects.create(at=timezone.now(), actor="claimpost", what=turn)

    assert [event.what for event in Event.objects.all()] == [turn]


@ON_BOTH
def test_the_database_is_the_one_that_was_asked_for(database: Database) -> None:
    assert connection.vendor == {"sqlite": "sqlite", "postgres": "postgresql"}[database.vendor]


@ON_BOTH
def test_another_process_sees_the_same_database(database: Database) -> None:
    Event.objects.create(at=timezone.now(), actor="claimpost", what="here")
    program = "import django; django.setup(); from storage.models import Event; print(Event.objects.get().what)"

    answer = subprocess.run([sys.executable, "-c", program], env=database.environment, capture_output=True, text=True, check=True)

    assert answer.stdout == "here\n"


def test_a_test_that_asked_for_no_database_has_none() -> None:
    with pytest.raises(ImproperlyConfigured):
        Event.objects.count()
