"""What an installation sets about routing."""

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.errors import Misconfigured
from core.own_rules import OwnRule
from router import contracts, grammar, sla
from router.contracts import Contracts
from router.grammar import Grammar


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The settings that a decision depends on; addresses and domains are in small letters."""

    authserv_id: str = "mx.claimpost.test"
    own_hops: int = 0
    """Received lines that our own servers put above the border server's results."""

    own_addresses: frozenset[str] = frozenset()
    """Addresses or domains that the house sends from: nobody there is answered."""

    trusted_relays: frozenset[str] = frozenset()
    """Addresses or domains that forward for us: the senders of mails attached to theirs are believed."""

    tasks_per: str = "unit"
    """`unit`, or `item` for a task per document."""

    country: str = "BE"
    """Whose holidays count where a contract names no country (ISO 3166)."""

    contracts: Contracts = field(default_factory=lambda: contracts.read(None))
    """How fast the house is to be, for which client."""

    time_zone: str = "Europe/Brussels"
    date_hours: int = 24
    """Hours by which the date that a sender writes may differ from the receipt."""

    own_rules: tuple[OwnRule, ...] = ()
    """What an administrator added."""

    grammar: Grammar = field(default_factory=grammar.default)

    def __post_init__(self) -> None:
        """Check what is written by hand.

        Raises:
            Misconfigured: the zone, the country or the way to open tasks is not one we know.
        """
        if self.tasks_per not in {"unit", "item"}:
            raise Misconfigured("tasks_per", f"{self.tasks_per!r}; unit or item")
        if self.country not in sla.countries():
            raise Misconfigured("country", f"{self.country!r} has no table of holidays")
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise Misconfigured("time_zone", f"{self.time_zone!r} is not in the zone database") from error
