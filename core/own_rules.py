"""Rules that an administrator adds for his own house: rows, checked when they are made; they choose and warn, and never run code."""

import re
from dataclasses import dataclass
from enum import StrEnum

from core.errors import Misconfigured

LEAST_DIGITS = 5
"""Digits that a number of another insurer must have that are not always the same; shorter numbers are everywhere."""

MOST_SIGNS = 40
LANGUAGES = ("fr", "nl", "de", "en")
"""What answers are written in."""

_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_NUMBER = re.compile(r"[A-Z0-9#@ ./_-]+")
_CODES = re.compile(r"[a-z_]+(?:,[a-z_]+)*")


class RuleKind(StrEnum):
    """What a rule is about."""

    FOREIGN_NUMBER = "foreign_number"
    """Senders of a domain write numbers of this shape, which our register keeps as the broker's own."""

    BRANCH = "branch"
    """A mailbox gets mail about claims of these kinds only."""

    RELAY = "relay"
    """Who forwards to a mailbox, and is believed about whose mail it was."""

    LANGUAGE = "language"
    """In which language a sender wants his answers."""


_PLACES = {RuleKind.FOREIGN_NUMBER: "a domain", RuleKind.LANGUAGE: "an address or a domain"}
"""Where a rule holds that is not about a mailbox."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRule:
    """One rule: its kind, where it holds, and what it says."""

    kind: RuleKind
    where: str
    """The domain of the senders, or the address of the mailbox; of a language, the sender's address or domain."""

    what: str
    """A shape such as `AB-####/##`, with `#` for a digit and `@` for a letter; or kinds of claim; an address or domain; a language."""

    def __post_init__(self) -> None:
        """Check what is written by hand.

        Raises:
            Misconfigured: rule_where, rule_number, rule_branch, rule_relay or rule_language, with what does not fit.
        """
        wanted = _PLACES.get(self.kind, "the address of a mailbox")
        fits = ("address" in wanted and _is_address(self.where)) or ("domain" in wanted and _DOMAIN.fullmatch(self.where))
        if not fits:
            raise Misconfigured("rule_where", f"{self.where!r}; {wanted}, in small letters")
        match self.kind:
            case RuleKind.FOREIGN_NUMBER:
                _check_number(self.what)
            case RuleKind.BRANCH if not _CODES.fullmatch(self.what):
                raise Misconfigured("rule_branch", f"{self.what!r}; kinds of claim, separated by commas")
            case RuleKind.RELAY if not (_is_address(self.what) or _DOMAIN.fullmatch(self.what)):
                raise Misconfigured("rule_relay", f"{self.what!r}; an address or a domain, in small letters")
            case RuleKind.LANGUAGE if self.what not in LANGUAGES:
                raise Misconfigured("rule_language", f"{self.what!r}; one of: {', '.join(LANGUAGES)}")

    @property
    def values(self) -> tuple[str, ...]:
        """What it says, one by one."""
        return tuple(self.what.split(","))


def read(text: str) -> OwnRule:
    """The rule written as `kind:where:what`.

    Raises:
        Misconfigured: it does not have that form, or a part of it does not fit.
    """
    kind, _, rest = text.partition(":")
    where, _, what = rest.partition(":")
    if kind not in set(RuleKind):
        raise Misconfigured("rule_kind", f"{kind!r}; one of: {', '.join(RuleKind)}")
    return OwnRule(kind=RuleKind(kind), where=where, what=what)


def _is_address(text: str) -> bool:
    local, _, domain = text.rpartition("@")
    return bool(re.fullmatch(r"[^\s@A-Z,;<>\"]{1,64}", local)) and _DOMAIN.fullmatch(domain) is not None


def _check_number(text: str) -> None:
    if len(text) > MOST_SIGNS or not _NUMBER.fullmatch(text) or text.count("#") < LEAST_DIGITS:
        raise Misconfigured(
            "rule_number", f"{text!r}; capitals, digits, - / . _ and spaces, # for a digit and @ for a letter, {LEAST_DIGITS} # at least"
        )
