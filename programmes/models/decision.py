from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.models import County
from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.enums.decisions import (
    DECISION_MOVES,
    GRANTED,
    DecisionState,
    LetterState,
    Outcome,
)
from programmes.models.application import Application
from programmes.models.area_reach import administered
from programmes.models.call import Call
from programmes.models.moving import Moving

D = DecisionState


class Condition(models.Model):
    """A condition that a county often sets; the decision keeps its words."""

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="conditions")
    text = models.CharField(_("vilkår"), max_length=500)
    order = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(_("i bruk"), default=True)

    class Meta:
        verbose_name = _("vilkår")
        verbose_name_plural = _("vilkår")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["county", "text"], name="condition_stands_once")]

    def __str__(self):
        return self.text


class Meeting(models.Model):
    """Where the body decided: its name, case number and date, for all decisions of that day."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="meetings")
    body = models.CharField(_("hvem som vedtok"), max_length=160)
    case_number = models.CharField(_("saksnummer"), max_length=40)
    decided_on = models.DateField(_("dato for vedtaket"))
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("vedtaksmøte")
        verbose_name_plural = _("vedtaksmøter")
        ordering = ["-decided_on", "-pk"]

    def __str__(self):
        return f"{self.body}, {self.case_number}"


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What is being prepared is the county's; what is told by its letter, also the applicant's and the
        nation's: nobody reads of a decision before the letter is sent."""
        county = administered(reach_of(user, Permission.DECISION_PREPARE), "application__call__area")
        seen = Application.objects.visible_to(user).real()
        told = self.model.letters.rel.related_model.objects.filter(state=LetterState.SENT)
        decided = Q(state__in=(D.DECIDED, D.REPLACED), application__in=seen.values("pk"))
        return self.filter(county | decided & Q(pk__in=told.values("decision")))


class Decision(Moving):
    """What becomes of an application: tried as a draft, recommended (innstilt), decided by the body.

    `total` is the sum of `amounts` in whole kroner, kept by the same action. Once decided nothing of it
    changes: a new decision replaces it and names it. The frame of the call is kept by a trigger.
    """

    MOVES = DECISION_MOVES

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    state = models.CharField(_("status"), max_length=12, choices=D.choices, default=D.DRAFT)
    outcome = models.CharField(_("utfall"), max_length=8, choices=Outcome.choices)
    total = models.PositiveBigIntegerField(_("beløp i alt"), default=0)
    reserve_rank = models.PositiveSmallIntegerField(_("plass på ventelista"), null=True, blank=True)
    reason = models.TextField(_("begrunnelse"), max_length=8000, blank=True)
    conditions = ArrayField(
        models.CharField(max_length=500), verbose_name=_("vilkår"), default=list, blank=True
    )
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    prepared_at = models.DateTimeField(default=timezone.now)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(  # who recorded what the body decided
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("vedtak")
        verbose_name_plural = _("vedtak")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="decision_state_is_known", condition=Q(state__in=D.values)),
            models.CheckConstraint(name="decision_outcome_is_known", condition=Q(outcome__in=Outcome.values)),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(state__in=(D.DRAFT, D.RECOMMENDED)),
                name="decision_is_prepared_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["application"], condition=Q(state=D.DECIDED), name="application_has_one_decision"
            ),
            models.CheckConstraint(
                name="decision_decided_follows_state",
                condition=Q(
                    state__in=(D.DRAFT, D.RECOMMENDED), decided_at=None, decided_by=None, meeting=None
                )
                | Q(
                    state__in=(D.DECIDED, D.REPLACED),
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                    meeting__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="decision_total_follows_outcome",
                condition=Q(state=D.DRAFT)
                | Q(outcome__in=GRANTED, total__gt=0)
                | Q(outcome__in=(Outcome.REFUSED, Outcome.RESERVE), total=0),
                violation_error_message=_(
                    "En innvilget søknad må ha et beløp, og et avslag kan ikke ha det."
                ),
            ),
            models.CheckConstraint(
                name="decision_has_its_reason",
                condition=Q(state=D.DRAFT) | ~Q(reason=""),
                violation_error_message=_("Et vedtak må ha en begrunnelse."),
            ),
            models.CheckConstraint(
                name="decision_reserve_has_its_rank",
                condition=Q(state=D.DRAFT)
                | Q(outcome=Outcome.RESERVE, reserve_rank__isnull=False, reserve_rank__gte=1)
                | ~Q(outcome=Outcome.RESERVE) & Q(reserve_rank=None),
                violation_error_message=_("En søknad på ventelista må ha en plass på den."),
            ),
        ]

    def __str__(self):
        return f"{self.get_outcome_display()}: {self.application}"

    def get_absolute_url(self):
        return reverse("decision", args=[self.pk])

    @property
    def is_grant(self):
        return self.outcome in GRANTED

    def recommend(self, *, by):
        self._move(D.RECOMMENDED, by=by)

    def take_back(self, *, by, why=""):
        self._move(D.DRAFT, by=by, why=why)

    def decide(self, *, by, meeting):
        self._move(D.DECIDED, by=by, meeting=meeting, decided_at=timezone.now(), decided_by=by)

    def be_replaced(self, *, by, why):
        self._move(D.REPLACED, by=by, why=why)


class DecisionAmount(models.Model):
    """The grant of one year; later years are subject to the state budget."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="amounts")
    year = models.PositiveSmallIntegerField(_("år"))
    amount = models.PositiveIntegerField(_("beløp"))
    is_subject_to_budget = models.BooleanField(_("med forbehold om statsbudsjettet"), default=False)

    class Meta:
        verbose_name = _("beløp per år")
        verbose_name_plural = _("beløp per år")
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "year"], name="decision_has_one_amount_a_year"),
        ]

    def __str__(self):
        return f"{self.year}: {self.amount}"


class Agreement(models.Model):
    """The programme agreement after a grant; once marked as signed, the enrolment is made of it."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="agreement")
    signed_on = models.DateField(_("dagen avtalen ble underskrevet"))
    file = models.FileField(upload_to="agreements/%Y/", max_length=200, blank=True)
    marked_at = models.DateTimeField(default=timezone.now)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("avtale")
        verbose_name_plural = _("avtaler")

    def __str__(self):
        return f"{self.decision} ({self.signed_on})"
