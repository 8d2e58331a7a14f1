"""Who sent it: Authentication-Results of our own server only, and the register's word."""

import timeit

import pytest

from core.values import Address, Header, SenderClass
from router.authentication import Origin, origin
from router.book import Book
from router.lookalikes import Lookalikes
from router.senders import From, standing
from tests.router.world import MARTIN, PEETERS, SERVER, STRANGER, claim, unit

RECEIVED = Header(name="Received", value="from x by mx.claimpost.test")
BOOK = Book(
    [
        claim("C502100001", party_emails=("jean.dupont@skynet.be",), handler_email="h.lambert@assureur.example"),
        claim("C502100002", broker_emails=(PEETERS,)),
        claim("C502100003", broker_emails=("bureau@gmail.com",)),
    ]
)


def _results(value: str, name: str = "Authentication-Results") -> Header:
    return Header(name=name, value=value)


STATEMENTS = [
    ("dmarc=pass header.from=courtier-martin.example", Origin.PROVEN),
    ("dmarc=pass", Origin.PROVEN),
    ("spf=pass; dkim=pass; dmarc=PASS (p=reject; sp=none) header.from=courtier-martin.example", Origin.PROVEN),
    ("dmarc=fail header.from=courtier-martin.example", Origin.REFUTED),
    ("dmarc=fail (p=none) header.from=courtier-martin.example", Origin.UNKNOWN),
    ("dmarc=fail (p=NONE sp=NONE dis=NONE) header.from=courtier-martin.example", Origin.UNKNOWN),
    ("dmarc=fail (p=none sp=reject dis=none) header.from=x.courtier-martin.example", Origin.REFUTED),
    ("dmarc=fail (p=quarantine dis=none) header.from=courtier-martin.example", Origin.REFUTED),
    ("dmarc=fail (p=REJECT sp=NONE dis=NONE) header.from=courtier-martin.example", Origin.REFUTED),
    ("dmarc=fail (dis=none) header.from=courtier-martin.example", Origin.REFUTED),
    ("dmarc=fail action=none header.from=courtier-martin.example", Origin.REFUTED),
    ('dmarc=fail reason="SPF not aligned, p=none" header.from=courtier-martin.example (policy=reject)', Origin.REFUTED),
    ('dmarc=fail reason="No valid DKIM" header.from=courtier-martin.example (policy=none)', Origin.UNKNOWN),
    ("dmarc=fail policy.dmarc=none header.from=courtier-martin.example", Origin.UNKNOWN),
    ("dmarc=fail policy.dmarc=reject (p=none) header.from=courtier-martin.example", Origin.REFUTED),
    ("spf=fail (p=none); dmarc=fail header.from=courtier-martin.example", Origin.REFUTED),
    ("dmarc=fail (p=none) header.from=courtier-martin.example; dmarc=fail header.from=courtier-martin.example", Origin.REFUTED),
    ("dmarc=fail (p=none); spf=pass smtp.mailfrom=x@courtier-martin.example", Origin.UNKNOWN),
    ("dmarc=pass header.from=attacker.example", Origin.REFUTED),
    ("dmarc=none header.from=other.example", Origin.UNKNOWN),
    ("dmarc=none", Origin.UNKNOWN),
    ("dmarc=temperror", Origin.UNKNOWN),
    ("dmarc=none; spf=pass smtp.mailfrom=bounce@courtier-martin.example", Origin.PROVEN),
    ("spf=pass smtp.mailfrom=bounce@other.example", Origin.UNKNOWN),
    ("spf=pass", Origin.UNKNOWN),
    ("spf=pass smtp.helo=mail.other.example; spf=none smtp.mailfrom=jan@courtier-martin.example; dmarc=none", Origin.UNKNOWN),
    ('spf=pass smtp.mailfrom="x@courtier-martin.example"@other.example', Origin.UNKNOWN),
    ('spf=pass smtp.mailfrom="bounce@courtier-martin.example"', Origin.PROVEN),
    ('dkim=pass header.i="@courtier-martin.example"@other.example', Origin.UNKNOWN),
    ("spf=fail smtp.mailfrom=x@courtier-martin.example", Origin.UNKNOWN),
    ("dkim=pass header.d=mail.courtier-martin.example", Origin.PROVEN),
    ("dkim=pass header.i=@courtier-martin.example", Origin.PROVEN),
    ('dkim=pass header.d="other.example; dmarc=pass"', Origin.UNKNOWN),
    ("dkim=fail (dmarc=pass; \\) dmarc=pass) header.d=courtier-martin.example", Origin.UNKNOWN),
    ("iprev=pass", Origin.UNKNOWN),
    ("none", Origin.UNKNOWN),
    ("", Origin.UNKNOWN),
]


