"""The values that travel between the steps. All are frozen; none knows a database, a broker or a page."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.asides import NOTHING, Aside
from core.content import Content
from core.errors import Problem
from core.media import Photo, Picture, Video
from core.pages import Fact, Page
from core.papers import UNTYPED, Document, DocumentType
from core.precedents import Precedent
from core.strays import Stray


class Kind(StrEnum):
    """What a part is."""

    MAIL = "mail"
    TEXT = "text"
    CONTAINER = "container"
    DOCUMENT = "document"
    DECORATION = "decoration"
    SIGNATURE = "signature"


class Auto(StrEnum):
    """How a mail shows that no person wrote it."""

    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    LIST = "list"
    OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One mailbox of an address header; `address` is lower-cased, "" when there is none."""

    name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """One header line as it stood: unfolded, not decoded."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Anything found in a mail at any depth, the mail itself (path "0") included."""

    path: str
    parent: str | None
    kind: Kind
    name: str
    """Decoded and safe to show; never used as a path on disk."""
    media_type: str
    """What the content is, by sniffing first."""
    declared_type: str
    """What the sender said, "" when nothing."""
    content: Content
    problem: Problem | None = None
    original_name: str = ""
    """The name exactly as it was decoded, before it was made safe."""
    content_id: str = ""
    disposition: str = ""
    unit: str = "0"
    """Path of the nearest mail around this part; a mail's own path for a mail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A mail that was quoted or forwarded in the text of another: who wrote it, when, about what."""

    sender: Address = Address()
    subject: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """A run of lines of a text, `end` not included."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One mail at any depth: what has a subject, a sender and a claim of its own."""

    path: str
    subject: str = ""
    other_subjects: tuple[str, ...] = ()
    """Subjects of further Subject headers, after the first."""
    sender: Address = Address()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    return_path: str | None = None
    """`None` when there is no Return-Path, "" for the null path <>."""
    date: datetime | None = None
    """The Date header, with its zone; it is the sender's word only."""
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    own_text: str = ""
    quoted_text: str = ""
    signature: str = ""
    """What stands below the own text: name, firm, telephone, disclaimer, and what telephones add."""
    quoted: tuple[Quoted, ...] = ()
    deeper: tuple[Lines, ...] = ()
    """In a mail without a word of its own: lines of `quoted_text` that the outermost mail there quotes in turn."""
    auto: Auto | None = None
    headers: tuple[Header, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A mail, or any file, taken apart: every node in reading order, and the units among them."""

    parts: tuple[Part, ...]
    units: tuple[Unit, ...]
    balanced: bool = True
    """Counted again from outside, every leaf is a part, and every mail a unit."""
    faults: tuple[str, ...] = ()
    """What our own openers tripped over: the kind of error and where, nothing of the mail."""
    hints: tuple[tuple[Unit, ...], ...] = ()
    """Texts of each other mail whose words opened something here, with dots in their place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What an extractor found in one document."""

    media_type: str
    language: str = ""
    """fr, nl, de, en, or "" when there is too little text to tell."""
    type: DocumentType = UNTYPED
    pages: tuple[Page, ...] = ()
    documents: tuple[Document, ...] = ()
    facts: tuple[Fact, ...] = ()
    photo: Photo | None = None
    """What a picture says of itself, also where it shows a paper."""
    video: Video | None = None
    problem: Problem | None = None


def pictures_of(reading: Reading) -> tuple[Picture, ...]:
    """Every picture that was made of the document."""
    photo = (reading.photo.small, reading.photo.large) if reading.photo else ()
    video = (reading.video.poster, *reading.video.stills) if reading.video else ()
    return tuple(picture for picture in (*photo, *video) if picture)


class Carrier(StrEnum):
    """Where a reference was found, strongest first."""

    SUBJECT = "subject"
    OWN_TEXT = "own_text"
    FILE_NAME = "file_name"
    QUOTED_TEXT = "quoted_text"
    DOCUMENT_TEXT = "document_text"


class Form(StrEnum):
    """How a reference was written (domain section 2.4)."""

    EXACT = "exact"
    DELIMITED = "delimited"
    BARE = "bare"
    SEPARATED = "separated"
    REPAIRED = "repaired"
    PARTIAL = "partial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A claim or draft number as found; a candidate until register, sender and names agree."""

    value: str
    kind: str
    """`claim` or `draft`; what the pattern says."""
    carrier: Carrier
    form: Form
    path: str
    """The part it was found in or, for a file name, the part that has the name."""
    raw: str
    delimited: bool = False
    """Asterisks stood on both sides."""
    suffix: str = ""
    """`range` when a shorthand for several files follows (`C502100001 à 03`)."""


class SenderClass(StrEnum):
    """A sender relative to one claim (domain section 2.6)."""

    LINKED = "L"
    OTHER = "O"
    UNKNOWN = "U"
    SPOOFED = "X"


class Outcome(StrEnum):
    """What a verdict says to do with a unit."""

    ROUTE = "route"
    ROUTE_WARN = "route_warn"
    TRIAGE = "triage"
    HOLD = "hold"
    SPLIT = "split"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A claim proposed to the operator, with what speaks for it."""

    number: str
    score: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One claim of a verdict and the paths of the items that go to it."""

    claim: str
    items: tuple[str, ...]


class Said(StrEnum):
    """What a rule had to say."""

    PASSED = "passed"
    WARNED = "warned"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A rule that was asked: the facts that it looked at, as `sender=L`, up to the one that kept it from firing."""

    rule: str
    saw: tuple[str, ...]
    said: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Which claim a unit belongs to, and why."""

    path: str
    outcome: Outcome
    claims: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    rule: str = ""
    sender_class: SenderClass = SenderClass.UNKNOWN
    references: tuple[Reference, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    """For a split: which items go to which claim; empty when all items go to every claim named."""
    decisive: bool = True
    """False when readings that are still to come could change it."""
    aside: Aside = NOTHING
    precedent: Precedent | None = None
    """The decision of a person that this one carries on."""
    their_references: tuple[str, ...] = ()
    """The sender's own references in the subject."""
    near: tuple[str, ...] = ()
    """Other claims of the sender, one slip away from the one named: to be compared."""
    strays: tuple[Stray, ...] = ()
    """Papers of it that name another claim, and not the one that they go to; each has a step at the end of `trail`."""
    trail: tuple[Step, ...] = ()
    """Every rule that was asked, in order."""
    rules_version: str = ""
    """Which rules were asked."""

    @property
    def in_doubt(self) -> bool:
        """Whether a linked sender may as well mean another claim of his: the handler is asked to compare."""
        placed = self.outcome in {Outcome.ROUTE, Outcome.ROUTE_WARN}
        return bool(self.near) and placed and self.sender_class is SenderClass.LINKED
