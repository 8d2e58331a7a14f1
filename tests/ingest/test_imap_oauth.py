import json
import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.errors import Misconfigured, Unavailable
from ingest.oauth import Tokens
from tests.servers.oauth import OAuth
from tests.servers.ports import free_port


@pytest.fixture
def oauth() -> Iterator[OAuth]:
    with OAuth() as server:
        yield server


def secret(folder: Path, **values: str) -> str:
    (folder / "oauth.json").write_text(json.dumps(values))
    return f"file:{folder / 'oauth.json'}"


def test_a_rotated_refresh_token_is_saved_for_its_owner_alone(oauth: OAuth, tmp_path: Path) -> None:
    reference = secret(tmp_path, token_url=oauth.token_url, client_id="claimpost", refresh_token="refresh-0", scope="imap")

    token = Tokens().token(reference)

    saved = json.loads((tmp_path / "oauth.json").read_text())
    assert (token, saved["refresh_token"], saved["scope"]) == ("access-1", "refresh-1", "imap")
    assert stat.S_IMODE((tmp_path / "oauth.json").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["oauth.json"]


def test_a_token_is_asked_for_again_only_shortly_before_it_expires(oauth: OAuth, tmp_path: Path) -> None:
    reference = secret(tmp_path, token_url=oauth.token_url, client_id="claimpost", client_secret="s", scope="imap")
    now = [1000.0]
    tokens = Tokens(clock=lambda: now[0])

    found = []
    for moment in (1000.0, 4000.0, 4500.0):
        now[0] = moment
        found.append(tokens.token(reference))

    assert found == ["access-1", "access-1", "access-2"]
    assert [grant["grant_type"] for grant in oauth.state.grants] == ["client_credentials", "client_credentials"]


def test_a_token_is_good_until_its_server_says_though_it_is_renewed_before(oauth: OAuth, tmp_path: Path) -> None:
    reference = secret(tmp_path, token_url=oauth.token_url, client_id="claimpost", client_secret="s")
    tokens = Tokens(clock=lambda: 1000.0)
    before = tokens.expiry(reference)

    tokens.token(reference)

    assert (before, tokens.expiry(reference)) == (None, datetime.fromtimestamp(1000.0 + oauth.state.seconds, UTC))


def test_many_threads_that_were_refused_renew_once(oauth: OAuth, tmp_path: Path) -> None:
    reference = secret(tmp_path, token_url=oauth.token_url, client_id="claimpost", refresh_token="refresh-0")
    tokens = Tokens()
    old = tokens.token(reference)
    found: list[str] = []

    threads = [threading.Thread(target=lambda: found.append(tokens.renewed(reference, old))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == ["access-2"] * 6


@pytest.mark.parametrize(
    "values",
    [
        {"client_id": "claimpost"},
        {"token_url": "http://login.example/token", "client_id": "claimpost"},
        {"token_url": "file:///etc/passwd", "client_id": "claimpost"},
    ],
)
def test_a_secret_of_another_shape_is_refused(values: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="oauth_secret"):
        Tokens().token(secret(tmp_path, **values))


def test_a_refresh_token_must_lie_where_its_successor_can_be_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {"token_url": "https://login.example/token", "client_id": "claimpost", "refresh_token": "refresh-0"}
    monkeypatch.setenv("CLAIMPOST_SECRET_OF_INBOX", json.dumps(values))

    with pytest.raises(Misconfigured, match="must be in a file"):
        Tokens().token("env:CLAIMPOST_SECRET_OF_INBOX")


def test_a_server_that_is_away_is_unavailable(tmp_path: Path) -> None:
    reference = secret(tmp_path, token_url=f"http://127.0.0.1:{free_port()}/token", client_id="claimpost")

    with pytest.raises(Unavailable, match="token_server_unreachable"):
        Tokens().token(reference)
