"""A municipality asks the county to pause, extend, change or end an enrolment."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from programmes.actions.enrolment_requests import ask_for_change, grant_change, refuse_change
from programmes.actions.refusals import Refused
from programmes.enums.money import RequestKind
from programmes.forms.money import ChangeAnswerForm, ChangeForm
from programmes.models import WrongState
from programmes.permissions.enrolments import can_see_trail
from programmes.permissions.money import can_answer_request, can_ask_change, can_take_back
from programmes.queries import enrolments, money
from programmes.queries.history import history

KINDS = {  # the word of the address → the kind, and the heading of its page
    "pause": (RequestKind.PAUSE, gettext_lazy("Be om pause")),
    "forlengelse": (RequestKind.EXTEND, gettext_lazy("Be om forlengelse")),
    "endring": (RequestKind.CHANGE, gettext_lazy("Be om å endre opplegget")),
    "trekke": (RequestKind.WITHDRAW, gettext_lazy("Be om å trekke dere")),
}


@require_http_methods(["GET", "HEAD", "POST"])
def request_new(request, pk, kind):
    user = request.user
    enrolment = get_object_or_404(enrolments.with_details(user), pk=pk)
    if kind not in KINDS:
        raise Http404
    asked_kind, heading = KINDS[kind]
    if not (answer := can_ask_change(user, enrolment, asked_kind)):
        raise PermissionDenied(answer.why)
    form = ChangeForm(request.POST or None, enrolment=enrolment, kind=asked_kind)
    if request.method == "POST" and form.is_valid():
        try:
            asked = ask_for_change(enrolment, asked_kind, by=user, **form.cleaned_data)
            messages.success(request, _("Ønsket er sendt til fylkeskommunen."))
            return redirect(asked)
        except Refused as refused:
            form.add_error(None, refused.why)
    context = {"enrolment": enrolment, "form": form, "heading": heading}
    return render(request, "programmes/money/request_new.html", context, status=422 if form.errors else 200)


def _seen(request, pk):
    return get_object_or_404(money.seen_requests(request.user), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request, pk):
    """What was asked and answered; the county answers here."""
    found, user = _seen(request, pk), request.user
    can_answer = can_answer_request(user, found)
    if request.method == "POST" and not can_answer:
        raise PermissionDenied(can_answer.why)
    form = ChangeAnswerForm(request.POST or None, kind=found.kind) if can_answer else None
    if request.method == "POST" and form.is_valid():
        _answer(request, found, form)
        return redirect(found)
    context = {
        "asked": found,
        "form": form,
        "can_answer": can_answer,
        "can_take_back": can_take_back(user, found.enrolment, found),
        "history": history(found) if can_see_trail(user, found.enrolment) else [],
    }
    status = 422 if form and form.errors else 200
    return render(request, "programmes/money/request.html", context, status=status)


def _answer(request, found, form):
    why = form.cleaned_data["why"]
    try:
        if form.is_yes:
            with_measures = form.cleaned_data.get("with_measures", False)
            grant_change(found, by=request.user, why=why, with_measures=with_measures)
        else:
            refuse_change(found, by=request.user, why=why)
        messages.success(request, _("Svaret er sendt til kommunen."))
    except WrongState:
        messages.warning(
            request, _("Noen andre har svart, eller deltakelsen er endret. Se gjennom den på nytt.")
        )


@require_POST
def request_take_back(request, pk):
    found = _seen(request, pk)
    if not (answer := can_take_back(request.user, found.enrolment, found)):
        raise PermissionDenied(answer.why)
    try:
        found.take_back(by=request.user)
        messages.success(request, _("Ønsket er trukket tilbake."))
    except WrongState:
        messages.warning(request, _("Fylket har svart, så dette kan ikke trekkes tilbake."))
    return redirect(found)
