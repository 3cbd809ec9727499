"""The year's end: handed in by the municipality, approved or sent back by the county."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from programmes.actions.refusals import Refused
from programmes.actions.settlements import approve_settlement, refuse_settlement, settle
from programmes.forms.money import AnswerForm, SettlementForm
from programmes.models import WrongState
from programmes.permissions.enrolments import can_see_trail
from programmes.permissions.money import can_answer_settlement, can_settle
from programmes.queries import money
from programmes.queries.history import history


@require_http_methods(["GET", "HEAD", "POST"])
def settlement_edit(request, pk):
    """Hand in the accounts of one year, or again after they were sent back."""
    user = request.user
    award = get_object_or_404(money.seen_awards(user), pk=pk)
    year = money.year_of(award.enrolment, award.year)
    if not (answer := can_settle(user, award.enrolment, year)):
        raise PermissionDenied(answer.why)
    form = SettlementForm(request.POST or None, year=year)
    if request.method == "POST" and form.is_valid():
        try:
            made = settle(award, by=user, **form.cleaned_data)
            messages.success(request, _("Oppgjøret er sendt til fylkeskommunen."))
            return redirect(made)
        except Refused as refused:
            form.add_error(None, refused.why)
        except WrongState:
            messages.warning(request, _("Noen andre har levert oppgjøret. Se gjennom det på nytt."))
            return redirect(award.enrolment)
    context = {"enrolment": award.enrolment, "year": year, "form": form}
    status = 422 if form.errors else 200
    return render(request, "programmes/money/settlement_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def settlement(request, pk):
    """What was handed in; the county answers here."""
    user = request.user
    found = get_object_or_404(money.seen_settlements(user), pk=pk)
    enrolment = found.award.enrolment
    can_answer = can_answer_settlement(user, found)
    if request.method == "POST" and not can_answer:
        raise PermissionDenied(can_answer.why)
    form = None
    if can_answer:
        form = AnswerForm(request.POST or None, yes=_("Godkjenn oppgjøret"), no=_("Send det tilbake"))
    if request.method == "POST" and form.is_valid():
        _answer(request, found, form)
        return redirect(found)
    year = money.year_of(enrolment, found.award.year)
    context = {
        "settlement": found,
        "enrolment": enrolment,
        "year": year,
        "form": form,
        "can_answer": can_answer,
        "can_settle": can_settle(user, enrolment, year),
        "history": history(found) if can_see_trail(user, enrolment) else [],
    }
    status = 422 if form and form.errors else 200
    return render(request, "programmes/money/settlement.html", context, status=status)


def _answer(request, found, form):
    why = form.cleaned_data["why"]
    try:
        if form.is_yes:
            approve_settlement(found, by=request.user, why=why)
        else:
            refuse_settlement(found, by=request.user, why=why)
        messages.success(request, _("Svaret er sendt til kommunen."))
    except WrongState:
        messages.warning(request, _("Noen andre har svart. Se gjennom oppgjøret på nytt."))
