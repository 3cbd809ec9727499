"""My work: what waits for me first, whatever my role."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from municipalities.permissions import memberships_of, reach_of
from municipalities.roles import Permission
from programmes.models import Programme
from programmes.queries import my_work as queries
from programmes.views.log import log_form_for


@require_safe
def my_work(request):
    """The log form stands open for those who log; below it, what waits, what is new, and the reports."""
    user = request.user
    reach = reach_of(user, Permission.PLAN_VIEW)
    may = {permission.value: reach_of(user, permission) for permission in Permission}
    context = {
        "memberships": memberships_of(user),
        "may": may,
        "log": log_form_for(user) if may[Permission.LOG_WRITE] else None,
        "waiting": queries.waiting(user),
        "quiet": queries.quiet_measures(reach) if reach else [],
        "ending": queries.ending_enrolments(reach) if reach else [],
        "planned": queries.planned_enrolments(reach) if may[Permission.ENROLMENT_DECIDE] else [],
        "entries": queries.latest_entries(user, reach) if reach else [],
        "documents": queries.documents(user) if reach else [],
        "counties": queries.counties_table(Programme.objects.leading()) if reach.nationwide else [],
        "troubled": queries.troubled_documents() if may[Permission.JOBS_VIEW] else [],
    }
    return render(request, "programmes/my_work.html", context)
