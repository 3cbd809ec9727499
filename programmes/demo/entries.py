"""Log entries of the demo: the same every time, month by month, from a measure's first day to today.

Chance is seeded by measure and month, so a later run only adds what has become the past since.
"""

import datetime as dt
import random
import uuid
from decimal import Decimal

from django.utils import timezone

from folkehelse.lib.dates import today
from municipalities.enums import Arena
from programmes.demo.days import CLOSED_FROM, CLOSED_TO, busy, working_days
from programmes.demo.texts import Writer
from programmes.enums import LogKind, LogState, Visibility
from programmes.models import PARTICIPANT_GROUPS, LogEntry

SPACE = uuid.UUID("5a1de3c2-7f0e-5b8c-9f2b-6d0f4c1e2017")
ACCOUNTS_MONTHS = (1, 2, 3, 6, 9, 11, 12)
KINDS = {
    LogKind.CARRIED_OUT: 60,
    LogKind.COOPERATION: 17,
    LogKind.EVALUATION: 11,
    LogKind.CHANGE: 7,
    LogKind.ECONOMY: 5,
}
READERS = {Visibility.PROGRAMME: 70, Visibility.PUBLIC: 20, Visibility.MUNICIPALITY: 10}
# (fewest, most, how often counted) of children, parents, staff and volunteers
CARRIED_OUT = {
    Arena.KINDERGARTEN: ((8, 32, 0.85), (2, 18, 0.15), (2, 9, 0.7), (1, 2, 0.04)),
    Arena.PRIMARY_SCHOOL: ((14, 90, 0.9), (3, 25, 0.1), (2, 10, 0.7), (1, 3, 0.06)),
    Arena.LOWER_SECONDARY: ((12, 80, 0.9), (5, 40, 0.08), (2, 8, 0.7), (1, 3, 0.05)),
    Arena.UPPER_SECONDARY: ((10, 90, 0.9), (0, 0, 0.0), (2, 7, 0.7), (1, 4, 0.1)),
    Arena.AFTER_SCHOOL: ((10, 45, 0.9), (2, 15, 0.1), (2, 6, 0.7), (1, 2, 0.05)),
    Arena.HEALTH_CLINIC: ((3, 14, 0.5), (4, 16, 0.85), (1, 4, 0.8), (0, 0, 0.0)),
    Arena.LEISURE: ((6, 48, 0.9), (1, 8, 0.2), (1, 4, 0.7), (1, 7, 0.6)),
    Arena.NEIGHBOURHOOD: ((8, 70, 0.85), (4, 40, 0.5), (1, 6, 0.6), (2, 12, 0.6)),
    Arena.HOME: ((2, 14, 0.3), (5, 45, 0.9), (1, 5, 0.7), (1, 3, 0.15)),
    Arena.DIGITAL: ((6, 60, 0.75), (2, 20, 0.1), (1, 3, 0.7), (1, 4, 0.3)),
    Arena.MUNICIPALITY: ((2, 9, 0.15), (0, 0, 0.0), (5, 42, 0.9), (1, 4, 0.08)),
}
OTHER = {
    LogKind.COOPERATION: ((1, 6, 0.12), (1, 5, 0.12), (2, 12, 0.9), (1, 4, 0.2)),
    LogKind.EVALUATION: ((5, 60, 0.5), (4, 40, 0.3), (2, 14, 0.7), (1, 4, 0.1)),
    LogKind.CHANGE: ((0, 0, 0.0), (0, 0, 0.0), (2, 9, 0.3), (0, 0, 0.0)),
    LogKind.ECONOMY: ((0, 0, 0.0), (0, 0, 0.0), (1, 3, 0.2), (0, 0, 0.0)),
}


