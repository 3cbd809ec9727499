"""What the clock starts. Celery looks for tasks here."""

from programmes.periodic.documents import SWEEP, ring_for_waiting_documents
from programmes.periodic.reminders import send_reminders

__all__ = ["SWEEP", "ring_for_waiting_documents", "send_reminders"]
