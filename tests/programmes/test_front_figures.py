"""The front page's sums, month by month and county by county."""

import datetime as dt

import pytest
from django.urls import reverse

from folkehelse.lib.dates import today
from programmes.enums import EnrolmentState, MeasureState
from programmes.models import ProgrammeDate
from programmes.queries import front
from programmes.queries.participation import participation
from tests.factories import (
    CountyFactory,
    EnrolmentFactory,
    LogEntryFactory,
    MeasureFactory,
    MunicipalityFactory,
    ProgrammeAreaFactory,
    ProgrammeFactory,
)
from tests.programmes.test_front import succession

pytestmark = pytest.mark.django_db


def values(client):
    return [figure["value"] for figure in client.get(reverse("front")).context["key_figures"]]


def test_who_took_part_before_is_not_counted_as_taking_part_now(client):
    EnrolmentFactory(state=EnrolmentState.ACTIVE)
    EnrolmentFactory(state=EnrolmentState.CLOSED)

    assert values(client) == ["1", "0", "0", "1"]


def test_the_heir_of_one_that_takes_part_is_counted_once(client):
    old, heir = MunicipalityFactory(is_current=False), MunicipalityFactory()
    succession(old, heir)
    EnrolmentFactory(municipality=old)
    EnrolmentFactory(municipality=heir)

    assert values(client) == ["1", "0", "0", "1"]


def test_a_withdrawn_entry_is_not_counted(client):
    entry = LogEntryFactory(happened_on=today())
    withdrawn = LogEntryFactory(measure=entry.measure, happened_on=today())
    withdrawn.withdraw(by=withdrawn.created_by, why="Feil dag.")

    assert values(client) == ["1", "1", "1", "1"]
    assert front.entries_per_month(ProgrammeFactory())[-1][1] == 1


def test_what_is_done_in_a_planned_enrolment_is_not_counted_as_measures(client):
    MeasureFactory(enrolment__state=EnrolmentState.PLANNED)
    MeasureFactory(state=MeasureState.CLOSED)

    assert values(client)[1] == "1"


def test_another_programme_has_figures_of_its_own(client):
    ProgrammeFactory()
    other = ProgrammeAreaFactory(
        programme=ProgrammeFactory(
            slug="et-annet", starts_on=dt.date(2010, 1, 1), ends_on=dt.date(2016, 12, 31)
        )
    )
    LogEntryFactory(measure__enrolment__area=other, happened_on=today())

    assert values(client) == ["0", "0", "0", "0"]
    assert sum(count for _month, count in front.entries_per_month(ProgrammeFactory())) == 0


def test_counties_stand_by_number_with_those_that_take_part_now_of_all():
    south, north = CountyFactory(code="11"), CountyFactory(code="18")
    EnrolmentFactory(municipality__county=north)
    EnrolmentFactory(municipality__county=north, state=EnrolmentState.CLOSED)
    MunicipalityFactory(county=south)

    rows = front.per_county(front.municipalities_today(), participation(ProgrammeFactory()))

    assert rows == [(south, 0, 1), (north, 1, 2)]


def test_a_municipality_that_ended_is_not_one_of_todays():
    today_s = MunicipalityFactory()
    MunicipalityFactory(is_current=False)

    assert front.municipalities_today() == [today_s]


@pytest.mark.parametrize(
    ("day", "months"),
    [
        (dt.date(2026, 1, 31), [dt.date(2025, 11, 1), dt.date(2025, 12, 1), dt.date(2026, 1, 1)]),
        (dt.date(2026, 12, 1), [dt.date(2026, 10, 1), dt.date(2026, 11, 1), dt.date(2026, 12, 1)]),
    ],
)
def test_months_are_counted_back_over_the_new_year(day, months):
    assert front.months_back(3, day) == months


def test_the_last_two_years_are_shown_month_by_month_none_left_out():
    day = today()
    oldest = front.months_back(24, day)[0]
    measure = MeasureFactory()
    LogEntryFactory(measure=measure, happened_on=day)
    LogEntryFactory.create_batch(2, measure=measure, happened_on=oldest)
    LogEntryFactory(measure=measure, happened_on=oldest - dt.timedelta(days=1))

    months = front.entries_per_month(ProgrammeFactory())

    assert [month for month, _count in months] == front.months_back(24, day)
    assert [count for _month, count in months] == [2, *[0] * 22, 1]


def test_what_comes_next_is_from_today_on_the_nearest_first_and_four_at_most(client):
    programme = ProgrammeFactory()
    for days in (5, -1, 3, 0, 9, 20):
        ProgrammeDate.objects.create(
            programme=programme,
            on=today() + dt.timedelta(days=days),
            title_nb=f"Om {days}",
            title_nn=f"Om {days}",
        )

    dates = client.get(reverse("front")).context["dates"]

    assert [date.title_nb for date in dates] == ["Om 0", "Om 3", "Om 5", "Om 9"]
