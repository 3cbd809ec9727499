"""Who may prepare a decision and mark its agreement, in which case and state."""

import pytest

from municipalities.roles import Role
from programmes.enums.applications import ApplicationState, Phase
from programmes.enums.decisions import DecisionState, Outcome
from programmes.permissions.decisions import (
    can_handle_decision,
    can_mark_agreement,
    can_prepare,
    can_prepare_decision,
)
from tests.factories import MembershipFactory, MunicipalityFactory
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
A, D = ApplicationState, DecisionState


@pytest.fixture
def call():
    return make_call()


def adviser_of(call, *cases):
    user = MembershipFactory(role=Role.COUNTY_ADVISER, county=call.county).user
    for case in cases:
        declare(case, user)
    return user


def test_only_the_county_of_the_call_prepares(call):
    other = make_call()
    for county in (call.county, other.county):
        MunicipalityFactory(county=county)
    here, there = adviser_of(call), adviser_of(other)
    leader = MembershipFactory(role=Role.COUNTY_LEADER, county=call.county).user
    nation = MembershipFactory(role=Role.NATIONAL_READER).user

    assert [bool(can_prepare(who, call)) for who in (here, leader, there, nation)] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("how", ["lead", "partner", "undeclared", "partial", "unsent"])
def test_who_is_kept_out_of_the_case_weighs_nothing(call, how):
    case = ApplicationFactory(call=call, state=A.IN_REVIEW)
    open_to = adviser_of(call, case)
    user = adviser_of(call) if how in ("undeclared", "partial") else adviser_of(call, case)
    if how == "lead":
        MembershipFactory(role=Role.CONTRIBUTOR, municipality=case.municipality, user=user)
    elif how == "partner":
        place = ApplicationPartnerFactory(application=case).municipality
        MembershipFactory(role=Role.CONTRIBUTOR, municipality=place, user=user)
    elif how == "partial":
        declare(case, user, is_impartial=False, reason="Søster")
    elif how == "unsent":
        ReviewFactory(application=case, reviewer=user)

    assert [bool(can_handle_decision(who, case)) for who in (user, open_to)] == [False, True]


def test_a_decision_is_of_a_full_plan_that_is_in_review_or_decided(call):
    adviser, may = adviser_of(call), []
    for phase in Phase:
        for state in (A.SUBMITTED, A.RETURNED, A.IN_REVIEW, A.WITHDRAWN):
            case = ApplicationFactory(call=call, state=A.IN_REVIEW, phase=phase)
            put(case, state)
            declare(case, adviser)
            may += [(phase, state)] if can_prepare_decision(adviser, case) else []
    decided = ApplicationFactory(call=call, state=A.DECIDED)
    declare(decided, adviser)

    assert may == [(Phase.PLAN, A.IN_REVIEW)]
    assert can_prepare_decision(adviser, decided)


@pytest.mark.parametrize(
    ("state", "outcome", "may"),
    [
        (D.DECIDED, Outcome.FULL, True),
        (D.DECIDED, Outcome.PARTIAL, True),
        (D.DECIDED, Outcome.REFUSED, False),
        (D.DECIDED, Outcome.RESERVE, False),
        (D.RECOMMENDED, Outcome.FULL, False),
        (D.DRAFT, Outcome.FULL, False),
    ],
)
def test_an_agreement_is_of_what_is_granted(call, state, outcome, may):
    case = ApplicationFactory(call=call, state=A.IN_REVIEW)
    decision = DecisionFactory(application=case, state=state, outcome=outcome)

    assert bool(can_mark_agreement(adviser_of(call, case), decision)) is may
