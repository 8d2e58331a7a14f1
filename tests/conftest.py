"""What every test may ask for: a database of its own, and real servers that are started once, when first needed."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from hypothesis import HealthCheck, settings

# A busy machine is slow at making examples, too: no test fails by the clock.
settings.register_profile("claimpost", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("claimpost")

for name in [name for name in os.environ if name.startswith("CLAIMPOST_")]:
    del os.environ[name]
HOME = tempfile.TemporaryDirectory(prefix="claimpost-tests-")
os.environ["CLAIMPOST_HOME"] = HOME.name
os.environ["DJANGO_SETTINGS_MODULE"] = "web.settings"
django.setup()

from django.test.utils import setup_test_environment  # noqa: E402 - Django must be set up first

from core.content import Spool  # noqa: E402
from core.settings import Settings  # noqa: E402
from tests import databases  # noqa: E402
from tests.databases import Database, PostgresTemplate, SqliteTemplate  # noqa: E402
from tests.servers.postgres import Postgres  # noqa: E402
from tests.servers.s3 import S3  # noqa: E402
from tests.servers.valkey import Valkey  # noqa: E402

setup_test_environment()
databases.forbid()


@pytest.fixture(scope="session")
def valkey() -> Iterator[Valkey]:
    """A Valkey server; its `url` is a broker's."""
    with Valkey() as server:
        yield server


@pytest.fixture(scope="session")
def s3() -> Iterator[S3]:
    """An S3 server; `s3.url("bucket-of-the-test")` names a bucket."""
    with S3() as server:
        yield server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server."""
    with Postgres() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplate:
    return SqliteTemplate(tmp_path_factory.mktemp("sqlite-template"))


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> PostgresTemplate:
    return PostgresTemplate(postgres, tmp_path_factory.mktemp("postgres-template"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The installation's folder for one test."""
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture
def database(request: pytest.FixtureRequest, home: Path) -> Iterator[Database]:
    """An empty, migrated database: SQLite, unless the test asks for `ON_BOTH` of `tests.databases`."""
    vendor = getattr(request, "param", "sqlite")
    template = request.getfixturevalue(f"{vendor}_template")
    with template.copy(home) as copy:
        yield copy


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """Address of a PostgreSQL database without tables, for tests that start Claimpost as its users do."""
    name = postgres.create()
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
def settings(home: Path) -> Settings:
    """The settings of an installation in `home`, as they are when nobody sets anything."""
    return Settings(home=home)


@pytest.fixture
def spool(home: Path) -> Iterator[Spool]:
    """A spool, gone after the test."""
    with Spool(home / "spool") as opened:
        yield opened


def pytest_make_parametrize_id(val: object) -> str | None:
    """Bytes in a case's name would differ from run to run where a clock or a salt went into them."""
    return f"{len(val)} bytes" if isinstance(val, bytes) and not val.isascii() else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What runs for minutes begins first, so that nobody waits for it alone in the end."""
    items.sort(key=lambda item: "whole" not in item.path.parts)