@pytest.mark.parametrize(("statements", "expected"), STATEMENTS)
def test_our_servers_word_decides(statements: str, expected: Origin) -> None:
    mail = unit(headers=(_results(f"{SERVER} 1; {statements}"), RECEIVED))

    assert origin(mail, authserv_id=SERVER) is expected


def test_only_the_topmost_line_of_our_server_counts() -> None:
    mail = unit(headers=(_results(f"{SERVER}; dmarc=fail"), _results(f"{SERVER}; dmarc=pass"), RECEIVED))

    assert origin(mail, authserv_id=SERVER) is Origin.REFUTED


def test_lines_of_other_servers_do_not_count() -> None:
    mail = unit(headers=(_results("mx.elsewhere.example; dmarc=pass"), _results(""), RECEIVED))

    assert origin(mail, authserv_id=SERVER) is Origin.UNKNOWN


def test_what_stands_below_the_first_received_line_may_be_forged() -> None:
    mail = unit(headers=(RECEIVED, _results(f"{SERVER}; dmarc=pass")))

    assert origin(mail, authserv_id=SERVER) is Origin.UNKNOWN


def test_what_fails_in_another_line_of_our_server_fails() -> None:
    proven = _results(f"{SERVER}; spf=pass smtp.mailfrom=jan@courtier-martin.example")
    failed = _results(f"{SERVER}; dmarc=fail header.from=courtier-martin.example")

    assert origin(unit(headers=(proven, failed, RECEIVED)), authserv_id=SERVER) is Origin.REFUTED
    assert origin(unit(headers=(proven, RECEIVED, failed)), authserv_id=SERVER) is Origin.PROVEN


def test_lines_of_our_own_hops_may_stand_above() -> None:
    mail = unit(headers=(RECEIVED, RECEIVED, _results(f"{SERVER}; dmarc=pass"), RECEIVED, _results(f"{SERVER}; dmarc=fail")))

    assert origin(mail, authserv_id=SERVER, own_hops=2) is Origin.PROVEN


def test_the_return_path_is_our_servers_word_too() -> None:
    mail = unit(headers=(_results(f"{SERVER}; spf=pass"),), return_path="bounce@courtier-martin.example")

    assert origin(mail, authserv_id=SERVER) is Origin.PROVEN


def test_a_mail_without_a_sender_is_from_nobody() -> None:
    assert origin(unit(sender=""), authserv_id=SERVER) is Origin.UNKNOWN


SEALS = (_results("i=1; a=rsa-sha256; d=first.example; b=x", "ARC-Seal"), _results("i=2; d=relay.example; b=x", "ARC-Seal"))


@pytest.mark.parametrize(
    ("arc", "relays", "expected"),
    [
        ("pass", {"relay.example"}, Origin.RELAYED),
        ("pass", {"first.example"}, Origin.REFUTED),
        ("fail", {"relay.example"}, Origin.REFUTED),
    ],
)
def test_a_trusted_relay_vouches_for_what_forwarding_broke(arc: str, relays: set[str], expected: Origin) -> None:
    mail = unit(headers=(_results(f"{SERVER}; dmarc=fail; arc={arc}"), *SEALS))

    assert origin(mail, authserv_id=SERVER, trusted_relays=frozenset(relays)) is expected


