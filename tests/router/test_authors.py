"""Whose mail is proven where From names several, or our server's results stand in an odd place."""

import pytest

from core.values import Header
from router.authentication import Origin, origin
from tests.router.world import MARTIN, SERVER, unit

OTHER = "evil@evil.example"
DOMAIN = MARTIN.partition("@")[2]
PROVEN, UNKNOWN = Origin.PROVEN, Origin.UNKNOWN


def _header(name: str, value: str) -> Header:
    return Header(name=name, value=value)


RECEIVED = _header("Received", "from x by mx.claimpost.test")
OURS = _header("Authentication-Results", f"{SERVER}; dmarc=pass")

AUTHORS = [
    ((MARTIN,), PROVEN),
    ((f"Courtier Martin <{MARTIN}>",), PROVEN),
    ((f"Courtier Martin <{MARTIN.upper()}>",), PROVEN),
    ((f"Courtage: {MARTIN};",), PROVEN),
    ((f'"{OTHER}" <{MARTIN}>',), PROVEN),
    ((f'"a \\" {OTHER}" <{MARTIN}>',), PROVEN),
    ((f"=?utf-8?Q?Agence_{OTHER}?= <{MARTIN}>",), PROVEN),
    ((f"{MARTIN} <{MARTIN}>",), PROVEN),
    ((f"{MARTIN} (l'agence)",), PROVEN),
    ((MARTIN, MARTIN), PROVEN),
    ((f"{MARTIN}, {OTHER}",), UNKNOWN),
    ((f"{OTHER}, {MARTIN}",), UNKNOWN),
    ((f"{MARTIN}, anne@{DOMAIN}",), UNKNOWN),
    ((f"<{MARTIN}>, Voleur <{OTHER}>",), UNKNOWN),
    ((f"{MARTIN};{OTHER}",), UNKNOWN),
    ((f"<{MARTIN}> <{OTHER}>",), UNKNOWN),
    ((f"{OTHER} <{MARTIN}>",), UNKNOWN),
    ((f"<{MARTIN}>{OTHER}",), UNKNOWN),
    ((f"Agence: {MARTIN}, {OTHER};",), UNKNOWN),
    ((f"{MARTIN} ({OTHER})",), UNKNOWN),
    ((f'{MARTIN} (") <{OTHER}> (")',), UNKNOWN),
    ((f'{MARTIN} ", {OTHER}',), UNKNOWN),
    ((f'{MARTIN} "\\", {OTHER}',), UNKNOWN),
    ((f"{MARTIN} ( {OTHER}",), UNKNOWN),
    ((f'{MARTIN}, "x"@evil.example',), UNKNOWN),
    ((f"<@evil.example:{MARTIN}>",), UNKNOWN),
    ((f"<=?utf-8?Q?{MARTIN.replace('@', '=40')}?=>, {OTHER}",), UNKNOWN),
    ((MARTIN, OTHER), UNKNOWN),
    ((OTHER, MARTIN), UNKNOWN),
    (("Courtier Martin",), UNKNOWN),
    ((OTHER,), UNKNOWN),
    (("",), UNKNOWN),
]


@pytest.mark.parametrize(("lines", "expected"), AUTHORS)
@pytest.mark.parametrize("method", ["dmarc=pass", f"dkim=pass header.d={DOMAIN}", f"dmarc=pass header.from={DOMAIN}"])
def test_of_several_authors_none_is_proven(method: str, lines: tuple[str, ...], expected: Origin) -> None:
    results = _header("Authentication-Results", f"{SERVER}; {method}")
    mail = unit(headers=(results, RECEIVED, *(_header("From", line) for line in lines)))

    assert origin(mail, authserv_id=SERVER) is expected


def test_a_mail_of_several_authors_that_fails_is_as_false_as_any() -> None:
    failed = _header("Authentication-Results", f"{SERVER}; dmarc=fail header.from={DOMAIN}")

    assert origin(unit(headers=(failed, _header("From", f"{MARTIN}, {OTHER}"))), authserv_id=SERVER) is Origin.REFUTED


PLACES = [
    ((OURS, RECEIVED), 0, PROVEN),
    ((RECEIVED, OURS), 0, UNKNOWN),
    ((RECEIVED, OURS, RECEIVED), 1, PROVEN),
    ((RECEIVED, RECEIVED, OURS), 1, UNKNOWN),
    ((RECEIVED, RECEIVED, OURS, RECEIVED), 2, PROVEN),
    ((RECEIVED, RECEIVED, RECEIVED, OURS), 2, UNKNOWN),
]


@pytest.mark.parametrize(("headers", "own_hops", "expected"), PLACES)
def test_results_below_a_line_of_a_server_that_is_not_ours_count_for_nothing(
    headers: tuple[Header, ...], own_hops: int, expected: Origin
) -> None:
    assert origin(unit(headers=headers), authserv_id=SERVER, own_hops=own_hops) is expected


@pytest.mark.parametrize(
    "line", ["a" * 60_000, "a@" * 30_000, '"' * 60_001, '"\\' * 30_000, "(" * 60_000, "a@b," * 15_000, "=?a" * 20_000, "=?a?q?" * 10_000]
)
def test_a_long_line_costs_no_more_than_its_length(line: str) -> None:
    assert origin(unit(headers=(OURS, _header("From", line))), authserv_id=SERVER) is UNKNOWN
