from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from folkehelse.lib.bilingual import Bilingual
from folkehelse.lib.dates import today
from folkehelse.lib.sorting import norwegian
from municipalities.models import County


class ProgrammeQuerySet(models.QuerySet):
    def leading(self):
        """The programme that the portal opens with: running today, else the latest."""
        day = today()
        running = self.filter(starts_on__lte=day, ends_on__gte=day).order_by("starts_on").first()
        return running or self.order_by("-starts_on").first()


class Programme(models.Model):
    """A public-health programme, as data: it ends, and the portal outlives it."""

    slug = models.SlugField(unique=True)
    name_nb = models.CharField(_("navn på bokmål"), max_length=160)
    name_nn = models.CharField(_("navn på nynorsk"), max_length=160)
    description_nb = models.TextField(_("omtale på bokmål"), blank=True)
    description_nn = models.TextField(_("omtale på nynorsk"), blank=True)
    owners = models.CharField(_("eiere"), max_length=200, blank=True)
    starts_on = models.DateField(_("første dag"))
    ends_on = models.DateField(_("siste dag"))
    age_from = models.PositiveSmallIntegerField(_("fra alder"), default=0)
    age_to = models.PositiveSmallIntegerField(_("til alder"), default=24)

    name = Bilingual()
    description = Bilingual()

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("program")
        verbose_name_plural = _("programmer")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="programme_ends_after_it_starts", condition=Q(starts_on__lte=F("ends_on"))
            ),
            models.CheckConstraint(
                name="programme_ages_follow_each_other", condition=Q(age_from__lte=F("age_to"))
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def years(self):
        return range(self.starts_on.year, self.ends_on.year + 1)


class Theme(models.Model):
    """What a programme's measures are about."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="themes")
    slug = models.SlugField()
    name_nb = models.CharField(max_length=80)
    name_nn = models.CharField(max_length=80)
    order = models.PositiveSmallIntegerField(default=0)

    name = Bilingual()

    class Meta:
        verbose_name = _("tema")
        verbose_name_plural = _("temaer")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "slug"], name="theme_is_named_once_in_a_programme"),
        ]

    def __str__(self):
        return self.name


class ProgrammeArea(models.Model):
    """A county's part of a programme, under a name of its own.

    Apart from the county, because money followed the old county borders after the mergers.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="areas")
    slug = models.SlugField()
    place = models.CharField(_("område"), max_length=60)
    own_name = models.CharField(_("eget navn"), max_length=160, blank=True)
    starts_on = models.DateField(_("første dag"))
    ends_on = models.DateField(_("siste dag"))
    source = models.CharField(_("kilde"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("programområde")
        verbose_name_plural = _("programområder")
        ordering = [norwegian("place"), "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "slug"], name="area_is_named_once_in_a_programme"),
            models.CheckConstraint(
                name="area_ends_after_it_starts", condition=Q(starts_on__lte=F("ends_on"))
            ),
        ]

    def __str__(self):
        return f"{self.own_name} ({self.place})" if self.own_name else self.place


class AreaCounty(models.Model):
    """The county that administers an area, for as long as it does."""

    area = models.ForeignKey(ProgrammeArea, on_delete=models.CASCADE, related_name="counties")
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="areas")
    valid = DateRangeField()

    class Meta:
        ordering = ["valid", "pk"]
        constraints = [
            ExclusionConstraint(
                name="area_is_in_a_county_once_at_a_time",
                expressions=[
                    ("area", RangeOperators.EQUAL),
                    ("county", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.area} – {self.county}"


class ProgrammeDate(models.Model):
    """Something that comes: a deadline, a gathering, a milestone of the programme."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="dates")
    on = models.DateField()
    title_nb = models.CharField(max_length=120)
    title_nn = models.CharField(max_length=120)
    detail_nb = models.CharField(max_length=200, blank=True)
    detail_nn = models.CharField(max_length=200, blank=True)
    is_demo = models.BooleanField(default=False)

    title = Bilingual()
    detail = Bilingual()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "on", "title_nb"], name="programme_date_is_told_once"
            ),
        ]

    def __str__(self):
        return f"{self.on} {self.title}"
