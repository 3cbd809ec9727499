from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from folkehelse.lib.sorting import norwegian
from municipalities.enums import Arena
from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.enums import MEASURE_OVER, MeasureLevel, MeasureState
from programmes.models.enrolment import Enrolment, within
from programmes.models.moving import Undertaking, begun
from programmes.models.programme import Theme


class MeasureQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Measures are public once they are more than a plan."""
        reach = reach_of(user, Permission.PLAN_VIEW)
        return self.filter(begun() & begun("enrolment") | within(reach, "enrolment"))

    def for_list(self):
        return self.select_related(
            "enrolment__municipality__county", "enrolment__district", "enrolment__area"
        ).prefetch_related("themes")


class Measure(Undertaking):
    """Something a municipality does (tiltak): for people, or to its own organisation."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="measures")
    name = models.CharField(_("navn"), max_length=160)
    description = models.TextField(_("beskrivelse"), max_length=4000, blank=True)
    goals = models.TextField(_("mål"), max_length=4000, blank=True)
    arenas = ArrayField(
        models.CharField(max_length=20, choices=Arena.choices), verbose_name=_("arenaer"), default=list
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="measures", verbose_name=_("temaer"))
    level = models.CharField(
        _("hvem det er for"), max_length=10, choices=MeasureLevel.choices, default=MeasureLevel.UNIVERSAL
    )
    age_from = models.PositiveSmallIntegerField(_("fra alder"))
    age_to = models.PositiveSmallIntegerField(_("til alder"))
    partners = models.TextField(_("samarbeidspartnere"), max_length=1000, blank=True)
    evaluation_partner = models.CharField(_("evalueringspartner"), max_length=160, blank=True)
    state = models.CharField(
        _("status"), max_length=10, choices=MeasureState.choices, default=MeasureState.PLANNED
    )
    starts_on = models.DateField(_("første dag"))
    ends_on = models.DateField(_("siste dag"))
    ended_on = models.DateField(_("avsluttet"), null=True, blank=True)
    source = models.CharField(_("kilde"), max_length=300, blank=True)
    is_demo = models.BooleanField(default=False)
    has_invented_title = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("tiltak")
        verbose_name_plural = _("tiltak")
        ordering = [norwegian("name"), "pk"]
        constraints = [
            models.CheckConstraint(name="measure_state_is_known", condition=Q(state__in=MeasureState.values)),
            models.CheckConstraint(
                name="measure_ages_are_within_0_and_24",
                condition=Q(age_from__gte=0, age_from__lte=F("age_to"), age_to__lte=24),
                violation_error_message=_(
                    "Alderen må være fra 0 til 24 år, og «fra» kan ikke være høyere enn «til»."
                ),
            ),
            models.CheckConstraint(
                name="measure_ends_after_it_starts",
                condition=Q(starts_on__lte=F("ends_on")),
                violation_error_message=_("Siste dag kan ikke være før første dag."),
            ),
            models.CheckConstraint(
                name="measure_ended_on_follows_state",
                condition=Q(state__in=MEASURE_OVER, ended_on__isnull=False)
                | ~Q(state__in=MEASURE_OVER) & Q(ended_on__isnull=True),
                violation_error_message=_("Et tiltak som er over, må ha en dato da det tok slutt."),
            ),
            models.CheckConstraint(
                name="measure_arenas_are_known", condition=Q(arenas__contained_by=list(Arena.values))
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("measure", args=[self.pk])

    @property
    def municipality(self):
        return self.enrolment.municipality

    @property
    def arena_names(self):
        return [Arena(code).label for code in self.arenas]

    @property
    def last_day(self):
        """The day it ended, or is planned to end."""
        return self.ended_on or self.ends_on
