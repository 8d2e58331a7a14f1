"""Every awkward mail of the acceptance corpus goes the whole way, on PostgreSQL: held, opened, decided; nothing fails."""

from collections import Counter
from pathlib import Path

import pytest

from ingest import intake, services
from storage import checks, models
from tests.databases import PostgresTemplate
from tests.whole import killed, mails

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpora" / "mails"

pytestmark = [
    pytest.mark.corpora,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the acceptance corpora are not at hand"),
]


def test_every_mail_ends_decided(postgres_template: PostgresTemplate, tmp_path: Path) -> None:
    files = sorted(file for file in CORPUS.iterdir() if file.name != "index.json" and file.stat().st_size)
    with postgres_template.copy(tmp_path / "home") as database:
        settings = killed.embedded(database.home, mails.write_register(tmp_path / "claims.csv", 3), url=database.url)
        hands = services.build(settings)
        held = {intake.take_file(file, hands).mail_id for file in files}

        assert killed.run(database, settings) == 0

        assert Counter(models.Job.objects.values_list("step", "problem")) == Counter()
        assert Counter(models.Mail.objects.values_list("state", flat=True)) == {"opened": len(held)}
        assert set(models.Unit.objects.values_list("state", flat=True)) == {"decided"}
        assert checks.tables() == ()
