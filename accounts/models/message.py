from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import MessageKind, MessageState


class Message(models.Model):
    """A mail: a row first, sent by a job afterwards. The mail server being down costs time, never a mail.

    `key` names what the mail is for, so that the same is never sent twice; `due_at` is when the reader
    wants it (at once, or with the next digest). `lease_until` is set while a worker has it.
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
