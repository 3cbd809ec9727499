from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from folkehelse.lib.sorting import norwegian
from municipalities.models import District, Municipality
from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.enums import TOOK_PART, EnrolmentState
from programmes.models.moving import Undertaking, begun
from programmes.models.programme import ProgrammeArea


class EnrolmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Taking part is public; what is only planned is for the municipality, its county and the nation."""
        reach = reach_of(user, Permission.PLAN_VIEW)
        return self.filter(begun() | within(reach))

    def for_list(self):
        return self.select_related("area", "municipality__county", "district").order_by("-starts_on", "pk")


def within(reach, path=""):
    """A filter on the enrolment at `path`: its lead or a partner is within reach."""
    if not reach:
        return Q(pk__in=[])
    if reach.nationwide:
        return Q(pk__isnull=False)
    partners = EnrolmentPartner.objects.filter(municipality__in=reach.municipalities)
    own = f"{path}__" if path else ""
    return reach.q(f"{own}municipality") | Q(**{f"{own}pk__in": partners.values("enrolment")})


class Enrolment(Undertaking):
    """A municipality (or a district of Oslo) taking part in a programme area, with or without a grant."""

    area = models.ForeignKey(ProgrammeArea, on_delete=models.PROTECT, related_name="enrolments")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="enrolments")
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="enrolments"
    )
    state = models.CharField(
        _("status"), max_length=10, choices=EnrolmentState.choices, default=EnrolmentState.PLANNED
    )
    starts_on = models.DateField(_("første dag"))
    ends_on = models.DateField(_("siste dag"))
    ended_on = models.DateField(_("avsluttet"), null=True, blank=True)
    has_grant = models.BooleanField(_("med tilskudd"), default=True)
    decision = models.OneToOneField(
        "programmes.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="enrolment"
    )
    source = models.CharField(_("kilde"), max_length=300, blank=True)
    note = models.TextField(_("merknad"), blank=True)
    is_demo = models.BooleanField(default=False)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("deltakelse")
        verbose_name_plural = _("deltakelser")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="enrolment_state_is_known", condition=Q(state__in=EnrolmentState.values)
            ),
            models.CheckConstraint(
                name="enrolment_ends_after_it_starts",
                condition=Q(starts_on__lte=F("ends_on")),
                violation_error_message=_("Siste dag kan ikke være før første dag."),
            ),
            models.CheckConstraint(
                name="enrolment_ended_on_follows_state",
                condition=Q(state__in=TOOK_PART, ended_on__isnull=False)
                | ~Q(state__in=TOOK_PART) & Q(ended_on__isnull=True),
                violation_error_message=_("En deltakelse som er over, må ha en dato da den tok slutt."),
            ),
            models.CheckConstraint(
                name="enrolment_has_a_decision_or_a_source",
                condition=Q(decision__isnull=False) | ~Q(source="") | Q(is_demo=True),
                violation_error_message=_("Skriv hvor det står at kommunen er med: vedtaket eller kilden."),
            ),
        ]

    def __str__(self):
        return f"{self.who} – {self.area}"

    def get_absolute_url(self):
        return reverse("enrolment", args=[self.pk])

    @property
    def who(self):
        return self.district.name if self.district_id else self.municipality.name


class EnrolmentPartner(models.Model):
    """A municipality that takes part with the lead: a joint bid."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="partners")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="partnerships")

    class Meta:
        ordering = [norwegian("municipality__name"), "pk"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "municipality"], name="partner_is_named_once"),
        ]

    def __str__(self):
        return str(self.municipality)


class YearlyAward(models.Model):
    """The grant of one year, in whole kroner; later years are subject to the state budget."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="awards")
    year = models.PositiveSmallIntegerField(_("år"))
    amount = models.PositiveIntegerField(_("beløp"))
    is_subject_to_budget = models.BooleanField(_("med forbehold om statsbudsjettet"), default=False)

    class Meta:
        verbose_name = _("årlig tilskudd")
        verbose_name_plural = _("årlige tilskudd")
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "year"], name="award_is_made_once_a_year"),
            models.CheckConstraint(
                name="award_amount_is_not_negative",
                condition=Q(amount__gte=0),
                violation_error_message=_("Beløpet kan ikke være under null."),
            ),
        ]

    def __str__(self):
        return f"{self.year}: {self.amount}"
