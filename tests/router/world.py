"""A small claims office: the claims of the fixture, mails from its people, and a register that can be down."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from core.content import Content
from core.errors import Unavailable
from core.pages import Page
from core.papers import DocumentType, Received
from core.precedents import Earlier, Precedent
from core.values import Address, Header, Kind, Part, Reading, Tree, Unit
from router.book import Book
from router.mail import MailDecision, decide_mail
from router.options import Options
from router.protocols import Claim, Found, Query, Sender, State

TABLE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text("utf-8"))
WEDNESDAY = datetime(2026, 3, 4, 9, 11, tzinfo=UTC)

MARTIN = "sinistres@courtier-martin.example"
PEETERS = "info@makelaar-peeters.example"
STRANGER = "voisin@ailleurs.example"
SERVER = "mx.claimpost.test"


def claims() -> list[Claim]:
    """The fixture of the table: five claims and a draft; who is on a claim writes from its broker's domain."""
    fixture = TABLE["fixture"]
    former = {number: tuple(old for old, new in fixture["aliases"].items() if new == number) for number in fixture["claims"]}
    opened = [
        Claim(
            number=number,
            state=State(row["state"]),
            insured_names=(f"{row['insured']} Jean",),
            broker_emails=(f"info@{row['broker']}",),
            former_numbers=former[number],
            handler="h.lambert",
            handler_email="h.lambert@assureur.example",
        )
        for number, row in fixture["claims"].items()
    ]
    drafts = [Claim(number=number, state=State.DRAFT, broker_emails=(f"info@{broker}",)) for number, broker in fixture["drafts"].items()]
    return [*opened, *drafts]


def claim(number: str, **fields: object) -> Claim:
    """An open claim of broker Martin, with what the test needs to be different."""
    return Claim(**{"number": number, "state": State.OPEN, "insured_names": ("DUPONT Jean",), "broker_emails": (MARTIN,)} | fields)


REGISTER = Book(claims())


class Down:
    """A register that does not answer."""

    def find_claim(self, number: str) -> Found:
        raise Unavailable("claims_system", number)

    def search_claims(self, query: Query) -> tuple[Claim, ...]:
        raise Unavailable("claims_system", str(query))

    def get_claim(self, number: str) -> Claim | None:
        raise Unavailable("claims_system", number)

    def resolve_sender(self, address: str, number: str = "") -> Sender:
        raise Unavailable("claims_system", address + number)


class Thread:
    """A history in which every thread went to the same claims, and every earlier mail was given away by these persons."""

    def __init__(
        self,
        *numbers: str,
        received: Mapping[str, Received] | None = None,
        assigned: tuple[Precedent, ...] = (),
        complete: bool = True,
    ) -> None:
        self._numbers = numbers
        self._received = received or {}
        self._assigned = Earlier(found=assigned, complete=complete)
        self.asked: list[dict[str, object]] = []

    def assigned(self, **like: object) -> Earlier:
        self.asked.append(like)
        return self._assigned

    def thread_claims(self, message_ids: Iterable[str]) -> tuple[str, ...]:
        return self._numbers if list(message_ids) else ()

    def received(self, numbers: Iterable[str]) -> Received:
        found = [self._received[number] for number in numbers if number in self._received]
        return found[0] if found else Received()


def proof(result: str = "pass", server: str = SERVER) -> tuple[Header, ...]:
    """What a border server writes; "" writes nothing."""
    return (Header(name="Authentication-Results", value=f"{server}; dmarc={result}"),) if result else ()


def unit(path: str = "0", **fields: object) -> Unit:
    """A mail from broker Martin, authenticated when it is the outer one."""
    sender = fields.pop("sender", MARTIN)
    address = sender if isinstance(sender, Address) else Address(address=sender)
    return Unit(
        **{"path": path, "sender": address, "headers": proof() if path == "0" else (), "message_id": f"<{path}@x.example>"} | fields
    )


def part(path: str, name: str = "", kind: Kind = Kind.DOCUMENT, **fields: object) -> Part:
    """A part of the unit around it, which is the outer one unless said otherwise."""
    digest = hashlib.sha256(path.encode()).hexdigest()
    base = {
        "path": path,
        "parent": path.rpartition(".")[0] or None,
        "kind": kind,
        "name": name or "part",
        "original_name": name,
        "media_type": "application/pdf",
        "declared_type": "application/pdf",
        "content": Content(path=Path("x"), size=1, sha256=digest),
        "unit": path if kind is Kind.MAIL else "0",
    }
    return Part(**base | fields)


def tree(*members: Unit | Part) -> Tree:
    """A tree of these; mails that no part is given for get one."""
    units = tuple(member for member in members if isinstance(member, Unit))
    parts = [member for member in members if isinstance(member, Part)]
    given = {one.path for one in parts}
    mails = [part(one.path, kind=Kind.MAIL) for one in units if one.path not in given]
    return Tree(parts=tuple(sorted([*parts, *mails], key=lambda one: one.path)), units=units)


def reading(text: str = "", kind: str = "autre", **fields: object) -> Reading:
    """A reading of one page."""
    base = {"media_type": "application/pdf", "type": DocumentType(id=kind, confidence=0.9), "pages": (Page(number=1, text=text),)}
    return Reading(**base | fields)


def decided(mail: Tree, **fields: object) -> MailDecision:
    """The decision in this office on a Wednesday morning."""
    given = {"readings": {}, "register": REGISTER, "history": Thread(), "options": Options(), "now": WEDNESDAY} | fields
    return decide_mail(mail, **given)
