"""What every progress report counts. The database makes the sums; a sum of nothing counted is None."""

from functools import reduce
from operator import add, or_

from django.db.models import Count, F, Func, Q, Sum
from django.db.models.functions import Coalesce, ExtractMonth, ExtractYear

from programmes.models import PARTICIPANT_GROUPS, LogEntry, Measure, Theme
from programmes.models.moving import begun
from smart.models import Practice, Principle

_anybody = reduce(or_, (Q(**{f"{group}__isnull": False}) for group in PARTICIPANT_GROUPS))
_everybody = reduce(add, (Coalesce(F(group), 0) for group in PARTICIPANT_GROUPS))

SUMS = {
    "entries": Count("pk"),
    "sessions_sum": Sum("sessions"),
    **{f"{group}_sum": Sum(group) for group in PARTICIPANT_GROUPS},
    "people_sum": Sum(_everybody, filter=_anybody),
    "hours_sum": Sum("own_hours"),
    "learned": Count("pk", filter=~Q(what_learned="")),
    "demo": Count("pk", filter=Q(is_demo=True)),
}
NOTHING = {name: 0 if isinstance(expression, Count) else None for name, expression in SUMS.items()}
OWN = "measure__enrolment__municipality"


def log_of(programme, places=None):
    """Entries that count: submitted, of any visibility. `places` are municipality ids; None is the nation."""
    entries = LogEntry.objects.submitted().filter(measure__enrolment__area__programme=programme).order_by()
    return entries if places is None else entries.filter(**{f"{OWN}__in": places})


def in_year(entries, year):
    return entries.filter(happened_on__year=year)


def total(entries):
    return entries.aggregate(**SUMS)


def by(entries, key, expression=None):
    """Figures for each value of `key`: a field's path, or the name given to `expression`."""
    if expression is not None:
        entries = entries.annotate(**{key: expression})
    return {row.pop(key): row for row in entries.values(key).annotate(**SUMS)}


def by_year(entries, last):
    """[(year, figures)] from the first year with an entry until `last`, none left out."""
    found = by(entries.filter(happened_on__year__lte=last), "year", ExtractYear("happened_on"))
    return [[year, found.get(year, NOTHING)] for year in range(min(found, default=last), last + 1)]


def by_month(entries):
    """Twelve (month, figures) of entries that are of one year."""
    found = by(entries, "month", ExtractMonth("happened_on"))
    return [[month, found.get(month, NOTHING)] for month in range(1, 13)]


def by_principle(entries):
    """[(letter, name, entries)], those never used too."""
    counted = Count("log", filter=Q(log__in=entries.values("pk")))
    principles = Principle.objects.annotate(entries=counted).select_related("framework")
    return [[one.letter, one.name, one.entries] for one in principles]


def by_practice(entries, most=10):
    """[(title, entries)] of the practices used most."""
    counted = Count("log", filter=Q(log__in=entries.values("pk")))
    used = Practice.objects.annotate(entries=counted).filter(entries__gt=0)
    return [[one.title, one.entries] for one in used.order_by("-entries", "title_nb", "pk")[:most]]


def by_theme(programme, measures, entries):
    """[(name, measures, entries)]: a measure with two themes counts in both."""
    of_log = dict(entries.values_list("measure__themes").annotate(Count("pk")))
    counted = Count("measures", filter=Q(measures__in=measures.order_by().values("pk")))
    themes = Theme.objects.filter(programme=programme).annotate(running=counted)
    return [[theme.name, theme.running, of_log.get(theme.pk, 0)] for theme in themes]


def by_arena(measures, entries):
    """Arena code → (measures, entries): a measure with two arenas counts in both."""
    unnested = measures.order_by().annotate(one=Func(F("arenas"), function="unnest")).values_list("one")
    of_measures = dict(unnested.annotate(Count("pk")))
    of_log = dict(entries.exclude(arena="").values_list("arena").annotate(Count("pk")))
    return {code: (of_measures.get(code, 0), of_log.get(code, 0)) for code in {*of_measures, *of_log}}


def measures_of(programme, year, places=None):
    """Measures that were under way some day of the year: begun, and not over before it."""
    running = Measure.objects.filter(begun(), begun("enrolment"))
    running = running.filter(
        Q(ended_on__isnull=True) | Q(ended_on__year__gte=year),
        enrolment__area__programme=programme,
        starts_on__year__lte=year,
    )
    return running if places is None else running.filter(enrolment__municipality__in=places)
