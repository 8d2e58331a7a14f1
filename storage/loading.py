"""A new register in the place of the one that is in the tables: staged beside it, compared, and put there in one transaction.

Until that transaction ends, everybody reads the old register. Memory does not grow with the number of claims.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from types import TracebackType
from typing import Self

from django.db import connection, transaction

from storage import jobs
from storage.models import RegisterLoad
from storage.register import fitting

BATCH = 5_000
"""Claims that are in memory at a time."""

_TEMPORARY = {
    "incoming": "number {text}, line bigint, state text, loss_date date, value text",
    "incoming_number": "number {text}, line bigint, place int",
    "difference": "line bigint, number {text}, old text, new text",
    "key_gone": '"by" smallint, "key" {text}, number {text}',
    "key_new": '"by" smallint, "key" {text}, number {text}',
    "domain_delta": "name {text}, claims int, brokers int",
}
_TWICE = """
SELECT line, number FROM (
    SELECT number, line, place, MIN(line) OVER (PARTITION BY number) AS first FROM incoming_number
) numbers WHERE line > first ORDER BY line, place LIMIT 1
"""
_COMPARE = (
    """
    INSERT INTO difference SELECT i.line, i.number, c.value, i.value
    FROM incoming i LEFT JOIN storage_registeredclaim c ON c.number = i.number WHERE c.value IS NULL OR c.value <> i.value
    """,
    """
    INSERT INTO difference
    SELECT (SELECT COALESCE(MAX(line), 0) FROM incoming) + ROW_NUMBER() OVER (ORDER BY c.number), c.number, c.value, NULL
    FROM storage_registeredclaim c WHERE NOT EXISTS (SELECT 1 FROM incoming i WHERE i.number = c.number)
    """,
    "CREATE INDEX difference_line ON difference (line)",
)
_COUNT = """
SELECT COUNT(CASE WHEN old IS NULL THEN 1 END), COUNT(CASE WHEN old IS NOT NULL AND new IS NOT NULL THEN 1 END),
    COUNT(CASE WHEN new IS NULL THEN 1 END),
    COUNT(CASE WHEN new IS NULL AND NOT EXISTS (SELECT 1 FROM incoming_number n WHERE n.number = d.number) THEN 1 END),
    (SELECT COUNT(*) FROM storage_registeredclaim) FROM difference d
