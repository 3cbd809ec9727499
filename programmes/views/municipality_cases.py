"""The applications of one municipality through the years, its predecessors' with them."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from folkehelse.lib.paging import page_of
from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.enums.applications import COUNTY_LABELS
from programmes.enums.decisions import DecisionState
from programmes.models import Decision
from programmes.queries import cases as queries
from programmes.queries import municipalities
from programmes.views.case_list import span
from programmes.views.cases import COLOURS

PER_PAGE = 50


@require_safe
def municipality_cases(request, code):
    """For its own people in every state; for its county and the nation, what was sent."""
    user = request.user
    found = municipalities.by_code(code)
    if found is None:
        raise Http404
    if found.code != code:
        return redirect("municipality-cases", code=found.code)
    if not _may_see(user, found):
        raise PermissionDenied(_("Søknadene er for kommunen selv, fylket og de som følger programmet."))
    ids = municipalities.family(found, user)
    page = page_of(queries.of_municipality(user, ids), request, size=PER_PAGE)
    applications = list(page.object_list)
    sent = [one.pk for one in applications if one.is_open]
    asked = queries.asked_of(sent)
    decided = Decision.objects.visible_to(user).filter(application__in=sent, state=DecisionState.DECIDED)
    decisions = {one.application_id: one for one in decided}
    for one in applications:
        one.asked, years = asked.get(one.pk, (None, []))
        one.span = span(years)
        one.decision = decisions.get(one.pk)
        one.label = one.get_state_display() if one.is_own else COUNTY_LABELS[one.state]
        one.colour = COLOURS[one.state]
        one.is_other = one.municipality_id != found.pk
    context = {"municipality": found, "page": page, "applications": applications}
    return render(request, "programmes/reviews/municipality_cases.html", context)


def _may_see(user, municipality):
    reaches = (reach_of(user, one) for one in (Permission.APPLICATION_VIEW, Permission.CASE_VIEW))
    return any(reach and reach.covers(municipality) for reach in reaches)