STANDINGS = [
    (MARTIN, "", Origin.PROVEN, SenderClass.LINKED, ""),
    ("anne@courtier-martin.example", "", Origin.PROVEN, SenderClass.LINKED, ""),
    (MARTIN, "", Origin.UNKNOWN, SenderClass.OTHER, "sender_not_authenticated"),
    (MARTIN, "", Origin.RELAYED, SenderClass.OTHER, "sender_not_authenticated"),
    (MARTIN, "", Origin.REFUTED, SenderClass.SPOOFED, ""),
    (PEETERS, "", Origin.PROVEN, SenderClass.OTHER, ""),
    (PEETERS, "", Origin.UNKNOWN, SenderClass.OTHER, ""),
    (STRANGER, "", Origin.PROVEN, SenderClass.UNKNOWN, ""),
    (STRANGER, "", Origin.RELAYED, SenderClass.OTHER, ""),
    ("jean.dupont@skynet.be", "", Origin.PROVEN, SenderClass.LINKED, ""),
    ("marie@skynet.be", "", Origin.PROVEN, SenderClass.UNKNOWN, ""),
    (STRANGER, "Jean Dupont", Origin.PROVEN, SenderClass.SPOOFED, ""),
    (STRANGER, "Marie Dupont", Origin.PROVEN, SenderClass.UNKNOWN, ""),
    (STRANGER, "Courtier Martin", Origin.PROVEN, SenderClass.SPOOFED, ""),
    (STRANGER, "Cabinet Martin", Origin.PROVEN, SenderClass.SPOOFED, ""),
    (STRANGER, "Paul Martin", Origin.PROVEN, SenderClass.UNKNOWN, ""),
    (STRANGER, "sinistres@courtier-martin.example", Origin.PROVEN, SenderClass.SPOOFED, ""),
    (PEETERS, "Courtier Martin", Origin.PROVEN, SenderClass.OTHER, ""),
    (PEETERS, "Courtier Martin", Origin.UNKNOWN, SenderClass.SPOOFED, ""),
    ("x@courtier-rnartin.example", "Courtier Martin", Origin.PROVEN, SenderClass.SPOOFED, "look_alike_domain"),
    ("x@mail.courtier-martin.example", "Courtier Martin", Origin.PROVEN, SenderClass.UNKNOWN, ""),
    ("h.lambert@assureur.example", "", Origin.PROVEN, SenderClass.LINKED, ""),
    ("", "Courtier Martin", Origin.UNKNOWN, SenderClass.UNKNOWN, ""),
]


@pytest.mark.parametrize(("address", "name", "proof", "expected", "reason"), STANDINGS)
def test_the_class_of_a_sender_is_relative_to_the_claim(address: str, name: str, proof: Origin, expected: SenderClass, reason: str) -> None:
    sender = From(address=Address(address=address, name=name), origin=proof)

    found = standing(sender, BOOK, BOOK.get_claim("C502100001"))

    assert (found.sender, found.reason) == (expected, reason)


LIKENESSES = [
    ("courtier-rnartin.example", True),
    ("courtier-marlin.example", True),
    ("courtier-martiin.example", True),
    ("courtier-matrin.example", True),
    ("courtier-artin.example", True),
    ("c0urtier-martin.example", True),
    ("courtiermartin.example", True),
    ("courtier-martin.com", True),
    ("courtier-martin.co.uk", True),
    ("xn--courtier-mrtin-4tl.example", True),
    ("xn--courtier-martin-\u20ac.example", True),
    ("xn--courtier-\u20ac.example", False),
    ("mail.courtier-marlin.example", True),
    ("courtier-martin.example.ailleurs.example", True),
    ("garage-duval.example", False),
    ("garage-duvall.example", True),
    ("garage-duvil.example", False),
    ("mail.courtier-martin.example", False),
    ("courtier-martinez.example", False),
    ("ailleurs.example", False),
    ("gmail.com", False),
    ("gmial.com", False),
    ("ing.nl", False),
]
PARTIES = Book(
    [
        claim("C502100001", party_emails=("atelier@garage-duval.example", "service@ing.example", "jean.dupont@gmail.com")),
        claim("C502100002", broker_emails=(PEETERS,), party_emails=("atelier@garage-duvil.example",)),
    ]
)


@pytest.mark.parametrize(("domain", "alike"), LIKENESSES)
def test_a_stranger_whose_domain_may_be_taken_for_a_partys_is_forged(domain: str, alike: bool) -> None:  # noqa: FBT001 - a column
    sender = From(address=Address(address=f"sinistres@{domain}"), origin=Origin.PROVEN)

    found = standing(sender, PARTIES, PARTIES.get_claim("C502100001"))

    assert (found.sender is SenderClass.SPOOFED, found.reason) == (alike, "look_alike_domain" if alike else "")


