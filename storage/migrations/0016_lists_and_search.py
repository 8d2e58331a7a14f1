"""Lists are ordered by when their mails were received, and tasks are found by their words.

The words of tasks that are there already are put into the index by `claimpost migrate`, after the tables.
"""

import django.db.models.deletion
from django.db import migrations, models

RECEIVED = """
UPDATE storage_task SET received_at = (
    SELECT mail.received_at FROM storage_unit unit JOIN storage_mail mail ON mail.id = unit.mail_id WHERE unit.id = storage_task.unit_id
)
"""
FORWARD = {
    "sqlite": ("CREATE VIRTUAL TABLE storage_searchwords USING fts5(words, tokenize = \"ascii tokenchars '_'\")",),
    "postgresql": (
        "ALTER TABLE storage_searchentry ADD COLUMN words tsvector NOT NULL",
        "CREATE INDEX searchentry_words ON storage_searchentry USING gin (words)",
    ),
}
BACK = {"sqlite": ("DROP TABLE storage_searchwords",), "postgresql": ("ALTER TABLE storage_searchentry DROP COLUMN words",)}

LISTED = models.Q(("joined_to", None), ("kind", "claim"))


def make(_apps, editor):
    for statement in FORWARD[editor.connection.vendor]:
        editor.execute(statement, params=None)


def drop(_apps, editor):
    for statement in BACK[editor.connection.vendor]:
        editor.execute(statement, params=None)


def index(name, *fields, condition=LISTED):
    return migrations.AddIndex(model_name="task", index=models.Index(fields=list(fields), condition=condition, name=name))


class Migration(migrations.Migration):

    dependencies = [
        ("storage", "0015_handed_snoozed_noted_judged"),
    ]

    operations = [
        migrations.AddField(model_name="task", name="received_at", field=models.DateTimeField(editable=False, null=True)),
        migrations.RunSQL(RECEIVED, migrations.RunSQL.noop),
        migrations.AlterField(model_name="task", name="received_at", field=models.DateTimeField(editable=False)),
        index("tasks_of_handler", "handler", "state", "-received_at", "-id"),
        index("tasks_of_everyone", "state", "-received_at", "-id"),
        index("tasks_of_handler_by_due", "handler", "state", "due_at", "id"),
        index("tasks_of_everyone_by_due", "state", "due_at", "id"),
        index("tasks_by_receipt", "-received_at", "-id", condition=None),
        index("tasks_waiting", "kind", condition=models.Q(("kind__in", ["triage", "hold"]), ("state", "open"))),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="storage.task",
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
            ],
        ),
        migrations.RunPython(make, drop),
    ]
