"""A municipality's progress report: everything that it tells, as plain values that JSON can keep."""

from django.db.models import Count, F, Q, Sum, Window
from django.db.models.functions import RowNumber

from folkehelse.lib.dates import end_of_year, today
from municipalities.models import Municipality, MunicipalityCode, Population, Succession
from municipalities.permissions import predecessors
from programmes.enums import Visibility
from programmes.models import Enrolment, YearlyAward
from programmes.models.moving import begun as more_than_a_plan
from programmes.queries import progress_figures as figures

QUOTES_OF_A_MEASURE = 2


def municipality_progress(municipality, programme, year):
    day = end_of_year(year, latest=today())
    places = predecessors({municipality.pk})
    entries = figures.log_of(programme, places)
    of_year = figures.in_year(entries, year)
    enrolments = _enrolments(programme, places, year)
    running = figures.measures_of(programme, year, places)
    measures = _measures(running, of_year)
    figures_of_year = figures.total(of_year)
    return {
        "year": year,
        "day": day,
        "programme": of_programme(programme),
        "place": _place(municipality, day, year),
        "earlier": _earlier(municipality, places),
        "enrolments": [_enrolment(one, municipality) for one in enrolments if one.municipality_id in places],
        "joint": [_enrolment(one, municipality) for one in enrolments if one.municipality_id not in places],
        "figures": figures_of_year,
        "last_year": figures.total(figures.in_year(entries, year - 1)),
        "last_year_measures": figures.measures_of(programme, year - 1, places).count(),
        "years": figures.by_year(entries, year),
        "months": figures.by_month(of_year),
        "measures": measures,
        "learned": learned(of_year, F("measure"), QUOTES_OF_A_MEASURE),
        "principles": figures.by_principle(of_year),
        "practices": figures.by_practice(of_year),
        "arenas": figures.by_arena(running, of_year),
        "themes": figures.by_theme(programme, running, of_year),
        "awards": awards(programme, places),
        "demo": bool(
            figures_of_year["demo"]
            or any(one["demo"] for one in measures)
            or any(one.is_demo for one in enrolments)
        ),
    }


def of_programme(programme):
    return {
        "name": programme.name,
        "owners": programme.owners,
        "first_year": programme.starts_on.year,
        "last_year": programme.ends_on.year,
    }


def _place(municipality, day, year):
    """Names and numbers as they were on the day; a municipality that was not there has its latest."""
    name = municipality.names.filter(valid__contains=day).first() or municipality.names.last()
    codes = MunicipalityCode.objects.filter(municipality=municipality).select_related("county")
    code = codes.filter(valid__contains=day).first() or codes.last()
    people = Population.objects.filter(municipality=municipality, year=year).first()
    on_day = code.county.codes.filter(valid__contains=day).first()
    return {
        "code": code.code,
        "name": name.name,
        "full_name": name.full_name,
        "sami_name": name.sami_name,
        "kven_name": name.kven_name,
        "county": (on_day or code.county).name,
        "county_code": (on_day or code.county).code,
        "tile": municipality.code,
        "people": people and [people.total, people.aged_0_24],
    }


def _earlier(municipality, places):
    """How the municipality came to be what it is: each reform that it or its predecessors went through."""
    steps = Succession.objects.filter(Q(new__in=places), Q(new=municipality) | Q(old__in=places))
    keys = ("on", "kind", "old_code", "old_name", "new_code", "new_name", "note")
    rows = [dict(zip(keys, row, strict=True)) for row in steps.values_list(*keys)]
    counted = Municipality.objects.filter(pk__in=places - {municipality.pk})
    return {"steps": rows, "counted": list(counted.values_list("name", flat=True))}


def _enrolments(programme, places, year):
    """Enrolments begun by the end of the year, led by one of the places or with it as a partner."""
    begun = Enrolment.objects.filter(more_than_a_plan(), area__programme=programme, starts_on__year__lte=year)
    own = Q(municipality__in=places) | Q(pk__in=begun.filter(partners__municipality__in=places).values("pk"))
    found = begun.filter(own).select_related("area", "municipality", "district")
    return list(found.prefetch_related("partners__municipality").order_by("starts_on", "pk"))


def _enrolment(enrolment, municipality):
    others = [partner.municipality.name for partner in enrolment.partners.all()]
    return {
        "who": enrolment.who,
        "is_other": bool(enrolment.district_id) or enrolment.municipality_id != municipality.pk,
        "area": enrolment.area.own_name,
        "area_place": enrolment.area.place,
        "state": enrolment.get_state_display(),
        "first": enrolment.starts_on,
        "last": enrolment.ended_on or enrolment.ends_on,
        "is_over": enrolment.ended_on is not None,
        "has_grant": enrolment.has_grant,
        "partners": others,
        "source": enrolment.source,
    }


def _measures(running, of_year):
    found = figures.by(of_year, "measure")
    rows = running.for_list().order_by("starts_on", "pk")
    return [_measure(row, found.get(row.pk, figures.NOTHING)) for row in rows]


def _measure(measure, of_year):
    return {
        "name": measure.name,
        "who": measure.enrolment.who,
        "state": measure.state,
        "state_name": measure.get_state_display(),
        "level": measure.get_level_display(),
        "description": measure.description,
        "goals": measure.goals,
        "arenas": measure.arena_names,
        "themes": [theme.name for theme in measure.themes.all()],
        "ages": [measure.age_from, measure.age_to],
        "partners": measure.partners,
        "evaluation_partner": measure.evaluation_partner,
        "first": measure.starts_on,
        "last": measure.last_day,
        "is_over": measure.ended_on is not None,
        "source": measure.source,
        "demo": measure.is_demo,
        "invented_title": measure.has_invented_title,
        "figures": of_year,
    }


def learned(entries, group, most):
    """What people wrote that they had learned, the newest of each group first: never what is kept at home."""
    shared = entries.filter(visibility__in=(Visibility.PROGRAMME, Visibility.PUBLIC)).exclude(what_learned="")
    newest = Window(RowNumber(), partition_by=group, order_by=[F("happened_on").desc(), F("pk").desc()])
    ranked = shared.select_related("measure").annotate(group=group, rank=newest).filter(rank__lte=most)
    return [
        {
            "group": row.group,
            "measure": row.measure.name,
            "on": row.happened_on,
            "kind": row.get_kind_display(),
            "text": row.what_learned,
        }
        for row in ranked.order_by("group", "rank")
    ]


def awards(programme, places=None):
    """`rows` of (year, kroner, some of it subject to the state budget), and the `total`."""
    rows = YearlyAward.objects.filter(enrolment__area__programme=programme)
    if places is not None:
        rows = rows.filter(enrolment__municipality__in=places)
    conditional = Count("pk", filter=Q(is_subject_to_budget=True))
    per_year = rows.order_by("year").values_list("year").annotate(Sum("amount"), conditional=conditional)
    return {
        "rows": [[year, amount, bool(some)] for year, amount, some in per_year],
        "total": rows.aggregate(total=Sum("amount"))["total"],
    }
