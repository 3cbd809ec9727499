"""A municipality begins an application: who applies, and with what."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from folkehelse.lib.dates import today
from programmes.actions.applications import start_application
from programmes.forms.application_start import StartForm
from programmes.models import Application, Call, WrongState
from programmes.permissions.calls import can_apply, municipalities_for
from programmes.permissions.partners import can_start_from
from programmes.queries.applications_list import open_calls_like, sources_for


@require_http_methods(["GET", "HEAD", "POST"])
def application_new(request, pk):
    user = request.user
    call = get_object_or_404(Call.objects.visible_to(user).for_list(), pk=pk)
    if not (answer := can_apply(user, call)):
        raise PermissionDenied(answer.why)
    municipalities = municipalities_for(user, call)
    sources = sources_for(user, call, municipalities)
    form = StartForm(
        request.POST or None,
        user=user,
        call=call,
        municipalities=municipalities,
        sources=sources,
        chosen=request.GET.get("fra", ""),
    )
    if request.method == "POST" and form.is_valid():
        values = {
            name: form.cleaned_data.get(name) for name in ("municipality", "token", "district", "source")
        }
        try:
            made = start_application(call, by=user, agency=form.cleaned_data.get("agency") or "", **values)
        except WrongState:
            messages.warning(request, _("Utlysningen er avlyst."))
            return redirect(call)
        return redirect(made)
    context = {"call": call, "version": call.current, "form": form, "municipalities": municipalities}
    name = "programmes/attachments/application_new.html"
    return render(request, name, context, status=422 if form.errors else 200)


@require_safe
def application_copy(request, pk):
    """From an earlier application to the open call that it may be the start of."""
    user = request.user
    source = get_object_or_404(Application.objects.visible_to(user).for_list(), pk=pk)
    if not (answer := can_start_from(user, source)):
        raise PermissionDenied(answer.why)
    open_calls = list(open_calls_like(source, today())[:2])
    if len(open_calls) == 1:
        return redirect(f"{reverse('application-new', args=[open_calls[0].pk])}?fra={source.pk}")
    if open_calls:
        messages.info(
            request, _("Velg utlysningen dere vil søke på. Der kan dere begynne med denne søknaden.")
        )
    else:
        messages.info(request, _("Ingen utlysninger i dette området er åpne nå."))
    return redirect("call-list")
