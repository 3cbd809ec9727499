"""«Dette venter på deg»: all areas in one query, the approver's signatures first, then by deadline."""

import datetime as dt

import pytest
from django.urls import reverse

from folkehelse.lib.dates import today
from municipalities.roles import Role
from programmes.enums import DocumentState
from programmes.enums.applications import ApplicationState
from programmes.enums.decisions import DecisionState
from programmes.enums.money import PaymentState, SettlementState
from programmes.enums.reviews import ReviewState
from programmes.queries.my_work import AREAS, waiting
from programmes.queries.waiting import Ask, Waiting, together
from tests.factories import DocumentFactory, MembershipFactory, MunicipalityFactory, UserFactory
from tests.factories_grant import (
    ApplicationFactory,
    ApplicationPartnerFactory,
    DecisionFactory,
    LetterFactory,
    ReviewFactory,
    make_call,
)
from tests.programmes.money.make import enrolment_with, payment_of, request_of, settlement_of

pytestmark = pytest.mark.django_db
A = ApplicationState


@pytest.fixture
def own():
    return MunicipalityFactory()


def fill(own, n=1):
    """One of everything that can wait, in one county; `n` sets the deadlines apart."""
    closes = today() + dt.timedelta(days=n)
    call = make_call(own.county, closes_on=closes)
    drafts = [ApplicationFactory(call=call, municipality=own, title=f"Kladd {n}")]
    drafts.append(ApplicationFactory(call=call, municipality=own, state=A.SIGNING, title=f"Signer {n}"))
    ApplicationFactory(call=call, state=A.SUBMITTED, title=f"Ny {n}")
    other = ApplicationFactory(call=call, title=f"Felles {n}")
    ApplicationPartnerFactory(application=other, municipality=own)
    ReviewFactory(application=ApplicationFactory(call=call, state=A.IN_REVIEW), state=ReviewState.SENT)
    DecisionFactory(
        application=ApplicationFactory(call=call, state=A.IN_REVIEW), state=DecisionState.RECOMMENDED
    )
    LetterFactory(
        decision=ApplicationFactory(call=call, municipality=own, state=A.DECIDED).decisions.get(),
        state="sent",
    )
    enrolment = enrolment_with({2025: 500_000, 2026: 500_000}, municipality=own)
    first, second = enrolment.awards.all()
    payment_of(second)
    payment_of(second, state=PaymentState.APPROVED)
    request_of(enrolment, "pause")
    settlement_of(first, 1, 499_999, state=SettlementState.REFUSED)
    return call


def person(role, own):
    county = {"county": own.county} if role in (Role.COUNTY_ADVISER, Role.COUNTY_LEADER) else {}
    place = county or {"municipality": own}
    return MembershipFactory(role=role, **place).user


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.APPROVER, Role.COUNTY_ADVISER, Role.CONTRIBUTOR])
def test_all_together_is_what_the_areas_say_one_by_one(own, role):
    fill(own)
    user = person(role, own)

    apart = {one for area in AREAS for one in area.waiting(user)}

    assert {one.href for one in waiting(user)} == {one.href for one in apart}
    assert set(waiting(user)) <= apart
    assert apart


@pytest.mark.parametrize("n", [1, 3])
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.APPROVER, Role.COUNTY_ADVISER])
def test_it_is_one_query(own, django_assert_num_queries, role, n):
    for turn in range(n):
        fill(own, turn + 1)
    user = person(role, own)
    waiting(user)  # who one is, is asked once

    with django_assert_num_queries(1):
        assert waiting(user)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.APPROVER, Role.COUNTY_ADVISER, Role.COUNTY_LEADER])
def test_the_page_keeps_within_fifteen_queries_with_all_of_it(
    client, sign_in, own, django_assert_max_num_queries, role
):
    for turn in range(2):
        fill(own, turn + 1)
    DocumentFactory(municipality=own, state=DocumentState.FAILED)
    sign_in(person(role, own))

    with django_assert_max_num_queries(15):
        response = client.get(reverse("my-work"))
    assert "Dette venter på deg" in response.text


def test_the_approver_signs_first(own):
    fill(own)
    ApplicationFactory(call=make_call(own.county, closes_on=today()), municipality=own, title="Haster")

    assert waiting(person(Role.APPROVER, own))[0].title == "Signer 1"


def test_the_coordinator_has_deadlines_in_order(own):
    for days in (20, 5, 10):
        call = make_call(own.county, closes_on=today() + dt.timedelta(days=days))
        ApplicationFactory(call=call, municipality=own, title=f"Om {days}")

    found = [one.title for one in waiting(person(Role.COORDINATOR, own))]

    assert found == ["Om 5", "Om 10", "Om 20"]


def test_nothing_waits_for_a_stranger_or_without_a_role(own):
    fill(own)

    assert waiting(UserFactory()) == []
    assert waiting(person(Role.COORDINATOR, MunicipalityFactory())) == []


def test_rows_come_back_as_they_were(own):
    """Days are days, what is not there is nothing, and a field that was not fetched is fetched when read."""
    made = ApplicationFactory(municipality=own, agency="Bymiljøetaten")
    seen = []

    def show(one):
        seen.append(one)
        return Waiting(one.get_absolute_url(), one.title)

    rows = type(made).objects.select_related("version", "municipality", "district")
    together([Ask(rows, show)])

    one = seen[0]
    assert (one.pk, one.who, one.district) == (made.pk, "Bymiljøetaten", None)
    assert one.version.closes_on == made.version.closes_on
    assert one.contact == made.contact
    assert together([]) == []


def test_no_question_gives_more_than_eight(own):
    call = make_call(own.county)
    for _ in range(9):
        ApplicationFactory(call=call, municipality=own)

    assert len(waiting(person(Role.CONTRIBUTOR, own))) == 8
