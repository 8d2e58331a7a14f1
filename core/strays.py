"""A paper that seems to have strayed: it names another claim of ours, and not the one that its mail is about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Stray:
    """One paper, and one claim that it names."""

    path: str
    """The document that it is, or is in."""

    page: int = 1
    """Page of the document on which that claim is named first."""

    claim: str
    by: str
    """What names it: number, policy_number or plate."""

    warning: str
    """The code of what the handler is told: how surely it is another person's."""
