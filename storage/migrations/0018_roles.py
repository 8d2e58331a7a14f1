"""Claims that were handed to a medical adviser, and events that are found by when they were."""

from django.db import migrations, models


class Migration(migrations.Migration):
    # An index leaves the table as it is, and with it the triggers of 0003.

    dependencies = [
        ("storage", "0017_figures_by_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="Handed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("claim", models.CharField(max_length=40)),
                ("to", models.CharField(db_index=True, max_length=150)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("claim", "to"), name="handed_once")],
            },
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["at"], name="event_at"),
        ),
    ]
