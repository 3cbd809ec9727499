"""Two at once, with real threads: the frame holds, and of a decision and a withdrawal one stands."""

import threading

import pytest
from django.db import connection

from programmes.actions.agreements import mark_agreement_signed
from programmes.actions.decisions import decide, recommend
from programmes.actions.refusals import Refused
from programmes.actions.submissions import withdraw
from programmes.models import Agreement, Application, Decision, Enrolment, WrongState
from programmes.queries.frame import frame_of
from tests.programmes.decisions.world import decided, make_ready, make_world, meeting, tried

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def at_once(*acts):
    """Each in a thread of its own, from the same moment; what each answered or raised."""
    start, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            start.wait()
            answers[place] = act() or "done"
        except (Refused, WrongState) as error:
            answers[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.parametrize("_round", range(5))
def test_two_deciders_against_one_frame(_round):
    world = make_world(frame=500_000)
    first, second = tried(world, make_ready(world)), tried(world, make_ready(world))

    answers = at_once(
        lambda: recommend([first], by=world.adviser), lambda: recommend([second], by=world.adviser)
    )

    refused = [one for one in answers if isinstance(one, Refused)]
    assert [("for mye" in one.why) for one in refused] == [True]
    assert frame_of(world.call).committed == 300_000


@pytest.mark.parametrize("_round", range(5))
def test_two_changes_against_one_frame(_round):
    world = make_world(frame=700_000)
    cases = [make_ready(world, asked=(500_000,)) for _n in range(2)]
    for one in cases:
        decided(world, one, "partial", {2027: 300_000})
    drafts = [tried(world, one, "partial", {2027: 400_000}) for one in cases]

    answers = at_once(*[lambda one=one: recommend([one], by=world.adviser) for one in drafts])

    assert sum(isinstance(one, Refused) for one in answers) == 1
    assert frame_of(world.call).committed == 700_000


@pytest.mark.parametrize("_round", range(5))
def test_decide_against_withdraw(_round):
    world = make_world()
    application = make_ready(world)
    draft = tried(world, application)
    recommend([draft], by=world.adviser)

    answers = at_once(
        lambda: decide(meeting(), [draft], by=world.adviser),
        lambda: withdraw(application, by=application.contact, why="Vi rekker det ikke."),
    )

    states = Application.objects.get().state, Decision.objects.get().state
    assert sum(isinstance(one, (Refused, WrongState)) for one in answers) == 1
    assert states in {("decided", "decided"), ("withdrawn", "draft")}


@pytest.mark.parametrize("_round", range(3))
def test_the_same_meeting_twice(_round):
    world = make_world()
    drafts = [tried(world, make_ready(world)) for _n in range(3)]
    recommend(drafts, by=world.adviser)

    answers = at_once(
        *[lambda rows=rows: decide(meeting(), rows, by=world.adviser) for rows in (drafts, drafts[::-1])]
    )

    assert sum(isinstance(one, Refused) for one in answers) == 1
    assert world.call.meetings.count() == 1


@pytest.mark.parametrize("_round", range(3))
def test_the_agreement_is_marked_once(_round):
    world = make_world()
    decision = decided(world, make_ready(world))
    day = decision.meeting.decided_on

    def sign():
        return mark_agreement_signed(decision, signed_on=day, by=world.adviser)

    first, second = at_once(sign, sign)

    assert first == second
    assert (Agreement.objects.count(), Enrolment.objects.count()) == (1, 1)


@pytest.mark.parametrize("_round", range(3))
def test_signing_against_a_changed_decision(_round):
    """Either the new amounts change the awards, or the old decision is not signed any more."""
    world = make_world()
    application = make_ready(world)
    old = decided(world, application)
    draft = tried(world, application, "partial", {2027: 50_000})
    recommend([draft], by=world.adviser)

    answers = at_once(
        lambda: decide(meeting(), [draft], by=world.adviser),
        lambda: mark_agreement_signed(old, signed_on=old.meeting.decided_on, by=world.adviser),
    )

    assert not isinstance(answers[0], Exception)
    awards = [list(one.awards.values_list("amount", flat=True)) for one in Enrolment.objects.all()]
    assert awards == ([] if isinstance(answers[1], Refused) else [[50_000, 0, 0]])
