"""Measures as a reader finds them. What is counted of their log is what the same reader may read."""

from django.db.models import Count, F, IntegerField, Max, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from folkehelse.lib.sorting import norwegian
from municipalities.models import County, Municipality
from municipalities.permissions import predecessors
from programmes.models import Enrolment, EnrolmentPartner, LogEntry, Measure, Theme, YearlyAward

WORDS_SEARCHED = 8
SORTS = {
    "navn": [norwegian("name")],
    "-navn": [norwegian("name").desc()],
    "kommune": [norwegian("enrolment__municipality__name"), norwegian("name")],
    "-kommune": [norwegian("enrolment__municipality__name").desc(), norwegian("name")],
    "periode": ["starts_on", "ends_on"],
    "-periode": ["-starts_on", "-ends_on"],
    "logg": ["entries", norwegian("name")],
    "-logg": ["-entries", norwegian("name")],
    "sist": [F("last_entry").asc(nulls_last=True)],
    "-sist": [F("last_entry").desc(nulls_last=True)],
}
DEFAULT_SORT = "-sist"


def listed(user, *, sort: str = DEFAULT_SORT, **filters) -> QuerySet[Measure]:
    """The measures that fit, with `entries` and `last_entry` (only what the reader sees)."""
    found = Measure.objects.visible_to(user).filter(*_conditions(user, **filters)).for_list()
    seen = LogEntry.objects.visible_to(user).submitted().filter(measure=OuterRef("pk")).order_by()
    of_measure = seen.values("measure")
    return found.annotate(
        entries=Coalesce(
            Subquery(of_measure.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0
        ),
        last_entry=Subquery(of_measure.annotate(last=Max("happened_on")).values("last")),
    ).order_by(*SORTS[sort], "pk")


def _conditions(
    user, *, q="", fylke="", kommune="", tema="", arena="", status=(), alder=None, prinsipp=""
) -> list[Q]:
    conditions = [_has_word(word) for word in q.split()[:WORDS_SEARCHED]]
    if fylke:
        conditions.append(Q(enrolment__municipality__county__code=fylke))
    if kommune:
        conditions.append(_in_municipality(kommune))
    if tema:
        conditions.append(Q(pk__in=Measure.themes.through.objects.filter(theme__slug=tema).values("measure")))
    if arena:
        conditions.append(Q(arenas__contains=[arena]))
    if status:
        conditions.append(Q(state__in=status))
    if alder is not None:
        conditions.append(Q(age_from__lte=alder, age_to__gte=alder))
    if prinsipp:
        seen = LogEntry.objects.visible_to(user).submitted().filter(principles__slug=prinsipp)
        conditions.append(Q(pk__in=seen.order_by().values("measure")))
    return conditions


def _has_word(word: str) -> Q:
    where = ("name", "description", "enrolment__municipality__name", "enrolment__district__name")
    return Q(*[(f"{path}__icontains", word) for path in where], _connector=Q.OR)


def _in_municipality(code: str) -> Q:
    """Its own, as lead or partner, and what it took over from those that went up in it."""
    ids = predecessors(Municipality.objects.filter(code=code).values_list("pk", flat=True))
    partners = EnrolmentPartner.objects.filter(municipality__in=ids)
    return Q(enrolment__municipality__in=ids) | Q(enrolment__in=partners.values("enrolment"))


def filter_choices(user) -> dict[str, list[tuple[str, str]]]:
    """What the filter offers: places with an enrolment that the reader may know of, and themes."""
    enrolments = Enrolment.objects.visible_to(user)
    taking_part = Q(enrolments__in=enrolments) | Q(partnerships__enrolment__in=enrolments)
    places = Municipality.objects.filter(taking_part).distinct()
    counties = County.objects.filter(Q(is_current=True) | Q(municipalities__enrolments__in=enrolments))
    return {
        "fylke": [(one.code, one.name) for one in counties.distinct()],
        "kommune": [(one.code, one.name) for one in places],
        "tema": list({theme.slug: theme.name for theme in Theme.objects.all()}.items()),
    }


def with_details(user) -> QuerySet[Measure]:
    """For the measure's own page: partners, themes and the sum of the enrolment's grant."""
    awarded = YearlyAward.objects.filter(enrolment=OuterRef("enrolment")).order_by().values("enrolment")
    partners = EnrolmentPartner.objects.select_related("municipality")
    return (
        Measure.objects.visible_to(user)
        .for_list()
        .select_related("enrolment__area__programme")
        .prefetch_related(Prefetch("enrolment__partners", queryset=partners))
        .annotate(grant=Subquery(awarded.annotate(total=Sum("amount")).values("total")))
    )


def beside(user, measure) -> QuerySet[Measure]:
    """All measures of the same municipality that the reader sees, the oldest first."""
    own = Measure.objects.visible_to(user).filter(enrolment__municipality=measure.enrolment.municipality_id)
    return own.order_by("starts_on", norwegian("name"), "pk")
