from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkehelse.lib.dates import end_of_day, today
from municipalities.models import County
from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.enums.calls import (
    CALL_MOVES,
    VERSION_MOVES,
    CallState,
    JointBids,
    ReminderAbout,
    VersionState,
)
from programmes.models.area_reach import administered
from programmes.models.moving import Moving
from programmes.models.programme import ProgrammeArea


class CallQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What is published is public; a draft is for those in the county who make it."""
        own = administered(reach_of(user, Permission.CALL_WRITE), "area")
        return self.filter(~Q(state=CallState.DRAFT) | own)

    def open_on(self, day):
        return self.filter(state=CallState.PUBLISHED, current__opens_on__lte=day, current__closes_on__gte=day)

    def for_list(self):
        return self.select_related("area__programme", "county", "current").order_by(
            F("current__closes_on").desc(nulls_first=True), "-pk"
        )


class Call(Moving):
    """A county's call for applications (utlysning) in its programme area. What it says is in its versions."""

    MOVES = CALL_MOVES

    area = models.ForeignKey(ProgrammeArea, on_delete=models.PROTECT, related_name="calls")
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="calls")
    state = models.CharField(_("status"), max_length=10, choices=CallState.choices, default=CallState.DRAFT)
    current = models.OneToOneField(
        "programmes.CallVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    copied_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies"
    )
    cancelled_because = models.TextField(_("hvorfor utlysningen er avlyst"), max_length=1000, blank=True)
    is_demo = models.BooleanField(default=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("utlysning")
        verbose_name_plural = _("utlysninger")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="call_state_is_known", condition=Q(state__in=CallState.values)),
            models.CheckConstraint(
                name="call_has_a_current_version_once_published",
                condition=Q(state=CallState.DRAFT, current=None)
                | ~Q(state=CallState.DRAFT) & Q(current__isnull=False),
            ),
        ]

    def __str__(self):
        return self.shown.title

    def get_absolute_url(self):
        return reverse("call", args=[self.pk])

    @property
    def shown(self):
        """The version that stands, or the only draft of a call that is not published yet."""
        return self.current if self.current_id else self.versions.first()

    def publish(self, version, *, by):
        self._move(CallState.PUBLISHED, by=by, current=version)

    def cancel(self, *, by, why):
        self._move(CallState.CANCELLED, by=by, why=why, cancelled_because=why)

    @property
    def is_open(self):
        version = self.current
        return bool(
            self.state == CallState.PUBLISHED and version and version.opens_on <= today() <= version.closes_on
        )


