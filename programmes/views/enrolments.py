from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programmes.actions.enrolments import move_enrolment
from programmes.forms.enrolments import EnrolmentMoveForm
from programmes.models import WrongState
from programmes.permissions.enrolments import can_add_measure, can_move_enrolment, can_see_trail
from programmes.queries import enrolments as queries
from programmes.queries.history import history
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
        "awards": queries.awards_of(found),
        "measures": measures,
        "gantt": gantt(measures, found.area.programme),
        "can_add": can_add_measure(user, found),
        "can_move": can_move_enrolment(user, found),
        "history": history(found) if can_see_trail(user, found) else [],
    }
    return render(request, "programmes/enrolment.html", context)


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
