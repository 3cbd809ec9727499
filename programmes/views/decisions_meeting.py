"""What the body decided: one meeting, for all the recommended that were made there."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from folkehelse.lib.dates import today
from folkehelse.lib.tags import day_short, kroner
from programmes.actions.decisions import decide
from programmes.actions.refusals import Refused
from programmes.enums.decisions import Outcome
from programmes.forms.decisions_meeting import MeetingForm
from programmes.permissions.decisions import blocked
from programmes.queries import decisions as queries
from programmes.queries.frame import frame_of
from programmes.views.decisions import prepared_call


@require_http_methods(["GET", "HEAD", "POST"])
def decision_meeting(request, pk):
    """POST makes all the chosen decisions, or none of them."""
    call = prepared_call(request, pk)
    found = list(queries.recommended_in(call))
    shut = blocked(request.user, [one.application for one in found])
    open_ones = [one for one in found if one.application_id not in shut]
    form = MeetingForm(
        request.POST or None,
        choices=[(str(one.pk), said(one)) for one in open_ones],
        initial={"body": call.current.deciding_body if call.current else "", "decided_on": today()},
    )
    context = {
        "call": call,
        "form": form,
        "frame": frame_of(call),
        "open": open_ones,
        "shut": [(one, shut[one.application_id].why) for one in found if one.application_id in shut],
        "problems": [],
    }
    if request.method == "POST" and form.is_valid():
        chosen = [one for one in open_ones if str(one.pk) in form.cleaned_data["chosen"]]
        try:
            made = decide(form.save(commit=False), chosen, by=request.user)
        except Refused as refused:
            form.add_error(None, refused.why)
            context["problems"] = [(one, refused.rows[one.pk]) for one in chosen if one.pk in refused.rows]
        else:
            text = _("%(count)d vedtak er registrert. Brevene ligger som utkast og er ikke sendt.")
            messages.success(request, text % {"count": len(made)})
            return redirect("letter-list", call.pk)
    status = 422 if form.errors else 200
    return render(request, "programmes/decisions/meeting.html", context, status=status)


def said(decision):
    """«2026/114 Lillevik: innvilget, 400 000 kr»"""
    application = decision.application
    if decision.is_grant:
        tail = f", {kroner(decision.total)}"
    elif decision.outcome == Outcome.RESERVE:
        tail = _(", plass %(rank)d") % {"rank": decision.reserve_rank}
    else:
        tail = ""
    text = f"{application.case} {application.who}: {decision.get_outcome_display()}{tail}"
    if decision.replaces:
        day = day_short(decision.replaces.decided_at)
        text += _(" (endrer vedtaket fra %(day)s)") % {"day": day}
    return text
