"""The decision table: the ranked list against the frame, tried row by row, recommended for many at once."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from folkehelse.lib.paging import sort_of
from programmes.actions.decisions import recommend
from programmes.actions.refusals import Refused
from programmes.enums.decisions import DecisionState
from programmes.forms.decisions import TrialForm
from programmes.models import Application, Call, Decision
from programmes.permissions.decisions import can_prepare, can_prepare_decision
from programmes.queries import decisions as queries
from programmes.queries.frame import frame_of
from programmes.views.decisions_rows import Line, lines_of, save_line, save_lines


def prepared_call(request, pk):
    """The call, for those who prepare its decisions; others are told why not."""
    calls = Call.objects.visible_to(request.user).select_related("current", "area", "county")
    calls = calls.annotate(unready=queries.unready())
    call = get_object_or_404(calls, pk=pk)
    if not (answer := can_prepare(request.user, call)):
        raise PermissionDenied(answer.why)
    return call


@require_http_methods(["GET", "HEAD", "POST"])
def decision_table(request, pk):
    """Every row may be tried. POST saves what was changed, and says what could not be saved."""
    call = prepared_call(request, pk)
    sort = sort_of(request, queries.SORTS, queries.DEFAULT_SORT)
    lines = lines_of(request.user, call, sort=sort, data=request.POST or None)
    if request.method == "POST":
        saved = save_lines(lines, by=request.user)
        if all(line.is_saved for line in lines):
            if saved:
                messages.success(request, _("Lagret. Rammen er regnet ut på nytt."))
            return redirect(request.get_full_path())
        return _page(request, call, lines, sort, status=422)
    return _page(request, call, lines, sort)


def _page(request, call, lines, sort, *, status=200, refused=None, chosen=()):
    for line in lines:
        line.problems = (refused.rows if refused else {}).get(line.decision_id, [])
        line.is_chosen = line.key in chosen
    context = {
        "call": call,
        "frame": frame_of(call),
        "lines": lines,
        "sort": sort,
        "refused": refused,
        "forms": [line.form for line in lines if line.form],
        "elsewhere": call.unready,
        "undeclared": any(line.row.must_declare for line in lines),
        "ready": sum(line.is_recommended for line in lines),
    }
    return render(request, "programmes/decisions/table.html", context, status=status)


@require_POST
def decision_try(request, pk):
    """One row, saved as it is tried; answers with what became of it and the frame anew (htmx)."""
    applications = Application.objects.visible_to(request.user).select_related("call__current", "call__area")
    application = get_object_or_404(applications, pk=pk)
    if not (answer := can_prepare_decision(request.user, application)):
        raise PermissionDenied(answer.why)
    row = queries.row_of(request.user, application)
    if row is None or not row.is_open:
        raise PermissionDenied(_("Utfallet kan ikke prøves nå. Last siden på nytt."))
    line = Line(row, TrialForm(request.POST, row=row))
    save_line(line, by=request.user)
    context = {
        "line": line,
        "anew": line.anew(),
        "frame": frame_of(application.call),
        "call": application.call,
    }
    return render(request, "programmes/decisions/_tried.html", context)


@require_POST
def decision_recommend(request, pk):
    """What was typed is saved first; then all the chosen are recommended, or none."""
    call = prepared_call(request, pk)
    user = request.user
    sort = sort_of(request, queries.SORTS, queries.DEFAULT_SORT)
    lines = lines_of(user, call, sort=sort, data=request.POST)
    save_lines(lines, by=user)
    chosen = set(request.POST.getlist("chosen"))
    if not all(line.is_saved for line in lines):
        return _page(request, call, lines, sort, status=422, chosen=chosen)
    picked = [line for line in lines if line.key in chosen and line.row.is_open]
    try:
        recommend(_drafts(picked), by=user)
    except Refused as refused:
        return _page(request, call, lines, sort, status=422, refused=refused, chosen=chosen)
    messages.success(request, _("%(count)d er innstilt.") % {"count": len(picked)})
    return redirect(f"{reverse('decision-table', args=[call.pk])}?sort={sort}")


def _drafts(picked):
    untried = [line.row.application.who for line in picked if not line.decision_id]
    if untried:
        why = _("Velg et utfall for %(who)s først.") % {"who": ", ".join(untried)}
        raise Refused(why)
    if not picked:
        raise Refused(_("Velg minst én søknad som skal innstilles."))
    return list(
        Decision.objects.filter(pk__in=[line.decision_id for line in picked], state=DecisionState.DRAFT)
    )
