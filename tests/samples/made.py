"""The samples of the demonstration, made once."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from web.demo.claims import write_register
from web.demo.samples import make_samples
from web.demo.values import Sample

NOW = datetime(2026, 3, 4, 11, 0, tzinfo=timezone(timedelta(hours=1)))


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sample]:
    return {sample.name: sample for sample in make_samples(tmp_path_factory.mktemp("samples"), NOW)}


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_register(tmp_path_factory.mktemp("register"), NOW)
