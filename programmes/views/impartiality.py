"""Impartiality (habilitet) is declared before anything of a case is shown."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from programmes.actions.impartiality import declare_impartiality, declare_many
from programmes.actions.refusals import Refused
from programmes.enums.reviews import REVIEW_WAITING, ReviewState
from programmes.forms.reviews_impartiality import ImpartialityForm, ImpartialManyForm
from programmes.models import Call, Impartiality, WrongState
from programmes.permissions.applications import is_party
from programmes.permissions.reviews import can_declare, can_handle_call
from programmes.queries import cases as queries
from programmes.queries.reviews import kept_out, loads
from programmes.views.cases import case_of, chosen_cases

MOST_AT_ONCE = 100
CHANGED = gettext_lazy("Noen andre har endret dette. Se på saken igjen.")


@require_http_methods(["GET", "HEAD", "POST"])
def one(request, pk):
    """Shows only the number, who, the title and the contact; then asks."""
    application, user = case_of(request.user, pk), request.user
    if not (answer := can_declare(user, application)):
        raise PermissionDenied(answer.why)
    party = is_party(user, application)
    own = application.reviews.filter(reviewer=user, state__in=(*REVIEW_WAITING, ReviewState.SENT)).first()
    stand_ins = _stand_ins(application) if own else None
    form = ImpartialityForm(request.POST or None, stand_ins=stand_ins, may_say_yes=not party)
    if request.method == "POST" and form.is_valid():
        return _declare(request, application, form)
    context = {
        "application": application,
        "partners": application.partners.select_related("municipality"),
        "party": party,
        "declared": Impartiality.objects.filter(application=application, user=user).first(),
        "form": form,
    }
    return render(
        request, "programmes/reviews/impartiality.html", context, status=422 if form.errors else 200
    )


def _stand_ins(application):
    """Advisers who may take over: without the case, without a conflict, and no party."""
    everybody = loads(application.call)
    having = set(application.reviews.exclude(state=ReviewState.TAKEN_OFF).values_list("reviewer", flat=True))
    out = kept_out([application.pk], [load.adviser.pk for load in everybody])
    return [
        load
        for load in everybody
        if load.adviser.pk not in having and (application.pk, load.adviser.pk) not in out
    ]


def _declare(request, application, form):
    is_impartial = form.cleaned_data["answer"] == "yes"
    try:
        declare_impartiality(
            application,
            by=request.user,
            is_impartial=is_impartial,
            reason=form.cleaned_data["reason"],
            stand_in=form.cleaned_data.get("stand_in"),
        )
    except Refused as refused:
        messages.error(request, refused.why)
        return redirect("case-impartiality", pk=application.pk)
    except WrongState:
        messages.warning(request, CHANGED)
        return redirect("case-list", pk=application.call_id)
    if not is_impartial:
        messages.success(request, _("Takk for at du sa fra. Saken er stengt for deg."))
        return redirect("case-list", pk=application.call_id)
    own = application.reviews.filter(reviewer=request.user, state__in=REVIEW_WAITING).first()
    return redirect(own or application)


@require_http_methods(["GET", "HEAD", "POST"])
def many(request, pk):
    """One declaration for many cases: those where I am not impartial are ticked, each with its reason."""
    user = request.user
    call = get_object_or_404(Call.objects.visible_to(user).for_list(), pk=pk)
    if not (answer := can_handle_call(user, call)):
        raise PermissionDenied(answer.why)
    found = queries.undeclared(user, call)
    if chosen := chosen_cases(request):
        found = found.filter(pk__in=chosen)
    applications = list(found.prefetch_related("partners__municipality")[:MOST_AT_ONCE])
    form = ImpartialManyForm(request.POST or None, applications=applications)
    if request.method == "POST" and form.is_valid():
        try:
            declare_many(applications, form.reasons, by=user)
        except WrongState:
            messages.warning(request, CHANGED)
            return redirect("case-list", pk=call.pk)
        text = ngettext("Takk. %(n)d sak er erklært.", "Takk. %(n)d saker er erklært.", len(applications))
        messages.success(request, text % {"n": len(applications)})
        return redirect("case-list", pk=call.pk)
    context = {"call": call, "form": form, "applications": applications}
    return render(
        request, "programmes/reviews/impartiality_many.html", context, status=422 if form.errors else 200
    )