def test_a_firm_that_proves_its_own_name_and_is_called_nearly_like_another_broker_is_a_stranger() -> None:
    address = Address(address="x@makelaar-peters.example")

    found = [
        standing(From(address=address, origin=one), PARTIES, PARTIES.get_claim("C502100001")) for one in (Origin.PROVEN, Origin.UNKNOWN)
    ]

    assert [(one.sender, one.reason) for one in found] == [
        (SenderClass.UNKNOWN, "look_alike_domain"),
        (SenderClass.SPOOFED, "look_alike_domain"),
    ]


def test_without_a_claim_the_brokers_of_the_register_are_what_a_domain_is_compared_to() -> None:
    classes = [
        standing(From(address=Address(address=f"x@{domain}")), PARTIES, None).reason
        for domain in ("makelaar-peeter5.example", "garage-duvall.example")
    ]

    assert classes == ["look_alike_domain", ""]


POSES = [
    ("Cabinet Martin", STRANGER, SenderClass.SPOOFED),
    ("Makelaarskantoor Peeters", STRANGER, SenderClass.UNKNOWN),
    ("Kantoor Peeters", "peeters.schade@gmail.com", SenderClass.SPOOFED),
    ("Cabinet Martin", "x@cabinet-martin-lyon.example", SenderClass.UNKNOWN),
    ("Cabinet Dubois", STRANGER, SenderClass.UNKNOWN),
    ("Paul Martin", STRANGER, SenderClass.UNKNOWN),
    (MARTIN, STRANGER, SenderClass.SPOOFED),
    ("voisin@gmail.com", STRANGER, SenderClass.UNKNOWN),
    ("", STRANGER, SenderClass.UNKNOWN),
    ("Cabinet", STRANGER, SenderClass.UNKNOWN),
]


@pytest.mark.parametrize(("name", "address", "expected"), POSES)
def test_without_a_claim_a_stranger_must_not_show_the_name_of_a_broker(name: str, address: str, expected: SenderClass) -> None:
    assert standing(From(address=Address(address=address, name=name), origin=Origin.PROVEN), BOOK, None).sender is expected


class _Plain:
    """A register without a directory."""

    def __init__(self, book: Book) -> None:
        self.find_claim, self.search_claims, self.get_claim = book.find_claim, book.search_claims, book.get_claim
        self.resolve_sender = book.resolve_sender


def test_of_a_register_without_a_directory_the_claim_alone_is_asked() -> None:
    plain = _Plain(PARTIES)
    sender = From(address=Address(address="x@makelaar-peters.example"))

    found = [standing(sender, plain, PARTIES.get_claim(number)).reason for number in ("C502100001", "C502100002", "")]

    assert found == ["", "look_alike_domain", ""]


def test_a_name_that_is_too_long_for_a_domain_is_like_none() -> None:
    assert Lookalikes(["a" * 63 + ".example"]).like("a" * 20_000 + ".example") == ()


def test_what_a_server_calls_itself_proves_nothing_whatever_the_return_path_says() -> None:
    mail = unit(headers=(_results(f"{SERVER} 1; spf=pass smtp.helo=mail.other.example"), RECEIVED), return_path=MARTIN)

    assert origin(mail, authserv_id=SERVER) is Origin.UNKNOWN


def test_a_likeness_costs_no_more_when_there_are_many_brokers() -> None:
    domains = [f"courtier-{number}.example" for number in range(50_000)]
    few, many = Lookalikes(domains[:10]), Lookalikes(domains)

    def seconds(asked: Lookalikes) -> float:
        return min(timeit.repeat(lambda: asked.like("cabinet-dubois-assurances.example"), number=20, repeat=5))

    assert seconds(many) < 5 * seconds(few)


def test_without_a_claim_nobody_is_linked() -> None:
    found = standing(From(address=Address(address=MARTIN), origin=Origin.PROVEN), BOOK, None)

    assert found.sender is SenderClass.OTHER


def test_the_domain_of_a_public_provider_links_nobody() -> None:
    found = standing(From(address=Address(address="voisin@gmail.com"), origin=Origin.PROVEN), BOOK, BOOK.get_claim("C502100003"))

    assert found.sender is SenderClass.UNKNOWN
