"""The Django app of the desk."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, words and commands."""

    name = "web"
    label = "web"
