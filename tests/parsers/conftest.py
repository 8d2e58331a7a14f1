from collections.abc import Iterator
from pathlib import Path

import pytest

from core.content import Spool
from tests.parsers.build import Opener


@pytest.fixture
def opener(tmp_path: Path) -> Iterator[Opener]:
    with Spool(tmp_path / "spool") as spool:
        yield Opener(spool)
