from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0014_api"),
    ]

    operations = [
        migrations.AddField(model_name="task", name="handed_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="task", name="snoozed_until", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="task", name="notes", field=models.JSONField(default=list)),
        migrations.AddField(model_name="reading", name="judged", field=models.JSONField(default=list)),
    ]
