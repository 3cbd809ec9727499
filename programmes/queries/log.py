"""What a reader sees of a log: entries, figures and where a person may write. All narrowed by visible_to."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat, JSONObject

from audit.models import AuditEvent
from folkehelse.lib.sorting import norwegian
from folkehelse.lib.tags import SMALLEST_COUNT
from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.enums import MEASURE_RUNNING, TAKING_PART, LogState
from programmes.models import PARTICIPANT_GROUPS, LogEntry, Measure
from programmes.models.enrolment import within
from smart.models import Practice, Principle

PER_PAGE = 10


@dataclass(frozen=True)
class Sum:
    """How many, and whether small counts were left out of it."""

    value: int
    is_part: bool = False


@dataclass(frozen=True)
class Figures:
    entries: int
    sessions: int
    hours: Decimal
    people: dict[str, Sum]  # by group; a group that nobody counted is not there


def loggable_measures(user) -> QuerySet[Measure]:
    """The running measures on which somebody may write, by name."""
    reach = reach_of(user, Permission.LOG_WRITE)
    return (
        Measure.objects.filter(
            within(reach, "enrolment"), state__in=MEASURE_RUNNING, enrolment__state__in=TAKING_PART
        )
        .select_related("enrolment__municipality", "enrolment__district")
        .order_by(norwegian("name"), "pk")
    )


def measures_to_move_to(user, entry) -> QuerySet[Measure]:
    """Where an entry may be moved: never to other municipalities, who would read its old texts."""
    beside = loggable_measures(user).filter(enrolment=entry.measure.enrolment_id)
    return beside | Measure.objects.filter(pk=entry.measure_id)


def last_measure_of(user) -> int | None:
    """The measure that somebody wrote on last: most often the next one too."""
    own = LogEntry.objects.filter(created_by=user).order_by("-created_at", "-pk")
    return own.values_list("measure_id", flat=True).first()


def rows_of(user, measure) -> list[dict]:
    """Every entry of a measure that the reader sees, newest first, without texts: one query for all sums."""
    columns = ("pk", "happened_on", "kind", "state", "sessions", "own_hours", *PARTICIPANT_GROUPS)
    seen = LogEntry.objects.visible_to(user).filter(measure=measure)
    return list(seen.order_by("-happened_on", "-pk").values(*columns))


def submitted(rows: list[dict]) -> list[dict]:
    return [row for row in rows if row["state"] == LogState.SUBMITTED]


def figures(rows: list[dict], *, outsider: bool) -> Figures:
    """Sums of submitted rows. For outsiders, counts of 1–4 people are left out of every sum,

    as each entry tells them only «færre enn 5»: nothing hidden can then be reckoned back.
    """
    people = {}
    for group in PARTICIPANT_GROUPS:
        counted = [row[group] for row in rows if row[group] is not None]
        told = [count for count in counted if not (outsider and 0 < count < SMALLEST_COUNT)]
        if counted:
            people[group] = Sum(sum(told), is_part=len(told) < len(counted))
    return Figures(
        entries=len(rows),
        sessions=sum(row["sessions"] or 0 for row in rows),
        hours=sum((row["own_hours"] or Decimal(0) for row in rows), Decimal(0)),
        people=people,
    )


def narrowed(rows: list[dict], *, kind: str = "", year: int | None = None) -> list[dict]:
    return [
        row
        for row in rows
        if (not kind or row["kind"] == kind) and (year is None or row["happened_on"].year == year)
    ]


def per_quarter(rows: list[dict]) -> list[tuple[tuple[int, int], int]]:
    """[((year, quarter), entries)] from the first entry to the last, quarters without any included."""
    if not rows:
        return []
    counted = Counter(_quarter(row["happened_on"]) for row in rows)
    first, last = min(counted), max(counted)
    span = range(first[0] * 4 + first[1] - 1, last[0] * 4 + last[1])
    return [((n // 4, n % 4 + 1), counted[n // 4, n % 4 + 1]) for n in span]


def _quarter(day: dt.date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3 + 1


def entries_of(measure, rows: list[dict]) -> list[LogEntry]:
    """The entries of these rows with all that is shown of them: one query."""
    principles = LogEntry.principles.through.objects.filter(logentry=OuterRef("pk"))
    practices = Practice.objects.filter(log=OuterRef("pk")).order_by("pk")
    trail = AuditEvent.objects.filter(
        action="logentry.withdrawn",
        subject=Concat(Value("programmes.logentry:"), Cast(OuterRef("pk"), CharField())),
    )
    found = (
        LogEntry.objects.filter(pk__in=[row["pk"] for row in rows])
        .select_related("created_by")
        .annotate(
            principle_ids=ArraySubquery(principles.values("principle")),
            practice_data=ArraySubquery(
                practices.values(data=JSONObject(slug="slug", title_nb="title_nb", title_nn="title_nn"))
            ),
            why_withdrawn=Subquery(trail.values("why")[:1]),
        )
        .order_by("-happened_on", "-pk")
    )
    entries: list = list(found)  # annotated rows: mypy knows them by another name
    for entry in entries:
        entry.measure = measure
        entry.practised = [Practice(**data) for data in entry.practice_data]
    return entries


def principles_practised(rows: list[dict]) -> list[Principle]:
    """All principles in their order, each with `times`: how many of these entries it was practised in."""
    counted = Count("log", filter=Q(log__in=[row["pk"] for row in rows]))
    counted_all = Principle.objects.select_related("framework").annotate(times=counted)
    return list(counted_all.order_by("framework__order", "order"))  # Meta's order is lost in a GROUP BY


def place_of(user, entry) -> int:
    """Which page of its measure's log the reader finds an entry on."""
    newer = Q(happened_on__gt=entry.happened_on) | Q(happened_on=entry.happened_on, pk__gt=entry.pk)
    before = LogEntry.objects.visible_to(user).filter(newer, measure=entry.measure_id).count()
    return before // PER_PAGE + 1
