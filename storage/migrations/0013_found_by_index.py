"""What a sender's domain was taught, and what a person corrected last, are found by an index."""

from django.db import migrations, models

TEACHING = ("assigned", "moved")


def fill(apps, _editor):
    verdicts = apps.get_model("storage", "Verdict").objects
    for pk, address in verdicts.filter(rule__in=TEACHING).values_list("pk", "unit__sender_address").iterator():
        verdicts.filter(pk=pk).update(sender_domain=address.rpartition("@")[2].lower())


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0012_no_changes_of_register"),
    ]

    operations = [
        migrations.AddField(
            model_name="verdict",
            name="sender_domain",
            field=models.CharField(blank=True, default="", max_length=320),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="verdict",
            index=models.Index(fields=["sender_domain", "-id"], name="verdict_of_domain"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["actor", "what", "-id"], name="event_of_actor"),
        ),
    ]
