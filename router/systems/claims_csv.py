"""A register of claims in a CSV file (RFC 4180): UTF-8, a header line, `;` between the values of one cell.

The file is read into memory, and again whenever it changes.
"""

import csv
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from core.errors import Misconfigured, Unavailable
from core.own_rules import LANGUAGES
from router import grammar
from router.book import Book
from router.names import code
from router.protocols import Claim, Found, Query, Register, Sender, State
from router.systems import system

COLUMNS = [
    "number",
    "state",
    "kind",
    "insured",
    "policy_number",
    "plate",
    "loss_date",
    "broker_email",
    "broker_ref",
    "party_emails",
    "expert_email",
    "lawyer_email",
    "handler",
    "handler_email",
    "handler_phone",
    "former_numbers",
    "sensitivity",
    "establishment",
    "loss_place",
    "covers",
    "paid",
    "reserved",
    "closed_on",
    "paid_on",
    "recourse",
    "client",
    "language",
]
LONGEST_NUMBER = 40
"""What the tables of tasks and answers have room for."""

LONGEST_ADDRESS = 320
"""Signs of an address at most (RFC 3696, 3)."""

_NEEDED = ("number", "state")
_AMOUNT = re.compile(r"\d{1,12}([.,]\d{1,2})?")
_WRITTEN = frozenset(State) - {State.NONE}


@system("csv")
def connect(location: str) -> Register:
    """The register that a CSV file holds."""
    return CsvRegister(Path(location))


class CsvRegister:
    """Answers from the file as it is now.

    Raises:
        Misconfigured: the file cannot be read as claims; the message names the line.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._book, self._version = Book(), ""
        try:
            self._version = self._version_now()
            self._book = _read(path)
        except OSError as error:
            raise Misconfigured("claims_register_unreadable", str(path)) from error

    def find_claim(self, number: str) -> Found:
        """Whether a number is that of a claim, now or formerly."""
        return self._now().find_claim(number)

    def search_claims(self, query: Query) -> tuple[Claim, ...]:
        """The claims that agree with every field of the query that is set."""
        return self._now().search_claims(query)

    def get_claim(self, number: str) -> Claim | None:
        """A claim by its present number."""
        return self._now().get_claim(number)

    def resolve_sender(self, address: str, number: str = "") -> Sender:
        """Who an address is, relative to a claim."""
        return self._now().resolve_sender(address, number)

    def knows_domain(self, domain: str) -> bool:
        """Whether somebody on a claim writes from there."""
        return self._now().knows_domain(domain)

    def domains_like(self, domain: str) -> tuple[str, ...]:
        """The brokers' domains that this one may be taken for."""
        return self._now().domains_like(domain)

    def domains_called(self, name: str) -> tuple[str, ...]:
        """The brokers' domains that a display name is the name of."""
        return self._now().domains_called(name)

    def _now(self) -> Book:
        """The claims as the file has them.

        Raises:
            Unavailable: the file is gone or, perhaps while it is written, not a register; whoever asked comes back later.
        """
        with self._lock:
            try:
                version = self._version_now()
                if version != self._version:
                    self._book, self._version = _read(self._path), version
            except (OSError, Misconfigured) as error:
                raise Unavailable("claims_register", str(error)) from error
            return self._book

    def _version_now(self) -> str:
        status = self._path.stat()
        return f"{status.st_mtime_ns}-{status.st_size}-{status.st_ino}"


def _read(path: Path) -> Book:
    book = Book()
    for row in rows(path):
        try:
            book.add(row.claim)
        except ValueError as error:
            raise twice(row.line, str(error)) from error
    return book


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A claim as a file has it; `line` is the last of its lines."""

    line: int
    claim: Claim


def rows(path: Path) -> Iterator[Row]:
    """The claims of a file one by one; none is compared with another.

    Raises:
        Misconfigured: it is not a register; the message names the line.
        OSError: it cannot be read.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        read = csv.DictReader(file, strict=True)
        try:
            _check_header(read.fieldnames or ())
            yield from (Row(line=read.line_num, claim=claim) for claim in _claims(read))
        except (csv.Error, UnicodeDecodeError) as error:
            raise Misconfigured("claims_register", f"line {read.line_num + 1}: {error}") from error


def twice(line: int, number: str) -> Misconfigured:
    """What is said of a number that two claims have, now or formerly."""
    return Misconfigured("claims_register", f"line {line}: {number} is there twice")


