"""What waits for whom between the reviews and the enrolment."""

import pytest
from django.urls import reverse

from folkehelse.lib.dates import today
from municipalities.roles import Role
from programmes.actions.agreements import mark_agreement_signed
from programmes.actions.decisions import recommend
from programmes.models import Letter
from programmes.queries.decisions_waiting import waiting
from tests.factories import MembershipFactory
from tests.factories_grant import ReviewFactory, declare
from tests.programmes.decisions.world import decided, make_ready, make_world, tried

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def hrefs(user):
    user.__dict__.pop("_current_memberships", None)
    return [one.href for one in waiting(user)]


def coordinator(application):
    return MembershipFactory(municipality=application.municipality).user


def send_letter(world):
    Letter.objects.get().send(by=world.adviser)


def test_reviewed_then_recommended_then_granted(world):
    application = make_ready(world)
    call = [world.call.pk]

    assert hrefs(world.adviser) == [reverse("decision-table", args=call)]
    draft = tried(world, application)
    recommend([draft], by=world.adviser)
    assert hrefs(world.adviser) == [reverse("decision-meeting", args=call)]


def test_the_agreement_waits_until_it_is_signed(world):
    application = make_ready(world)
    made = decided(world, application)
    user = coordinator(application)

    assert hrefs(world.adviser) == [reverse("agreement", args=[made.pk])]
    assert hrefs(user) == []
    send_letter(world)
    assert hrefs(user) == [made.get_absolute_url()]
    mark_agreement_signed(made, signed_on=today(), by=world.adviser)
    assert (hrefs(world.adviser), hrefs(user)) == ([], [])


def test_a_review_that_is_missing_holds_it(world):
    ReviewFactory(application=make_ready(world), state="assigned")

    assert hrefs(world.adviser) == []


def test_others_have_nothing_waiting(world):
    made = decided(world, make_ready(world))
    make_ready(world)
    send_letter(world)

    for role in (Role.COUNTY_ADVISER, Role.COORDINATOR, Role.NATIONAL_READER):
        assert hrefs(MembershipFactory(role=role).user) == []
    assert (
        hrefs(MembershipFactory(role=Role.CONTRIBUTOR, municipality=made.application.municipality).user) == []
    )


def test_a_case_that_one_is_not_impartial_in_waits_for_others(world):
    application = make_ready(world, declared=False)
    declare(application, world.adviser, is_impartial=False, reason="Søster")

    assert hrefs(world.adviser) == []
