from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.enums.reviews import REVIEW_MOVES, Advice, ReviewState
from programmes.models.application import Application
from programmes.models.moving import Moving

R = ReviewState


class Impartiality(models.Model):
    """Somebody in the county says whether they are impartial in a case (forvaltningsloven § 6), before
    anything of it is shown. Once said that one is not, it stands."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="declarations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="declarations")
    is_impartial = models.BooleanField(_("habil"))
    reason = models.TextField(_("hvorfor ikke"), max_length=1000, blank=True)
    declared_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("erklæring om habilitet")
        verbose_name_plural = _("erklæringer om habilitet")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "user"], name="impartiality_is_declared_once_in_a_case"
            ),
            models.CheckConstraint(
                name="partiality_has_its_reason",
                condition=Q(is_impartial=True) | ~Q(reason=""),
                violation_error_message=_("Skriv kort hvorfor du ikke er habil."),
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.application}"


class ReviewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; others' that are sent, in cases that one may read, and not before one's own is sent."""
        cases = Application.objects.filter(Application.objects.sent_to(user))
        impartial = Impartiality.objects.filter(user=user.pk, is_impartial=True).values("application")
        waiting = Review.objects.filter(reviewer=user.pk, state__in=(R.ASSIGNED, R.STARTED))
        others = Q(state=R.SENT, application__in=cases.values("pk")) & Q(application__in=impartial)
        return self.filter(
            Q(reviewer=user.pk, application__in=cases.values("pk"))
            | others & ~Q(application__in=waiting.values("application"))
        )

    def active(self):
        return self.filter(state__in=(R.ASSIGNED, R.STARTED, R.SENT))


class Review(Moving):
    """One adviser's assessment of one application, made without seeing anybody else's."""

    MOVES = REVIEW_MOVES

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews")
    state = models.CharField(_("status"), max_length=10, choices=R.choices, default=R.ASSIGNED)
    due_on = models.DateField(_("frist"), null=True, blank=True)
    assigned_at = models.DateTimeField(default=timezone.now)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    stands_in_for = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="stand_ins"
    )
    advice = models.CharField(_("tilråding"), max_length=8, choices=Advice.choices, blank=True)
    amount = models.PositiveIntegerField(_("foreslått beløp i alt"), null=True, blank=True)
    summary = models.TextField(_("samlet vurdering"), max_length=8000, blank=True)
    internal_note = models.TextField(_("internt notat"), max_length=8000, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("vurdering")
        verbose_name_plural = _("vurderinger")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="review_state_is_known", condition=Q(state__in=R.values)),
            models.UniqueConstraint(
                fields=["application", "reviewer"],
                condition=~Q(state=R.TAKEN_OFF),
                name="reviewer_is_assigned_once_to_an_application",
                violation_error_message=_("Rådgiveren har allerede fått denne søknaden."),
            ),
            models.CheckConstraint(
                name="review_sent_is_whole",
                condition=~Q(state=R.SENT) | Q(sent_at__isnull=False) & ~Q(advice="") & ~Q(summary=""),
                violation_error_message=_("En vurdering må ha en tilråding og en samlet vurdering."),
            ),
        ]

    def __str__(self):
        return f"{self.reviewer}: {self.application}"

    def get_absolute_url(self):
        return reverse("review", args=[self.pk])

    def start(self, *, by):
        self._move(R.STARTED, by=by)

    def send(self, *, by):
        self._move(R.SENT, by=by, sent_at=timezone.now())

    def reopen(self, *, by, why):
        self._move(R.STARTED, by=by, why=why)

    def declare_conflict(self, *, by, why):
        self._move(R.CONFLICTED, by=by, why=why)

    def take_off(self, *, by, why=""):
        self._move(R.TAKEN_OFF, by=by, why=why)


class Score(models.Model):
    """What a review says of one criterion: met or not for a must, points for one that is weighed."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.CharField(max_length=40)  # Criterion.key
    is_met = models.BooleanField(null=True, blank=True)
    points = models.PositiveSmallIntegerField(_("poeng"), null=True, blank=True)
    reason = models.TextField(_("begrunnelse"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("poeng")
        verbose_name_plural = _("poeng")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="criterion_is_scored_once"),
            models.CheckConstraint(
                name="score_is_points_or_a_yes", condition=Q(is_met=None) | Q(points=None)
            ),
            models.CheckConstraint(
                name="score_is_within_the_scale", condition=Q(points=None) | Q(points__range=(0, 10))
            ),
        ]

    def __str__(self):
        return f"{self.criterion}: {self.points if self.is_met is None else self.is_met}"