def _check_header(names: Iterable[str]) -> None:
    unknown = [name for name in names if name not in COLUMNS]
    missing = [name for name in _NEEDED if name not in names]
    if unknown or missing:
        raise Misconfigured("claims_register", f"line 1: columns unknown: {unknown}, missing: {missing}; known: {', '.join(COLUMNS)}")


def _claims(rows: "csv.DictReader[str]") -> Iterator[Claim]:
    drafts = tuple(pattern.prefix for pattern in grammar.default().patterns if pattern.kind == "draft")
    for row in rows:
        if None in row or None in row.values():
            raise Misconfigured("claims_register", f"line {rows.line_num}: {len(row)} cells do not fit the header")
        if any("\0" in cell for cell in row.values()):
            raise Misconfigured("claims_register", f"line {rows.line_num}: a NUL character")
        try:
            yield _claim(row, drafts)
        except ValueError as error:
            raise Misconfigured("claims_register", f"line {rows.line_num}: {error}") from error


def _claim(row: Mapping[str, str], drafts: tuple[str, ...]) -> Claim:
    number = code(row["number"])
    if not number:
        raise ValueError("no number")
    former_numbers = tuple(code(value) for value in _values(row, "former_numbers"))
    if max(map(len, (number, *former_numbers))) > LONGEST_NUMBER:
        raise ValueError(f"a number has {LONGEST_NUMBER} signs at most")
    return Claim(
        number=number,
        state=State.DRAFT if number.startswith(drafts) else _state(row["state"]),
        kind=row.get("kind", "").strip(),
        insured_names=_values(row, "insured"),
        policy_numbers=_values(row, "policy_number"),
        plates=_values(row, "plate"),
        loss_date=_date(row.get("loss_date", "").strip()),
        broker_emails=_addresses(row, "broker_email"),
        broker_refs=_values(row, "broker_ref"),
        party_emails=_addresses(row, "party_emails"),
        expert_emails=_addresses(row, "expert_email"),
        lawyer_emails=_addresses(row, "lawyer_email"),
        handler=row.get("handler", "").strip(),
        handler_email=next(iter(_addresses(row, "handler_email")), ""),
        handler_phone=row.get("handler_phone", "").strip(),
        former_numbers=former_numbers,
        sensitivity=row.get("sensitivity", "").strip() or "normal",
        client=row.get("client", "").strip(),
        language=_language(row.get("language", "").strip().lower()),
        **_accounts(row),
    )


def _language(text: str) -> str:
    if text not in ("", *LANGUAGES):
        raise ValueError(f"language {text!r}; one of: {', '.join(LANGUAGES)}")
    return text


def _accounts(row: Mapping[str, str]) -> dict[str, Any]:
    """What only the yearly statistics ask for."""
    return {
        "establishment": row.get("establishment", "").strip(),
        "loss_place": row.get("loss_place", "").strip(),
        "covers": _values(row, "covers"),
        "paid": _amount(row.get("paid", "").strip()),
        "reserved": _amount(row.get("reserved", "").strip()),
        "closed_on": _date(row.get("closed_on", "").strip()),
        "paid_on": _date(row.get("paid_on", "").strip()),
        "recourse": _flag(row.get("recourse", "").strip().lower()),
    }


def _amount(text: str) -> Decimal | None:
    if not text:
        return None
    if not _AMOUNT.fullmatch(text):
        raise ValueError(f"amount {text!r}; like 1234.50")
    return Decimal(text.replace(",", "."))


def _flag(text: str) -> bool:
    if text not in {"", "yes", "no"}:
        raise ValueError(f"{text!r}; yes or no")
    return text == "yes"


def _state(text: str) -> State:
    try:
        state = State(text.strip().lower())
    except ValueError:
        state = State.NONE
    if state not in _WRITTEN:
        raise ValueError(f"state {text!r}; one of: {', '.join(sorted(_WRITTEN))}")
    return state


def _date(text: str) -> date | None:
    if not text:
        return None
    if "/" in text:
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no zone
    return date.fromisoformat(text)


def _values(row: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(value for part in row.get(name, "").split(";") if (value := part.strip()))


def _addresses(row: Mapping[str, str], name: str) -> tuple[str, ...]:
    found = tuple(value.lower() for value in _values(row, name))
    if any(len(address) > LONGEST_ADDRESS for address in found):
        raise ValueError(f"an address has {LONGEST_ADDRESS} signs at most")
    return found
