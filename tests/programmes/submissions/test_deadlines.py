"""The deadline to the second, on both days that the clock is changed."""

import datetime as dt

import pytest
import time_machine

from folkehelse.lib.dates import OSLO
from programmes.actions import submissions as actions
from programmes.enums.applications import ApplicationState, Phase
from programmes.models import Submission
from tests.programmes.submissions.world import make_world

pytestmark = pytest.mark.django_db
A = ApplicationState
SPRING, AUTUMN = dt.date(2026, 3, 29), dt.date(2026, 10, 25)
SECOND = dt.timedelta(seconds=1)


def midnight_after(day):
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min, tzinfo=OSLO)


def world_at(day, **fields):
    """Everything is ready, an hour before the deadline."""
    with time_machine.travel(midnight_after(day) - dt.timedelta(hours=1), tick=False):
        return make_world(opens_on=day - dt.timedelta(days=30), closes_on=day, **fields)


@pytest.mark.parametrize("day", [SPRING, AUTUMN, dt.date(2026, 6, 1)])
@pytest.mark.parametrize(
    ("after", "is_received"),
    [(-0.1 * SECOND, True), (-0.000001 * SECOND, True), (0 * SECOND, False), (SECOND, False)],
)
def test_it_is_received_before_midnight_in_oslo(day, after, is_received):
    world = world_at(day)
    with time_machine.travel(midnight_after(day) - dt.timedelta(minutes=1), tick=False):
        world.send()

    with time_machine.travel(midnight_after(day) + after, tick=False):
        if is_received:
            submission = world.sign()
            assert submission.submitted_at == midnight_after(day) + after
        else:
            with pytest.raises(actions.TooLate, match="Søknadsfristen er ute"):
                world.sign()

    assert Submission.objects.count() == (1 if is_received else 0)
    assert world.fresh().state == (A.SUBMITTED if is_received else A.SIGNING)


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25)])
def test_the_days_are_as_long_as_they_are_in_oslo(day, hours):
    """The first moment of the day and the last are so far apart that a fixed offset would be wrong."""
    begins = dt.datetime.combine(day, dt.time.min, tzinfo=OSLO).astimezone(dt.UTC)
    world = world_at(day)

    assert world.application.version.closes_at - begins == dt.timedelta(hours=hours)
    with time_machine.travel(begins + dt.timedelta(hours=hours) - SECOND, tick=False):
        world.send()
    with time_machine.travel(begins + dt.timedelta(hours=hours), tick=False), pytest.raises(actions.TooLate):
        world.sign()


def test_the_approver_is_not_asked_too_late():
    world = world_at(AUTUMN)

    with time_machine.travel(midnight_after(AUTUMN), tick=False), pytest.raises(actions.TooLate):
        world.send()

    assert world.fresh().state == A.DRAFT


def test_what_the_county_returned_is_received_after_the_deadline():
    world = world_at(SPRING)
    with time_machine.travel(midnight_after(SPRING) - SECOND, tick=False):
        world.submit()
    later = midnight_after(SPRING) + dt.timedelta(days=20)
    with time_machine.travel(later, tick=False):
        asked = actions.return_for_changes(
            world.fresh(), by=world.adviser, sections=["own"], reason="Skriv mer.", due_on=later.date()
        )

    with time_machine.travel(midnight_after(later.date()) + SECOND, tick=False):
        second = world.submit()

    asked.refresh_from_db()
    assert second.number == 2
    assert asked.is_late_at(second.submitted_at)
    assert not asked.is_late_at(second.submitted_at - 2 * SECOND)


def test_a_sketch_has_its_own_deadline():
    sketch_day = AUTUMN - dt.timedelta(days=10)
    world = world_at(AUTUMN, has_sketch=True, sketch_closes_on=sketch_day)
    type(world.application).objects.update(phase=Phase.SKETCH)

    with time_machine.travel(midnight_after(sketch_day) - SECOND, tick=False):
        world.send()
    refused = pytest.raises(actions.TooLate, match="Fristen for skissen er ute")
    with time_machine.travel(midnight_after(sketch_day), tick=False), refused:
        world.sign()
