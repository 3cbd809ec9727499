import datetime as dt

import pytest

from programmes.demo.days import easter, is_off, working_days


@pytest.mark.parametrize(
    ("year", "day"), [(2017, (4, 16)), (2019, (4, 21)), (2024, (3, 31)), (2026, (4, 5)), (2038, (4, 25))]
)
def test_easter(year, day):
    assert easter(year) == dt.date(year, *day)


@pytest.mark.parametrize(
    "day",
    [
        dt.date(2026, 11, 21),  # Saturday
        dt.date(2026, 5, 1),
        dt.date(2027, 5, 17),
        dt.date(2026, 4, 6),  # Easter Monday
        dt.date(2026, 5, 14),  # Ascension
        dt.date(2026, 5, 25),  # Whit Monday
        dt.date(2025, 12, 24),
        dt.date(2026, 1, 1),
    ],
)
def test_days_off(day):
    assert is_off(day)
    assert day not in working_days(day.year, day.month)


def test_a_plain_month():
    assert len(working_days(2026, 10)) == 22
