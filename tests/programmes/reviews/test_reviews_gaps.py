"""Who may write, send and chase a review, case by case."""

import pytest

from municipalities.models import Membership
from municipalities.roles import Role
from programmes.enums.applications import ApplicationState
from programmes.enums.decisions import DecisionState
from programmes.enums.reviews import ReviewState
from programmes.models import Application, Review
from programmes.permissions import reviews
from programmes.permissions.submissions import can_return
from tests.factories import MembershipFactory
from tests.factories_grant import (
    ApplicationFactory,
    ApplicationPartnerFactory,
    DecisionFactory,
    ReviewFactory,
    declare,
    make_call,
    put,
)

pytestmark = pytest.mark.django_db
A, R = ApplicationState, ReviewState


@pytest.fixture
def call():
    return make_call()


def adviser_of(call, *cases):
    user = MembershipFactory(role=Role.COUNTY_ADVISER, county=call.county).user
    for case in cases:
        declare(case, user)
    return user


def review_of(call, state=R.STARTED, case=A.IN_REVIEW):
    """Read again, as a view has it: nothing remembered of the people or the states."""
    made = ReviewFactory(application=ApplicationFactory(call=call, state=A.IN_REVIEW), state=state)
    put(Application.objects.get(pk=made.application_id), case)
    return Review.objects.select_related("application__call", "reviewer").get(pk=made.pk)


@pytest.mark.parametrize(
    ("state", "may"),
    [(R.STARTED, True), (R.SENT, False), (R.CONFLICTED, False), (R.TAKEN_OFF, False)],
)
def test_it_is_written_by_its_reviewer_until_it_is_sent_or_given_up(call, state, may):
    review = review_of(call)
    fields = {"advice": "full", "summary": "Godt.", "sent_at": review.assigned_at} if state == R.SENT else {}
    put(review, state, **fields)
    other = adviser_of(call, review.application)

    assert [bool(reviews.can_write_review(who, review)) for who in (review.reviewer, other)] == [may, False]


def test_who_has_left_the_county_writes_no_more(call):
    review = review_of(call)
    Membership.objects.filter(user=review.reviewer).update(county=make_call().county)

    assert not reviews.can_write_review(type(review.reviewer).objects.get(pk=review.reviewer_id), review)


@pytest.mark.parametrize(
    ("case", "writes", "sends"),
    [
        (A.IN_REVIEW, True, True),
        (A.SUBMITTED, True, True),
        (A.RETURNED, True, False),
        (A.SIGNING, True, False),
        (A.WITHDRAWN, False, False),
    ],
)
def test_while_the_municipality_corrects_it_is_written_but_not_sent(call, case, writes, sends):
    review = review_of(call, case=case)
    writing = reviews.can_write_review(review.reviewer, review)

    assert (bool(writing), bool(reviews.sending(writing, review))) == (writes, sends)


@pytest.mark.parametrize("how", ["lead", "partner"])
def test_a_party_does_not_chase_the_reviewers(call, how):
    review = review_of(call)
    place = review.application.municipality
    if how == "partner":
        place = ApplicationPartnerFactory(application=review.application).municipality
    party, other = adviser_of(call), adviser_of(call)
    MembershipFactory(role=Role.CONTRIBUTOR, municipality=place, user=party)

    assert [bool(reviews.can_remind(who, review)) for who in (party, other)] == [False, True]


def test_what_is_recommended_is_not_sent_back(call):
    decision = DecisionFactory(application=ApplicationFactory(call=call, state=A.IN_REVIEW))
    adviser = adviser_of(call, decision.application)

    before = bool(can_return(adviser, decision.application))
    ReviewFactory(application=decision.application, state=R.SENT)
    put(decision, DecisionState.RECOMMENDED)

    assert (before, bool(can_return(adviser, decision.application))) == (True, False)
