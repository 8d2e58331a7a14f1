"""The Django app that owns every table."""

from django.apps import AppConfig


class StorageConfig(AppConfig):
    """Tables of mails, items, readings, verdicts, tasks and events."""

    name = "storage"
    label = "storage"
    default_auto_field = "django.db.models.BigAutoField"
