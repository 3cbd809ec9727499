"""What stands around an application on its own page: deadlines, what the county asked, letters, decisions."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkehelse.lib.dates import end_of_day, today
from folkehelse.lib.tags import day
from programmes.enums.applications import ApplicationState, Phase
from programmes.enums.decisions import DecisionState, LetterState
from programmes.models import Decision, Letter

A = ApplicationState


def open_request(application):
    """What the county has asked to have changed, or None."""
    if application.state != A.RETURNED:
        return None
    return application.change_requests.filter(closed_at=None).select_related("asked_by").first()


def feedback(application):
    """What the county said of the sketch, while the full plan is written."""
    if application.phase != Phase.PLAN or not application.version.has_sketch:
        return None
    return application.change_requests.filter(is_feedback=True).select_related("asked_by").first()


def sent_copies(application):
    return list(application.submissions.defer("content")) if application.case_number else []


def letters(user, application):
    if not application.case_number:
        return []
    return list(Letter.objects.visible_to(user).filter(application=application, state=LetterState.SENT))


def decisions(user, application):
    if application.state != A.DECIDED:
        return []
    found = Decision.objects.visible_to(user).filter(application=application).select_related("meeting")
    return list(found.filter(state__in=(DecisionState.DECIDED, DecisionState.REPLACED)))


def deadline_of(application, request=None) -> dt.date | None:
    """The last day for what is being written now."""
    if request and not request.is_feedback:  # returned, or corrected and with the approver again
        return request.due_on
    return None if application.state == A.RETURNED else application.closes_on


def time_left(last_day: dt.date, now=None) -> str:
    """How long there is left, by the clock of the server in Oslo."""
    now = now or timezone.now()
    left = end_of_day(last_day).astimezone(dt.UTC) - now.astimezone(dt.UTC)  # a day may have 23 or 25 hours
    days = (last_day - timezone.localtime(now).date()).days
    if left <= dt.timedelta(0):
        return _("Fristen gikk ut %(day)s.") % {"day": day(last_day)}
    if days == 0:
        hours = int(left.total_seconds() // 3600)
        if hours:
            text = ngettext(
                "Fristen er i dag. %(n)d time igjen.", "Fristen er i dag. %(n)d timer igjen.", hours
            )
            return text % {"n": hours}
        minutes = int(left.total_seconds() // 60)
        text = ngettext(
            "Fristen er i dag. %(n)d minutt igjen.", "Fristen er i dag. %(n)d minutter igjen.", minutes
        )
        return text % {"n": minutes}
    text = ngettext("%(n)d dag igjen.", "%(n)d dager igjen.", days)
    return text % {"n": days}


def is_near(last_day: dt.date) -> bool:
    return (last_day - today()).days < 7
