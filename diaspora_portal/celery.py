"""The Celery application: a doorbell. The queue of record is PostgreSQL (docs/adr/0004)."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diaspora_portal.settings")

app = Celery("diaspora_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")


@setup_logging.connect
def keep_the_portals_logging(**_signal: Any) -> None:
    """Celery leaves logging alone when somebody answers this signal."""
