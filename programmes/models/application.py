import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.models import District, Municipality
from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.enums.applications import (
    APPLICATION_MOVES,
    COUNTY_LABELS,
    MUST_BE_NUMBERED,
    PARTNER_MOVES,
    WITH_COUNTY,
    WRITABLE,
    ApplicationState,
    PartnerState,
    Phase,
)
from programmes.models.area_reach import administered
from programmes.models.call import Call, CallVersion
from programmes.models.moving import Moving

A = ApplicationState


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A municipality's own and those it is a partner in; what was sent, for the county and the nation.

        A trial is for those who make the call. What one may read of a case is can_read_case's answer.
        """
        return self.filter(self.of(user) | self.sent_to(user) | self.trials_of(user))

    @staticmethod
    def of(user):
        """A filter: the user's municipality wrote it, or is a partner in it, or is asked to be."""
        reach = reach_of(user, Permission.APPLICATION_VIEW)
        if not reach:
            return Q(pk__in=[])
        partners = ApplicationPartner.objects.filter(municipality__in=reach.municipalities)
        partners = partners.exclude(state=PartnerState.DECLINED)  # who said no is an outsider again
        mine = Q(municipality__in=reach.municipalities) | Q(pk__in=partners.values("application"))
        return Q(is_trial=False) & mine

    @staticmethod
    def sent_to(user):
        """A filter: it was sent, to a county or a nation that the user works for."""
        reach = reach_of(user, Permission.CASE_VIEW)
        return Q(is_trial=False, case_number__isnull=False) & administered(reach, "call__area")

    @staticmethod
    def trials_of(user):
        return Q(is_trial=True) & administered(reach_of(user, Permission.CALL_WRITE), "call__area")

    def real(self):
        return self.filter(is_trial=False)

    def for_list(self):
        return self.select_related(
            "call__area__programme", "call__current", "version", "municipality__county", "district", "contact"
        ).order_by("-pk")


class Application(Moving):
    """A municipality's application to a call. The answers are rows of their own (Answer, BudgetCell …).

    `version` is what the call said when it was last sent, or says now to a draft. The case number is
    given once, the first time that anything is sent; `phase` tells which of the two steps it is in.
    """

    MOVES = APPLICATION_MOVES

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    version = models.ForeignKey(CallVersion, on_delete=models.PROTECT, related_name="applications")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="applications")
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="applications"
    )
    agency = models.CharField(_("etat"), max_length=120, blank=True)
    phase = models.CharField(_("trinn"), max_length=6, choices=Phase.choices, default=Phase.PLAN)
    state = models.CharField(_("status"), max_length=10, choices=A.choices, default=A.DRAFT)
    title = models.CharField(_("tittel"), max_length=160, blank=True)
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="applications"
    )
    case_year = models.PositiveSmallIntegerField(null=True, blank=True)
    case_number = models.PositiveIntegerField(_("saksnummer"), null=True, blank=True)
    copied_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies"
    )
    is_trial = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("søknad")
        verbose_name_plural = _("søknader")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="application_state_is_known", condition=Q(state__in=A.values)),
            models.CheckConstraint(
                name="application_case_number_is_whole",
                condition=Q(case_year=None, case_number=None)
                | Q(case_year__isnull=False, case_number__isnull=False),
            ),
            models.CheckConstraint(
                name="application_that_was_sent_has_a_case_number",
                condition=~Q(state__in=MUST_BE_NUMBERED) | Q(case_number__isnull=False),
            ),
            models.CheckConstraint(
                name="application_trial_is_never_sent",
                condition=Q(is_trial=False) | Q(case_number=None, state__in=[A.DRAFT]),
                violation_error_message=_("En prøvesøknad kan ikke sendes."),
            ),
            models.UniqueConstraint(
                fields=["case_year", "case_number"], name="case_number_is_given_once_a_year"
            ),
        ]
        indexes = [models.Index(fields=["call", "state"], name="application_of_call_by_state")]

    def __str__(self):
        return self.title or str(_("Søknad uten tittel"))

    def get_absolute_url(self):
        return reverse("application", args=[self.pk])

    @property
    def who(self):
        return self.district.name if self.district_id else self.agency or self.municipality.name

    @property
    def case(self):
        """«2026/114», or nothing until it is sent."""
        return f"{self.case_year}/{self.case_number}" if self.case_number else ""

    @property
    def county_label(self):
        return COUNTY_LABELS[self.state]

    @property
    def is_writable(self):
        return self.state in WRITABLE

    @property
    def is_with_county(self):
        return self.state in WITH_COUNTY

    @property
    def closes_on(self):
        """The last day for what is being written now; what the county has returned has a day of its own."""
        return self.version.sketch_closes_on if self.phase == Phase.SKETCH else self.version.closes_on

    @property
    def closes_at(self):
        """The first moment that is too late."""
        is_sketch = self.phase == Phase.SKETCH
        return self.version.sketch_closes_at if is_sketch else self.version.closes_at

    def ask_signature(self, *, by):
        self._move(A.SIGNING, by=by)

    def reopen(self, *, by, why=""):
        """Back to the writers, from the approver, or with the feedback on a sketch."""
        self._move(A.DRAFT, by=by, why=why)

    def advance(self, *, by, why=""):
        """The sketch has its feedback: the full plan is written now."""
        self._move(A.DRAFT, by=by, why=why, phase=Phase.PLAN)

    def submit(self, *, by, case_year, case_number):
        self._move(A.SUBMITTED, by=by, case_year=case_year, case_number=case_number)

    def be_returned(self, *, by, why):
        self._move(A.RETURNED, by=by, why=why)

    def begin_review(self, *, by):
        self._move(A.IN_REVIEW, by=by)

    def be_decided(self, *, by):
        self._move(A.DECIDED, by=by)

    def withdraw(self, *, by, why):
        self._move(A.WITHDRAWN, by=by, why=why)


class ApplicationPartner(Moving):
    """A municipality that applies with the lead; it must have said yes before anything is sent."""

    MOVES = PARTNER_MOVES

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="partners")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="joint_bids")
    role = models.CharField(_("hva de bidrar med"), max_length=300, blank=True)
    state = models.CharField(
        _("svar"), max_length=10, choices=PartnerState.choices, default=PartnerState.ASKED
    )
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("partnerkommune")
        verbose_name_plural = _("partnerkommuner")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="partner_state_is_known", condition=Q(state__in=PartnerState.values)),
            models.UniqueConstraint(
                fields=["application", "municipality"], name="partner_is_asked_once_in_an_application"
            ),
            models.CheckConstraint(
                name="partner_answered_follows_state",
                condition=Q(state="asked", answered_at=None, answered_by=None)
                | ~Q(state="asked") & Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
        ]

    def __str__(self):
        return str(self.municipality)

    def consent(self, *, by, why=""):
        self._move(PartnerState.CONSENTED, by=by, why=why, answered_at=timezone.now(), answered_by=by)

    def decline(self, *, by, why=""):
        self._move(PartnerState.DECLINED, by=by, why=why, answered_at=timezone.now(), answered_by=by)

    def ask_again(self, *, by):
        self._move(PartnerState.ASKED, by=by, answered_at=None, answered_by=None)


class CaseSeries(models.Model):
    """The last case number given in a year; locked while the next one is given."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.year}/{self.last}"
