"""Days are Oslo's; a period has its last day in it, a range in the database ends before its end."""

import datetime as dt

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone


def today():
    """Today's date in Oslo."""
    return timezone.localdate()


def from_to(first, last=None):
    """A range of days from first to last, both in it; no last day means still running."""
    return DateRange(first, None if last is None else last + dt.timedelta(days=1))


def last_day(days):
    """The last day of a range, or None while it runs."""
    return None if days.upper is None else days.upper - dt.timedelta(days=1)


def end_of_year(year, *, latest=None):
    """31 December, or `latest` when that comes first."""
    day = dt.date(year, 12, 31)
    return min(day, latest) if latest else day
