"""A call opens and closes by itself: a date means the end of that day in Oslo, whatever the clock does."""

import datetime as dt

import pytest
import time_machine

from programmes.enums.calls import CallState
from programmes.permissions.calls import can_apply, takes_applications
from tests.factories import CountyFactory, MembershipFactory, MunicipalityFactory
from tests.factories_grant import make_call

pytestmark = pytest.mark.django_db
UTC = dt.UTC
SPRING = (dt.date(2026, 3, 29), dt.datetime(2026, 3, 29, 22, tzinfo=UTC))  # 23 hours; summer time at midnight
AUTUMN = (dt.date(2026, 10, 25), dt.datetime(2026, 10, 25, 23, tzinfo=UTC))  # 25 hours; winter time
SECOND = dt.timedelta(seconds=1)


@pytest.mark.parametrize(("day", "midnight"), [SPRING, AUTUMN], ids=["spring", "autumn"])
def test_the_last_second_is_open_and_midnight_is_not(day, midnight):
    with time_machine.travel(dt.datetime(2026, 3, 1, tzinfo=UTC), tick=False):
        call = make_call(opens_on=dt.date(2026, 3, 1), closes_on=day)

    assert call.current.closes_at == midnight
    with time_machine.travel(midnight - SECOND, tick=False):
        assert call.is_open
        assert takes_applications(call) is True
    with time_machine.travel(midnight, tick=False):
        assert not call.is_open
        assert not takes_applications(call)


@pytest.mark.parametrize(
    ("day", "start"),
    [
        (SPRING[0], dt.datetime(2026, 3, 28, 23, tzinfo=UTC)),
        (AUTUMN[0], dt.datetime(2026, 10, 24, 22, tzinfo=UTC)),
    ],
    ids=["spring", "autumn"],
)
def test_it_opens_at_the_first_second_of_its_day(day, start):
    call = make_call(opens_on=day, closes_on=dt.date(2026, 12, 1))

    with time_machine.travel(start - SECOND, tick=False):
        assert not call.is_open
    with time_machine.travel(start, tick=False):
        assert call.is_open


@pytest.mark.parametrize(("day", "midnight"), [SPRING, AUTUMN], ids=["spring", "autumn"])
def test_a_sketch_has_its_own_midnight(day, midnight):
    fields = {"has_sketch": True, "sketch_closes_on": day, "closes_on": dt.date(2026, 12, 1)}
    call = make_call(opens_on=dt.date(2026, 3, 1), **fields)

    assert call.current.sketch_closes_at == midnight
    with time_machine.travel(midnight - SECOND, tick=False):
        assert takes_applications(call) is True
    with time_machine.travel(midnight, tick=False):
        assert takes_applications(call).why.startswith("Fristen for skisse gikk ut")
        assert call.is_open  # for the plans of those who sent a sketch


def test_the_page_follows_the_clock(client):
    county = CountyFactory()
    municipality = MunicipalityFactory(county=county)
    user = MembershipFactory(municipality=municipality).user
    with time_machine.travel(dt.datetime(2026, 10, 1, tzinfo=UTC), tick=False):
        call = make_call(county, opens_on=dt.date(2026, 10, 1), closes_on=AUTUMN[0])

    said = {}
    for name, moment in {"before": AUTUMN[1] - SECOND, "after": AUTUMN[1]}.items():
        with time_machine.travel(moment, tick=False):
            said[name] = (
                bool(can_apply(user, call)),
                "åpen" in client.get(call.get_absolute_url()).text.lower(),
            )

    assert said["before"] == (True, True)
    assert said["after"][0] is False


def test_a_draft_and_a_cancelled_call_are_never_open():
    assert not make_call(state=CallState.DRAFT).is_open
    assert not make_call(state=CallState.CANCELLED).is_open
