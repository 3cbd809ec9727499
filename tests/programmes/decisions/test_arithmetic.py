"""The frame and the years, with random amounts: nothing is lost, nothing is bound beyond the frame."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programmes.actions.decisions import decide, recommend, take_back
from programmes.actions.refusals import Refused
from programmes.enums.decisions import COMMITTED, GRANTED
from programmes.models import Decision, WrongState
from programmes.queries.asked import spread
from programmes.queries.frame import frame_from, frame_of
from tests.programmes.decisions.world import make_ready, make_world, meeting, tried

KRONER = st.integers(0, 2_000_000_000)
ROWS = st.lists(
    st.tuples(
        st.integers(1, 6),
        st.sampled_from(["draft", "recommended", "decided", "replaced"]),
        st.sampled_from(["full", "partial", "refused", "reserve"]),
        KRONER,
    ),
    max_size=12,
    unique_by=lambda row: (row[0], row[1]),
)


@given(KRONER, st.dictionaries(st.integers(2020, 2040), KRONER, min_size=1, max_size=5))
def test_what_is_spread_is_the_whole_to_the_krone(total, asked):
    parts = spread(total, asked)

    assert sum(parts.values()) == total
    assert parts.keys() == asked.keys()
    assert all(part >= 0 for part in parts.values())


@given(st.dictionaries(st.integers(2020, 2040), KRONER, min_size=1, max_size=5))
def test_all_that_was_asked_is_spread_as_it_was_asked(asked):
    if sum(asked.values()):
        assert spread(sum(asked.values()), asked) == asked


@given(KRONER, ROWS)
def test_the_frame_adds_up(total, rows):
    frame = frame_from(total, rows)

    assert frame.total == total
    assert frame.remaining + frame.committed == total
    assert frame.left + frame.tried == frame.remaining
    assert frame.over == max(0, frame.committed + frame.tried - total)
    bound = {one: 0 for one, *_rest in rows}
    for one, state, outcome, amount in rows:
        if state in COMMITTED and outcome in GRANTED:
            bound[one] = max(bound[one], amount)
    assert frame.committed == sum(bound.values())


MOVES = st.lists(
    st.tuples(
        st.integers(0, 2), st.sampled_from(["try", "recommend", "back", "decide"]), st.integers(0, 700_000)
    ),
    max_size=14,
)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(moves=MOVES)
def test_whatever_is_tried_the_frame_holds(moves):
    """No path of tries, recommendations and decisions binds a krone more than there is."""
    world = make_world(frame=1_000_000)
    cases = [make_ready(world, asked=(700_001,)) for _n in range(3)]

    for place, act, amount in moves:
        one = Decision.objects.filter(application=cases[place], state__in=("draft", "recommended")).first()
        try:
            if act == "try":
                version = one.version if one else None
                tried(world, cases[place], "partial", {2027: amount}, version=version)
            elif one:
                do = {
                    "recommend": lambda d: recommend([d], by=world.adviser),
                    "back": lambda d: take_back(d, by=world.adviser),
                    "decide": lambda d: decide(meeting(), [d], by=world.adviser),
                }
                do[act](one)
        except (Refused, WrongState):
            pass
        assert frame_of(world.call).committed <= 1_000_000
