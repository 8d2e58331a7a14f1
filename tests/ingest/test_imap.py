import hashlib
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.content import CHUNK, Spool
from core.errors import Misconfigured, Unavailable
from ingest import mailboxes
from ingest.mailboxes import Lost, Session, Vanished, imap, imap_login
from ingest.oauth import Tokens
from storage.models import Mailbox
from tests.ingest.polling import mail
from tests.servers.dovecot import OTHER_PASSWORD, OTHER_USER, Dovecot
from tests.servers.imap_proxy import Proxy

MakeMailbox = Callable[..., Mailbox]
NEVER = threading.Event()
MANY = 1 << 40


@pytest.fixture
def session(dovecot: Dovecot, mailbox_row: MakeMailbox) -> Iterator[Session]:
    dovecot.append("INBOX", [mail(1), mail(2, size=2_500_000)])
    with closing(mailboxes.connect(mailbox_row(), NEVER)) as opened:
        opened.look("INBOX")
        yield opened


def failure(row: Mailbox) -> str:
    with pytest.raises((Misconfigured, Unavailable)) as caught:
        mailboxes.connect(row, NEVER)
    assert isinstance(caught.value, Misconfigured | Unavailable)
    return caught.value.code


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_an_encrypted_session_trusts_the_ca_that_the_mailbox_names(security: str, dovecot: Dovecot, mailbox_row: MakeMailbox) -> None:
    port = dovecot.tls_port if security == "tls" else dovecot.port
    with closing(mailboxes.connect(mailbox_row(security=security, port=port, ca_file=str(dovecot.ca_file)), NEVER)) as opened:
        assert opened.look("INBOX").count == 0


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_of_a_stranger_is_refused(security: str, dovecot: Dovecot, mailbox_row: MakeMailbox) -> None:
    port = dovecot.tls_port if security == "tls" else dovecot.port

    assert failure(mailbox_row(security=security, port=port)) == "tls_refused"


def test_a_certificate_for_another_name_is_refused(dovecot: Dovecot, mailbox_row: MakeMailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    here = socket.getaddrinfo("127.0.0.1", dovecot.tls_port, type=socket.SOCK_STREAM)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: here)

    assert failure(mailbox_row(security="tls", host="imap.bureau.example", ca_file=str(dovecot.ca_file))) == "tls_refused"


def test_a_server_that_does_not_speak_tls_gets_no_password(dovecot: Dovecot, mailbox_row: MakeMailbox) -> None:
    assert failure(mailbox_row(security="tls", port=dovecot.port, ca_file=str(dovecot.ca_file))) == "tls_refused"


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"user": "nobody@bureau.example"}, "login_refused"),
        ({"host": "no-such-host.example.invalid"}, "host_unknown"),
        ({"port": 1}, "host_unreachable"),
        ({"ca_file": "/nowhere/ca.pem"}, "ca_file_missing"),
        ({"secret": "env:HOME"}, "secret_reference"),
        ({"secret": "env:CLAIMPOST_SECRET_OF_NOBODY"}, "secret_missing"),
        ({"secret": "file:/nowhere/password"}, "secret_missing"),
        ({"secret": "file:password"}, "secret_reference"),
        ({"secret": "geheim"}, "secret_reference"),
    ],
)
def test_what_is_wrong_has_a_code(columns: dict[str, object], code: str, mailbox_row: MakeMailbox) -> None:
    assert failure(mailbox_row(**columns)) == code


def test_no_error_and_no_log_holds_the_password(
    dovecot: Dovecot, mailbox_row: MakeMailbox, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "password").write_text("Klaproos-1953")
    caplog.set_level(logging.DEBUG)

    with pytest.raises(Unavailable) as caught:
        mailboxes.connect(mailbox_row(port=dovecot.port), NEVER)

    assert "Klaproos" not in repr((caught.value, caught.value.__cause__, caught.getrepr(style="short"))) + caplog.text


def test_a_password_with_accents_goes_in(mailbox_row: MakeMailbox, tmp_path: Path) -> None:
    (tmp_path / "password").write_text(OTHER_PASSWORD)

    with closing(mailboxes.connect(mailbox_row(user=OTHER_USER), NEVER)) as opened:
        assert opened.look("INBOX").count == 0


