"""What the clock starts. Celery looks for tasks here."""

from programmes.periodic.documents import SWEEP, ring_for_waiting_documents
from programmes.periodic.files import sweep_orphan_files
from programmes.periodic.reminders import send_reminders

__all__ = ["SWEEP", "ring_for_waiting_documents", "send_reminders", "sweep_orphan_files"]
