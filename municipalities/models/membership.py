from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from folkehelse.lib.dates import today
from municipalities.models.county import County
from municipalities.models.municipality import Municipality
from municipalities.roles import COUNTY_ROLES, MUNICIPAL_ROLES, NATIONAL_ROLES, Role


class MembershipQuerySet(models.QuerySet):
    def current(self):
        return self.filter(valid__contains=today())


class Membership(models.Model):
    """Binds a person to a municipality, a county or the nation, in a role, from a day to a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("rolle"), max_length=20, choices=Role.choices)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    county = models.ForeignKey(
        County, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    valid = DateRangeField(_("periode"))

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("medlemskap")
        verbose_name_plural = _("medlemskap")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="membership_place_follows_role",
                condition=Q(role__in=MUNICIPAL_ROLES, municipality__isnull=False, county__isnull=True)
                | Q(role__in=COUNTY_ROLES, municipality__isnull=True, county__isnull=False)
                | Q(role__in=NATIONAL_ROLES, municipality__isnull=True, county__isnull=True),
                violation_error_message=_("Rollen må ha en kommune, et fylke eller ingen av delene."),
            ),
            ExclusionConstraint(
                name="membership_is_held_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Coalesce("municipality", 0), RangeOperators.EQUAL),
                    (Coalesce("county", 0), RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Personen har allerede denne rollen i perioden."),
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()} {self.place}".strip()

    @property
    def place(self):
        return self.municipality or self.county or ""
