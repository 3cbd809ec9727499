from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import MessageKind, MessageState


class MessageQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=MessageState.WAITING)

    def due(self):
        """Rows to send now: never taken, taken by a worker that is gone, or rested after an error."""
        now = timezone.now()
        return self.waiting().filter(Q(lease_until=None) | Q(lease_until__lt=now), due_at__lte=now)

    def seconds_waited(self):
        """How long the mail that should have gone first has waited, also while the mail server is away."""
        oldest = self.waiting().filter(due_at__lte=timezone.now()).aggregate(at=models.Min("due_at"))["at"]
        return int((timezone.now() - oldest).total_seconds()) if oldest else 0


class Message(models.Model):
    """A mail: a row first, sent by a job afterwards. The mail server being down costs time, never a mail.

    `key` names what the mail is for, so that the same is never sent twice; `due_at` is when the reader
    wants it (at once, or with the next digest). `lease_until` is set while a worker has it, and while it
    rests after an error. What opens a door (a code, an invitation) is blanked once it is sent.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="messages"
    )  # null: somebody without an account yet
    address = models.EmailField(_("e-postadresse"), max_length=254)
    kind = models.CharField(_("gjelder"), max_length=12, choices=MessageKind.choices)
    language = models.CharField(_("målform"), max_length=2, choices=settings.LANGUAGES)
    subject = models.CharField(_("emne"), max_length=200)
    body = models.TextField(_("tekst"))
    url = models.CharField(_("lenke"), max_length=300, blank=True)  # a path of the portal
    key = models.CharField(max_length=160, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(
        _("status"), max_length=8, choices=MessageState.choices, default=MessageState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("e-post")
        verbose_name_plural = _("e-post")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="message_state_is_known", condition=Q(state__in=MessageState.values)),
            models.CheckConstraint(
                name="message_sent_at_follows_state",
                condition=Q(state=MessageState.SENT, sent_at__isnull=False)
                | ~Q(state=MessageState.SENT) & Q(sent_at=None),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(state=MessageState.WAITING), name="message_that_waits"
            )
        ]

    def __str__(self):
        return f"{self.address}: {self.subject}"

    @property
    def is_put_off(self):
        """It waits for a digest; those of the same hour go in one mail."""
        return self.recipient_id is not None and self.due_at > self.created_at
