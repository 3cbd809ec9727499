from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from folkehelse.lib.sorting import norwegian
from municipalities.enums import LanguageForm, SuccessionKind
from municipalities.models.county import County


class MunicipalityQuerySet(models.QuerySet):
    def current(self):
        return self.filter(is_current=True)

    def on(self, day):
        """Those that existed that day, with the number and county of that day as `code_on`, `county_on`."""
        return self.filter(codes__valid__contains=day).annotate(
            code_on=models.F("codes__code"), county_on=models.F("codes__county")
        )

    def known_as(self, code):
        """Whoever has, or had, that number: one row, or several when a number came back."""
        return self.filter(codes__code=code).distinct()


class Municipality(models.Model):
    """A municipality: a row that stays. Numbers, counties and names are dated rows.

    `code`, `name` and `county` are the latest, kept by load_reference; `is_current` tells whether
    they still hold, or ended with a reform.
    """

    code = models.CharField(_("kommunenummer"), max_length=4)
    name = models.CharField(_("navn"), max_length=60)
    full_name = models.CharField(_("offisielt navn"), max_length=120)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="municipalities")
    is_current = models.BooleanField(default=True)
    language_form = models.CharField(
        _("målform"), max_length=7, choices=LanguageForm.choices, default=LanguageForm.NEUTRAL
    )
    is_sami_area = models.BooleanField(_("i forvaltningsområdet for samiske språk"), default=False)
    sami_language = models.CharField(max_length=3, blank=True)
    organisation_number = models.CharField(_("organisasjonsnummer"), max_length=9, blank=True)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("kommune")
        verbose_name_plural = _("kommuner")
        ordering = [norwegian("name"), "pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("municipality", args=[self.code])

    @property
    def document_language(self):
        """The written form of documents made for it: its own choice, bokmål where it has none."""
        return "nn" if self.language_form == LanguageForm.NYNORSK else "nb"


class MunicipalityCode(models.Model):
    """One number (kommunenummer) and one county, for as long as both held."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="codes")
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=4, validators=[RegexValidator(r"^\d{4}$")])
    valid = DateRangeField()

    class Meta:
        ordering = ["valid", "code"]
        constraints = [
            ExclusionConstraint(
                name="code_names_one_municipality_at_a_time",
                expressions=[("code", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
            ExclusionConstraint(
                name="municipality_has_one_code_at_a_time",
                expressions=[("municipality", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                name="municipality_code_is_four_digits", condition=models.Q(code__regex=r"^\d{4}$")
            ),
        ]

    def __str__(self):
        return self.code


class MunicipalityName(models.Model):
    """One official name, for as long as it held. `full_name` has every language's form in official order."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=60)
    full_name = models.CharField(max_length=120)
    sami_name = models.CharField(max_length=60, blank=True)
    sami_language = models.CharField(max_length=3, blank=True)
    kven_name = models.CharField(max_length=60, blank=True)
    valid = DateRangeField()

    class Meta:
        ordering = ["valid", "pk"]
        constraints = [
            ExclusionConstraint(
                name="municipality_has_one_name_at_a_time",
                expressions=[("municipality", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self):
        return self.full_name


class Succession(models.Model):
    """Old → new at a reform. Many to many, because municipalities merge *and* split.

    A new number or name of the same municipality is a row too, so that a number can be followed.
    """

    on = models.DateField()
    kind = models.CharField(max_length=10, choices=SuccessionKind.choices)
    old = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="followed_by")
    new = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="came_from")
    old_code = models.CharField(max_length=4)
    new_code = models.CharField(max_length=4)
    old_name = models.CharField(max_length=60)
    new_name = models.CharField(max_length=60)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["on", "old_code", "new_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["on", "kind", "old_code", "new_code"], name="succession_is_told_once"
            ),
        ]

    def __str__(self):
        return f"{self.on}: {self.old_code} → {self.new_code}"


class BorderMove(models.Model):
    """A piece of land that changed municipality while both went on: no number is followed over it."""

    on = models.DateField()
    old_code = models.CharField(max_length=4)
    new_code = models.CharField(max_length=4)
    old_name = models.CharField(max_length=60)
    new_name = models.CharField(max_length=60)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["on", "old_code", "new_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["on", "old_code", "new_code", "note"], name="border_move_is_told_once"
            ),
        ]

    def __str__(self):
        return f"{self.on}: {self.old_name} → {self.new_name}"


class Population(models.Model):
    """Inhabitants on 1 January, under the municipality that had the number that year (SSB 07459)."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="population")
    year = models.PositiveSmallIntegerField()
    total = models.PositiveIntegerField()
    aged_0_24 = models.PositiveIntegerField()

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "year"], name="population_is_told_once_a_year"),
            models.CheckConstraint(
                name="population_young_are_part_of_all",
                condition=models.Q(aged_0_24__lte=models.F("total")),
            ),
        ]

    def __str__(self):
        return f"{self.municipality} {self.year}: {self.total}"


class District(models.Model):
    """A city district (bydel) of Oslo: in the programme it applies and takes part as a municipality does."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="districts")
    code = models.CharField(max_length=6, unique=True)
    name = models.CharField(max_length=60)

    class Meta:
        ordering = [norwegian("name"), "pk"]
        verbose_name = _("bydel")
        verbose_name_plural = _("bydeler")

    def __str__(self):
        return self.name
