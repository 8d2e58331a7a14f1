"""`claimpost answers`: texts as they would be sent, and the server that takes them."""

from pathlib import Path

from pypdf import PdfReader

from tests.servers.smtp import PASSWORD, USER, Smtp
from tests.web_cli.command import claimpost


def test_a_preview_has_an_administrators_own_words(tmp_path: Path) -> None:
    (tmp_path / "nl.yaml").write_text("subject: Goed ontvangen\n")

    ran = claimpost("answers", "preview", "--language", "nl", "--kind", "neutral", settings={"CLAIMPOST_ANSWERS_TEMPLATES": str(tmp_path)})

    assert ran.out.splitlines()[0] == "Goed ontvangen M-20260304-0001"


def test_a_digest_is_previewed_like_the_others() -> None:
    ran = claimpost("answers", "preview", "--language", "en", "--kind", "digest")

    assert ran.out.splitlines()[0] == "Acknowledgement - 04/03/2026"
    assert [line for line in ran.out.splitlines() if line.startswith("M-")] == [
        "M-20260304-0002 - received on 04/03/2026 at 11:20 - *C502100001*",
        "M-20260304-0003 - received on 04/03/2026 at 11:40",
    ]


def test_the_blank_form_is_written_with_an_administrators_own_words(tmp_path: Path) -> None:
    (tmp_path / "de.yaml").write_text("schedule: {title: VERLUSTLISTE}\n")
    file = tmp_path / "blank.pdf"

    ran = claimpost("answers", "form", "--language", "de", str(file), settings={"CLAIMPOST_ANSWERS_TEMPLATES": str(tmp_path)})

    text = PdfReader(file).pages[0].extract_text()
    assert (ran.status, "VERLUSTLISTE" in text, "*C502100001*" in text) == (0, True, True)


def test_a_template_that_does_not_fit_is_named(tmp_path: Path) -> None:
    (tmp_path / "nl.yaml").write_text("neutral: 'Uw {claim}'\n")

    ran = claimpost("answers", "check", settings={"CLAIMPOST_ANSWERS_TEMPLATES": str(tmp_path)})

    assert (ran.status, "nl.yaml: neutral holds claim, which is not known there" in ran.err) == (1, True)


def test_the_server_is_asked_and_nothing_is_sent(tmp_path: Path) -> None:
    (tmp_path / "password").write_text(PASSWORD)
    with Smtp(tmp_path) as server:
        ran = claimpost(
            "answers",
            "check",
            settings={
                "CLAIMPOST_SMTP_HOST": "127.0.0.1",
                "CLAIMPOST_SMTP_PORT": str(server.port),
                "CLAIMPOST_SMTP_CA_FILE": str(tmp_path / "cert.pem"),
                "CLAIMPOST_SMTP_AUTH": "password",
                "CLAIMPOST_SMTP_USER": USER,
                "CLAIMPOST_SMTP_SECRET": f"file:{tmp_path / 'password'}",
            },
        )

    assert (ran.status, ran.out, server.state.taken) == (
        0,
        "Every text can be used.\n127.0.0.1 lets us in. Acknowledgements are: off.\n",
        [],
    )
