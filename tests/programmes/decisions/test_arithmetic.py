"""The frame and the years, with random amounts: nothing is lost, nothing is bound beyond the frame."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from folkehelse.lib.dates import today
from programmes.actions.agreements import mark_agreement_signed
from programmes.actions.decisions import decide, recommend, take_back
from programmes.actions.refusals import Refused
from programmes.enums.decisions import COMMITTED, GRANTED
from programmes.models import Decision, Enrolment, WrongState
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
        st.integers(0, 3),
        st.sampled_from(["try", "try", "recommend", "recommend", "back", "decide", "sign"]),
        st.integers(0, 700_000),
    ),
    max_size=18,
)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(moves=MOVES)
def test_whatever_is_tried_the_law_holds(moves):
    """No path binds a krone beyond the frame, decides what nobody reviewed, or enrols without a grant."""
    world = make_world(frame=1_000_000)
    cases = [make_ready(world, asked=(700_001,), reviewed=n < 3) for n in range(4)]

    for place, act, amount in moves:
        with suppress(Refused, WrongState):
            step(world, cases[place], act, amount)
        assert frame_of(world.call).committed <= 1_000_000
    made = Decision.objects.filter(state__in=("recommended", "decided", "replaced"))
    assert not made.filter(application=cases[3]).exists()
    for enrolment in Enrolment.objects.filter(area=world.call.area):
        assert enrolment.decision.agreement.decision.outcome in GRANTED
        stands = enrolment.decision.application.decisions.get(state="decided")
        assert sum(enrolment.awards.values_list("amount", flat=True)) == stands.total


def step(world, case, act, amount):
    one = Decision.objects.filter(application=case, state__in=("draft", "recommended")).first()
    if act == "try":
        tried(world, case, "partial", {2027: amount}, version=one.version if one else None)
    elif act == "sign":
        for made in case.decisions.filter(state__in=("draft", "recommended", "decided")):
            mark_agreement_signed(made, signed_on=today(), by=world.adviser)
    elif one:
        do = {
            "recommend": lambda: recommend([one], by=world.adviser),
            "back": lambda: take_back(one, by=world.adviser),
            "decide": lambda: decide(meeting(), [one], by=world.adviser),
        }
        do[act]()
