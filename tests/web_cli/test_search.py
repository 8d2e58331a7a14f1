"""The index of words, at the terminal."""

from storage import search
from tests.databases import Database
from tests.ingest.way import deliver, hands_of
from tests.web_cli.command import claimpost
from tests.whole import mails


def test_an_index_that_differs_is_said_and_made_anew(database: Database) -> None:
    (task,) = deliver(mails.letter(1, serial=1), hands_of(database))
    good = claimpost("search", "check", home=database.home)
    search.forget([task.pk])

    bad, status = (claimpost(*words, home=database.home) for words in (("search", "check"), ("status",)))
    made = claimpost("search", "rebuild", home=database.home)
    again = claimpost("search", "check", home=database.home)

    assert [one.status for one in (good, bad, status, made, again)] == [0, 1, 1, 0, 0]
    assert (f"differs for 1 tasks: {task.pk}." in bad.out, "not_searchable, 1 times" in status.out) == (True, True)
    assert made.out == "1 tasks are in the index.\n"


def test_what_is_not_in_the_index_is_put_there_with_the_next_update(database: Database) -> None:
    (task,) = deliver(mails.letter(1, serial=1), hands_of(database))
    search.forget([task.pk])

    ran = [claimpost("migrate", home=database.home).out for _ in range(2)]

    assert ["1 tasks can be searched from now on." in out for out in ran] == [True, False]
