"""A person's decision carried on: the next mail of a thread, or with the sender's own reference, goes where the last one was given."""

from dataclasses import replace

from core.precedents import Earlier
from core.values import Carrier, Step
from router.authentication import Origin
from router.book import domain_of, public_domains
from router.clues import Clues
from router.found import Findings
from router.protocols import History, Register, State

RULE = "assigned_before"
NEWEST = "earlier=newest"

_OUTER = "0"


def precedent_of(clues: Clues, findings: Findings, register: Register, history: History) -> Earlier:
    """What a person decided about an earlier mail like this one, at most one, when it still stands and no reference speaks against it.

    Raises:
        Unavailable: the register does not answer.
    """
    sender = clues.sender
    address = sender.address.address
    without = clues.path == _OUTER and findings.carrier in {None, Carrier.DOCUMENT_TEXT} and not clues.other_references
    if not without or not address or sender.origin is Origin.REFUTED:
        return Earlier()
    domain = domain_of(address)
    earlier = history.assigned(
        address=address,
        domain="" if domain in public_domains() else domain,
        message_ids=() if clues.forwarded else clues.message_ids,
        their_references=clues.their_references,
    )
    # Two decisions that differ are none.
    if len({one.claim for one in earlier.found}) != 1:
        return replace(earlier, found=())
    claim = register.get_claim(earlier.found[0].claim)
    fits = claim is not None and claim.state is State.OPEN and set(findings.numbers) <= {claim.number}
    return replace(earlier, found=earlier.found[:1] if fits else ())


def not_all(trail: tuple[Step, ...]) -> tuple[Step, ...]:
    """The trail that says, at the rule, that only the newest mails of the sender were looked at."""
    return tuple(replace(step, saw=(*step.saw, NEWEST)) if step.rule.partition(".")[0] == RULE else step for step in trail)
