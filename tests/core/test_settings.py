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
            "CLAIMPOST_SECRET_OF_INBOX": "not a setting",
        },
    )

    assert settings.home == Path("/srv/claimpost")
    assert settings.register == Path("/srv/claims.csv")
    assert (settings.secure_cookies, settings.readers, settings.limits.depth) == (True, 4, 3)


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
    ],
)
def test_a_wrong_variable_is_named(name: str, value: str, code: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        read({name: value})

    assert caught.value.code == code
    assert name in str(caught.value) or value in str(caught.value)
