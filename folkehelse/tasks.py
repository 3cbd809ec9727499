"""The heartbeat: a job that only tells that jobs are done."""

import time

from celery import shared_task
from celery.signals import worker_ready
from django.core.cache import cache

KEY = "heartbeat"


@shared_task(name="folkehelse.heartbeat")
def heartbeat():
    cache.set(KEY, time.time(), timeout=None)


@worker_ready.connect
def beat_at_once(**_kwargs):
    """A worker that has just come up need not wait for the schedule to be seen."""
    heartbeat()


def heartbeat_age():
    """Seconds since a worker last did a job, or None when none has (or Redis is away)."""
    beaten_at = cache.get(KEY)
    return None if beaten_at is None else max(0.0, time.time() - beaten_at)
