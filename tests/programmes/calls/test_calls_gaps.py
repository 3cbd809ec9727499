"""When a call takes applications: to the last day of what is written first."""

import datetime as dt

import pytest
import time_machine

from programmes.permissions.calls import takes_applications
from tests.factories_grant import make_call

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("sketch", "takes"),
    [
        (None, {"31.1": False, "1.2": True, "15.2": True, "16.2": True, "1.3": True, "2.3": False}),
        (
            dt.date(2027, 2, 15),
            {"31.1": False, "1.2": True, "15.2": True, "16.2": False, "1.3": False, "2.3": False},
        ),
    ],
    ids=["straight", "sketch first"],
)
def test_it_takes_applications_from_the_first_day_to_the_last(sketch, takes):
    dates = {"opens_on": dt.date(2027, 2, 1), "closes_on": dt.date(2027, 3, 1), "sketch_closes_on": sketch}
    call = make_call(has_sketch=sketch is not None, **dates)
    found = {}
    for day in takes:
        number, month = day.split(".")
        with time_machine.travel(dt.datetime(2027, int(month), int(number), 12, tzinfo=dt.UTC), tick=False):
            found[day] = bool(takes_applications(call))

    assert found == takes
