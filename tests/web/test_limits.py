"""What a page shows of many things is a setting, and what is left out is told or still within reach."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from extractors.absence import Absence, absence_of, says_absent
from extractors.expiry import expiry_of
from ingest import services
from storage import models
from tests.web.builders import NOON, File, Sent, send
from tests.web.reading import page

PLACES = b"https://a.example/1\nhttps://b.example/2\nhttps://c.example/3\n"
LINKS = File(name="Liens", content=PLACES, media_type="text/uri-list", problem="not_fetched")


def limit(monkeypatch: pytest.MonkeyPatch, name: str, most: int) -> None:
    monkeypatch.setenv(f"CLAIMPOST_LIMIT_{name}", str(most))
    services.current.cache_clear()


def tasks(client: Client) -> str:
    return page(client, "/?of=everyone")


def failures(client: Client) -> str:
    return page(client, "/mailboxes/")


def months(client: Client) -> str:
    return page(client, "/statistics/")


def links(client: Client) -> str:
    item = models.Item.objects.get(name="Liens")
    return page(client, f"/tasks/{item.tasks.get().pk}/?item={item.pk}")


LIMITS: dict[str, tuple[Callable[[Client], str], int, str, tuple[int, int]]] = {
    "PAGE_TASKS": (tasks, 2, 'class="title"', (5, 2)),
    "FAILURES": (failures, 2, "3 autres ne sont pas listés.", (0, 1)),
    "STATISTICS_ROWS": (months, 1, "Seules les 1 premières lignes", (0, 1)),
    "STATISTICS_YEARS": (months, 2, f"?year={timezone.localdate().year - 2}", (1, 0)),
    "MESSAGE_CHARACTERS": (links, 20, "Afficher tout le message", (0, 1)),
    "LINK_PLACES": (links, 1, "<dd>https://", (3, 1)),
    "NOTICE_CHARACTERS": (links, 20, "Selon le mail, ils peuvent être téléchargés", (1, 0)),
}


@pytest.mark.parametrize("name", LIMITS)
def test_what_a_page_shows_ends_where_the_setting_says(name: str, monkeypatch: pytest.MonkeyPatch, supervisor: Client) -> None:
    show, most, words, counts = LIMITS[name]
    for number in range(5):
        models.Job.objects.create(step="read", target=number, due_at=timezone.now(), tries=5, problem="crashed", stuck=True)
        sent = Sent(claim=f"C5021{number:05}", received_at=NOON - timedelta(days=30 * number))
        send(sent if number else Sent(claim=sent.claim, files=(LINKS,), own_text="Bonjour,\n\nVoici. Lien valable 7 jours."))
    before = show(supervisor)

    limit(monkeypatch, name, most)

    assert (before.count(words), show(supervisor).count(words)) == counts


def test_what_stands_far_down_in_a_text_is_noted_where_the_setting_reaches() -> None:
    told, day = f"{'x' * 50}\nAbsent jusqu'au 9 mars 2026. Lien valable 7 jours.", NOON.date()

    assert (absence_of(told, day, most=50), says_absent(told, most=50), expiry_of(told, day, most=50)) == (Absence(), False, None)
    assert (bool(absence_of(told, day).until), says_absent(told), bool(expiry_of(told, day))) == (True, True, True)
