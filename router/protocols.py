"""What the router asks of others: a register of claims, a history of threads; and what a claims system takes from us.

Eight operations. Five read and are the `Register`; three write and are `Deliveries`: a system that can only be read,
like a file, is a register and nothing else. Every write has a key and is safe to repeat.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, runtime_checkable

from core.content import Content
from core.papers import Received
from core.precedents import Earlier


class State(StrEnum):
    """Where a claim stands in its life, as the claims system sees it."""

    OPEN = "open"
    CLOSED = "closed"
    ARCHIVED = "archived"
    DRAFT = "draft"
    NONE = "none"
    """There is no such claim."""

    RESTRICTED = "restricted"
    """It exists; that is all we may know."""


class Relation(StrEnum):
    """What the register knows of an address, relative to one claim. Whether the mail is really from there is another question."""

    LINKED = "L"
    OTHER = "O"
    UNKNOWN = "U"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The case as the claims system knows it."""

    number: str
    state: State
    kind: str = ""
    insured_names: tuple[str, ...] = ()
    policy_numbers: tuple[str, ...] = ()
    plates: tuple[str, ...] = ()
    loss_date: date | None = None
    broker_emails: tuple[str, ...] = ()
    """The broker is whoever writes from one of these, or from their domain when it is the broker's own."""

    broker_refs: tuple[str, ...] = ()
    party_emails: tuple[str, ...] = ()
    expert_emails: tuple[str, ...] = ()
    lawyer_emails: tuple[str, ...] = ()
    """Experts and lawyers who are assigned to the claim: parties like the others, whose absence holds it up."""

    handler: str = ""
    handler_email: str = ""
    handler_phone: str = ""
    former_numbers: tuple[str, ...] = ()
    sensitivity: str = "normal"
    language: str = ""
    """fr, nl, de or en, where the register tells it: for answers to mails that do not."""

    client: str = ""
    """For whom the claim is handled: its contract says how fast."""

    establishment: str = ""
    """Office of the insured that the claim concerns."""

    loss_place: str = ""
    covers: tuple[str, ...] = ()
    """The covers that are called upon."""

    paid: Decimal | None = None
    reserved: Decimal | None = None
    closed_on: date | None = None
    paid_on: date | None = None
    recourse: bool = False

    @property
    def others_emails(self) -> tuple[str, ...]:
        """Addresses of the parties that count by exact address: all but the broker."""
        return (*self.party_emails, *self.expert_emails, *self.lawyer_emails)

    @property
    def insured(self) -> str:
        """The insured as one line."""
        return " / ".join(self.insured_names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The answer about one number; `number` is the claim's present one, "" when there is none."""

    state: State
    number: str = ""
    alias: bool = False
    """It was asked under a former number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What a claim is searched by; fields that are set must all agree."""

    policy_number: str = ""
    insured_name: str = ""
    plate: str = ""
    loss_date: date | None = None
    broker_ref: str = ""
    near_number: str = ""
    """Numbers one slip away: a digit changed, forgotten or typed twice, or two neighbours swapped."""

    sender: str = ""
    """Claims that this address is linked to."""

    state: State | None = None
    limit: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """What the register knows about an address relative to a claim."""

    relation: Relation = Relation.UNKNOWN
    role: str = ""
    """broker, party, expert, lawyer or handler, when it is linked."""


class Register(Protocol):
    """The claims as they can be read. Any operation may raise `Unavailable`."""

    def find_claim(self, number: str) -> Found:
        """Whether a number is that of a claim, now or formerly."""

    def search_claims(self, query: Query) -> tuple[Claim, ...]:
        """The claims that agree with the query."""

    def get_claim(self, number: str) -> Claim | None:
        """A claim by its present number."""

    def resolve_sender(self, address: str, number: str = "") -> Sender:
        """Who an address is, relative to a claim."""


@runtime_checkable
class Directory(Protocol):
    """Who is known at all, for registers that can tell; of any other, only the claim says whom an unknown sender may imitate.

    Only brokers are found: they write often, and from domains of their own.
    """

    def knows_domain(self, domain: str) -> bool:
        """Whether somebody on a claim writes from there."""

    def domains_like(self, domain: str) -> tuple[str, ...]:
        """The brokers' domains that this one may be taken for."""

    def domains_called(self, name: str) -> tuple[str, ...]:
        """The brokers' domains that a display name is the name of."""


class History(Protocol):
    """What earlier mails were decided to be about."""

    def thread_claims(self, message_ids: Iterable[str]) -> tuple[str, ...]:
        """Numbers of the claims that mails with these Message-IDs were routed to."""

    def received(self, numbers: Iterable[str]) -> Received:
        """What was delivered for the claim that has, or had, these numbers."""

    def assigned(self, *, address: str, domain: str, message_ids: Collection[str], their_references: Collection[str]) -> Earlier:
        """Mails from this address, or this domain unless it is "", that a person gave to a claim, newest first.

        Only those of the same thread or with the same reference of the sender, and only while the person's word stands.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDocument:
    """A document for a claim."""

    claim: str
    key: str
    name: str
    type: str
    media_type: str
    content: Content
    received_at: datetime
    author: str = ""
    language: str = ""
    sensitivity: tuple[str, ...] = ()
    visible_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """A task for a claim, or for a queue when `claim` is "". Its documents are delivered before it."""

    claim: str
    key: str
    title: str
    description: str = ""
    priority: str = "normal"
    due_at: datetime | None = None
    document_ids: tuple[str, ...] = ()
    warnings: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNote:
    """A note on a claim."""

    claim: str
    key: str
    body: str
    subject: str = ""
    confidential: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """The id that the claims system gave."""

    id: str
    already_done: bool = False


class Refusal(StrEnum):
    """Why a claims system does not take something; trying again would not help."""

    TOO_LARGE = "too_large"
    TYPE_REFUSED = "type_refused"
    CLAIM_CLOSED = "claim_closed"
    RESTRICTED = "restricted"


class Refused(Exception):
    """The claims system does not take it."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


@runtime_checkable
class Deliveries(Protocol):
    """What a claims system takes from us. Any operation may raise `Unavailable` or `Refused`."""

    def attach_document(self, document: NewDocument) -> Delivered:
        """Add a document to a claim."""

    def create_task(self, task: NewTask) -> Delivered:
        """Give the owner of a claim, or a queue, something to do."""

    def add_note(self, note: NewNote) -> Delivered:
        """Add a note to a claim."""
