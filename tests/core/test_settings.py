from pathlib import Path

import pytest

from core.errors import Misconfigured
from core.settings import Settings, read


def test_an_empty_environment_gives_the_defaults() -> None:
    assert read({"PATH": "/bin"}) == Settings()


def test_every_kind_of_value_is_read() -> None:
    settings = read(
        {
            "CLAIMPOST_HOME": "/srv/claimpost",
            "CLAIMPOST_REGISTER": "/srv/claims.csv",
            "CLAIMPOST_SECURE_COOKIES": "yes",
            "CLAIMPOST_READERS": "4",
            "CLAIMPOST_LIMIT_DEPTH": "3",
            "CLAIMPOST_ANSWERS_PER_CLAIM": "2",
            "CLAIMPOST_SMTP_PORT": "25",
            "CLAIMPOST_SECRET_OF_INBOX": "not a setting",
        },
    )

    assert settings.home == Path("/srv/claimpost")
    assert settings.register == Path("/srv/claims.csv")
    assert (settings.secure_cookies, settings.readers, settings.limits.depth) == (True, 4, 3)
    assert (settings.answers.per_claim, settings.smtp.port) == (2, 25)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("CLAIMPOST_HOEM", "/srv", "unknown_setting"),
        ("CLAIMPOST_READERS", "four", "not_a_number"),
        ("CLAIMPOST_DEBUG", "maybe", "not_one_of"),
        ("CLAIMPOST_LANGUAGE", "es", "not_one_of"),
        ("CLAIMPOST_OCR_ENGINE", "best", "not_one_of"),
        ("CLAIMPOST_TASKS_PER", "mail", "not_one_of"),
        ("CLAIMPOST_LIMIT_DEEP", "3", "unknown_setting"),
        ("CLAIMPOST_ANSWERS_MOOD", "on", "unknown_setting"),
        ("CLAIMPOST_ANSWERS_MODE", "yes", "not_one_of"),
        ("CLAIMPOST_SMTP_SECURITY", "ssl", "not_one_of"),
    ],
)
def test_a_wrong_variable_is_named(name: str, value: str, code: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        read({name: value})

    assert caught.value.code == code
    assert name in str(caught.value) or value in str(caught.value)


@pytest.mark.parametrize(
    ("mode", "sender", "code"),
    [("dry_run", "", "answers_sender_missing"), ("on", "", "answers_sender_missing"), ("on", "a@house.example", "smtp_host_missing")],
)
def test_answers_need_an_address_and_a_server(mode: str, sender: str, code: str) -> None:
    with pytest.raises(Misconfigured, match=code):
        read({"CLAIMPOST_ANSWERS_MODE": mode, "CLAIMPOST_ANSWERS_SENDER": sender})
