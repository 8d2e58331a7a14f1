"""What people stamped on a claim, or a mail, is found without reading every stamp."""

from django.db import migrations, models


class Migration(migrations.Migration):
    # An index leaves the table as it is, and with it the triggers of 0003.

    dependencies = [
        ("storage", "0010_joined_tasks"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["claim", "what"], name="event_of_claim"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["mail_id", "what"], name="event_of_mail"),
        ),
    ]
