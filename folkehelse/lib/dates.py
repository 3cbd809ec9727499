"""Days are Oslo's; a period has its last day in it, a range in the database ends before its end."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

OSLO = ZoneInfo("Europe/Oslo")


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


def in_year(day, year):
    """The same day in another year; the 29th of February is the last of the month."""
    if (day.month, day.day) == (2, 29):
        return dt.date(year, 3, 1) - dt.timedelta(days=1)
    return day.replace(year=year)


def end_of_day(day, *, days=0):
    """The first moment after that day in Oslo, both changes of clock included."""
    after = day + dt.timedelta(days=1 + days)
    return dt.datetime.combine(after, dt.time.min, tzinfo=OSLO)
