"""One application's decision: written whole, taken back, or thrown away while it is only tried."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from folkehelse.lib.tags import kroner
from programmes.actions.decisions import discard_draft, take_back, try_decision
from programmes.actions.refusals import Refused
from programmes.actions.versions import Outdated
from programmes.enums.decisions import OPEN_DECISION, DecisionState, Outcome
from programmes.enums.reviews import ReviewState
from programmes.forms.decisions import DecisionForm
from programmes.models import Application, Condition, Decision, Review, WrongState
from programmes.models.area_reach import counties_of
from programmes.permissions.decisions import can_handle_decision, can_prepare_decision
from programmes.queries.asked import asked_by_year, years_of
from programmes.views.conflicts import upon

D = DecisionState


def prepared_application(request, pk):
    applications = Application.objects.visible_to(request.user).real().for_list()
    application = get_object_or_404(applications, pk=pk)
    if not (answer := can_prepare_decision(request.user, application)):
        raise PermissionDenied(answer.why)
    return application


@require_http_methods(["GET", "HEAD", "POST"])
def decision_edit(request, pk):
    """A draft to write in; what is recommended is only shown, until it is taken back."""
    application = prepared_application(request, pk)
    found = {one.state: one for one in application.decisions.filter(state__in=(*OPEN_DECISION, D.DECIDED))}
    draft, stands = found.get(D.DRAFT) or found.get(D.RECOMMENDED), found.get(D.DECIDED)
    context = {"application": application, "call": application.call, "draft": draft, "stands": stands}
    if draft and draft.state == D.RECOMMENDED:
        return render(request, "programmes/decisions/recommended.html", context)
    asked = asked_by_year([application.pk]).get(application.pk, {})
    form = _form(request, application, draft or stands, asked)
    if not form.is_bound:
        form.initial["version"] = draft.version if draft else None
    context |= {
        "form": form,
        "differences": None,
        "asked": sum(asked.values()),
        "reviews": Review.objects.visible_to(request.user)
        .filter(application=application, state=ReviewState.SENT)
        .select_related("reviewer"),
    }
    if request.method == "POST" and form.is_valid():
        return _save(request, application, form, context)
    status = 422 if form.errors else 200
    return render(request, "programmes/decisions/edit.html", context, status=status)


def _form(request, application, decision, asked):
    kept = decision.conditions if decision else []
    offered = Condition.objects.filter(county__in=counties_of(application.call.area))
    offered = offered.filter(Q(is_active=True) | Q(text__in=kept))
    return DecisionForm(
        request.POST or None,
        decision=decision,
        years=years_of(application, asked),
        asked=asked,
        listed=offered.values_list("text", flat=True),
    )


def _save(request, application, form, context):
    try:
        try_decision(application, form.values(), version=form.cleaned_data["version"], by=request.user)
    except Outdated:
        return _conflict(request, application, form, context)
    except WrongState:
        messages.warning(request, _("Saken er innstilt eller avgjort av noen andre. Se gjennom den på nytt."))
        return redirect("decision-edit", application.pk)
    except Refused as refused:
        form.add_error(None, refused.why)
        return render(request, "programmes/decisions/edit.html", context, status=422)
    messages.success(request, _("Utkastet er lagret."))
    return redirect("decision-table", application.call_id)


def _conflict(request, application, form, context):
    """Both texts, and the form as written, now upon what is saved."""
    stored = application.decisions.filter(state__in=OPEN_DECISION).first()
    upon(form, stored)
    if stored is None:
        saved = {}
    else:
        saved = {name: getattr(stored, name) for name in ("outcome", "reserve_rank", "reason", "conditions")}
        saved["amounts"] = dict(stored.amounts.values_list("year", "amount"))
    pairs = zip(_shown(saved), _shown(form.values()), strict=True)
    differences = [(label, theirs, ours) for (label, theirs), (_label, ours) in pairs if theirs != ours]
    context |= {"differences": differences}
    return render(request, "programmes/decisions/edit.html", context, status=409)


def _shown(values):
    """[(label, text)] of a decision's values, as the reader knows them."""
    amounts = values.get("amounts", {})
    outcome = values.get("outcome")
    return [
        (_("Utfall"), Outcome(outcome).label if outcome else ""),
        (_("Beløp"), "\n".join(f"{year}: {kroner(sum_)}" for year, sum_ in sorted(amounts.items()) if sum_)),
        (_("Plass på ventelista"), str(values.get("reserve_rank") or "")),
        (_("Begrunnelse"), values.get("reason", "")),
        (_("Vilkår"), "\n".join(values.get("conditions", []))),
    ]


def _own(request, pk):
    """A decision of the county's, for those who may handle it."""
    seen = Decision.objects.visible_to(request.user).select_related("application__call__area")
    decision = get_object_or_404(seen, pk=pk)
    if not (answer := can_handle_decision(request.user, decision.application)):
        raise PermissionDenied(answer.why)
    return decision


@require_POST
def decision_take_back(request, pk):
    """A recommendation becomes a draft again."""
    decision = _own(request, pk)
    try:
        take_back(decision, by=request.user)
        messages.success(request, _("Innstillingen er tatt tilbake. Nå er den et utkast."))
    except WrongState:
        messages.warning(request, _("Saken er ikke innstilt lenger. Se gjennom den på nytt."))
    return redirect("decision-table", decision.application.call_id)


@require_POST
def decision_discard(request, pk):
    """A draft that came to nothing."""
    decision = _own(request, pk)
    try:
        discard_draft(decision, by=request.user)
        messages.success(request, _("Utkastet er kastet."))
    except WrongState:
        messages.warning(request, _("Saken er innstilt eller avgjort. Utkastet kan ikke kastes."))
    return redirect("decision-table", decision.application.call_id)
