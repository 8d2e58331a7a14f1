"""What the router and the readers are told, from our settings; shared by the pipeline and the command line. No Django."""

from functools import cache
from pathlib import Path

from core.own_rules import OwnRule
from core.settings import Settings
from core.values import Kind, Part
from extractors.reading import readable
from router import both, contracts, grammar
from router.contracts import Contracts
from router.options import Options


def options(settings: Settings, own_rules: tuple[OwnRule, ...] = ()) -> Options:
    """What the router is told of the installation."""
    return Options(
        authserv_id=settings.authserv_id,
        own_hops=settings.own_hops,
        own_addresses=_listed(f"{settings.own_addresses},{settings.answers.sender},{settings.answers.bounces}"),
        trusted_relays=_listed(settings.trusted_relays),
        tasks_per=settings.tasks_per,
        country=settings.country,
        contracts=contracts_of(settings.contracts),
        time_zone=settings.time_zone,
        date_hours=settings.limits.date_hours,
        own_rules=own_rules,
        grammar=grammar.default(both.SETTING) if settings.two_claims == "both" else grammar.default(),
    )


@cache
def contracts_of(path: Path | None) -> Contracts:
    """The contracts of a file, read once in a process.

    Raises:
        Misconfigured: the file cannot be read as contracts.
    """
    return contracts.read(path)


def is_read(part: Part) -> bool:
    """True for a document that holds something and for whose format there is a reader."""
    return part.kind is Kind.DOCUMENT and part.content.size > 0 and readable(part.media_type)


def _listed(text: str) -> frozenset[str]:
    return frozenset(entry.strip().lower() for entry in text.split(",") if entry.strip())
