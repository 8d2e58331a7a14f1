"""What a load of the register changed is told to nobody: it makes everything on hold be looked at."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0011_event_of_claim"),
    ]

    operations = [
        migrations.DeleteModel(name="RegisterChange"),
    ]
