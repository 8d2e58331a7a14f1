"""The office of the demonstration, with a mail server that takes its answers."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.databases import Database
from tests.servers.smtp import Smtp
from tests.whole.scenarios.house import NOW, House
from web.demo.claims import write_register


@pytest.fixture
def smtp() -> Iterator[Smtp]:
    with Smtp() as server:
        yield server


@pytest.fixture
def founded(database: Database, smtp: Smtp, tmp_path: Path) -> Callable[..., House]:
    """Makes the office with settings of its own."""
    return lambda **settings: House(database, write_register(tmp_path, NOW), smtp, **settings)


@pytest.fixture
def house(founded: Callable[..., House]) -> House:
    """The office as it is when nobody sets anything."""
    return founded()