"""
_REPLACE = (
    'DELETE FROM storage_claimkey WHERE ("by", "key", number) IN (SELECT "by", "key", number FROM key_gone)',
    'INSERT INTO storage_claimkey ("by", "key", number) SELECT "by", "key", number FROM key_new ORDER BY "by", "key", number',
    "DELETE FROM storage_registeredclaim WHERE number IN (SELECT number FROM difference WHERE new IS NULL)",
    """
    INSERT INTO storage_registeredclaim (number, state, loss_date, value)
    SELECT i.number, i.state, i.loss_date, i.value FROM incoming i JOIN difference d ON d.number = i.number WHERE true ORDER BY i.number
    ON CONFLICT (number) DO UPDATE SET state = excluded.state, loss_date = excluded.loss_date, value = excluded.value
    """,
    """
    INSERT INTO storage_knowndomain (name, claims, brokers)
    SELECT name, SUM(claims), SUM(brokers) FROM domain_delta WHERE true GROUP BY name
    ON CONFLICT (name) DO UPDATE
    SET claims = storage_knowndomain.claims + excluded.claims, brokers = storage_knowndomain.brokers + excluded.brokers
    """,
    "DELETE FROM storage_knowndomain WHERE claims <= 0",
)
_TABLES = ("storage_registeredclaim", "storage_claimkey", "storage_knowndomain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A claim of the new register; `formers` are its former numbers, `line` is where the file has it."""

    number: str
    line: int
    state: str
    loss_date: date | None
    value: str
    formers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Twice:
    """A number that two claims have, and the line of the second."""

    line: int
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How the new register differs from the one that is there."""

    added: int
    changed: int
    removed: int
    lost: int
    """Removed, and no claim has the number as a former one."""

    before: int
    """Claims that are there now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A claim before and after, as text; "" where there is none."""

    number: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """What follows from some differences for the other tables: keys as (by, key, number), and (name, claims, brokers)."""

    gone: list[tuple[int, str, str]]
    new: list[tuple[int, str, str]]
    domains: list[tuple[str, int, int]]


class Staged:
    """A new register beside the old one. In its block one thing follows the other; only `replace` changes what others see."""

    def __enter__(self) -> Self:
        text = 'text COLLATE "C"' if connection.vendor == "postgresql" else "text"
        with connection.cursor() as cursor:
            for name, columns in _TEMPORARY.items():
                cursor.execute(f"DROP TABLE IF EXISTS {name}")
                cursor.execute(f"CREATE TEMPORARY TABLE {name} ({columns.format(text=text)})")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        # A connection that is broken has taken its tables along.
        if connection.is_usable():
            _execute(*(f"DROP TABLE IF EXISTS {name}" for name in _TEMPORARY))

    def add(self, claims: Iterable[Incoming]) -> int:
        """Stage the claims; how many they were comes back."""
        count, left = 0, iter(claims)
        while batch := list(islice(left, BATCH)):
            days = (one.loss_date.isoformat() if one.loss_date else None for one in batch)
            _insert("incoming", ((one.number, one.line, one.state, day, one.value) for one, day in zip(batch, days, strict=True)))
            numbers = ((one, dict.fromkeys((one.number, *one.formers))) for one in batch)
            _insert("incoming_number", ((number, one.line, place) for one, found in numbers for place, number in enumerate(found)))
            count += len(batch)
        _execute("CREATE INDEX incoming_by ON incoming (number)", "CREATE INDEX incoming_number_by ON incoming_number (number)")
        _analyze("incoming", "incoming_number")
        return count

    def twice(self) -> Twice | None:
        """The first number that two claims have, now or formerly."""
        with connection.cursor() as cursor:
            cursor.execute(_TWICE)
            row = cursor.fetchone()
        return Twice(line=row[0], number=row[1]) if row else None

    def compare(self) -> Counts:
        """Set it against the register that is there. From here on the transaction lets no other load in."""
        if connection.vendor == "postgresql":
            _execute("LOCK TABLE storage_registerload IN SHARE ROW EXCLUSIVE MODE")
        _execute(*_COMPARE)
        _analyze("difference")
        with connection.cursor() as cursor:
            cursor.execute(_COUNT)
            added, changed, removed, lost, before = cursor.fetchone()
        return Counts(added=added, changed=changed, removed=removed, lost=lost, before=before)

    def differences(self) -> Iterator[list[Difference]]:
        """Every claim that differs, in batches, in the order of the file; those that are gone come last."""
        last = -1
        while True:
            with connection.cursor() as cursor:
                cursor.execute("SELECT line, number, old, new FROM difference WHERE line > %s ORDER BY line LIMIT %s", (last, BATCH))
                rows = cursor.fetchall()
            if not rows:
                return
            last = rows[-1][0]
            yield [Difference(number=number, old=old or "", new=new or "") for _, number, old, new in rows]

    def prepare(self, consequences: Consequences) -> None:
        """Keep what follows from some differences until `replace`."""
        _insert("key_gone", ((by, fitting(key), number) for by, key, number in consequences.gone))
        _insert("key_new", ((by, fitting(key), number) for by, key, number in consequences.new))
        _insert("domain_delta", consequences.domains)

    def replace(self, counts: Counts, now: datetime) -> None:
        """Make it the register. Mails on hold are looked at again at once."""
        _analyze("key_gone", "key_new", "domain_delta")
        _execute(*_REPLACE)
        claims = counts.before + counts.added - counts.removed
        RegisterLoad.objects.create(at=now, claims=claims, added=counts.added, changed=counts.changed, removed=counts.removed)
        jobs.hasten("watch", now)


def settle() -> None:
    """Tell the database's planner what is there now; after the transaction."""
    _analyze(*_TABLES)


def _execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _analyze(*tables: str) -> None:
    if connection.vendor == "postgresql":
        _execute(*(f"ANALYZE {table}" for table in tables))


def _insert(table: str, rows: Iterable[tuple[str | int | None, ...]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(_TEMPORARY[table].split(",")))
        with transaction.atomic():
            cursor.executemany(f"INSERT INTO {table} VALUES ({places})", list(rows))  # noqa: S608 - a table of ours
