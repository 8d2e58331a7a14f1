"""Claims systems: the CSV register, the book behind it, and how another one is added."""

import os
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from core.errors import Misconfigured, Unavailable
from router import systems
from router.book import Book, near_numbers
from router.protocols import (
    Claim,
    Deliveries,
    Found,
    NewNote,
    Query,
    Refusal,
    Refused,
    Register,
    Relation,
    State,
)
from tests.router.world import claim

HEADER = (
    "number,state,kind,insured,policy_number,plate,loss_date,broker_email,broker_ref,"
    "party_emails,handler,handler_email,former_numbers,sensitivity\n"
)
ROW = (
    "C502100001,open,motor_own,DUPONT Jean,50.123.456,1-ABC-123,2024-03-01,Info@Courtier-Martin.example,DOS/2024/0153,"
    "jean.dupont@gmail.com;expert@cabinet.example,h.lambert,h.lambert@assureur.example,T502100388,normal\n"
)
DRAFT = "T502100417,,,,,,,info@courtier-martin.example,,,,,,\n"


def _file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "claims.csv"
    path.write_text(text, encoding)
    return path


def _register(folder: Path, *rows: str) -> Register:
    return systems.connect(_file(folder, HEADER + "".join(rows)))


@pytest.mark.parametrize(("cell", "language"), [("nl", "nl"), (" DE ", "de"), ("", "")])
def test_the_language_of_a_claim_is_read(cell: str, language: str, tmp_path: Path) -> None:
    found = systems.connect(_file(tmp_path, f"{HEADER.strip()},language\n{ROW.strip()},{cell}\n")).get_claim("C502100001")

    assert found is not None
    assert found.language == language


def test_a_language_that_answers_are_not_written_in_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="line 2: language 'es'"):
        systems.connect(_file(tmp_path, f"{HEADER.strip()},language\n{ROW.strip()},es\n")).get_claim("C502100001")


def test_the_client_of_a_claim_is_read_where_the_column_is_there(tmp_path: Path) -> None:
    rows = f"{HEADER.strip()},client\n{ROW.strip()}, Ville de Vertebois \n"
    with_client, without = systems.connect(_file(tmp_path, rows)).get_claim("C502100001"), _register(tmp_path, ROW).get_claim("C502100001")

    assert [found and found.client for found in (with_client, without)] == ["Ville de Vertebois", ""]


def test_a_line_of_the_file_is_a_claim(tmp_path: Path) -> None:
    register = _register(tmp_path, ROW)

    assert register.get_claim("C502100001") == Claim(
        number="C502100001",
        state=State.OPEN,
        kind="motor_own",
        insured_names=("DUPONT Jean",),
        policy_numbers=("50.123.456",),
        plates=("1-ABC-123",),
        loss_date=date(2024, 3, 1),
        broker_emails=("info@courtier-martin.example",),
        broker_refs=("DOS/2024/0153",),
        party_emails=("jean.dupont@gmail.com", "expert@cabinet.example"),
        handler="h.lambert",
        handler_email="h.lambert@assureur.example",
        former_numbers=("T502100388",),
    )


def test_a_byte_order_mark_and_a_short_header_are_fine(tmp_path: Path) -> None:
    path = _file(tmp_path, "number,state,loss_date\nc502.100.001,Closed,01/03/2024\n", "utf-8-sig")

    found = systems.connect(str(path)).get_claim("C502100001")

    assert found == Claim(number="C502100001", state=State.CLOSED, loss_date=date(2024, 3, 1))


def test_numbers_are_found_as_they_are_and_as_they_were(tmp_path: Path) -> None:
    register = _register(tmp_path, ROW, DRAFT)

    found = [register.find_claim(number) for number in ("C502100001", "T502100388", "T502100417", "C1")]

    assert found == [
        Found(state=State.OPEN, number="C502100001"),
        Found(state=State.OPEN, number="C502100001", alias=True),
        Found(state=State.DRAFT, number="T502100417"),
        Found(state=State.NONE),
    ]


@pytest.mark.parametrize(
    "query",
    [
        Query(policy_number="50123456"),
        Query(plate="1abc123"),
        Query(broker_ref="dos-2024-0153"),
        Query(insured_name="Dupont"),
        Query(near_number="C502100010"),
        Query(near_number="C50210001"),
        Query(near_number="C5021000011"),
        Query(sender="EXPERT@cabinet.example"),
        Query(sender="anybody@courtier-martin.example", state=State.OPEN),
        Query(insured_name="dupont", loss_date=date(2024, 3, 1)),
    ],
)
def test_a_claim_is_found_by_what_is_known_of_it(query: Query, tmp_path: Path) -> None:
    assert [found.number for found in _register(tmp_path, ROW).search_claims(query)] == ["C502100001"]


@pytest.mark.parametrize("query", [Query(), Query(sender="x@gmail.com"), Query(insured_name="dupont", loss_date=date(2024, 3, 2))])
def test_a_claim_is_not_found_by_less(query: Query, tmp_path: Path) -> None:
    assert _register(tmp_path, ROW).search_claims(query) == ()


@pytest.mark.parametrize(
    ("address", "relation", "role"),
    [
        ("info@courtier-martin.example", Relation.LINKED, "broker"),
        ("Anne@Courtier-Martin.example", Relation.LINKED, "broker"),
        ("expert@cabinet.example", Relation.LINKED, "party"),
        ("autre@cabinet.example", Relation.UNKNOWN, ""),
        ("h.lambert@assureur.example", Relation.LINKED, "handler"),
        ("other@gmail.com", Relation.UNKNOWN, ""),
        ("", Relation.UNKNOWN, ""),
    ],
)
def test_a_sender_is_known_by_address_or_by_the_domain_of_the_broker(address: str, relation: Relation, role: str, tmp_path: Path) -> None:
    sender = _register(tmp_path, ROW).resolve_sender(address, "C502100001")

    assert (sender.relation, sender.role) == (relation, role)


