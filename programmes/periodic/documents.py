"""What the clock starts. Stands above actions; only beat calls it."""

import datetime as dt

from celery import shared_task
from django.utils import timezone

from programmes.models import Document
from programmes.tasks import make_document

PATIENCE = dt.timedelta(seconds=5)  # the first ring is under way
AT_ONCE = 50
SWEEP = 30  # seconds, as in CELERY_BEAT_SCHEDULE


@shared_task(name="programmes.ring_for_waiting_documents")
def ring_for_waiting_documents():
    """Ring for what should be made and is not: a ring was lost, or a worker. Rings expire by themselves."""
    due = Document.objects.due().filter(ordered_at__lte=timezone.now() - PATIENCE)
    waiting = list(due.order_by("ordered_at", "pk").values_list("pk", flat=True)[:AT_ONCE])
    for pk in waiting:
        make_document.apply_async((pk,), expires=SWEEP)
    return len(waiting)
