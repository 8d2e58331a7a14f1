"""What our own border server says about where a mail is from (RFC 8601); what others wrote into the mail counts for nothing."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from core.values import Header, Unit
from router.book import domain_of

_METHOD = re.compile(r"\s*([A-Za-z0-9-]+)(?:\s*/\s*\d+)?\s*=\s*([A-Za-z]+)")
_PROPERTY = re.compile(r"([A-Za-z]+)\s*\.\s*([A-Za-z0-9_-]+)\s*=\s*((?:\"[^\"]*\"|[^\s;\"])+)")
_SEALER = re.compile(r"(?:^|;)\s*d\s*=\s*([^\s;]+)")
_POLICY = re.compile(r"(?:^|[\s,;(])(?:p|sp|policy)\s*=\s*([a-z]+)", re.IGNORECASE)
_TOLD = ("policy.dmarc", "policy.published-domain-policy", "policy.published-subdomain-policy")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*+("?)', re.DOTALL)
_ENCODED = re.compile(r"=\?[^?\s]*\?[bBqQ]\?[^?\s]*\?=")
# Tried where a word begins: one of 30,000 letters must not cost their square.
_AUTHOR = re.compile(r"(?<![^\s<>\"(),;:@])[^\s<>\"(),;:@]*+@[^\s<>\"(),;:@]++")
_INSTANCE = re.compile(r"(?:^|;)\s*i\s*=\s*(\d{1,3})(?!\d)")


class Origin(StrEnum):
    """Whether the domain of From sent this mail."""

    PROVEN = "proven"
    REFUTED = "refuted"
    RELAYED = "relayed"
    """DMARC failed, but a relay that we trust vouches for what it got."""

    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One method's verdict with its properties, as `header.from` or `smtp.mailfrom`."""

    method: str
    verdict: str
    properties: Mapping[str, str] = field(default_factory=dict)
    comments: str = ""

    @property
    def is_only_watched(self) -> bool:
        """Whether the domain's owner asks for nothing to be done about mails that fail (RFC 7489, 6.3: `p=none`), for all we are told."""
        told = [*_POLICY.findall(self.comments), *(self.properties[name] for name in _TOLD if name in self.properties)]
        return bool(told) and all(policy.lower() == "none" for policy in told)


def origin(unit: Unit, *, authserv_id: str, own_hops: int = 0, trusted_relays: frozenset[str] = frozenset()) -> Origin:
    """Whether the mail is from where it says.

    Args:
        unit: the outer mail; what stands inside an attached mail proves nothing.
        authserv_id: the name our border server signs with.
        own_hops: Received lines that our own servers put above the border server's results.
        trusted_relays: domains whose ARC seal we believe.
    """
    results = _results(_topmost(unit.headers, authserv_id, own_hops))
    sender = domain_of(unit.sender.address)
    # A server may write a line a method: what fails in another of its lines is no less so.
    more = [result for line in _lines_of_ours(unit.headers, authserv_id, own_hops) for result in _results(line) if result.verdict == "fail"]
    dmarc = [result for result in (*results, *more) if result.method == "dmarc"]
    verdicts = {result.verdict for result in dmarc}
    if failed := [result for result in dmarc if result.verdict == "fail"]:
        if _sealed_by_trusted(unit.headers, results, trusted_relays):
            return Origin.RELAYED
        return Origin.UNKNOWN if all(result.is_only_watched for result in failed) else Origin.REFUTED
    if any(result.properties.get("header.from", sender).lower() != sender for result in dmarc):
        return Origin.REFUTED if "pass" in verdicts else Origin.UNKNOWN
    passed = "pass" in verdicts or any(_aligned(result, sender, unit) for result in results)
    return Origin.PROVEN if passed and sender and _has_one_author(unit) else Origin.UNKNOWN


def _has_one_author(unit: Unit) -> bool:
    """Whether From names the sender and nobody else: of several it is unknown for which of them the results are (RFC 7489, 6.6.1)."""
    lines = [header.value for header in unit.headers if header.name.lower() == "from"]
    authors = {author.lower() for line in lines for author in _authors(line)}
    return not lines or [domain_of(author) for author in authors] == [domain_of(unit.sender.address)]


