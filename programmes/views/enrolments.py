from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programmes.actions.enrolments import move_enrolment
from programmes.enums.money import RequestState
from programmes.forms.enrolments import EnrolmentMoveForm
from programmes.models import WrongState
from programmes.permissions.enrolments import can_add_measure, can_move_enrolment, can_see_trail
from programmes.permissions.money import can_ask_change, can_ask_payment, can_see_money, can_settle
from programmes.queries import enrolments as queries
from programmes.queries import money
from programmes.queries.decision_chain import decision_of
from programmes.queries.history import history
from programmes.views.enrolment_requests import KINDS
from programmes.views.municipalities import gantt


@require_safe
@login_not_required
def enrolment(request, pk):
    """Who takes part, when, with how much, and with which measures."""
    user = request.user
    found = get_object_or_404(queries.with_details(user), pk=pk)
    measures = list(queries.measures_of(user, found))
    context = {
        "enrolment": found,
        "measures": measures,
        "gantt": gantt(measures, found.area.programme),
        "decision": decision_of(user, found),
        "can_add": can_add_measure(user, found),
        "can_move": can_move_enrolment(user, found),
    }
    requests = []
    if can_see_money(user, found):
        requests, years = money.requests_of(found), money.years_of(found)
        context |= money_part(user, found, requests, years)
        context["awards"] = queries.Awards([year.award for year in years])
    else:
        context["awards"] = queries.awards_of(found)
    context["history"] = history(found, *requests) if can_see_trail(user, found) else []
    return render(request, "programmes/enrolment.html", context)


def money_part(user, found, requests, years):
    """Payments, year's ends and changes, for those who take part, their county and the nation."""
    rows = [
        {
            "year": year,
            "waiting": year.asked + year.approved,
            "can_pay": can_ask_payment(user, found, year),
            "can_settle": can_settle(user, found, year),
        }
        for year in years
    ]
    payments = [payment for year in years for payment in year.payments]
    return {
        "sees_money": True,
        "money": rows,
        "payments": sorted(payments, key=lambda one: one.pk, reverse=True),
        "requests": requests,
        "can_ask": [
            (word, heading)
            for word, (kind, heading) in KINDS.items()
            if can_ask_change(user, found, kind) and not _waits(requests, kind)
        ],
    }


def _waits(requests, kind):
    return any(one.kind == kind and one.state == RequestState.ASKED for one in requests)


@require_http_methods(["GET", "HEAD", "POST"])
def enrolment_move(request, pk):
    """The county's adviser decides; POST makes the move, with its reason."""
    user = request.user
    found = get_object_or_404(queries.with_details(user), pk=pk)
    if not (answer := can_move_enrolment(user, found)):
        raise PermissionDenied(answer.why)
    form = EnrolmentMoveForm(request.POST or None, enrolment=found)
    if request.method == "POST" and form.is_valid():
        try:
            move_enrolment(found, form.cleaned_data["to"], by=user, why=form.cleaned_data["why"])
            messages.success(request, _("Statusen på deltakelsen er endret."))
        except WrongState:
            messages.warning(request, _("Noen andre har endret deltakelsen. Se gjennom den på nytt."))
        return redirect(found)
    context = {"enrolment": found, "form": form}
    return render(request, "programmes/enrolment_move.html", context, status=422 if form.errors else 200)
