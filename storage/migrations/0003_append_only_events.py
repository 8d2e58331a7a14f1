"""Jobs count the workers that died over them; events refuse to be changed or deleted, whoever asks."""

from django.db import migrations, models

SQLITE = (
    """
    CREATE TRIGGER storage_event_no_update BEFORE UPDATE ON storage_event
    BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END
    """,
    """
    CREATE TRIGGER storage_event_no_delete BEFORE DELETE ON storage_event
    BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END
    """,
    # INSERT OR REPLACE deletes the old row without asking the trigger above.
    """
    CREATE TRIGGER storage_event_no_replace BEFORE INSERT ON storage_event
    WHEN EXISTS (SELECT 1 FROM storage_event WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END
    """,
)
SQLITE_BACK = (
    "DROP TRIGGER storage_event_no_update",
    "DROP TRIGGER storage_event_no_delete",
    "DROP TRIGGER storage_event_no_replace",
)
POSTGRESQL = (
    """
    CREATE FUNCTION storage_event_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'events are only ever added' USING ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    """
    CREATE TRIGGER storage_event_no_change BEFORE UPDATE OR DELETE ON storage_event
    FOR EACH ROW EXECUTE FUNCTION storage_event_refuse()
    """,
    """
    CREATE TRIGGER storage_event_no_truncate BEFORE TRUNCATE ON storage_event
    FOR EACH STATEMENT EXECUTE FUNCTION storage_event_refuse()
    """,
)
POSTGRESQL_BACK = (
    "DROP TRIGGER storage_event_no_change ON storage_event",
    "DROP TRIGGER storage_event_no_truncate ON storage_event",
    "DROP FUNCTION storage_event_refuse",
)
FORWARD = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
BACK = {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}


def guard(_apps, editor):
    for statement in FORWARD[editor.connection.vendor]:
        editor.execute(statement)


def release(_apps, editor):
    for statement in BACK[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    # An AlterField on Event makes SQLite build the table anew, without its triggers: such a migration must guard it again.

    dependencies = [
        ("storage", "0002_ledger"),
    ]

    operations = [
        migrations.AddField(
            model_name="job",
            name="deaths",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunPython(guard, release),
    ]