def _authors(line: str) -> Iterator[str]:
    """Everything that a server may take for the address; names in quotation marks, or encoded, which it cannot, are left aside."""
    for statement in _statements(_ENCODED.sub("", line)):
        text = _QUOTED.sub(lambda found: "" if found[1] else found[0], statement.text)
        yield from _AUTHOR.findall(f"{text} {statement.comments}")


def _topmost(headers: Iterable[Header], authserv_id: str, own_hops: int) -> str:
    """Our server's topmost line."""
    return next(iter(_lines_of_ours(headers, authserv_id, own_hops)), "")


def _lines_of_ours(headers: Iterable[Header], authserv_id: str, own_hops: int) -> Iterator[str]:
    """Our server's lines, topmost first; below the first line of a stranger's server anybody may have written them."""
    hops = 0
    for header in headers:
        name = header.name.lower()
        hops += name == "received"
        if hops > own_hops:
            break
        if name == "authentication-results" and _signed_by(header.value).lower() == authserv_id.lower():
            yield header.value


def _signed_by(value: str) -> str:
    first = _statements(value)[0].text.split()
    return first[0].strip('"') if first else ""


def _results(value: str) -> list[Result]:
    found = []
    for statement in _statements(value)[1:]:
        if method := _METHOD.match(statement.text):
            rest = statement.text[method.end() :]
            properties = {f"{kind}.{name}".lower(): text.strip('"') for kind, name, text in _PROPERTY.findall(rest)}
            found.append(Result(method=method[1].lower(), verdict=method[2].lower(), properties=properties, comments=statement.comments))
    return found


@dataclass(slots=True)
class _Statement:
    text: str = ""
    comments: str = ""


def _statements(value: str) -> list[_Statement]:
    """The parts between semicolons, without their comments and with them; both may be quoted."""
    statements = [_Statement()]
    depth = 0
    quoted = escaped = False
    for char in value:
        quoted ^= char == '"' and not escaped and not depth
        depth += (char == "(" and not quoted and not escaped) - (char == ")" and depth > 0 and not escaped)
        if char == ";" and not quoted and not depth:
            statements.append(_Statement())
        elif depth:
            statements[-1].comments += char
        elif char != ")" or quoted:
            statements[-1].text += char
        escaped = char == "\\" and not escaped
    return statements


def _aligned(result: Result, sender: str, unit: Unit) -> bool:
    """Whether SPF or DKIM passed for the domain of From (RFC 7489, 3.1)."""
    if result.verdict != "pass" or not sender:
        return False
    if result.method == "dkim":
        domain = result.properties.get("header.d") or _domain_in(result.properties.get("header.i", ""))
    elif result.method == "spf":
        # Of the name that a server gives itself, anybody may have a good one.
        otherwise = "" if "smtp.helo" in result.properties else unit.return_path or ""
        domain = _domain_in(result.properties.get("smtp.mailfrom", otherwise))
    else:
        return False
    return same_organisation(domain.lower(), sender)


def _domain_in(address: str) -> str:
    """The domain of an address, or the domain itself; "" where a quoted part could hide another."""
    return "" if '"' in address else domain_of(address) if "@" in address else address


def same_organisation(one: str, other: str) -> bool:
    """Whether two domains are the same, or one lies below the other."""
    return bool(one and other) and (one == other or one.endswith(f".{other}") or other.endswith(f".{one}"))


def _sealed_by_trusted(headers: Iterable[Header], results: Iterable[Result], relays: frozenset[str]) -> bool:
    """Whether our server found the ARC chain whole (RFC 8617), and its last seal is that of a trusted relay."""
    if not any(result.method == "arc" and result.verdict == "pass" for result in results):
        return False
    seals = [header.value for header in headers if header.name.lower() == "arc-seal"]
    numbered = [
        (int(instance[1]), sealer[1].lower()) for seal in seals if (instance := _INSTANCE.search(seal)) and (sealer := _SEALER.search(seal))
    ]
    return bool(numbered) and max(numbered)[1] in relays
