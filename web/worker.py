"""The Celery application of the office set-up: `celery -A web.worker worker -Q open`."""

import os

import django
from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web.settings")
django.setup()

from core.settings import read  # noqa: E402 - Django must be set up first
from ingest import jobs  # noqa: E402

app = Celery("claimpost")
app.set_default()
jobs.configure(app, read(os.environ))
