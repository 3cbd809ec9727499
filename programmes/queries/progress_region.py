"""The progress reports of a county and of the nation: everything they tell, as plain values."""

import datetime as dt
from collections import defaultdict

from django.db.models import Count, Q, Sum

from folkehelse.lib.dates import end_of_year, today
from folkehelse.lib.sorting import norwegian
from municipalities.models import MunicipalityCode
from programmes.models import AreaCounty, Enrolment, YearlyAward
from programmes.models.moving import begun as more_than_a_plan
from programmes.queries import progress_figures as figures
from programmes.queries.progress import awards, learned, of_programme
from programmes.queries.progress_territory import territory

TILES_OF = dt.date(2024, 1, 1)  # the map has the municipalities of this day
MUNICIPALITY = "enrolment__municipality"


def county_progress(county, programme, year):
    land, taking = _land(programme, year)
    places, ids = land.of_county(county.pk)
    code = land.counties.get(county.pk) or county.codes.last()
    content = _region(programme, year, land, ids)
    return content | {
        "county": {name: getattr(code, name) for name in ("code", "name", "full_name", "sami_name")},
        "municipalities": _municipalities(programme, year, land, places, taking, ids),
        "without": [place.name for place in places if place.pk not in taking],
        "areas": _areas(programme, county, land.day),
        "tiles": _tiles(land, taking, county.pk),
    }


def nation_progress(programme, year):
    land, taking = _land(programme, year)
    content = _region(programme, year, land, None)
    rows = _municipalities(programme, year, land, land.places.values(), taking, None)
    of_log = figures.in_year(figures.log_of(programme), year)
    by_county = figures.by(of_log, "county_on", land.county_expression(figures.OWN))
    running = figures.measures_of(programme, year).annotate(on=land.county_expression(MUNICIPALITY))
    measures = dict(running.order_by().values_list("on").annotate(Count("pk")))
    quotes = {one["group"]: one for one in learned(of_log, land.county_expression(figures.OWN), 1)}
    money = _money_by_county(programme, year, land)
    counties = []
    for pk, code in sorted(land.counties.items(), key=lambda item: item[1].code):
        own = [place for place in land.places.values() if place.county == pk and place.until is None]
        counties.append(
            {
                "code": code.code,
                "name": code.name,
                "places": len(own),
                "taking": sum(taking.get(place.pk) == "taking" for place in own),
                "measures": measures.get(pk, 0),
                "figures": by_county.get(pk, figures.NOTHING),
                "money": money.get(pk),
                "municipalities": [row for row in rows if row["county"] == pk],
                "learned": quotes.get(pk),
            }
        )
    return content | {"counties": counties, "tiles": _tiles(land, taking)}


def _land(programme, year):
    """The land at the end of the year (or today), and place id → "taking" or "took"."""
    begun = Enrolment.objects.filter(more_than_a_plan(), area__programme=programme, starts_on__year__lte=year)
    spans = ("starts_on", "ended_on")
    own = list(begun.values_list("municipality", *spans))
    joint = begun.filter(partners__isnull=False).values_list("partners__municipality", *spans)
    rows = [*own, *joint]
    land = territory(end_of_year(year, latest=today()), {row[0] for row in rows})
    taking = {}
    for pk, _first, ended in rows:
        place = land.home.get(pk, pk)
        if ended is None or ended.year >= year:
            taking[place] = "taking"
        else:
            taking.setdefault(place, "took")
    return land, taking


def _region(programme, year, land, ids):
    entries = figures.log_of(programme, ids)
    of_year = figures.in_year(entries, year)
    running = figures.measures_of(programme, year, ids)
    of_year_figures = figures.total(of_year)
    return {
        "year": year,
        "day": land.day,
        "programme": of_programme(programme),
        "figures": of_year_figures,
        "last_year": figures.total(figures.in_year(entries, year - 1)),
        "measures": running.count(),
        "last_year_measures": figures.measures_of(programme, year - 1, ids).count(),
        "years": figures.by_year(entries, year),
        "months": figures.by_month(of_year),
        "principles": figures.by_principle(of_year),
        "practices": figures.by_practice(of_year),
        "arenas": figures.by_arena(running, of_year),
        "themes": figures.by_theme(programme, running, of_year),
        "awards": awards(programme, ids),
        "demo": bool(of_year_figures["demo"] or running.filter(is_demo=True).exists()),
    }


def _municipalities(programme, year, land, places, taking, ids):
    """One row for each that took part in the year, or has figures of it."""
    of_year = figures.in_year(figures.log_of(programme, ids), year)
    found = figures.by(of_year, "place", land.place_expression(figures.OWN))
    measures = _measures(programme, year, land, ids)
    quotes = defaultdict(list)
    for one in learned(of_year, land.place_expression(figures.OWN), 1):
        quotes[one["group"]].append(one)
    return [
        {
            "code": place.code,
            "name": place.name,
            "county": place.county,
            "until": place.until,
            "measures": measures[place.pk],
            "figures": found.get(place.pk, figures.NOTHING),
            "learned": quotes[place.pk],
        }
        for place in places
        if taking.get(place.pk) == "taking" or place.pk in found or place.pk in measures
    ]


def _measures(programme, year, land, ids):
    """Place id → its measures of the year."""
    running = figures.measures_of(programme, year, ids).select_related("enrolment__district")
    placed = running.annotate(place=land.place_expression(MUNICIPALITY))
    measures = defaultdict(list)
    for row in placed.order_by("starts_on", norwegian("name"), "pk"):
        measures[row.place].append(
            {
                "name": row.name,
                "district": row.enrolment.district.name if row.enrolment.district_id else "",
                "state": row.state,
                "state_name": row.get_state_display(),
                "first": row.starts_on,
                "last": row.last_day,
                "ages": [row.age_from, row.age_to],
                "arenas": row.arena_names,
                "demo": row.is_demo,
            }
        )
    return measures


def _areas(programme, county, day):
    """The programme areas that the county administered that day."""
    rows = AreaCounty.objects.filter(county=county, area__programme=programme, valid__contains=day)
    return [[row.area.place, row.area.own_name] for row in rows.select_related("area")]


def _money_by_county(programme, year, land):
    """County id → [kroner of the year, some of it subject to the state budget]."""
    rows = YearlyAward.objects.filter(enrolment__area__programme=programme, year=year).order_by()
    placed = rows.annotate(on=land.county_expression(MUNICIPALITY)).values_list("on")
    conditional = Count("pk", filter=Q(is_subject_to_budget=True))
    return {pk: [amount, bool(some)] for pk, amount, some in placed.annotate(Sum("amount"), some=conditional)}


def _tiles(land, taking, county=None):
    """Tile → "taking", "took" or "none"; those of other counties than the one asked for are left out."""
    tiles = {}
    codes = MunicipalityCode.objects.filter(valid__contains=TILES_OF).values_list("code", "municipality")
    for code, pk in codes.order_by("code"):
        near = land.near(land.home.get(pk, pk))
        if county is not None and not any(land.places[one].county == county for one in near):
            continue
        states = {taking.get(one, "none") for one in near}
        tiles[code] = next((state for state in ("taking", "took") if state in states), "none")
    return tiles
