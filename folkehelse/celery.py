"""The one job engine. Redis is a bell, not a memory: what must happen is a row first (ADR 0004)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkehelse.settings")

app = Celery("folkehelse")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="periodic")
