from django.shortcuts import render
from django.views.decorators.http import require_safe

from folkehelse.lib.paging import page_of
from programmes.queries.application_history import changes_of, told
from programmes.queries.history import history
from programmes.views.writing import written_application

PER_PAGE = 20
# Done by whoever reviews or records: the applicant is told that, not by whom.
OF_THE_COUNTY = ("application.in_review", "application.decided")


@require_safe
def application_history(request, pk):
    """Who wrote what in which field, and what happened to the application as a whole."""
    application = written_application(request, pk)
    page = page_of(changes_of(application), request, size=PER_PAGE)
    context = {
        "application": application,
        "page": page,
        "changes": told(application, page.object_list),
        "events": history(application, with_changes=False, unnamed=OF_THE_COUNTY),
    }
    return render(request, "programmes/applications/history.html", context)
