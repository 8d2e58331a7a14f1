"""What a web server calls: `gunicorn web.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

from core.settings import read
from web import logs

logs.to_standard_error(read(os.environ).log_level)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web.settings")
application = get_wsgi_application()
