"""The index of words: one entry a task, found by SQLite's FTS5 or by PostgreSQL's text search. Words come folded (`core.folding`)."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.expressions import RawSQL

from core.finding import Phrase, Query, Term
from core.values import Kind
from storage.models import Item, SearchEntry, Task

GAP = "_"
"""Stands between two texts, so that no phrase goes from one to the other."""

SENDER, TYPE, LANGUAGE = "from_", "type_", "lang_"
"""What the codes of an entry begin with; no word has an underscore."""

IN_ORDER = 16_000
"""Words of an entry of which the order is kept: PostgreSQL counts positions to 16 383. Of those behind each is found by itself."""

MOST_BYTES = 400_000
"""Bytes of an entry: with its own bookkeeping, PostgreSQL takes a mebibyte."""

FEW = 3_000
"""Tasks that are put in order one by one."""

_KEEP = """
INSERT INTO storage_searchentry (task_id, digest, words) VALUES (%s, %s, %s::tsvector)
ON CONFLICT (task_id) DO UPDATE SET digest = excluded.digest, words = excluded.words
"""
_FOUND = "SELECT task_id FROM storage_searchentry WHERE words @@ %s::tsquery"
_FOUND_SQLITE = "SELECT rowid FROM storage_searchwords WHERE words MATCH %s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a task is found by: its words in order, and those that are found by themselves."""

    task: int
    words: tuple[str, ...]
    more: tuple[str, ...]

    @property
    def digest(self) -> str:
        """What tells whether two entries are the same."""
        return hashlib.sha256(" ".join((*self.words, GAP, *self.more)).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What was read in a document of a task, as its reading holds it."""

    item: int
    name: str
    type: str
    language: str
    classes: tuple[str, ...]
    pages: Sequence[Mapping[str, Any]]
    facts: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """What a list is filtered by that the index knows; `sender` are beginnings of words of his name or address."""

    sender: Phrase = ()
    type: str = ""
    language: str = ""


def entry(task: int, *, texts: Iterable[Iterable[str]], numbers: Iterable[str], codes: Iterable[str]) -> Entry:
    """An entry that fits: the first words in their order, then every other one once, as long as there is room."""
    flow = [word for text in texts for word in (*text, GAP)]
    ordered = _fitting(flow[:IN_ORDER], MOST_BYTES // 2)
    known = {*ordered, GAP}
    others = [word for word in dict.fromkeys((*codes, *numbers, *flow[IN_ORDER:])) if word not in known]
    return Entry(task=task, words=tuple(ordered), more=tuple(_fitting(others, MOST_BYTES - _bytes(ordered))))


def _fitting(words: Iterable[str], room: int) -> list[str]:
    found = []
    for word in words:
        room -= len(word.encode()) + 1
        if room < 0:
            break
        found.append(word)
    return found


def _bytes(words: Iterable[str]) -> int:
    return sum(len(word.encode()) + 1 for word in words)


def keep(entry: Entry) -> None:
    """Put an entry in the place of the task's last one, unless it says the same."""
    if SearchEntry.objects.filter(task=entry.task, digest=entry.digest).exists():
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_KEEP, (entry.task, entry.digest, _vector(entry)))
            return
        SearchEntry.objects.update_or_create(task_id=entry.task, defaults={"digest": entry.digest})
        cursor.execute("DELETE FROM storage_searchwords WHERE rowid = %s", (entry.task,))
        text = " ".join((*entry.words, GAP, f" {GAP} ".join(entry.more)))
        cursor.execute("INSERT INTO storage_searchwords (rowid, words) VALUES (%s, %s)", (entry.task, text))


def _vector(entry: Entry) -> str:
    places: dict[str, list[str]] = {word: [] for word in entry.more}
    for place, word in enumerate(entry.words, start=1):
        if word != GAP:
            places.setdefault(word, []).append(str(place))
    return " ".join(f"'{word}':{','.join(found)}" if found else f"'{word}'" for word, found in places.items())


def forget(task_ids: Iterable[int]) -> None:
    """Take the entries of these tasks away."""
    gone = tuple(task_ids)
    if not gone:
        return
    SearchEntry.objects.filter(task__in=gone).delete()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM storage_searchwords WHERE rowid = %s", [(pk,) for pk in gone])


def matching(rows: QuerySet[Task], asked: Query, codes: Codes) -> QuerySet[Task]:
    """Those of the tasks that have everything that is asked for."""
    postgres = connection.vendor == "postgresql"
    parts = [*(_term(term, postgres=postgres) for term in asked), *_codes(codes, postgres=postgres)]
    if not parts:
        return rows
    wanted, statement = (" & " if postgres else " AND ").join(parts), _FOUND if postgres else _FOUND_SQLITE
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} LIMIT %s", (wanted, FEW + 1))
        found = [task for (task,) in cursor.fetchall()]
    # Of few the newest are soon found. Many are met soon by who goes through all tasks from the newest on; which of both it
    # is, PostgreSQL does not guess well.
    return rows.filter(pk__in=found if len(found) <= FEW else RawSQL(statement, (wanted,)))  # noqa: S611 - a constant, with what is asked for beside it


