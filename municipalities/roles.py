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
    CALL_WRITE = "call_write"  # calls: build, publish, change, cancel
    APPLICATION_VIEW = "application_view"  # the municipality's own, in every state
    APPLICATION_WRITE = "application_write"
    APPLICATION_SEND = "application_send"  # start, send to the approver, invite, withdraw, consent as partner
    APPLICATION_SIGN = "application_sign"
    CASE_VIEW = "case_view"  # applications that were sent
    CASE_HANDLE = "case_handle"  # assign, return, give feedback
    REVIEW_WRITE = "review_write"
    DECISION_PREPARE = "decision_prepare"  # rank, recommend, record decisions, agreements
    LETTER_WRITE = "letter_write"
    MONEY_ASK = "money_ask"  # payments, year's end, changes to the enrolment
    MONEY_APPROVE = "money_approve"
    MEMBER_INVITE = "member_invite"
    TRAIL_VIEW = "trail_view"
    JOBS_VIEW = "jobs_view"


_P = Permission
_COUNTY = {
    _P.PLAN_VIEW,
    _P.REPORT_ORDER,
    _P.TRAIL_VIEW,
    _P.CALL_WRITE,
    _P.CASE_VIEW,
    _P.CASE_HANDLE,
    _P.REVIEW_WRITE,
    _P.DECISION_PREPARE,
    _P.LETTER_WRITE,
    _P.MONEY_APPROVE,
}
_NATION = {_P.PLAN_VIEW, _P.REPORT_ORDER, _P.TRAIL_VIEW, _P.CASE_VIEW}
GRANTS = {
    Role.CONTRIBUTOR: {
        _P.OWN_LOG_VIEW,
        _P.LOG_WRITE,
        _P.PLAN_VIEW,
        _P.TRAIL_VIEW,
        _P.APPLICATION_VIEW,
        _P.APPLICATION_WRITE,
    },
    Role.COORDINATOR: {
        _P.OWN_LOG_VIEW,
        _P.LOG_WRITE,
        _P.MEASURE_WRITE,
        _P.PLAN_VIEW,
        _P.REPORT_ORDER,
        _P.TRAIL_VIEW,
        _P.APPLICATION_VIEW,
        _P.APPLICATION_WRITE,
        _P.APPLICATION_SEND,
        _P.MONEY_ASK,
        _P.MEMBER_INVITE,
    },
    Role.APPROVER: {
        _P.OWN_LOG_VIEW,
        _P.PLAN_VIEW,
        _P.REPORT_ORDER,
        _P.TRAIL_VIEW,
        _P.APPLICATION_VIEW,
        _P.APPLICATION_SIGN,
    },
    Role.COUNTY_ADVISER: _COUNTY | {_P.ENROLMENT_DECIDE},
    Role.COUNTY_LEADER: _COUNTY,
    Role.NATIONAL_READER: _NATION,
    Role.ADMINISTRATOR: _NATION | {_P.JOBS_VIEW},
}
