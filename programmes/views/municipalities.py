import datetime as dt

from django.contrib.auth.decorators import login_not_required
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from folkehelse.lib.charts import Columns, Gantt, Key, Line, Series, Span, figure
from folkehelse.lib.dates import last_day, today
from folkehelse.lib.paging import page_of, sort_of
from folkehelse.lib.tags import day, period
from municipalities.enums import SuccessionKind
from programmes.enums import TAKING_PART, TOOK_PART, MeasureState
from programmes.forms.municipalities import MunicipalityFilter
from programmes.models import Programme
from programmes.queries import municipalities as queries
from programmes.queries.participation import TAKING, TOOK
from programmes.views.front import tile_keys

REGISTER_BEGINS = dt.date(2017, 1, 1)
BREAKS = (SuccessionKind.MERGED, SuccessionKind.SPLIT)


@require_safe
@login_not_required
def municipality_list(request):
    form = MunicipalityFilter(request.GET)
    sort = sort_of(request, queries.SORTS, "navn")
    found, states = queries.listed(request.user, Programme.objects.leading(), sort=sort, **form.chosen())
    page = page_of(found, request, size=50)
    labels = {key.key: key.label for key in tile_keys()}
    for row in page.object_list:
        row.state = states.get(row.pk, "none")
        row.state_label = labels[row.state]
    context = {"form": form, "page": page, "sort": sort, "is_narrowed": bool(form.chosen())}
    partial = request.htmx.target == "kommuner"
    page_name = "_municipality_results" if partial else "municipality_list"
    return render(request, f"programmes/{page_name}.html", context)


@require_safe
@login_not_required
def municipality(request, code):
    """A municipality through the years; an old number leads to its number of today."""
    found = queries.by_code(code)
    if found is None:
        raise Http404
    if found.code != code:
        return redirect(found)
    programme = Programme.objects.leading()
    ids = queries.family(found, request.user)
    enrolments = list(queries.enrolments(request.user, ids))
    measures = list(queries.measures(request.user, [one.pk for one in enrolments]))
    successions, borders = queries.reforms(found, ids)
    context = {
        "municipality": found,
        "codes": [
            (row.code, row.county.name, since_2017(row.valid)) for row in found.codes.select_related("county")
        ],
        "names": official_names(found),
        "enrolments": enrolments,
        "measures": measures,
        "successions": successions,
        "borders": borders,
        "state": state_of(enrolments),
        "gantt": gantt(measures, programme),
        "entries": entries_chart(measures, programme),
        "population": population_chart(found, successions),
    }
    return render(request, "programmes/municipality.html", context)


def state_of(enrolments):
    """TAKING or TOOK by the enrolments of a municipality and its predecessors, None when it has none."""
    states = {one.state for one in enrolments if not one.never_began}
    if states & set(TAKING_PART):
        return TAKING
    return TOOK if states & set(TOOK_PART) else None


def since_2017(valid):
    """When a dated row held; what began before the register does is told without its beginning."""
    if valid.lower is None or valid.lower < REGISTER_BEGINS:
        return _("til %(day)s") % {"day": day(last_day(valid))} if valid.upper else _("hele tiden siden 2017")
    return period(valid)


def gantt(measures, programme):
    if not measures:
        return None
    spans = [Span(one.name, one.starts_on, one.last_day, one.state) for one in measures]
    first = min([programme.starts_on.year, *(span.first.year for span in spans)])
    last = max([programme.ends_on.year, *(span.last.year for span in spans)])
    chart = Gantt(spans, first, last, today(), tuple(measure_keys()))
    return figure("plan", _("Tiltakene i tid"), chart)


def measure_keys():
    """One colour or shape for each state of a measure, the same wherever measures are drawn."""
    looks = {
        MeasureState.PLANNED: ("c4", "ring"),
        MeasureState.ACTIVE: ("c1", "full"),
        MeasureState.PAUSED: ("c1", "ring"),
        MeasureState.ENDING: ("c1", "half"),
        MeasureState.ORDINARY: ("c3", "full"),
        MeasureState.CLOSED: ("c4", "full"),
        MeasureState.WITHDRAWN: ("c2", "half"),
    }
    return [Key(state.value, capfirst(state.label), *look) for state, look in looks.items()]


def entries_chart(measures, programme):
    if not measures:
        return None
    years = queries.entries_per_year([one.pk for one in measures], programme.years)
    chart = Columns([year for year, _n in years], [Series(_("Loggføringer"), [n for _year, n in years])])
    return figure("aar", _("Loggføringer per år"), chart)


def official_names(municipality):
    """[(name, when)]: a name that only got a new number stands once."""
    spans = []
    for row in municipality.names.all():
        if spans and spans[-1][0] == row.full_name and spans[-1][1].upper == row.valid.lower:
            spans[-1] = (row.full_name, DateRange(spans[-1][1].lower, row.valid.upper))
        else:
            spans.append((row.full_name, row.valid))
    return [(name, since_2017(valid)) for name, valid in spans]


def population_chart(municipality, successions):
    """A line for each stretch between reforms: nothing is joined over a merger or a split."""
    rows = list(municipality.population.all())
    if not rows:
        return None
    breaks = {
        step.on.year
        for step in successions
        if step.kind in BREAKS and municipality.pk in (step.old_id, step.new_id)
    }
    parts = stretches([row.year for row in rows], breaks)
    series = [
        Series(
            _("0–24 år") if len(parts) == 1 else f"{first}–{last}",
            [row.aged_0_24 if first <= row.year <= last else None for row in rows],
        )
        for first, last in parts
    ]
    desc = _("Brudd der kommunen ble slått sammen eller delt.") if len(parts) > 1 else ""
    chart = Line([row.year for row in rows], series, decimals=0)
    return figure("folketall", _("Innbyggere 0–24 år"), chart, desc=desc)


def stretches(years, breaks):
    """[(first, last)] of the years told between the breaks; a stretch without any is left out."""
    parts = {}
    for year in years:
        parts.setdefault(sum(year >= one for one in breaks), []).append(year)
    return [(part[0], part[-1]) for part in parts.values()]
