"""Handing a mail to a real server: by TLS, with a password or a token."""

import json
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from core.answers import Smtp as SmtpSettings
from core.errors import Misconfigured, Unavailable
from ingest import smtp
from ingest.oauth import Tokens
from tests.servers.oauth import OAuth
from tests.servers.ports import free_port
from tests.servers.smtp import PASSWORD, USER, Smtp


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Smtp]:
    with Smtp(tmp_path) as running:
        yield running


def settings(server: Smtp, folder: Path, **columns: object) -> SmtpSettings:
    (folder / "password").write_text(f"{PASSWORD}\n")
    usual = {
        "host": "127.0.0.1",
        "port": server.port,
        "ca_file": str(folder / "cert.pem"),
        "auth": "password",
        "user": USER,
        "secret": f"file:{folder / 'password'}",
        "seconds": 3,
    }
    return SmtpSettings(**{**usual, **columns})  # type: ignore[arg-type]


def send(to: SmtpSettings) -> None:
    mail = EmailMessage()
    mail["Subject"] = "Empfangsbestätigung"
    mail.set_content("Ihre Nachricht ist angekommen.\n")
    with smtp.session(to, Tokens()) as session:
        session.address("retours@assureur.example", "jan@makelaar.example")
        session.hand_over(mail)


def test_a_mail_goes_by_starttls_with_a_password(server: Smtp, tmp_path: Path) -> None:
    send(settings(server, tmp_path))

    (taken,) = server.state.taken
    assert (taken.by_tls, taken.sender, taken.to, taken.content["Subject"]) == (
        True,
        "retours@assureur.example",
        ["jan@makelaar.example"],
        "Empfangsbestätigung",
    )


def test_a_mail_goes_with_a_token_and_with_a_new_one_when_that_is_refused(server: Smtp, tmp_path: Path) -> None:
    with OAuth() as oauth:
        oauth.state.rotating = False
        client = {"token_url": oauth.token_url, "client_id": "claimpost", "client_secret": "s", "refresh_token": "refresh-0"}
        (tmp_path / "client.json").write_text(json.dumps(client))
        server.state.token = "access-2"

        send(settings(server, tmp_path, auth="oauth2", secret=f"file:{tmp_path / 'client.json'}"))

    assert len(server.state.taken) == 1


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"user": "nobody"}, "smtp_login_refused"),
        ({"auth": "none"}, "smtp_login_refused"),
        ({"ca_file": ""}, "smtp_tls_refused"),
        ({"security": "tls"}, "smtp_tls_refused"),
        ({"port": free_port()}, "smtp_unreachable"),
        ({"host": "nowhere.invalid"}, "smtp_unreachable"),
    ],
)
def test_what_an_administrator_can_mend_is_tried_again(columns: dict[str, object], code: str, server: Smtp, tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as caught:
        send(settings(server, tmp_path, **columns))

    assert (caught.value.code, server.state.taken) == (code, [])


def test_a_certificate_that_is_not_there_is_said(server: Smtp, tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="smtp_ca_file"):
        send(settings(server, tmp_path, ca_file=str(tmp_path / "none.pem")))


def test_a_refusal_for_ever_is_told_from_one_for_the_moment(server: Smtp, tmp_path: Path) -> None:
    server.state.data = "552 5.3.4 too big"

    with pytest.raises(smtp.Rejected, match="552"):
        send(settings(server, tmp_path))
