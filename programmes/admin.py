from django.contrib import admin

from audit.admin import AuditedAdmin
from programmes.models import (
    AreaCounty,
    Enrolment,
    EnrolmentPartner,
    Programme,
    ProgrammeArea,
    ProgrammeDate,
    Theme,
    YearlyAward,
)


class ThemeInline(admin.TabularInline):
    model = Theme
    extra = 0


class DateInline(admin.TabularInline):
    model = ProgrammeDate
    extra = 0


@admin.register(Programme)
class ProgrammeAdmin(AuditedAdmin):
    inlines = [ThemeInline, DateInline]
    prepopulated_fields = {"slug": ["name_nb"]}


class AreaCountyInline(admin.TabularInline):
    model = AreaCounty
    extra = 0


@admin.register(ProgrammeArea)
class ProgrammeAreaAdmin(AuditedAdmin):
    list_display = ["place", "own_name", "programme", "starts_on", "ends_on"]
    search_fields = ["place", "own_name"]
    inlines = [AreaCountyInline]


class PartnerInline(admin.TabularInline):
    model = EnrolmentPartner
    autocomplete_fields = ["municipality"]
    extra = 0


class AwardInline(admin.TabularInline):
    model = YearlyAward
    extra = 0


@admin.register(Enrolment)
class EnrolmentAdmin(AuditedAdmin):
    """New enrolments until the decision makes them. The state moves on the portal's own page."""

    list_display = ["municipality", "area", "state", "starts_on", "ends_on"]
    list_filter = ["state", "area"]
    search_fields = ["municipality__name"]
    autocomplete_fields = ["municipality", "area"]
    readonly_fields = ["state", "ended_on", "is_demo"]
    inlines = [PartnerInline, AwardInline]
