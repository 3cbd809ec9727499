"""What waits with calls, for the county and for those who may apply."""

import datetime as dt

import pytest

from folkehelse.lib.dates import today
from programmes.enums.calls import CallState
from programmes.queries.calls_waiting import waiting
from tests.factories import MembershipFactory, MunicipalityFactory
from tests.factories_grant import ApplicationFactory, make_area, make_call

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def titles(user):
    return [one.title for one in waiting(user)]


@pytest.fixture
def county():
    """With a municipality in it: a county without any reaches nothing."""
    return MunicipalityFactory().county


def test_the_county_sees_its_drafts_and_what_closes_soon(county):
    day = today()
    draft = make_call(county, state=CallState.DRAFT)
    closing = make_call(county, closes_on=day + 14 * DAY)
    make_call(county, closes_on=day + 15 * DAY)
    make_call(county, closes_on=day - DAY)
    make_call(state=CallState.DRAFT)  # of another county
    make_call(closes_on=day + DAY)
    adviser = MembershipFactory(role="county_adviser", county=county).user

    assert titles(adviser) == [draft.shown.title, closing.current.title]


def test_a_coordinator_sees_open_calls_that_nobody_at_home_has_begun_on(county):
    home = MunicipalityFactory(county=county)
    coordinator = MembershipFactory(municipality=home).user
    to_apply = make_call(county)
    ApplicationFactory(call=make_call(county), municipality=home)
    ApplicationFactory(call=to_apply)  # somebody else's
    make_call()  # another county's
    make_call(county, opens_on=today() + DAY)
    make_call(county, for_municipalities=False, for_districts=True)
    make_call(county, has_sketch=True, sketch_closes_on=today() - DAY)

    assert titles(coordinator) == [to_apply.current.title]


def test_others_wait_for_nothing(county):
    make_call(county)
    make_call(county, state=CallState.DRAFT)
    for role in ("contributor", "approver"):
        user = MembershipFactory(role=role, municipality=MunicipalityFactory(county=county)).user
        assert titles(user) == []
    assert titles(MembershipFactory(role="national_reader").user) == []


def test_at_most_eight_and_the_same_number_of_queries(county, django_assert_num_queries):
    area = make_area(county)
    adviser = MembershipFactory(role="county_adviser", county=county).user
    for _number in range(9):
        make_call(county, area=area, state=CallState.DRAFT)
        make_call(county, area=area, closes_on=today() + DAY)
    waiting(adviser)

    with django_assert_num_queries(1):
        assert len(waiting(adviser)) == 16
