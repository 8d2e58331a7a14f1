"""What is told of one paper: its type, which of its fields are there, and which of its pages need care."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentType:
    """What a paper is: an id of domain section 4, how sure, and the cues that decided."""

    id: str = "autre"
    guess: str = ""
    """The likeliest type where none is sure enough to be set."""

    confidence: float = 0.0
    cues: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    """Classes of personal data, P1 to P6, of this type, of every type that the cues hint at, and of the marks on its pages
    (domain section 8.1)."""


UNTYPED = DocumentType()
"""What a paper is before anything was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """Which of the fields that a paper of its type must hold were found on it, were looked for and not found, or cannot be judged."""

    present: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """True when every required field was found."""
        return not (self.missing or self.unknown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A hint of personal data that needs care: its class, P3 to P6, the page, and the words that gave it away."""

    level: str
    page: int
    cue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One paper inside a file: the numbers of its pages and its type. A plain file holds exactly one."""

    pages: tuple[int, ...]
    type: DocumentType
    completeness: Completeness = Completeness()
    marks: tuple[Mark, ...] = ()
    unsure: tuple[int, ...] = ()
    """Pages at which a further paper may begin, not surely enough to take them apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What mails have brought for a claim up to now: the types of their papers, and what their senders wrote themselves."""

    types: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()
    complete: bool = True
    """False when there is more than was looked at."""