def test_a_message_comes_in_chunks_as_it_is(session: Session, spool: Spool) -> None:
    fetched = session.fetch(2, spool, MANY)

    assert (fetched.content.sha256, fetched.whole) == (hashlib.sha256(mail(2, size=2_500_000)).hexdigest(), True)
    assert fetched.received_at is not None
    assert fetched.received_at.tzinfo is not None


@pytest.mark.parametrize("size", [CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])
def test_the_end_of_a_message_may_fall_anywhere_in_a_chunk(size: int, session: Session, dovecot: Dovecot, spool: Spool) -> None:
    whole = mail(3, size=size)[: size - 2] + b"\r\n"
    dovecot.append("INBOX", [whole])
    session.look("INBOX")

    assert session.fetch(3, spool, MANY).content.sha256 == hashlib.sha256(whole).hexdigest()


def test_an_empty_message_is_a_message(session: Session, dovecot: Dovecot, spool: Spool) -> None:
    # No client can put one there.
    dovecot.drop_file("1777888999.M1P1.bureau", b"")
    session.look("INBOX")

    fetched = session.fetch(3, spool, MANY)

    assert (fetched.content.size, fetched.content.sha256, fetched.whole) == (0, hashlib.sha256(b"").hexdigest(), True)


def test_an_expunged_message_has_vanished(session: Session, dovecot: Dovecot, spool: Spool) -> None:
    with dovecot.client() as client:
        client.select_folder("INBOX")
        client.delete_messages([2])
        client.expunge()
    session.look("INBOX")

    with pytest.raises(Vanished):
        session.fetch(2, spool, MANY)


def test_uids_are_listed_above_the_cursor_only(session: Session) -> None:
    assert [session.uids_above(cursor) for cursor in (0, 1, 2, 99)] == [(1, 2), (2,), (), ()]


def test_long_lists_are_asked_for_in_windows(session: Session, monkeypatch: pytest.MonkeyPatch, dovecot: Dovecot) -> None:
    dovecot.append("INBOX", [mail(number) for number in range(3, 12)])
    session.look("INBOX")
    monkeypatch.setattr(imap, "LIST_AT_ONCE", 4)

    assert session.uids_above(0) == tuple(range(1, 12))


def test_idle_tells_of_a_new_message_at_once(session: Session, dovecot: Dovecot) -> None:
    threading.Timer(0.5, dovecot.append, ("INBOX", [mail(3)])).start()
    began = time.monotonic()

    news = session.wait_for_news("INBOX", 3, 20, NEVER)

    assert news
    assert time.monotonic() - began < 5


def test_a_message_that_came_before_idle_began_is_not_missed(session: Session, dovecot: Dovecot) -> None:
    dovecot.append("INBOX", [mail(3)])

    assert session.wait_for_news("INBOX", 3, 20, NEVER)


def test_idle_is_renewed(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "IDLE_SECONDS", 0.3)

    assert session.wait_for_news("INBOX", 3, 1, NEVER) is False
    session.ping()


def test_idle_on_a_dead_connection_is_an_error_and_no_endless_loop(session: Session, dovecot: Dovecot) -> None:
    threading.Timer(0.5, dovecot.kill_imap_children).start()

    with pytest.raises(Lost):
        session.wait_for_news("INBOX", 3, 20, NEVER)


@pytest.mark.parametrize("waiting_for", ["a greeting", "news", "a body"])
def test_stop_ends_whatever_waits_within_a_second(waiting_for: str, dovecot: Dovecot, mailbox_row: MakeMailbox, spool: Spool) -> None:
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as silent, Proxy(dovecot.port) as proxy:
        port = silent.getsockname()[1] if waiting_for == "a greeting" else proxy.port
        dovecot.append("INBOX", [mail(1, size=3_000_000)])

        def work() -> None:
            with closing(mailboxes.connect(mailbox_row(port=port), stop)) as opened:
                opened.look("INBOX")
                if waiting_for == "news":
                    opened.wait_for_news("INBOX", 2, 60, stop)
                else:
                    proxy.fault, proxy.limit = "hang", 1_500_000
                    opened.fetch(1, spool, MANY)

        failures: list[str] = []

        def note() -> None:
            try:
                work()
            except Lost as error:
                failures.append(error.code)

        thread = threading.Thread(target=note)
        thread.start()
        time.sleep(1.5)
        began = time.monotonic()
        stop.set()
        thread.join(10)

        assert time.monotonic() - began < 1.5


