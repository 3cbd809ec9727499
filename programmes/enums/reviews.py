from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewState(models.TextChoices):
    ASSIGNED = "assigned", _("tildelt")
    STARTED = "started", _("påbegynt")
    SENT = "sent", _("levert")
    CONFLICTED = "conflicted", _("inhabil")
    TAKEN_OFF = "taken_off", _("tatt av saken")


R = ReviewState
REVIEW_MOVES = {
    R.ASSIGNED: {R.STARTED, R.CONFLICTED, R.TAKEN_OFF},
    R.STARTED: {R.SENT, R.CONFLICTED, R.TAKEN_OFF},
    R.SENT: {R.STARTED},  # opened again after a resubmission
    R.CONFLICTED: set(),
    R.TAKEN_OFF: set(),
}
REVIEW_WAITING = (R.ASSIGNED, R.STARTED)


class Advice(models.TextChoices):
    FULL = "full", _("innvilges")
    PARTIAL = "partial", _("innvilges delvis")
    REFUSE = "refuse", _("avslås")
