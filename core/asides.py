"""What a verdict says of a mail beside which claim it belongs to: whose mail is forwarded, what is wanted, a claim to open."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """Who wrote the mail that another forwards in his text, as that text says: it proves nothing."""

    name: str = ""
    address: str = ""
    sender_class: str = ""
    """As `core.values.SenderClass`; `L` only when a relay that is trusted forwarded it, "" when nobody was asked."""

    subject: str = ""
    date: str = ""
    """As the mail program wrote it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """A piece of information that opens a claim, and how it stands: here, missing, or doubtful."""

    id: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClaim:
    """A claim that a mail reports, as far as a program can tell."""

    kind: str = ""
    """One of data/claim_kinds.yaml, "" when nothing speaks for one more than for another."""

    must_hold: tuple[Needed, ...] = ()
    likely_duplicates: tuple[str, ...] = ()
    """Numbers of claims on the same policy within some days of the same loss, or with the same plate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """All of it; each is shown to a person and none decides about a claim."""

    original: Original | None = None
    intents: tuple[str, ...] = ()
    """Codes of what the sender wants, the most pressing first."""

    new_claim: NewClaim | None = None


NOTHING = Aside()
