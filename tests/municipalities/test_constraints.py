"""The database itself refuses two municipalities with one number, and two numbers for one municipality."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from folkehelse.lib.dates import from_to
from municipalities.models import (
    CountyCode,
    Municipality,
    MunicipalityCode,
    MunicipalityName,
    Population,
    Succession,
)
from tests.factories import CountyFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db

FROM_2020 = from_to(dt.date(2020, 1, 1))
UNTIL_2020 = from_to(dt.date(2017, 1, 1), dt.date(2019, 12, 31))


def refused(name):
    return pytest.raises(IntegrityError, match=name)


def give(municipality, code, valid):
    with transaction.atomic():
        return MunicipalityCode.objects.create(
            municipality=municipality, county=municipality.county, code=code, valid=valid
        )


@pytest.fixture
def old():
    return MunicipalityFactory(code="9001", period=(dt.date(2017, 1, 1), dt.date(2019, 12, 31)))


@pytest.fixture
def other():
    return MunicipalityFactory(code="9002", period=(dt.date(2017, 1, 1), dt.date(2019, 12, 31)))


def test_a_number_names_one_municipality_at_a_time(old, other):
    Municipality.objects.get(pk=other.pk).codes.all().delete()

    with refused("code_names_one_municipality_at_a_time"):
        give(other, "9001", UNTIL_2020)
    give(other, "9001", FROM_2020)


def test_a_municipality_has_one_number_at_a_time(old):
    with refused("municipality_has_one_code_at_a_time"):
        give(old, "9003", UNTIL_2020)
    give(old, "9003", FROM_2020)


@pytest.mark.parametrize(
    ("code", "constraint"),
    [
        ("9001", "code_names_one_municipality_at_a_time"),
        ("9003", "municipality_has_one_code_at_a_time"),
    ],
)
def test_plain_sql_is_refused_too(old, other, code, constraint):
    owner = other if code == "9001" else old
    sql = """INSERT INTO municipalities_municipalitycode (municipality_id, county_id, code, valid)
             VALUES (%s, %s, %s, '[2019-12-31,2021-01-01)')"""
    if code == "9001":
        other.codes.all().delete()

    with refused(constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [owner.pk, owner.county_id, code])


def test_moving_a_period_into_another_is_refused(old):
    later = give(old, "9003", FROM_2020)

    with refused("municipality_has_one_code_at_a_time"), transaction.atomic():
        MunicipalityCode.objects.filter(pk=later.pk).update(valid=from_to(dt.date(2019, 12, 31)))


@pytest.mark.parametrize("code", ["123", "12345", "12a4", ""])
def test_a_number_has_four_digits(old, code):
    with refused("municipality_code_is_four_digits") if len(code) < 5 else pytest.raises(Exception):
        give(old, code, FROM_2020)


def test_counties_keep_the_same_rules():
    first = CountyFactory(code="91", period=(dt.date(2017, 1, 1), None))
    second = CountyFactory(code="92", period=(dt.date(2017, 1, 1), dt.date(2017, 12, 31)))
    row = {"name": "Fylke", "full_name": "Fylke", "valid": FROM_2020}

    with refused("county_code_names_one_county_at_a_time"), transaction.atomic():
        CountyCode.objects.create(county=second, code="91", **row)
    with refused("county_has_one_code_at_a_time"), transaction.atomic():
        CountyCode.objects.create(county=first, code="93", **row)
    with refused("county_code_is_two_digits"), transaction.atomic():
        CountyCode.objects.create(county=second, code="9x", **row)


def test_a_municipality_has_one_name_at_a_time(old):
    with refused("municipality_has_one_name_at_a_time"), transaction.atomic():
        MunicipalityName.objects.create(municipality=old, name="B", full_name="B", valid=UNTIL_2020)


def test_population_is_told_once_a_year_and_the_young_are_part_of_it(old):
    Population.objects.create(municipality=old, year=2017, total=10, aged_0_24=10)

    with refused("population_is_told_once_a_year"), transaction.atomic():
        Population.objects.create(municipality=old, year=2017, total=11, aged_0_24=1)
    with refused("population_young_are_part_of_all"), transaction.atomic():
        Population.objects.create(municipality=old, year=2018, total=10, aged_0_24=11)


def test_a_succession_is_told_once(old, other):
    row = {"on": dt.date(2020, 1, 1), "kind": "merged", "old": old, "new": other, "source": "påfunn"}
    row |= {"old_code": "9001", "new_code": "9002", "old_name": "A", "new_name": "B"}
    Succession.objects.create(**row)

    with refused("succession_is_told_once"), transaction.atomic():
        Succession.objects.create(**row)


DAYS = st.dates(dt.date(2017, 1, 1), dt.date(2017, 2, 15))
PERIODS = st.tuples(st.none() | DAYS, st.none() | DAYS).filter(lambda p: None in p or p[0] < p[1])


def holds(period, day):
    lower, upper = period
    return (lower is None or lower <= day) and (upper is None or day < upper)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=PERIODS, second=PERIODS)
def test_two_periods_are_taken_exactly_when_they_share_no_day(old, other, first, second):
    days = [dt.date(2016, 12, 31) + dt.timedelta(days=n) for n in range(60)]
    apart = not any(holds(first, day) and holds(second, day) for day in days)

    with transaction.atomic():
        MunicipalityCode.objects.filter(municipality__in=[old, other]).delete()
        give(old, "9001", DateRange(*first))
        try:
            give(other, "9001", DateRange(*second))
            taken = True
        except IntegrityError:
            taken = False
        transaction.set_rollback(True)

    assert taken == apart
