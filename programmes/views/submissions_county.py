"""The county's answers to what was sent: put this right, and the feedback on a sketch."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from programmes.actions import submissions as actions
from programmes.forms.submissions import FeedbackForm, ReturnForm
from programmes.models import WrongState
from programmes.permissions import submissions as may
from programmes.views.submissions import allow, not_now, seen


@require_http_methods(["GET", "HEAD", "POST"])
def application_return(request, pk):
    """Named sections open again, for a reason, until a day."""
    application = seen(request, pk)
    allow(may.can_return(request.user, application))
    form = ReturnForm(request.POST or None, application=application)
    if request.method == "POST" and form.is_valid():
        try:
            actions.return_for_changes(application, by=request.user, **form.cleaned_data)
        except WrongState:
            return _overtaken(request, application)
        messages.success(request, _("Kommunen er bedt om å rette søknaden, og har fått beskjed."))
        return redirect(application)
    context = {"application": application, "form": form, "submission": application.submissions.first()}
    status = 422 if form.errors else 200
    return render(request, "programmes/submissions/return.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def application_feedback(request, pk):
    """The municipality is invited to write the full plan."""
    application = seen(request, pk)
    allow(may.can_give_feedback(request.user, application))
    form = FeedbackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_feedback(application, by=request.user, text=form.cleaned_data["text"])
        except WrongState:
            return _overtaken(request, application)
        messages.success(request, _("Svaret er sendt. Kommunen kan nå skrive den fulle søknaden."))
        return redirect(application)
    context = {"application": application, "form": form, "submission": application.submissions.first()}
    status = 422 if form.errors else 200
    return render(request, "programmes/submissions/feedback.html", context, status=status)


def _overtaken(request, application):
    text = _("Noen andre har endret søknaden mens du skrev. Se hva som har skjedd før du går videre.")
    return not_now(request, application, _("Ingenting ble sendt"), text)
