"""What is said of a mail beside its claim: who wrote it first, what is wanted, what to open. It is shown, and decides nothing."""

from collections.abc import Mapping
from dataclasses import replace

from core.asides import NOTHING, Aside, Original
from core.values import Address, Outcome, Reading, SenderClass, Verdict
from router.authentication import Origin
from router.clues import Clues
from router.new_claims import new_claim_of
from router.protocols import Register
from router.senders import From, standing, weakest

NEW_CLAIM = "new_claim"
_SAID_OF = frozenset({Outcome.ROUTE, Outcome.ROUTE_WARN, Outcome.SPLIT, Outcome.TRIAGE})


def with_aside(verdict: Verdict, clues: Clues, readings: Mapping[str, Reading], register: Register) -> Verdict:
    """The verdict with what is to be said beside it.

    Raises:
        Unavailable: the register does not answer.
    """
    if verdict.outcome not in _SAID_OF:
        return replace(verdict, aside=NOTHING)
    reported = new_claim_of(clues, readings, register) if NEW_CLAIM in verdict.why else None
    return replace(verdict, aside=Aside(original=_original(verdict, clues, register), intents=clues.intents, new_claim=reported))


def _original(verdict: Verdict, clues: Clues, register: Register) -> Original | None:
    """Who is named in the forwarded text, with his class as far as that text can be believed."""
    if (quoted := clues.original) is None:
        return None
    return Original(
        name=quoted.sender.name,
        address=quoted.sender.address,
        sender_class=_class(quoted.sender, verdict, clues, register) if quoted.sender.address else "",
        subject=quoted.subject,
        date=quoted.date,
    )


def _class(writer: Address, verdict: Verdict, clues: Clues, register: Register) -> SenderClass:
    sender = clues.sender if clues.sender.address == writer else From(address=writer, origin=Origin.UNKNOWN)
    asked = [register.get_claim(number) for number in verdict.claims] or [None]
    return weakest([standing(sender, register, claim) for claim in asked]).sender
