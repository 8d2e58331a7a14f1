"""Questions to the register of claims in tables. Claims come back as the JSON text they were kept as."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.utils import InterfaceError, OperationalError

from core import codec
from core.errors import Unavailable
from storage.models import KnownDomain, RegisteredClaim, RegisterLoad

LONGEST_KEY = 320

AT_ONCE = 200
"""Claims that one statement finds."""

Given = str | int | list[str]
Row = tuple[str, str]
"""Number and text of a claim."""

_FIND = """
SELECT a.number, c.number, c.value FROM ({}) AS a
JOIN storage_registeredclaim c ON c.number
    = COALESCE((SELECT k.number FROM storage_claimkey k WHERE k."by" = %s AND k."key" = a.number LIMIT 1), a.number)
"""
_HAVING = """
SELECT k.number, c.value FROM storage_claimkey k JOIN storage_registeredclaim c ON c.number = k.number
WHERE k."by" = %s AND k."key" = %s
"""
_AMONG = "SELECT c.number, c.value FROM storage_registeredclaim c WHERE 1 = 1"
_ALSO = " AND EXISTS (SELECT 1 FROM storage_claimkey o WHERE o.number = c.number AND ({}))"
_KEY = '(o."by" = %s AND o."key" = %s)'
_EACH = """
SELECT q.place, found.number, found.value
FROM unnest(%s::smallint[], %s::text[], %s::text[], %s::int[]) WITH ORDINALITY AS q("by", "key", state, most, place)
CROSS JOIN LATERAL (
    SELECT k.number, c.value FROM storage_claimkey k JOIN storage_registeredclaim c ON c.number = k.number
    WHERE k."by" = q."by" AND k."key" = q."key" AND (q.state = '' OR c.state = q.state) ORDER BY k.number LIMIT q.most
) found
ORDER BY q.place, found.number
"""
_KNOWN = """
SELECT 1 WHERE EXISTS (SELECT 1 FROM storage_claimkey WHERE "by" = %s AND "key" = %s)
OR EXISTS (SELECT 1 FROM storage_knowndomain WHERE name = %s AND brokers > 0)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """A key of claims; `by` is a `router.book.By`, and at most `limit` are wanted, lowest numbers first."""

    by: int
    key: str
    state: str = ""
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Claims that have all of `keys`, one of `any_key` and of `numbers` where there are any, and this state and day."""

    keys: tuple[tuple[int, str], ...] = ()
    any_key: tuple[tuple[int, str], ...] = ()
    numbers: tuple[str, ...] = ()
    state: str = ""
    loss_date: date | None = None
    limit: int


def fitting(key: str) -> str:
    """The key as its column takes it."""
    return key if len(key) <= LONGEST_KEY else f"sha256:{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()}"


def find(numbers: Iterable[str], former: int) -> dict[str, Row]:
    """The claims that have these numbers, or had them, by what was asked for; `former` is what former numbers are kept by."""
    found: dict[str, Row] = {}
    wanted = [number for number in numbers if _kept(number)]
    for asked in (wanted[start : start + AT_ONCE] for start in range(0, len(wanted), AT_ONCE)):
        postgres = connection.vendor == "postgresql"
        source = "SELECT unnest(%s::text[]) AS number" if postgres else " UNION ALL ".join(["SELECT %s AS number"] * len(asked))
        given: list[Given] = [asked] if postgres else [*asked]
        with _asking() as cursor:
            cursor.execute(_FIND.format(source), (*given, former))
            found |= {number: (present, value) for number, present, value in cursor.fetchall()}
    return found


def get(number: str) -> Row | None:
    """The claim of this number."""
    return next(_rows(f"{_AMONG} AND c.number = %s", (number,)), None) if _kept(number) else None


def search(asked: Search) -> list[Row]:
    """The claims, in the order of their numbers."""
    if not all(map(_kept, (*(key for _, key in (*asked.keys, *asked.any_key)), "".join(asked.numbers)))):
        return []
    first, *more = asked.keys or (None,)
    statement, order = (_HAVING, "k") if first else (_AMONG, "c")
    given: list[Given] = [first[0], fitting(first[1])] if first else []
    for wanted in [*((key,) for key in more if key), *([asked.any_key] if asked.any_key else ())]:
        statement += _ALSO.format(" OR ".join([_KEY] * len(wanted)))
        given += [value for by, key in wanted for value in (by, fitting(key))]
    if asked.numbers:
        among, numbers = _among(asked.numbers)
        statement, given = statement + among, given + numbers
    if asked.state:
        statement += " AND c.state = %s"
        given.append(asked.state)
    if asked.loss_date:
        statement += " AND c.loss_date = %s"
        given.append(asked.loss_date.isoformat())
    return list(_rows(f"{statement} ORDER BY {order}.number LIMIT %s", (*given, asked.limit)))


def _among(numbers: tuple[str, ...]) -> tuple[str, list[Given]]:
    if connection.vendor == "postgresql":
        return " AND c.number = ANY(%s)", [list(numbers)]
    return f" AND c.number IN ({', '.join(['%s'] * len(numbers))})", [*numbers]


def each(lookups: Sequence[Lookup]) -> list[list[Row]]:
    """The claims of every key, in the order of their numbers; one journey, where the database is one away."""
    if connection.vendor != "postgresql":
        return [search(Search(keys=((one.by, one.key),), state=one.state, limit=one.limit)) for one in lookups]
    found: list[list[Row]] = [[] for _ in lookups]
    keys = [fitting(one.key) if _kept(one.key) else "" for one in lookups]
    with _asking() as cursor:
        cursor.execute(_EACH, ([one.by for one in lookups], keys, [one.state for one in lookups], [one.limit for one in lookups]))
        for place, number, value in cursor.fetchall():
            found[place - 1].append((number, value))
    return found


def knows(address: Lookup, broker_domain: str) -> bool:
    """Whether a claim has this address, or a broker whose own domain that is."""
    if not _kept(address.key):
        return False
    return any(_rows(_KNOWN, (address.by, fitting(address.key), broker_domain)))


def knows_domain(domain: str) -> bool:
    """Whether somebody on a claim writes from there."""
    with _asking():
        return _kept(domain) and KnownDomain.objects.filter(name=domain).exists()


def broker_domains() -> list[str]:
    """Every domain that is a broker's own."""
    with _asking():
        return list(KnownDomain.objects.filter(brokers__gt=0).values_list("name", flat=True))


def version() -> int:
    """Which load made the register that is here now; 0 before the first."""
    with _asking():
        return RegisterLoad.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def is_empty() -> bool:
    """Whether there are no claims."""
    with _asking():
        return not RegisteredClaim.objects.exists()


def _kept(text: str) -> bool:
    """Whether a table could have this text: mails may hold signs that none takes."""
    return codec.plain(text) == text


def _rows(statement: str, given: Iterable[Given]) -> Iterator[Row]:
    with _asking() as cursor:
        cursor.execute(statement, tuple(given))
        found = cursor.fetchall()
    yield from found


@contextmanager
def _asking() -> Iterator[CursorWrapper]:
    """A cursor.

    Raises:
        Unavailable: the database does not answer.
    """
    try:
        with connection.cursor() as cursor:
            yield cursor
    except (OperationalError, InterfaceError) as error:
        raise Unavailable("claims_register", type(error).__name__) from error
