"""Municipalities as the programme sees them, through the years."""

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, ExtractYear

from folkehelse.lib.sorting import norwegian
from municipalities.models import BorderMove, Municipality, Population, Succession
from municipalities.permissions import predecessors
from programmes.models import Enrolment, EnrolmentPartner, LogEntry, Measure
from programmes.queries.participation import participation

SORTS = {
    "navn": [norwegian("name")],
    "-navn": [norwegian("name").desc()],
    "nummer": ["code"],
    "-nummer": ["-code"],
    "folketall": [F("inhabitants").asc(nulls_last=True)],
    "-folketall": [F("inhabitants").desc(nulls_last=True)],
    "tiltak": ["measure_count", norwegian("name")],
    "-tiltak": ["-measure_count", norwegian("name")],
}


def listed(user, programme, *, q="", fylke=None, status="", sort="navn"):
    """Today's municipalities with `inhabitants` and `measure_count`, and the dict of who takes part."""
    states = participation(programme) if programme else {}
    found = Municipality.objects.current().select_related("county")
    for word in q.split():
        found = found.filter(
            Q(name__icontains=word) | Q(full_name__icontains=word) | Q(codes__code=word)
        ).distinct()
    if fylke:
        found = found.filter(county=fylke)
    if status == "none":
        found = found.exclude(pk__in=states)
    elif status:
        found = found.filter(pk__in=[pk for pk, state in states.items() if state == status])
    found = found.annotate(inhabitants=latest_population(), measure_count=measures_of(user))
    return found.order_by(*SORTS[sort], "pk"), states


def latest_population():
    rows = Population.objects.filter(municipality=OuterRef("pk")).order_by("-year")
    return Subquery(rows.values("total")[:1])


def measures_of(user):
    """How many measures the user sees under the municipality as lead."""
    seen = Measure.objects.visible_to(user).filter(enrolment__municipality=OuterRef("pk")).order_by()
    counted = seen.values("enrolment__municipality").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def by_code(code):
    """The municipality that has the number, else the last that had it; None when nobody did."""
    found = Municipality.objects.known_as(code).select_related("county")
    return found.order_by("-is_current", "-pk").first()


def family(municipality, user):
    """Ids of the municipality and those that went up in it."""
    return predecessors({municipality.pk}, asked_by=user)


def enrolments(user, ids):
    partners = EnrolmentPartner.objects.filter(municipality__in=ids).values("enrolment")
    mine = Q(municipality__in=ids) | Q(pk__in=partners)
    return Enrolment.objects.visible_to(user).filter(mine).for_list()


def measures(user, enrolments):
    """With how many entries the reader sees in each, as in the list of measures."""
    seen = LogEntry.objects.visible_to(user).submitted().filter(measure=OuterRef("pk")).order_by()
    counted = seen.values("measure").annotate(n=Count("pk")).values("n")
    return (
        Measure.objects.visible_to(user)
        .filter(enrolment__in=enrolments)
        .select_related("enrolment__district")
        .annotate(entries=Coalesce(Subquery(counted, output_field=IntegerField()), 0))
        .order_by("starts_on", norwegian("name"), "pk")
    )


def entries_per_year(measures, years):
    """[(year, submitted entries)] for each year; counts only, so the same for all readers."""
    counted = dict(
        LogEntry.objects.submitted()
        .filter(measure__in=measures)
        .annotate(year=ExtractYear("happened_on"))
        .order_by()
        .values_list("year")
        .annotate(Count("pk"))
    )
    return [(year, counted.get(year, 0)) for year in years]


def reforms(municipality, ids):
    """What reforms did to it since 2017: successions in and out, and border moves, oldest first."""
    successions = Succession.objects.filter(Q(old__in=ids) | Q(new__in=ids)).select_related("old", "new")
    codes = municipality.codes.values("code")
    borders = BorderMove.objects.filter(Q(old_code__in=codes) | Q(new_code__in=codes))
    return list(successions), list(borders)
