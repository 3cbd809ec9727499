"""Measures: the list, a measure's own page, and what a coordinator does with it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from folkehelse.lib import spreadsheets
from folkehelse.lib.dates import today
from folkehelse.lib.paging import page_of, sort_of
from folkehelse.lib.tags import query_without
from municipalities.permissions import takes_part
from programmes.actions.measures import add_measure, edit_measure, move_measure
from programmes.actions.versions import Outdated
from programmes.enums import LogKind
from programmes.forms.measures import MeasureFilter, MeasureForm, MeasureMoveForm
from programmes.models import Enrolment, WrongState
from programmes.permissions.enrolments import can_add_measure, can_see_trail
from programmes.permissions.log import can_log
from programmes.permissions.measures import can_move_measure, can_write_measure
from programmes.queries import log as log_queries
from programmes.queries import measures as queries
from programmes.queries.history import history
from programmes.resources import MeasureResource
from programmes.views.log import conflict, log_form_for
from programmes.views.log_lines import key_figures, line_of, quarters_chart
from programmes.views.municipalities import gantt

FORMATS = (spreadsheets.XLSX, spreadsheets.CSV)


@require_safe
@login_not_required
def measure_list(request):
    """Every measure that the reader sees; filter, sort and page are in the address line."""
    form = MeasureFilter(request.GET, user=request.user)
    sort = sort_of(request, queries.SORTS, queries.DEFAULT_SORT)
    page = page_of(queries.listed(request.user, sort=sort, **form.chosen()), request)
    chips = [(label, query_without({"request": request}, name, one)) for label, name, one in form.chips()]
    context = {"form": form, "page": page, "sort": sort, "chips": chips, "formats": FORMATS}
    partial = request.htmx.target == "resultat"
    name = "_measure_results" if partial else "measure_list"
    return render(request, f"programmes/{name}.html", context)


@require_safe
@login_not_required
def measure_export(request):
    """The same rows as the list, as a spreadsheet: ?format=xlsx or csv."""
    form = MeasureFilter(request.GET, user=request.user)
    sort = sort_of(request, queries.SORTS, queries.DEFAULT_SORT)
    asked = request.GET.get("format")
    kind = asked if asked in FORMATS else spreadsheets.XLSX
    table = MeasureResource(user=request.user, sort=sort, filters=form.chosen()).export()
    write = spreadsheets.to_csv if kind == spreadsheets.CSV else spreadsheets.to_xlsx
    response = HttpResponse(write(table.headers, table), content_type=spreadsheets.CONTENT_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="tiltak-{today().isoformat()}.{kind}"'
    return response


@require_safe
@login_not_required
def measure(request, pk):
    """What the measure is, how it goes, and its log; for those who work with it, the log form stands open."""
    user = request.user
    found = get_object_or_404(queries.with_details(user), pk=pk)
    rows = log_queries.rows_of(user, found)
    outsider = not takes_part(user)
    principles = log_queries.principles_practised(log_queries.submitted(rows))
    context = {"measure": found, "principles": [one for one in principles if one.times]}
    context |= log_part(request, found, rows, principles, outsider=outsider)
    if request.htmx.target == "logg":
        return render(request, "programmes/_log_part.html", context)
    counted = log_queries.submitted(rows)
    may_log = can_log(user, found)
    context |= {
        "outsider": outsider,
        "figures": key_figures(log_queries.figures(counted, outsider=outsider)),
        "quarters": quarters_chart(counted),
        "gantt": gantt(list(queries.beside(user, found)), found.enrolment.area.programme),
        "log": log_form_for(user, measure=found, principles=principles) if may_log else None,
        "can_log": may_log,
        "can_write": can_write_measure(user, found),
        "can_move": can_move_measure(user, found),
        "history": history(found) if can_see_trail(user, found.enrolment) else [],
    }
    return render(request, "programmes/measure.html", context)


def log_part(request, found, rows, principles, *, outsider):
    """One page of the log, narrowed by ?gjelder= (kind) and ?aar= (year)."""
    kinds = {row["kind"] for row in rows}
    years = sorted({row["happened_on"].year for row in rows}, reverse=True)
    kind = request.GET.get("gjelder", "")
    year = request.GET.get("aar", "")
    kind = kind if kind in kinds else ""
    year = int(year) if year in map(str, years) else None
    page = page_of(log_queries.narrowed(rows, kind=kind, year=year), request, size=log_queries.PER_PAGE)
    named = {one.pk: one for one in principles}
    entries = log_queries.entries_of(found, page.object_list)
    return {
        "page": page,
        "lines": [line_of(entry, named, outsider=outsider) for entry in entries],
        "kinds": [(one.value, one.label) for one in LogKind if one in kinds],
        "years": years,
        "kind": kind,
        "year": year,
        "is_narrowed": bool(kind or year),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def measure_new(request, pk):
    """A coordinator plans a measure in an enrolment."""
    user = request.user
    enrolment = get_object_or_404(Enrolment.objects.visible_to(user).for_list(), pk=pk)
    if not (answer := can_add_measure(user, enrolment)):
        raise PermissionDenied(answer.why)
    form = MeasureForm(request.POST or None, enrolment=enrolment)
    if request.method == "POST" and form.is_valid():
        made = add_measure(enrolment, form.measure_values, by=user)
        messages.success(request, _("Tiltaket er opprettet. Sett det i gang når dere begynner."))
        return redirect(made)
    context = {"enrolment": enrolment, "form": form}
    return render(request, "programmes/measure_new.html", context, status=422 if form.errors else 200)


def seen_measure(request, pk):
    return get_object_or_404(queries.with_details(request.user), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def measure_edit(request, pk):
    found, user = seen_measure(request, pk), request.user
    if not (answer := can_write_measure(user, found)):
        raise PermissionDenied(answer.why)
    form = MeasureForm(request.POST or None, enrolment=found.enrolment, instance=found)
    context = {"measure": found, "form": form, "differences": None}
    if request.method == "POST" and form.is_valid():
        try:
            edit_measure(found, form.measure_values, version=form.cleaned_data["version"], by=user)
        except Outdated:
            return conflict(request, "programmes/measure_edit.html", form, context)
        messages.success(request, _("Tiltaket er endret."))
        return redirect(found)
    return render(request, "programmes/measure_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def measure_move(request, pk):
    """The lawful moves in plain words; POST makes one, with its reason."""
    found, user = seen_measure(request, pk), request.user
    if not (answer := can_move_measure(user, found)):
        raise PermissionDenied(answer.why)
    form = MeasureMoveForm(request.POST or None, measure=found)
    if request.method == "POST" and form.is_valid():
        try:
            move_measure(found, form.cleaned_data["to"], by=user, why=form.cleaned_data["why"])
            messages.success(request, _("Statusen på tiltaket er endret."))
        except WrongState:
            messages.warning(request, _("Noen andre har endret tiltaket. Se gjennom det på nytt."))
        return redirect(found)
    context = {"measure": found, "form": form}
    return render(request, "programmes/measure_move.html", context, status=422 if form.errors else 200)