def test_a_broker_at_a_public_provider_is_known_by_his_address_only() -> None:
    book = Book([claim("C502100001", broker_emails=("courtier@gmail.com",))])

    found = [book.resolve_sender(address, "C502100001").relation for address in ("courtier@gmail.com", "voisin@gmail.com")]

    assert found == [Relation.LINKED, Relation.UNKNOWN]


BAD = [
    ("number,status\n", "columns unknown"),
    ("state\n", "missing: ..number"),
    ("", "missing"),
    ("number,state\nC1,open\nC1,open\n", "line 3: C1 is there twice"),
    ("number,state,former_numbers\nC1,open,T1\nC2,open,T1\n", "line 3: T1 is there twice"),
    ("number,state\nC1,maybe\n", "line 2: state 'maybe'"),
    ("number,state\nC1,none\n", "line 2: state 'none'"),
    ("number,state\n,open\n", "line 2: no number"),
    ("number,state,loss_date\nC1,open,yesterday\n", "line 2"),
    ("number,state\nC1\n", "line 2: .* cells"),
    ("number,state\nC1,open,more\n", "line 2: .* cells"),
    ('number,state\nC1,"open\n', "line 2"),
]


@pytest.mark.parametrize(("text", "message"), BAD)
def test_a_file_that_does_not_fit_says_where(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=message):
        systems.connect(_file(tmp_path, text))


def test_a_file_in_another_charset_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="line 1"):
        systems.connect(_file(tmp_path, "number,state,insured\nC1,open,Müller\n", "cp1252"))


def test_a_file_that_is_not_there_is_the_administrators_business(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="unreadable"):
        systems.connect(tmp_path / "no.csv")


def _later(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    os.utime(path, ns=(time.time_ns(), time.time_ns() + 10**9))


def test_the_file_is_read_again_when_it_changes(tmp_path: Path) -> None:
    register = systems.connect(_file(tmp_path, "number,state,former_numbers\nT3,draft,\n"))
    before = register.find_claim("T3")

    _later(tmp_path / "claims.csv", "number,state,former_numbers\nC3,open,T3\n")

    assert (before, register.find_claim("T3")) == (
        Found(state=State.DRAFT, number="T3"),
        Found(state=State.OPEN, number="C3", alias=True),
    )


@pytest.mark.parametrize("text", ["number,state\nC1,perhaps\n", None])
def test_a_file_that_breaks_later_makes_the_register_unavailable(text: str | None, tmp_path: Path) -> None:
    register = _register(tmp_path, ROW)

    if text is None:
        (tmp_path / "claims.csv").unlink()
    else:
        _later(tmp_path / "claims.csv", text)

    with pytest.raises(Unavailable, match="claims_register"):
        register.find_claim("C502100001")


def test_without_a_register_there_are_no_claims() -> None:
    register = systems.connect(None)

    assert register.find_claim("C502100001").state is State.NONE


def test_an_unknown_system_is_named() -> None:
    with pytest.raises(Misconfigured, match="'xlsx'; one of: csv"):
        systems.connect("claims.xlsx")


SYSTEM = """
from router.book import Book
from router.protocols import Claim, Delivered, NewNote, Refusal, Refused, State
from router.systems import system

class Ledger(Book):
    def attach_document(self, document):
        raise Refused(Refusal.TOO_LARGE)
    def create_task(self, task):
        return Delivered(id=task.key)
    def add_note(self, note):
        return Delivered(id=note.key, already_done=True)

@system("ledger")
def connect(location):
    return Ledger([Claim(number=location.removeprefix("ledger://"), state=State.OPEN)])
"""


def test_another_claims_system_is_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ledger.py").write_text(SYSTEM, "utf-8")
    monkeypatch.setattr(systems, "__path__", [*systems.__path__, str(tmp_path)])
    monkeypatch.setattr(systems.SYSTEMS, "_found", dict(systems.SYSTEMS.all()))
    monkeypatch.setattr(systems.SYSTEMS, "_scanned", False)

    register = systems.connect("ledger://C9")

    sys.modules.pop("router.systems.ledger")
    assert isinstance(register, Deliveries)
    assert (register.find_claim("C9").state, register.add_note(NewNote(claim="C9", key="k", body="b")).already_done) == (State.OPEN, True)


def test_a_file_takes_no_deliveries(tmp_path: Path) -> None:
    assert not isinstance(_register(tmp_path, ROW), Deliveries)


def test_a_refusal_carries_its_code() -> None:
    assert Refused(Refusal.CLAIM_CLOSED).refusal == "claim_closed"


def test_near_numbers_are_one_slip_away() -> None:
    near = set(near_numbers("C12"))

    assert near >= {"C13", "C22", "C21", "C1", "C2", "C112", "C129"} - {"C12"}
    assert not any(number[0] != "C" for number in near)


@pytest.mark.timeout(120)
def test_a_hundred_thousand_claims_load_in_seconds(tmp_path: Path) -> None:
    rows = "".join(
        f"C{502100000 + n},open,,NAME{n} Jean,50.{n},1-ABC-{n % 1000:03},,info@b{n % 400}.example,D/{n},,,,,\n" for n in range(100_000)
    )
    path = _file(tmp_path, HEADER + rows)
    start = time.process_time()

    register = systems.connect(path)

    assert time.process_time() - start < 30
    assert register.find_claim("C502199999").state is State.OPEN
