"""Keeping the index of words in step with the tasks: what changes the tasks of a mail, or its texts, keeps them in the same transaction."""

from collections.abc import Iterable, Iterator

from django.db import transaction

from core import finding, folding
from ingest.passages import Passage, Where, passages
from storage import items, search
from storage.models import Task
from storage.search import Paper

AT_ONCE = 100
"""Tasks whose words are gathered together when the index is made anew."""


def keep(mail_id: int) -> None:
    """Bring what is searched of a mail's tasks up to date; twice is once."""
    items.lock(mail_id)
    search.forget(search.cancelled(mail_id))
    for entry in _entries(search.of_mail(mail_id)):
        search.keep(entry)


def rebuild() -> Iterator[int]:
    """Make the whole index anew, some tasks at a time; how many they were comes back each time."""
    for some in search.in_batches(AT_ONCE):
        for mail_id in search.mails(some):
            # One mail at a time: nobody waits for long, and nothing of it changes meanwhile.
            with transaction.atomic():
                items.lock(mail_id)
                search.forget(search.indexed(mail_id))
                keep(mail_id)
        yield len(some)
    search.forget(search.strangers())


def complete() -> Iterator[int]:
    """Put the tasks into the index that are not in it yet; how many they were comes back each time."""
    for some in search.in_batches(AT_ONCE, missing=True):
        for mail_id in search.mails(some):
            with transaction.atomic():
                keep(mail_id)
        yield len(some)


def differing() -> Iterator[int]:
    """Ids of the tasks whose words are not those of the index, and of those that are there and should not be."""
    yield from search.strangers()
    for some in search.in_batches(AT_ONCE):
        kept = search.digests(some)
        yield from (entry.task for entry in _entries(search.by_id(some)) if kept.get(entry.task) != entry.digest)


def _entries(tasks: list[Task]) -> Iterator[search.Entry]:
    papers = search.papers([task.pk for task in tasks])
    for task in tasks:
        yield _entry(task, papers.get(task.pk, []))


def _entry(task: Task, papers: list[Paper]) -> search.Entry:
    found = list(passages(task, search.own_text(task), papers))
    return search.entry(
        task.pk,
        texts=(folding.words(passage.text) for passage in found),
        numbers=folding.numbers(passage.text for passage in found),
        codes=_codes(found, papers),
    )


def _codes(found: Iterable[Passage], papers: Iterable[Paper]) -> Iterator[str]:
    """What lists are filtered by, as words of their own that no text can hold."""
    for passage in found:
        if passage.where is Where.SENDER:
            yield from (search.SENDER + word for word in finding.name(passage.text))
    for paper in papers:
        yield from (search.TYPE + finding.code(paper.type),) if paper.type else ()
        yield from (search.LANGUAGE + finding.code(paper.language),) if paper.language else ()
