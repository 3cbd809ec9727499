"""Reminders of the day, and of the last days when the portal was down. Run again, it sends nothing twice."""

import datetime as dt
import logging

from celery import shared_task
from django.db import transaction

from folkehelse.lib.dates import today
from programmes.emails.reminders import remind
from programmes.queries.reminders import due_on

log = logging.getLogger(__name__)

CATCH_UP = 3  # days


@shared_task(name="programmes.send_reminders")
def send_reminders():
    """Each thing in a transaction of its own: one that fails keeps no other back, and is tried next hour."""
    told = 0
    for back in range(CATCH_UP, -1, -1):
        for due in due_on(today() - dt.timedelta(days=back)):
            try:
                with transaction.atomic():
                    remind(due)
                told += 1
            except Exception:
                log.exception("reminder %s of %s %s", due.rule.pk, due.thing._meta.label, due.thing.pk)
    return told
