from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from folkehelse.lib.sorting import norwegian


class CountyQuerySet(models.QuerySet):
    def on(self, day):
        """The counties that existed that day, with that day's number and name as `code_on`, `name_on`."""
        return self.filter(codes__valid__contains=day).annotate(
            code_on=models.F("codes__code"), name_on=models.F("codes__name")
        )


class County(models.Model):
    """A county authority (fylkeskommune): a row that stays. Numbers and names are dated rows.

    `code` and `name` are the latest, kept by load_reference; `is_current` tells whether they still hold.
    """

    code = models.CharField(_("fylkesnummer"), max_length=2)
    name = models.CharField(_("navn"), max_length=60)
    is_current = models.BooleanField(default=True)
    organisation_number = models.CharField(_("organisasjonsnummer"), max_length=9, blank=True)
    is_sami_area = models.BooleanField(_("i forvaltningsområdet for samiske språk"), default=False)

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = _("fylke")
        verbose_name_plural = _("fylker")
        ordering = [norwegian("name"), "pk"]

    def __str__(self):
        return self.name


class CountyCode(models.Model):
    """One number and one name of a county, for as long as both held."""

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="codes")
    code = models.CharField(max_length=2, validators=[RegexValidator(r"^\d{2}$")])
    name = models.CharField(max_length=60)
    full_name = models.CharField(max_length=120)
    sami_name = models.CharField(max_length=60, blank=True)
    sami_language = models.CharField(max_length=3, blank=True)
    kven_name = models.CharField(max_length=60, blank=True)
    valid = DateRangeField()

    class Meta:
        ordering = ["valid", "code"]
        constraints = [
            ExclusionConstraint(
                name="county_code_names_one_county_at_a_time",
                expressions=[("code", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
            ExclusionConstraint(
                name="county_has_one_code_at_a_time",
                expressions=[("county", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                name="county_code_is_two_digits", condition=models.Q(code__regex=r"^\d{2}$")
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.name}"
