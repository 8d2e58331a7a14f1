"""Who sent a mail, relative to the claim that it names: the register's word and our border server's together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.values import Address, SenderClass
from router.authentication import Origin, same_organisation
from router.book import domain_of, public_domains, role
from router.lookalikes import Lookalikes, latin, registered, shape
from router.names import broker_name, calls_itself_broker, code, family_name, words
from router.protocols import Claim, Register, Relation
from router.sittings import is_directory

NOT_AUTHENTICATED = "sender_not_authenticated"
LOOK_ALIKE = "look_alike_domain"
# Tried where a word begins: a name of 30,000 letters must not cost their square.
_DOMAIN = re.compile(r"(?:(@)\s{0,3})?(?<![\w.-])([\w-]++(?:\.[\w-]++)++)")
_STRENGTH = (SenderClass.SPOOFED, SenderClass.UNKNOWN, SenderClass.OTHER, SenderClass.LINKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class From:
    """A sender as a mail names it, and whether that is so."""

    address: Address
    origin: Origin = Origin.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The class of a sender, and why it is not better; `role` is what the register calls him on the claim."""

    sender: SenderClass
    reason: str = ""
    role: str = ""


def standing(sender: From, register: Register, claim: Claim | None) -> Standing:
    """The class of a sender relative to a claim, or to none.

    Raises:
        Unavailable: the register does not answer.
    """
    if sender.origin is Origin.REFUTED:
        return Standing(sender=SenderClass.SPOOFED)
    known = register.resolve_sender(sender.address.address, claim.number if claim else "")
    if known.relation is Relation.UNKNOWN:
        return _stranger(sender, register, claim)
    if known.relation is Relation.LINKED and sender.origin is Origin.PROVEN:
        return Standing(sender=SenderClass.LINKED, role=known.role)
    if known.relation is Relation.OTHER and sender.origin is not Origin.PROVEN and _imitates(sender.address, claim):
        return Standing(sender=SenderClass.SPOOFED)
    reason = NOT_AUTHENTICATED if known.relation is Relation.LINKED else ""
    return Standing(sender=SenderClass.OTHER, reason=reason, role=known.role)


def _stranger(sender: From, register: Register, claim: Claim | None) -> Standing:
    domain = domain_of(sender.address.address)
    if _looks_like_party(domain, register, claim) or (sender.origin is not Origin.PROVEN and _looks_known(domain, register)):
        return Standing(sender=SenderClass.SPOOFED, reason=LOOK_ALIKE)
    if _imitates(sender.address, claim) or _poses_as_broker(sender.address, register):
        return Standing(sender=SenderClass.SPOOFED)
    # Firms have names that are alike: one that proves its own is a stranger, of whom the handler is warned.
    reason = LOOK_ALIKE if _looks_known(domain, register) else ""
    return Standing(sender=SenderClass.OTHER if sender.origin is Origin.RELAYED else SenderClass.UNKNOWN, reason=reason)


def speaks_for_insured(sender: Address, claim: Claim) -> bool:
    """Whether an address on a claim is the broker's, or that of a party who bears the name of the insured."""
    known_as = role(claim, sender.address.lower())
    return known_as == "broker" or (known_as == "party" and _is_insured(sender.name, claim))


def _is_insured(name: str, claim: Claim) -> bool:
    return any(sorted(words(insured)) == sorted(words(name)) for insured in claim.insured_names)


def weakest(standings: list[Standing]) -> Standing:
    """The standing that gives least trust."""
    return min(standings, key=lambda one: _STRENGTH.index(one.sender))


def _looks_like_party(domain: str, register: Register, claim: Claim | None) -> bool:
    """Whether the domain of a stranger is made to be taken for that of a party of the claim."""
    if claim is None or not domain or domain in public_domains():
        return False
    known = {domain_of(address) for address in (*claim.broker_emails, *claim.others_emails)} - public_domains()
    if registered(domain) in map(registered, known) or (is_directory(register) and register.knows_domain(domain)):
        return False
    return bool(Lookalikes(known).like(domain))


def _looks_known(domain: str, register: Register) -> bool:
    """Whether the domain of a stranger may be taken for that of a broker whom the register knows."""
    if not domain or domain in public_domains() or not is_directory(register):
        return False
    return not register.knows_domain(domain) and bool(register.domains_like(domain))


def _poses_as_broker(sender: Address, register: Register) -> bool:
    """Whether a stranger shows the name or the address of a broker that the register knows, and his own domain has nothing of it."""
    if not sender.address or not is_directory(register):
        return False
    shown = [one for one in _shown(sender) if one.domain not in public_domains()]
    if any(register.knows_domain(one.domain) or (one.is_address and register.domains_like(one.domain)) for one in shown):
        return True
    name, own = latin(sender.name), code(registered(domain_of(sender.address)).partition(".")[0])
    if not calls_itself_broker(name) or all(word in own for word in broker_name(name)):
        return False
    return bool(register.domains_called(name))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """A domain that an address shows in its name, or before its @, and that is not its own; alone, or as that of another address."""

    domain: str
    is_address: bool


def _shown(sender: Address) -> Iterator[_Shown]:
    own = domain_of(sender.address)
    for found in _DOMAIN.finditer(latin(f"{sender.name} {sender.address}")):
        if not same_organisation(found[2], own):
            yield _Shown(domain=found[2], is_address=bool(found[1]))


def _imitates(sender: Address, claim: Claim | None) -> bool:
    """Whether the display name is that of a party of the claim, whose addresses the register knows, and the domain is not."""
    domain = domain_of(sender.address)
    if claim is None or not domain:
        return False
    theirs = (*claim.broker_emails, *claim.others_emails)
    known = set(map(domain_of, theirs))
    if any(same_organisation(domain, other) for other in known):
        return False
    name, own = latin(sender.name), known - public_domains()
    shown = any(address in name for address in theirs)
    shown = shown or any(one.domain in own or (one.is_address and Lookalikes(own).like(one.domain)) for one in _shown(sender))
    brokers = {domain_of(address) for address in claim.broker_emails} - public_domains()
    insured = any(_may_be_insureds(address, claim) for address in claim.party_emails) and _is_insured(name, claim)
    return shown or insured or any(_is_name_of(name, other) for other in brokers)


def _may_be_insureds(address: str, claim: Claim) -> bool:
    """Whether an address of a party may be the insured's own: a private one, or one that has his name, and not a garage's."""
    if domain_of(address) in public_domains():
        return True
    written = code(address)
    return any("".join(family) in written for insured in claim.insured_names if (family := family_name(insured)))


def _is_name_of(name: str, domain: str) -> bool:
    """Whether `Courtier Martin` or `Cabinet Martin` is the name that a domain like `courtier-martin.example` was made of."""
    label = domain.partition(".")[0]
    if shape(code(name)) == shape(code(label)):
        return True
    return calls_itself_broker(name) and broker_name(name) == broker_name(label) != ()
