"""Who may do what: one table. Rows in the database only say who holds which role where, and when."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    CONTRIBUTOR = "contributor", _("bidragsyter")
    COORDINATOR = "coordinator", _("koordinator")
    APPROVER = "approver", _("godkjenner")
    COUNTY_ADVISER = "county_adviser", _("fylkesrådgiver")
    COUNTY_LEADER = "county_leader", _("leder i fylket")
    NATIONAL_READER = "national_reader", _("nasjonal leser")
    ADMINISTRATOR = "administrator", _("administrator")


MUNICIPAL_ROLES = (Role.CONTRIBUTOR, Role.COORDINATOR, Role.APPROVER)
COUNTY_ROLES = (Role.COUNTY_ADVISER, Role.COUNTY_LEADER)
NATIONAL_ROLES = (Role.NATIONAL_READER, Role.ADMINISTRATOR)


class Permission(models.TextChoices):
    """What GRANTS gives. "Own" log entries are those that a municipality keeps to itself."""

    OWN_LOG_VIEW = "own_log_view"
    LOG_WRITE = "log_write"
    MEASURE_WRITE = "measure_write"
    PLAN_VIEW = "plan_view"  # enrolments and measures that are not public yet
    ENROLMENT_DECIDE = "enrolment_decide"
    REPORT_ORDER = "report_order"
    TRAIL_VIEW = "trail_view"
    JOBS_VIEW = "jobs_view"


_P = Permission
GRANTS = {
    Role.CONTRIBUTOR: {_P.OWN_LOG_VIEW, _P.LOG_WRITE, _P.PLAN_VIEW, _P.TRAIL_VIEW},
    Role.COORDINATOR: {
        _P.OWN_LOG_VIEW,
        _P.LOG_WRITE,
        _P.MEASURE_WRITE,
        _P.PLAN_VIEW,
        _P.REPORT_ORDER,
        _P.TRAIL_VIEW,
    },
    Role.APPROVER: {_P.OWN_LOG_VIEW, _P.PLAN_VIEW, _P.REPORT_ORDER, _P.TRAIL_VIEW},
    Role.COUNTY_ADVISER: {_P.PLAN_VIEW, _P.ENROLMENT_DECIDE, _P.REPORT_ORDER, _P.TRAIL_VIEW},
    Role.COUNTY_LEADER: {_P.PLAN_VIEW, _P.REPORT_ORDER, _P.TRAIL_VIEW},
    Role.NATIONAL_READER: {_P.PLAN_VIEW, _P.REPORT_ORDER, _P.TRAIL_VIEW},
    Role.ADMINISTRATOR: {_P.PLAN_VIEW, _P.REPORT_ORDER, _P.TRAIL_VIEW, _P.JOBS_VIEW},
}
