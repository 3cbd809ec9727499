"""Days on which something is likely to have happened."""

import calendar
import datetime as dt
import functools

BUSY = (0, 0.8, 1.1, 1.3, 1.2, 1.1, 0.7, 0.08, 0.8, 1.3, 1.35, 1.4, 0.6)  # by month; July is quiet
CLOSED_FROM, CLOSED_TO = dt.date(2020, 3, 13), dt.date(2020, 5, 10)  # schools, in the pandemic


@functools.cache
def easter(year):
    """Easter Sunday (Gauss, in Butcher's form)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return dt.date(year, f // 31, f % 31 + 1)


def is_off(day):
    """Weekends, public holidays, Christmas and the week before Easter."""
    since_easter = (day - easter(day.year)).days
    if day.weekday() >= 5 or -7 <= since_easter <= 1 or since_easter in (39, 50):
        return True
    return (day.month, day.day) in {(1, 1), (1, 2), (5, 1), (5, 17)} or (day.month == 12 and day.day > 21)


@functools.cache
def working_days(year, month):
    days = [dt.date(year, month, n + 1) for n in range(calendar.monthrange(year, month)[1])]
    return [day for day in days if not is_off(day)]


def busy(year, month):
    """How much happens in a month, 1 being ordinary."""
    return BUSY[month] * (0.5 if (year, month) in {(2020, 3), (2020, 4), (2020, 5)} else 1)