class CallVersion(Moving):
    """All that a call says, at one time. A published version is never altered: a change is a new one.

    Amounts are whole kroner; `frame` is for all years together. A date of closing means the end of that
    day in Oslo. `changed` counts saves of a draft, so that two writers see each other.
    """

    MOVES = VERSION_MOVES

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(
        _("status"), max_length=10, choices=VersionState.choices, default=VersionState.DRAFT
    )
    language = models.CharField(_("målform"), max_length=2, choices=settings.LANGUAGES, default="nb")
    title = models.CharField(_("tittel"), max_length=160)
    text = models.TextField(_("tekst"), max_length=20_000, blank=True)
    frame = models.PositiveBigIntegerField(_("økonomisk ramme"), default=0)
    min_amount = models.PositiveIntegerField(_("minste beløp det kan søkes om"), null=True, blank=True)
    max_amount = models.PositiveIntegerField(_("største beløp det kan søkes om"), null=True, blank=True)
    first_year = models.PositiveSmallIntegerField(_("første år"))
    years_min = models.PositiveSmallIntegerField(_("færrest år"), default=1)
    years_max = models.PositiveSmallIntegerField(_("flest år"), default=3)
    own_contribution_percent = models.PositiveSmallIntegerField(
        _("egenandel i prosent"), null=True, blank=True
    )
    has_sketch = models.BooleanField(_("skisse først"), default=False)
    opens_on = models.DateField(_("åpner"))
    sketch_closes_on = models.DateField(_("frist for skisse"), null=True, blank=True)
    closes_on = models.DateField(_("søknadsfrist"))
    for_municipalities = models.BooleanField(_("kommuner kan søke"), default=True)
    for_districts = models.BooleanField(_("bydeler og etater i Oslo kan søke"), default=False)
    joint_bids = models.CharField(
        _("søknader fra flere sammen"), max_length=8, choices=JointBids.choices, default=JointBids.ALLOWED
    )
    auditor_threshold = models.PositiveIntegerField(
        _("revisorbekreftelse fra og med beløp"), null=True, blank=True
    )
    has_appeal = models.BooleanField(_("vedtaket kan påklages"), default=False)
    appeal_instance = models.CharField(_("klageinstans"), max_length=160, blank=True)
    appeal_weeks = models.PositiveSmallIntegerField(_("klagefrist i uker"), null=True, blank=True)
    deciding_body = models.CharField(_("hvem som vedtar"), max_length=160, blank=True)
    reports_due_on = models.DateField(_("frist for første årsrapport"), null=True, blank=True)
    note = models.TextField(_("hva som er endret"), max_length=1000, blank=True)
    changed = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("versjon av utlysningen")
        verbose_name_plural = _("versjoner av utlysningen")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                name="call_version_state_is_known", condition=Q(state__in=VersionState.values)
            ),
            models.UniqueConstraint(fields=["call", "number"], name="call_version_has_its_number"),
            models.UniqueConstraint(
                fields=["call"], condition=Q(state="draft"), name="call_has_one_draft_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["call"], condition=Q(state="published"), name="call_has_one_version_that_stands"
            ),
            models.CheckConstraint(
                name="call_version_published_follows_state",
                condition=Q(state="draft", published_at=None, published_by=None)
                | ~Q(state="draft") & Q(published_at__isnull=False, published_by__isnull=False),
            ),
            models.CheckConstraint(
                name="call_version_closes_after_it_opens",
                condition=Q(opens_on__lte=F("closes_on")),
                violation_error_message=_("Søknadsfristen kan ikke være før utlysningen åpner."),
            ),
            models.CheckConstraint(
                name="call_version_sketch_has_its_deadline",
                condition=Q(has_sketch=False, sketch_closes_on=None)
                | Q(
                    has_sketch=True,
                    sketch_closes_on__isnull=False,  # what is unknown would pass
                    sketch_closes_on__gte=F("opens_on"),
                    sketch_closes_on__lt=F("closes_on"),
                ),
                violation_error_message=_(
                    "Med skisse må det være en frist for skissen, etter åpningen og før søknadsfristen."
                ),
            ),
            models.CheckConstraint(
                name="call_version_years_are_one_to_five",
                condition=Q(years_min__gte=1, years_min__lte=F("years_max"), years_max__lte=5),
                violation_error_message=_("Antall år må være fra 1 til 5, og «færrest» ikke over «flest»."),
            ),
            models.CheckConstraint(
                name="call_version_amounts_follow_each_other",
                condition=Q(min_amount=None) | Q(max_amount=None) | Q(min_amount__lte=F("max_amount")),
                violation_error_message=_("Det minste beløpet kan ikke være over det største."),
            ),
            models.CheckConstraint(
                name="call_version_own_contribution_is_a_percentage",
                condition=Q(own_contribution_percent=None) | Q(own_contribution_percent__range=(1, 99)),
                violation_error_message=_("Egenandelen må være fra 1 til 99 prosent."),
            ),
            models.CheckConstraint(
                name="call_version_somebody_may_apply",
                condition=Q(for_municipalities=True) | Q(for_districts=True),
                violation_error_message=_("Velg hvem som kan søke."),
            ),
            models.CheckConstraint(
                name="call_version_appeal_is_whole",
                condition=Q(has_appeal=False, appeal_instance="", appeal_weeks=None)
                | Q(has_appeal=True, appeal_weeks__isnull=False, appeal_weeks__range=(1, 52))
                & ~Q(appeal_instance=""),
                violation_error_message=_("Med klageadgang må klageinstansen og antall uker være med."),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def closes_at(self):
        """The first moment that is too late."""
        return end_of_day(self.closes_on)

    @property
    def sketch_closes_at(self):
        return end_of_day(self.sketch_closes_on) if self.has_sketch else None

    @property
    def years(self):
        """Every year that an application may cover."""
        return range(self.first_year, self.first_year + self.years_max)

    def publish(self, *, by):
        self._move(VersionState.PUBLISHED, by=by, published_at=timezone.now(), published_by=by)

    def be_replaced(self, *, by):
        self._move(VersionState.REPLACED, by=by)


class ReminderRule(models.Model):
    """Set once per call: tell those concerned so many days before (negative) or after a deadline."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="reminders")
    about = models.CharField(_("frist"), max_length=16, choices=ReminderAbout.choices)
    days = models.SmallIntegerField(_("dager"))

    class Meta:
        verbose_name = _("påminnelse")
        verbose_name_plural = _("påminnelser")
        ordering = ["about", "days"]
        constraints = [
            models.UniqueConstraint(fields=["call", "about", "days"], name="reminder_is_set_once"),
            models.CheckConstraint(
                name="reminder_is_within_a_quarter",
                condition=Q(days__range=(-90, 90)),
                violation_error_message=_(
                    "En påminnelse kan gå fra 90 dager før til 90 dager etter fristen."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.get_about_display()} {self.days:+d}"
