"""Tokens of the API at the terminal: made, listed, revoked."""

from pathlib import Path

import pytest

from tests.web_cli.command import claimpost


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """An installation with one person."""
    assert claimpost("migrate", home=tmp_path).status == 0
    added = claimpost("user", "add", "o.simon", "--role", "operator", "--password-stdin", home=tmp_path, given="une phrase de passe\n")
    assert added.status == 0, added.err
    return tmp_path


def test_a_token_is_printed_once_listed_and_revoked(house: Path) -> None:
    made = claimpost("token", "add", "ERP", "--person", "o.simon", "--scope", "tasks:read", "--scope", "triage:write", home=house)
    listed = claimpost("token", "list", home=house)
    revoked = claimpost("token", "revoke", "1", home=house)
    again = claimpost("token", "revoke", "1", home=house)
    after = claimpost("token", "list", home=house)

    secret = made.out.strip()
    assert (made.status, secret[:3], len(secret), secret in listed.out, secret[:8] in listed.out) == (0, "cp_", 46, False, True)
    assert ("o.simon" in listed.out, "revoked" in listed.out, revoked.status, again.status, "revoked" in after.out) == (
        True,
        False,
        0,
        1,
        True,
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--person", "nobody", "--scope", "tasks:read"), "There is nobody called nobody"),
        (("--person", "o.simon", "--scope", "tasks:read", "--days", "366"), "365 days at most"),
        (("--person", "o.simon", "--scope", "all"), "tasks:read"),
        (("--person", "o.simon"), "--scope"),
    ],
)
def test_a_token_that_does_not_fit_is_not_made(options: tuple[str, ...], said: str, house: Path) -> None:
    refused = claimpost("token", "add", "ERP", *options, home=house)

    assert (refused.status != 0, said in refused.err) == (True, True)
