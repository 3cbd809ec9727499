from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.models import County
from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.enums.decisions import LETTER_MOVES, LetterKind, LetterState
from programmes.models.application import Application, ApplicationQuerySet
from programmes.models.area_reach import administered
from programmes.models.decision import Decision
from programmes.models.moving import Moving

L = LetterState


class LetterTemplate(models.Model):
    """A county's words for a kind of letter in one written form. Placeholders come from a fixed list."""

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="letter_templates")
    kind = models.CharField(_("type"), max_length=16, choices=LetterKind.choices)
    language = models.CharField(_("målform"), max_length=2, choices=settings.LANGUAGES)
    subject = models.CharField(_("overskrift"), max_length=160)
    body = models.TextField(_("tekst"), max_length=20_000)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("brevmal")
        verbose_name_plural = _("brevmaler")
        ordering = ["kind", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "kind", "language"], name="letter_template_is_one_a_kind"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} ({self.language})"

    def get_absolute_url(self):
        return reverse("letter-template", args=[self.pk])


class LetterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Drafts are the county's; what was sent, also the applicant's and the nation's."""
        county = administered(reach_of(user, Permission.LETTER_WRITE), "application__call__area")
        seen = Application.objects.filter(ApplicationQuerySet.of(user) | ApplicationQuerySet.sent_to(user))
        return self.filter(county | Q(state=L.SENT, application__in=seen.values("pk")))


class Letter(Moving):
    """A letter of the county to an applicant. Once sent a trigger refuses every change of it.

    `template_version` tells whether the template was changed since; `is_edited` that somebody corrected
    the text by hand. The PDF is a Document with `letter` set.
    """

    MOVES = LETTER_MOVES

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="letters")
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    kind = models.CharField(_("type"), max_length=16, choices=LetterKind.choices)
    language = models.CharField(_("målform"), max_length=2, choices=settings.LANGUAGES)
    subject = models.CharField(_("overskrift"), max_length=160)
    body = models.TextField(_("tekst"), max_length=20_000)
    state = models.CharField(_("status"), max_length=10, choices=L.choices, default=L.DRAFT)
    template = models.ForeignKey(
        LetterTemplate, on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    template_version = models.PositiveIntegerField(default=0)
    is_edited = models.BooleanField(default=False)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("brev")
        verbose_name_plural = _("brev")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="letter_state_is_known", condition=Q(state__in=L.values)),
            models.CheckConstraint(
                name="letter_sent_follows_state",
                condition=Q(state=L.SENT, sent_at__isnull=False, sent_by__isnull=False)
                | ~Q(state=L.SENT) & Q(sent_at=None, sent_by=None),
            ),
            models.CheckConstraint(
                name="letter_of_a_decision_names_it",
                condition=Q(kind=LetterKind.MORE_INFORMATION, decision=None)
                | ~Q(kind=LetterKind.MORE_INFORMATION) & Q(decision__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(state__in=(L.DRAFT, L.SENT), decision__isnull=False),
                name="decision_has_one_letter",
            ),
        ]

    def __str__(self):
        return self.subject

    def get_absolute_url(self):
        return reverse("letter", args=[self.pk])

    def send(self, *, by):
        self._move(L.SENT, by=by, sent_at=timezone.now(), sent_by=by)

    def discard(self, *, by, why=""):
        self._move(L.DISCARDED, by=by, why=why)
