"""What waits for somebody, by what they may do. Each question is one query, whatever the number of rows."""

import datetime as dt

from django.db.models import Count, Max, Q

from folkehelse.lib.dates import today
from folkehelse.lib.sorting import norwegian
from municipalities.models import Municipality
from programmes.enums import MEASURE_RUNNING, TAKING_PART, DocumentState, EnrolmentState
from programmes.enums.applications import ApplicationState
from programmes.models import Document, Enrolment, LogEntry, Measure
from programmes.models.enrolment import within
from programmes.queries import applications_waiting as applications
from programmes.queries import calls_waiting as calls
from programmes.queries import decisions_waiting as decisions
from programmes.queries import letters_waiting as letters
from programmes.queries import money_waiting as money
from programmes.queries import people_waiting as people
from programmes.queries import reviews_waiting as reviews
from programmes.queries import submissions_waiting as submissions
from programmes.queries.waiting import Waiting, together

AREAS = (submissions, decisions, letters, reviews, applications, people, money, calls)
QUIET_AFTER = dt.timedelta(days=60)
ENDS_WITHIN = dt.timedelta(days=120)
MOST = 8


def waiting(user) -> list[Waiting]:
    """All that waits for the user, in every area: one query. What is to be signed first, then by deadline."""
    asked = [ask for area in AREAS for ask in area.asks(user)]
    found: dict = {}  # the same thing may wait for more than one reason: the first is told
    for one in together(asked):
        found.setdefault(one.href, one)
    return sorted(found.values(), key=_urgency)


def _urgency(one):
    return one.state != ApplicationState.SIGNING, one.day is None, one.day or today()


def running_measures(reach):
    return (
        Measure.objects.filter(within(reach, "enrolment"), state__in=MEASURE_RUNNING)
        .select_related("enrolment__municipality", "enrolment__district")
        .annotate(
            last_entry=Max("log__happened_on", filter=Q(log__state="submitted")),
            entries=Count("log", filter=Q(log__state="submitted")),
        )
    )


def quiet_measures(reach, *, most=MOST):
    """Running measures without an entry for two months, those never logged first."""
    silent = Q(last_entry__lt=today() - QUIET_AFTER) | Q(last_entry__isnull=True)
    return list(
        running_measures(reach).filter(silent).order_by("-last_entry", norwegian("name"), "pk")[:most]
    )


def ending_enrolments(reach, *, most=MOST):
    """Enrolments whose last day is near, or gone by while they still stand as taking part."""
    soon = Enrolment.objects.filter(within(reach), state__in=TAKING_PART, ends_on__lte=today() + ENDS_WITHIN)
    return list(soon.for_list().order_by("ends_on", "pk")[:most])


def planned_enrolments(reach, *, most=MOST):
    planned = Enrolment.objects.filter(within(reach), state=EnrolmentState.PLANNED)
    return list(planned.for_list().order_by("starts_on", "pk")[:most])


def latest_entries(user, reach, *, most=5):
    """The newest entries that the user may read, from within reach."""
    seen = LogEntry.objects.visible_to(user).submitted().filter(within(reach, "measure__enrolment"))
    return list(seen.for_list()[:most])


def documents(user, *, most=5):
    return list(Document.objects.visible_to(user).reports().for_list()[:most])


def troubled_documents(*, most=MOST):
    return list(Document.objects.filter(state=DocumentState.FAILED).for_list()[:most])


def counties_table(programme):
    """[county with `taking` (enrolments going on), `measures` (running)] for those who see the nation."""
    rows = (
        Municipality.objects.current()
        .order_by()
        .values("county__name", "county__code")
        .annotate(
            enrolled=Count(
                "enrolments",
                filter=Q(enrolments__state__in=TAKING_PART, enrolments__area__programme=programme),
                distinct=True,
            ),
            measures=Count(
                "enrolments__measures",
                filter=Q(
                    enrolments__measures__state__in=MEASURE_RUNNING, enrolments__area__programme=programme
                ),
                distinct=True,
            ),
        )
        .order_by("county__code")
    )
    return list(rows)