def test_settling_says_what_it_moved_and_what_was_gone(session: Session, dovecot: Dovecot, mailbox_row: MakeMailbox) -> None:
    dovecot.append("Done", [])
    validity = session.look("INBOX").uid_validity

    settled = session.settle("INBOX", validity, (1, 99), mailbox_row(settle="move", settle_target="Done"))

    assert (settled.done, settled.gone) == (frozenset({1}), frozenset({99}))
    assert (set(dovecot.inside("INBOX")), len(dovecot.inside("Done"))) == ({2}, 1)


def test_a_server_without_move_copies_and_expunges_only_ours(
    session: Session, dovecot: Dovecot, mailbox_row: MakeMailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    dovecot.append("Done", [])
    dovecot.append("INBOX", [mail(3)], flags=(b"\\Deleted",))
    known = imap_login.Client.has_capability
    monkeypatch.setattr(imap_login.Client, "has_capability", lambda client, name: name != "MOVE" and known(client, name))
    validity = session.look("INBOX").uid_validity

    session.settle("INBOX", validity, (1,), mailbox_row(settle="move", settle_target="Done"))

    assert (set(dovecot.inside("INBOX")), len(dovecot.inside("Done"))) == ({2, 3}, 1)


def test_nothing_is_settled_under_another_uid_validity(session: Session, dovecot: Dovecot, mailbox_row: MakeMailbox) -> None:
    dovecot.append("Done", [])

    with pytest.raises(Unavailable, match="uid_validity_changed"):
        session.settle("INBOX", 7, (1,), mailbox_row(settle="move", settle_target="Done"))

    assert set(dovecot.inside("INBOX")) == {1, 2}


@pytest.fixture
def oauth_row(dovecot: Dovecot, mailbox_row: MakeMailbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    import json

    monkeypatch.setattr(imap_login, "TOKENS", Tokens())
    dovecot.oauth.state.refresh_token = "refresh-0"
    dovecot.oauth.state.grants.clear()
    secret = tmp_path / "oauth.json"
    secret.write_text(json.dumps({"token_url": dovecot.oauth.token_url, "client_id": "claimpost", "refresh_token": "refresh-0"}))
    return mailbox_row(auth="oauth2", secret=f"file:{secret}")


@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
def test_a_token_logs_in(mechanism: str, oauth_row: Mailbox, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    offered = imap_login.Client.capabilities
    without = b"AUTH=XOAUTH2" if mechanism == "OAUTHBEARER" else b""
    monkeypatch.setattr(imap_login.Client, "capabilities", lambda client: tuple(name for name in offered(client) if name != without))

    with closing(mailboxes.connect(oauth_row, NEVER)) as opened:
        assert opened.look("INBOX").count == 0
    assert len(dovecot.oauth.state.grants) == 1
    assert imap_login.token_until(oauth_row) is not None


def test_a_password_has_no_end(mailbox_row: MakeMailbox) -> None:
    assert imap_login.token_until(mailbox_row()) is None


def test_a_token_that_is_refused_is_renewed_once(oauth_row: Mailbox, dovecot: Dovecot) -> None:
    mailboxes.connect(oauth_row, NEVER).close()
    dovecot.oauth.state.active.clear()

    mailboxes.connect(oauth_row, NEVER).close()

    assert [grant["refresh_token"] for grant in dovecot.oauth.state.grants] == ["refresh-0", "refresh-1"]


def test_a_token_for_another_user_does_not_log_in(oauth_row: Mailbox, dovecot: Dovecot) -> None:
    oauth_row.user = OTHER_USER

    assert failure(oauth_row) == "login_refused"
    assert len(dovecot.oauth.state.grants) == 2


def test_a_dead_grant_says_so_and_names_nobody(oauth_row: Mailbox, dovecot: Dovecot) -> None:
    dovecot.oauth.state.refresh_token = "another"

    with pytest.raises(Unavailable) as caught:
        mailboxes.connect(oauth_row, NEVER)

    assert str(caught.value) == "token_refused: invalid_grant"
