"""What the front page tells: who takes part, how much is going on, and what comes next."""

import datetime as dt
from collections import Counter

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count
from django.db.models.functions import TruncMonth

from folkehelse.lib.dates import today
from municipalities.models import Municipality
from programmes.models import LogEntry, Measure, ProgrammeDate
from programmes.queries.participation import TAKING

MONTHS_SHOWN = 24


def municipalities_today():
    return list(Municipality.objects.current().select_related("county"))


def key_figures(programme):
    """Counts for everybody: no number of people among them."""
    everybody = AnonymousUser()
    measures = Measure.objects.visible_to(everybody).filter(enrolment__area__programme=programme)
    return {
        "measures": measures.count(),
        "entries": LogEntry.objects.submitted().filter(measure__enrolment__area__programme=programme).count(),
    }


def per_county(municipalities, states):
    """[(county, taking part, municipalities)] in the order of the counties' numbers."""
    total = Counter(m.county for m in municipalities)
    taking = Counter(m.county for m in municipalities if states.get(m.pk) == TAKING)
    return [(county, taking[county], total[county]) for county in sorted(total, key=lambda c: c.code)]


def months_back(count, day):
    """The first days of the last `count` months, oldest first, this month included."""
    months = [(day.year * 12 + day.month - 1) - back for back in range(count)]
    return [dt.date(month // 12, month % 12 + 1, 1) for month in reversed(months)]


def entries_per_month(programme):
    """[(first day of the month, submitted entries)] for the last two years, months without any included."""
    months = months_back(MONTHS_SHOWN, today())
    counted = dict(
        LogEntry.objects.submitted()
        .filter(measure__enrolment__area__programme=programme, happened_on__gte=months[0])
        .annotate(month=TruncMonth("happened_on"))
        .order_by()
        .values_list("month")
        .annotate(Count("pk"))
    )
    return [(month, counted.get(month, 0)) for month in months]


def coming_dates(programme, most=4):
    return list(ProgrammeDate.objects.filter(programme=programme, on__gte=today())[:most])