def _term(term: Term, *, postgres: bool) -> str:
    last = len(term.phrases) - 1
    every = [_phrase(phrase, prefix=term.prefix and at == last, postgres=postgres) for at, phrase in enumerate(term.phrases)]
    together = f"({(' & ' if postgres else ' AND ').join(every)})"
    if not term.number:
        return together
    number = _phrase((term.number,), prefix=term.prefix, postgres=postgres)
    return f"({together} {'|' if postgres else 'OR'} {number})"


def _phrase(phrase: Phrase, *, prefix: bool, postgres: bool) -> str:
    # Words hold letters and digits only, codes underscores as well: nothing in them needs care.
    if postgres:
        *first, last = (f"'{word}'" for word in phrase)
        return f"({' <-> '.join([*first, f'{last}:*' if prefix else last])})"
    return f'"{" ".join(phrase)}" *' if prefix else f'"{" ".join(phrase)}"'


def _codes(codes: Codes, *, postgres: bool) -> Iterator[str]:
    for word in codes.sender:
        yield _phrase((SENDER + word,), prefix=True, postgres=postgres)
    for begins, code in ((TYPE, codes.type), (LANGUAGE, codes.language)):
        if code:
            yield _phrase((begins + code,), prefix=False, postgres=postgres)


def papers(task_ids: Sequence[int]) -> dict[int, list[Paper]]:
    """The documents of these tasks with what was read in them, in reading order."""
    return _papers(_listed(task_ids))


def some_papers(task_ids: Sequence[int], most_pages: int) -> dict[int, list[Paper]]:
    """The same, of each task the first documents that have at most so many pages together."""
    left = dict.fromkeys(task_ids, most_pages)
    chosen = []
    for pk, task, pages in _listed(task_ids).values_list("pk", "task", "item__reading__page_count"):
        left[task] -= pages or 0
        if left[task] >= 0:
            chosen.append(pk)
    return _papers(_listed(task_ids).filter(pk__in=chosen))


def _listed(task_ids: Sequence[int]) -> QuerySet[Any]:
    rows = Task.items.through.objects.filter(task__in=task_ids, item__kind=Kind.DOCUMENT)
    return rows.exclude(item__state=Item.State.TO_READ).order_by("task", "item__position")


def _papers(rows: QuerySet[Any]) -> dict[int, list[Paper]]:
    found: dict[int, list[Paper]] = {}
    read = [f"item__reading__{name}" for name in ("type", "language", "value__type__classes", "value__pages", "value__facts")]
    for task, item, name, kind, language, classes, pages, facts in rows.values_list("task", "item", "item__name", *read):
        paper = Paper(
            item=item,
            name=name,
            type=kind or "",
            language=language or "",
            classes=tuple(classes or ()),
            pages=pages or (),
            facts=facts or (),
        )
        found.setdefault(task, []).append(paper)
    return found


def own_text(task: Task) -> str:
    """What the sender of the task's mail wrote himself."""
    return getattr(task, "own_text", None) or ""


def told(rows: QuerySet[Task]) -> QuerySet[Task]:
    """The tasks, each with what the sender of its mail wrote himself."""
    return rows.select_related("unit").defer("unit__value").annotate(own_text=F("unit__value__own_text"))


def of_mail(mail_id: int) -> list[Task]:
    """The tasks of a mail that were not cancelled, with the words of its senders."""
    return list(told(Task.objects.filter(unit__mail=mail_id).exclude(state=Task.State.CANCELLED)))


def by_id(task_ids: Iterable[int]) -> list[Task]:
    """The same of these tasks."""
    return list(told(Task.objects.filter(pk__in=tuple(task_ids)).exclude(state=Task.State.CANCELLED)))


def mails(task_ids: Iterable[int]) -> list[int]:
    """The mails that these tasks are about."""
    rows = Task.objects.filter(pk__in=tuple(task_ids)).order_by("unit__mail_id")
    return list(rows.values_list("unit__mail_id", flat=True).distinct())


def indexed(mail_id: int) -> list[int]:
    """The tasks of a mail that have an entry."""
    return list(SearchEntry.objects.filter(task__unit__mail=mail_id).values_list("task", flat=True))


def cancelled(mail_id: int) -> list[int]:
    """Those of them that gave way."""
    return list(SearchEntry.objects.filter(task__unit__mail=mail_id, task__state=Task.State.CANCELLED).values_list("task", flat=True))


def in_batches(size: int, *, missing: bool = False) -> Iterator[list[int]]:
    """Every task that was not cancelled, or of these each that is `missing` in the index, some at a time."""
    last = 0
    rows = unsearchable() if missing else Task.objects.exclude(state=Task.State.CANCELLED)
    while some := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:size]):
        yield some
        last = some[-1]


def unsearchable() -> QuerySet[Task]:
    """Tasks that have no entry and should."""
    return Task.objects.filter(~Exists(SearchEntry.objects.filter(task=OuterRef("pk")))).exclude(state=Task.State.CANCELLED)


def strangers() -> list[int]:
    """Tasks that have an entry and should not."""
    return list(SearchEntry.objects.filter(task__state=Task.State.CANCELLED).values_list("task", flat=True))


def digests(task_ids: Iterable[int]) -> dict[int, str]:
    """What the entries of these tasks say, in short."""
    return dict(SearchEntry.objects.filter(task__in=tuple(task_ids)).values_list("task", "digest"))
