"""A decision as all who are concerned may read it: the applicant, the county and the nation."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.enums.decisions import DecisionState, LetterState
from programmes.models import Letter
from programmes.permissions.decisions import (
    blocked,
    can_prepare,
    is_granted,
)
from programmes.queries import decisions as queries
from programmes.queries.decision_chain import enrolment_of, newest_of
from programmes.queries.history import history

D = DecisionState


def is_told(decision):
    """Whether the applicant knows of it: then it is no secret to anybody in the county either."""
    return decision.letters.filter(state=LetterState.SENT).exists()


@require_safe
def decision(request, pk):
    """Outcome, amounts, reason, conditions, who decided when; never the county's internal notes."""
    user = request.user
    found = get_object_or_404(queries.with_details(user), pk=pk)
    is_county = bool(can_prepare(user, found.application.call))
    shut = blocked(user, [found.application]).get(found.application_id) if is_county else None
    may_handle = is_county and shut is None
    told = found.state in (D.DECIDED, D.REPLACED) and (not is_county or is_told(found))
    if not may_handle and not told:
        raise PermissionDenied(shut.why if shut else "")  # what is prepared, those who handle it alone see
    enrolment = enrolment_of(found)
    context = {
        "decision": found,
        "application": found.application,
        "call": found.application.call,
        "amounts": list(found.amounts.all()),
        "letters": Letter.objects.visible_to(user)
        .filter(decision=found)
        .exclude(state=LetterState.DISCARDED),
        "earlier": found.replaces if found.replaces_id else None,
        "newer": newest_of(found) if found.state == D.REPLACED else None,
        "enrolment": enrolment,
        "is_county": is_county,
        "can_change": may_handle and found.state == D.DECIDED,
        "can_agree": may_handle and enrolment is None and is_granted(found),
        "agreement": getattr(found, "agreement", None),
        "history": history(found, with_changes=False) if is_county else [],
    }
    context["may_see_enrolment"] = bool(enrolment and reach_of(user, Permission.PLAN_VIEW))
    return render(request, "programmes/decisions/decision.html", context)
