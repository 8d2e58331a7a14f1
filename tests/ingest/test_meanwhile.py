"""What happens while a mail is decided is not overlooked: the last reading comes at every moment of the routing."""

from collections.abc import Callable
from threading import Event

from django.db import connection

from ingest import pipeline, runner, services
from storage import jobs, models
from tests.databases import ON_BOTH
from tests.ingest.way import NOW, hold
from tests.whole import mails


class Between:
    """Does something once, before the query of this number that is asked outside a transaction."""

    def __init__(self, number: int, happens: Callable[[], None]) -> None:
        self.left, self._happens = number, happens

    def __call__(self, execute: Callable[..., object], *asked: object) -> object:
        if not connection.in_atomic_block:
            self.left -= 1
            if self.left == 0:
                self._happens()
        return execute(*asked)


def _read(mail: int, hands: services.Services) -> None:
    for item in models.Item.objects.filter(mail=mail, state=models.Item.State.TO_READ):
        pipeline.read_item(item.pk, hands)


def _opened(serial: int, hands: services.Services) -> int:
    """A mail that is opened, whose routing a worker has begun."""
    mail = hold(mails.letter(1, serial=serial), hands)
    pipeline.open_mail(mail, hands)
    assert jobs.claim_one("route", mail, "another", 60, NOW)
    return mail


@ON_BOTH
def test_a_paper_that_is_read_at_any_moment_of_the_routing_counts(hands: services.Services) -> None:
    titles: list[str] = []
    while True:
        mail = _opened(len(titles), hands)
        between = Between(len(titles) + 1, lambda mail=mail: _read(mail, hands))  # type: ignore[misc]
        with connection.execute_wrapper(between):
            pipeline.route_mail(mail, hands)
        if between.left > 0:
            break
        runner.work(hands, Event(), until_idle=True)
        titles.append(models.Task.objects.get(unit__mail=mail).title)

    assert titles == ["devis"] * len(titles)
    assert len(titles) > len(("the mail", "its items", "its readings", "its tasks"))
