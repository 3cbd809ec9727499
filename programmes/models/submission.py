from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkehelse.lib.snapshot import Decoder, Encoder
from programmes.enums.applications import Phase
from programmes.enums.calls import Section
from programmes.models.application import Application, ApplicationQuerySet
from programmes.models.call import CallVersion


class Submission(models.Model):
    """What was sent, as it was sent: a frozen copy with its hash. A trigger refuses every change.

    `content` is queries.frozen.content_of(application); `sha256` is of its canonical text. `asked_at` is
    that of the signature, so that a double click makes one.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="submissions")
    version = models.ForeignKey(CallVersion, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    phase = models.CharField(max_length=6, choices=Phase.choices)
    content = models.JSONField(encoder=Encoder, decoder=Decoder)
    sha256 = models.CharField(max_length=64)
    asked_at = models.DateTimeField()  # when the coordinator sent it to the approver
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(default=timezone.now)
    submitted_by = models.ForeignKey(  # the approver, who signed
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("innsending")
        verbose_name_plural = _("innsendinger")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="submission_is_made_once"),
        ]

    def __str__(self):
        return f"{self.application} ({self.number})"

    def get_absolute_url(self):
        return reverse("submission", args=[self.pk])


class SignatureRequest(models.Model):
    """The coordinator asks the approver to sign; answered by a signature, or by a return with a comment."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="signature_requests")
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_signed = models.BooleanField(null=True, blank=True)
    comment = models.TextField(_("kommentar"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("oppdrag til godkjenner")
        verbose_name_plural = _("oppdrag til godkjenner")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(answered_at=None),
                name="signature_is_asked_for_once_at_a_time",
            ),
            models.CheckConstraint(
                name="signature_answered_is_whole",
                condition=Q(answered_at=None, answered_by=None, is_signed=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False, is_signed__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.application} {self.asked_at}"


class ChangeRequest(models.Model):
    """The county sends an application back: these sections may be written again, for this reason.

    With `is_feedback` it is the feedback on the sketch instead, and every section is open.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="change_requests")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="change_requests")
    sections = ArrayField(
        models.CharField(max_length=12, choices=Section.choices), verbose_name=_("steg som åpnes")
    )
    is_feedback = models.BooleanField(default=False)
    reason = models.TextField(_("hva som må rettes, og hvorfor"), max_length=4000)
    due_on = models.DateField(_("frist"), null=True, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)  # the new submission came, or it was withdrawn

    class Meta:
        verbose_name = _("anmodning om retting")
        verbose_name_plural = _("anmodninger om retting")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(closed_at=None),
                name="application_is_returned_once_at_a_time",
            ),
            models.CheckConstraint(
                name="change_request_names_known_sections",
                condition=Q(sections__contained_by=list(Section.values)) & Q(sections__len__gte=1),
                violation_error_message=_("Velg minst ett steg som kommunen skal rette."),
            ),
        ]

    def __str__(self):
        return f"{self.application}: {', '.join(self.sections)}"

    @property
    def names(self):
        """The sections by their names, in the reader's written form."""
        return [str(Section(one).label) for one in self.sections]

    def is_late_at(self, moment):
        """What comes after the day that the county set is received, and marked as late."""
        return self.due_on is not None and timezone.localdate(moment) > self.due_on


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the applications that the user sees; of a case, what was sent with it."""
        seen = Application.objects.filter(ApplicationQuerySet.of(user) | ApplicationQuerySet.trials_of(user))
        cases = Application.objects.filter(ApplicationQuerySet.sent_to(user))
        return self.filter(
            Q(application__in=seen.values("pk")) | Q(application__in=cases.values("pk"), is_sent=True)
        )

    def kept(self):
        return self.filter(removed_at=None)


class Attachment(models.Model):
    """A file of an application, stored under a name of its own. Once sent it is never removed from the copy.

    `key` is the requirement or question that it answers, or "" for anything else.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="attachments")
    key = models.CharField(max_length=40, blank=True)
    name = models.CharField(_("navn"), max_length=160)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="attachments/%Y/", max_length=200)
    warnings = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    is_sent = models.BooleanField(default=False)
    uploaded_at = models.DateTimeField(default=timezone.now)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("vedlegg")
        verbose_name_plural = _("vedlegg")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="attachment_removed_is_whole",
                condition=Q(removed_at=None, removed_by=None)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
            ),
            models.CheckConstraint(name="attachment_is_not_empty", condition=Q(size__gt=0)),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("attachment-file", args=[self.pk])
