"""What the register says of claims while one page or one list is made: each claim is asked for once."""

from collections.abc import Iterable

from core.errors import Unavailable
from ingest.services import Services
from router.contracts import Contract
from router.protocols import Claim, State
from router.sittings import is_sitting, sitting_of

STOLEN_VEHICLE = "vehicle_theft"
"""The kind of claim on which a vehicle is searched for."""

OVER = frozenset({State.CLOSED, State.ARCHIVED})
"""States of claims on which nothing is waited for any more."""


class Known:
    """The claims of the register as they were when each was asked for first.

    Where the register is silent, an `exact` one raises `Unavailable`; any other takes a claim for one that nobody knows.
    """

    def __init__(self, services: Services, *, exact: bool) -> None:
        self._register, self._contracts, self._exact = sitting_of(services.register), services.contracts, exact
        self._claims: dict[str, Claim | None] = {}

    def claim(self, number: str) -> Claim | None:
        """The claim that has this number, or had it."""
        if number not in self._claims:
            try:
                self._claims[number] = self._ask(number)
            except Unavailable:
                if self._exact:
                    raise
                self._claims[number] = None
        return self._claims[number]

    def expect(self, numbers: Iterable[str]) -> None:
        """Say which claims will be asked for, to a register that then reads them at once."""
        if not is_sitting(self._register):
            return
        try:
            self._register.expect_claims(numbers)
        except Unavailable:
            if self._exact:
                raise

    def numbers(self, number: str) -> tuple[str, ...]:
        """Every number that the claim has or had, the present one first."""
        claim = self.claim(number)
        return tuple(dict.fromkeys((claim.number, *claim.former_numbers, number))) if claim else (number,)

    def is_over(self, number: str) -> bool:
        """Whether the claim is closed."""
        claim = self.claim(number)
        return claim is not None and claim.state in OVER

    def is_stolen_vehicle(self, number: str) -> bool:
        """Whether the claim is about a vehicle that was stolen."""
        claim = self.claim(number)
        return claim is not None and claim.kind == STOLEN_VEHICLE

    def contract(self, number: str) -> Contract:
        """Whose times count for a claim; no claim is asked for where there are no contracts, and no mail without a claim has one."""
        claim = self.claim(number) if number and self._contracts.named else None
        return self._contracts.of(claim) if claim else self._contracts.default

    def _ask(self, number: str) -> Claim | None:
        found = self._register.find_claim(number)
        return self._register.get_claim(found.number) if found.number else None