class Diary:
    """The entries of one measure. `writers` are those who log there; the library's rows are handed in."""

    def __init__(self, key, spec, measure, writers, library):
        self.key, self.spec, self.measure, self.writers = key, spec, measure, writers
        self.principles, self.practices = library
        self.smart = "styrkebasert" in spec["themes"]
        form = measure.enrolment.municipality.document_language
        self.texts = Writer(measure, key, form)

    def entries(self):
        """(entry, principles, practices), unsaved, oldest month first. Days that are not yet are left out."""
        first, last = self._period()
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        for month in months:
            for found in self._month(month // 12, month % 12 + 1):
                if first <= found[0].happened_on <= last:
                    yield found

    def _period(self):
        enrolment = self.measure.enrolment
        first = max(self.measure.starts_on, enrolment.starts_on)
        lasts = [self.measure.last_day, enrolment.ended_on or enrolment.ends_on, today()]
        if "quiet_from" in self.spec:
            lasts.append(dt.date.fromisoformat(self.spec["quiet_from"]))
        return first, min(lasts)

    def _month(self, year, month):
        rng = random.Random(f"{self.key}:{year}-{month:02}")  # noqa: S311 -- chance, not a secret
        wanted = self.spec.get("rate", 0.78) * busy(year, month)
        days = working_days(year, month)
        for number in range(int(wanted) + (rng.random() < wanted % 1)):
            token = uuid.uuid5(SPACE, f"{self.key}:{year}-{month:02}:{number}")
            yield self._entry(rng, token, rng.choice(days))

    def _entry(self, rng, token, day):
        kind = self._kind(rng, day)
        arena = rng.choice(self.measure.arenas)
        principles, practices = self._library(rng, kind, arena)
        has_lesson = rng.random() < (0.88 if kind in (LogKind.CARRIED_OUT, LogKind.COOPERATION) else 0.7)
        entry = LogEntry(
            token=token,
            measure=self.measure,
            happened_on=day,
            kind=kind,
            what_happened=self.texts.what_happened(kind, arena, rng, next(iter(practices), None)),
            what_learned=self.texts.what_learned(kind, arena) if has_lesson else "",
            arena="" if kind == LogKind.ECONOMY else arena,
            sessions=self._sessions(rng, kind),
            own_hours=Decimal(rng.randint(2, 30)) / 2 if rng.random() < 0.45 else None,
            visibility=rng.choices(list(READERS), READERS.values())[0],
            is_demo=True,
            **self._counts(rng, kind, arena),
        )
        if entry.children and entry.children < 5:
            entry.sessions = 1
        self._who_and_when(rng, entry)
        return entry, principles, practices

    def _kind(self, rng, day):
        kind = rng.choices(list(KINDS), KINDS.values())[0]
        if kind == LogKind.ECONOMY and day.month not in ACCOUNTS_MONTHS:
            kind = LogKind.CARRIED_OUT
        if kind == LogKind.CARRIED_OUT and CLOSED_FROM <= day <= CLOSED_TO:
            return LogKind.CHANGE
        return kind

    def _library(self, rng, kind, arena):
        if rng.random() > (0.85 if self.smart else 0.25):
            return [], []
        fitting = [p for p in self.practices if arena in p.settings and self._suits(p)]
        if kind == LogKind.CARRIED_OUT and fitting and rng.random() < 0.55:
            practice = rng.choice(fitting)
            return [practice.principle], [practice]
        return rng.sample(self.principles, rng.choice((1, 1, 2))), []

    def _suits(self, practice):
        return practice.age_from <= self.measure.age_to and self.measure.age_from <= practice.age_to

    def _sessions(self, rng, kind):
        if kind != LogKind.CARRIED_OUT:
            return None
        return rng.choice((1, 1, 1, 1, 2, 3, 4)) if rng.random() < 0.85 else None

    def _counts(self, rng, kind, arena):
        """Counts by group; now and then a very small one, and often none at all."""
        table = CARRIED_OUT[arena] if kind == LogKind.CARRIED_OUT else OTHER[kind]
        counts = {
            group: rng.randint(fewest, most) if rng.random() < often else None
            for group, (fewest, most, often) in zip(PARTICIPANT_GROUPS, table, strict=True)
        }
        if kind == LogKind.CARRIED_OUT and counts["children"] and rng.random() < 0.08:
            counts["children"] = rng.randint(1, 4)
        return counts

    def _who_and_when(self, rng, entry):
        entry.created_by = rng.choice(self.writers)
        written = dt.datetime.combine(entry.happened_on, dt.time(15, rng.randrange(60)))
        now = timezone.now()
        entry.created_at = min(timezone.make_aware(written), now)
        later = min(entry.created_at + dt.timedelta(days=rng.randint(1, 9)), now)
        fate = rng.random()
        if fate < 0.006:
            entry.state = LogState.WITHDRAWN
            entry.withdrawn_at, entry.withdrawn_by = later, entry.created_by
        elif fate < 0.03:
            entry.edited_at, entry.edited_by, entry.version = later, entry.created_by, 2
