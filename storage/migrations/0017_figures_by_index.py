"""Figures of a period and the counts of the ledger are found by an index; a mailbox says until when its token is good."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0016_lists_and_search"),
    ]

    operations = [
        migrations.AddField("mailbox", "token_until", models.DateTimeField(blank=True, null=True)),
        migrations.AddIndex("mail", models.Index(fields=["received_at"], name="mail_received")),
        migrations.AddIndex("delivery", models.Index(fields=["mailbox", "current", "state", "away"], name="ledger_counts")),
    ]
