"""The Celery application of the office set-up: `celery -A web.worker worker -Q open`."""

import os

import django
from celery import Celery

from core.settings import read
from web import logs

settings = read(os.environ)
logs.to_standard_error(settings.log_level)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web.settings")
django.setup()

from ingest import jobs  # noqa: E402 - Django must be set up first

app = Celery("claimpost")
app.set_default()
jobs.configure(app, settings)
