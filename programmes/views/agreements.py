"""The agreement after a grant: marked as signed, it makes the enrolment."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from folkehelse.lib.dates import today
from folkehelse.lib.downloads import download
from programmes.actions.agreements import mark_agreement_signed
from programmes.actions.refusals import Refused
from programmes.enums.applications import PartnerState
from programmes.forms.decisions_meeting import AgreementForm
from programmes.models import Agreement
from programmes.permissions.decisions import can_mark_agreement
from programmes.queries import decisions as queries
from programmes.queries.decision_chain import enrolment_of


@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request, pk):
    """POST makes the enrolment, once; it is shown what it will be before."""
    decision = get_object_or_404(queries.with_details(request.user), pk=pk)
    if not (answer := can_mark_agreement(request.user, decision)):
        raise PermissionDenied(answer.why)
    if made := enrolment_of(decision):
        return redirect(made)
    form = AgreementForm(
        request.POST or None,
        request.FILES or None,
        decided_on=decision.meeting.decided_on,
        initial={"signed_on": today()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = _marked(decision, form.cleaned_data, by=request.user)
        except Refused as refused:
            form.add_error(None, refused.why)
        else:
            messages.success(
                request, _("Avtalen er merket som underskrevet. Deltakelsen er opprettet som planlagt.")
            )
            return redirect(made)
    application = decision.application
    context = {
        "decision": decision,
        "application": application,
        "form": form,
        "amounts": list(decision.amounts.all()),
        "measures": application.proposed.all(),
        "partners": application.partners.filter(state=PartnerState.CONSENTED).select_related("municipality"),
    }
    status = 422 if form.errors else 200
    return render(request, "programmes/decisions/agreement.html", context, status=status)


def _marked(decision, data, *, by):
    kept = data["file"]
    file = ContentFile(kept.content, name=kept.name) if kept else None
    return mark_agreement_signed(decision, signed_on=data["signed_on"], file=file, by=by)


@require_safe
def agreement_file(request, pk):
    """The signed agreement, to those who may read the decision."""
    decision = get_object_or_404(queries.with_details(request.user), pk=pk)
    found = get_object_or_404(Agreement, decision=decision)
    if not found.file:
        raise Http404
    return download(found.file, name="avtale.pdf", content_type="application/pdf")
