"""Who may do what with an application in which state, as one table: a rule that falls is seen in it."""

import datetime as dt

import pytest
import time_machine

from municipalities.roles import Role
from programmes.enums.applications import ApplicationState, Phase
from programmes.enums.calls import CallState
from programmes.permissions import applications, letters, partners, reviews, submissions
from programmes.permissions.applications import is_too_late
from tests.factories import MembershipFactory, MunicipalityFactory
from tests.factories_grant import ApplicationFactory, SubmissionFactory, declare, make_call, put

pytestmark = pytest.mark.django_db
A = ApplicationState
CONTRIBUTOR, COORDINATOR, APPROVER, ADVISER = Role.CONTRIBUTOR, Role.COORDINATOR, Role.APPROVER, "adviser"
BEFORE_DECIDED = [A.SUBMITTED, A.IN_REVIEW]
WITHDRAWABLE = [A.DRAFT, A.SUBMITTED, A.RETURNED, A.IN_REVIEW]

LAW = {
    applications.can_write_application: {
        CONTRIBUTOR: [A.DRAFT, A.RETURNED],
        COORDINATOR: [A.DRAFT, A.RETURNED],
    },
    submissions.can_send: {COORDINATOR: [A.DRAFT, A.RETURNED]},
    submissions.can_sign: {APPROVER: [A.SIGNING]},
    submissions.can_pull_back: {COORDINATOR: [A.SIGNING]},
    submissions.can_withdraw: {COORDINATOR: WITHDRAWABLE, APPROVER: WITHDRAWABLE},
    partners.can_change_partners: {COORDINATOR: [A.DRAFT]},  # what is returned opens only named steps
    partners.can_start_from: {COORDINATOR: list(A)},
    partners.can_see_contact: {COORDINATOR: list(A)},
    applications.can_handle_case: {ADVISER: [*BEFORE_DECIDED, A.DECIDED]},
    submissions.can_return: {ADVISER: BEFORE_DECIDED},
    reviews.can_assign: {ADVISER: BEFORE_DECIDED},
    letters.can_ask_for_more: {ADVISER: BEFORE_DECIDED},
}


def people_of(application):
    """Everybody near the case: who asks wrongly is one of these, or of another place in the same role."""
    place, county = application.municipality, application.call.county
    adviser = MembershipFactory(role=Role.COUNTY_ADVISER, county=county).user
    declare(application, adviser)
    people = {
        role: MembershipFactory(role=role, municipality=place).user
        for role in (CONTRIBUTOR, COORDINATOR, APPROVER)
    }
    neighbour = MunicipalityFactory(county=county)
    others = {
        f"{role} of another": MembershipFactory(role=role, municipality=neighbour).user
        for role in (CONTRIBUTOR, COORDINATOR, APPROVER)
    }
    stranger = MembershipFactory(role=Role.COUNTY_ADVISER).user
    declare(application, stranger)
    undeclared = MembershipFactory(role=Role.COUNTY_LEADER, county=county).user
    partial = MembershipFactory(role=Role.COUNTY_ADVISER, county=county).user
    declare(application, partial, is_impartial=False, reason="Søster")
    return people | others | {ADVISER: adviser, "stranger": stranger} | {"partial": partial, "no": undeclared}


def test_who_may_do_what_in_which_state():
    found = {law.__name__: {} for law in LAW}
    for state in A:
        application = ApplicationFactory(state=state)
        for who, user in people_of(application).items():
            for law in LAW:
                if law(user, application):
                    found[law.__name__].setdefault(who, []).append(state)

    assert found == {law.__name__: may for law, may in LAW.items()}


def test_a_trial_is_neither_sent_nor_withdrawn_nor_joined():
    call = make_call(state=CallState.DRAFT)
    trial = ApplicationFactory(call=call, is_trial=True, municipality=MunicipalityFactory(county=call.county))
    coordinator = MembershipFactory(role=COORDINATOR, municipality=trial.municipality).user
    laws = (
        submissions.is_sender,
        submissions.can_withdraw,
        partners.can_change_partners,
        partners.can_see_contact,
        partners.can_start_from,
    )

    assert [bool(law(coordinator, trial)) for law in laws] == [False] * 5


def test_feedback_is_for_a_sketch_that_was_sent():
    call = make_call(
        has_sketch=True, sketch_closes_on=dt.date(2026, 11, 10), closes_on=dt.date(2027, 3, 1),
        opens_on=dt.date(2026, 10, 1),
    )  # fmt: skip
    adviser = MembershipFactory(role=Role.COUNTY_ADVISER, county=call.county).user
    may = []
    for phase in Phase:
        for state in (A.SUBMITTED, A.IN_REVIEW):
            application = ApplicationFactory(call=call, phase=phase, state=state)
            declare(application, adviser)
            may += [(phase, state)] if submissions.can_give_feedback(adviser, application) else []

    assert may == [(Phase.SKETCH, A.SUBMITTED)]


def test_the_full_plan_has_its_own_deadline_though_the_sketch_was_sent():
    call = make_call(
        has_sketch=True, sketch_closes_on=dt.date(2026, 11, 10), closes_on=dt.date(2027, 3, 1),
        opens_on=dt.date(2026, 10, 1),
    )  # fmt: skip
    application = ApplicationFactory(call=call, phase=Phase.SKETCH)
    SubmissionFactory(application=application)
    put(application, A.DRAFT, phase=Phase.PLAN, case_year=2026, case_number=1)
    application.refresh_from_db()
    last = dt.datetime(2027, 3, 1, 22, 59, 59, tzinfo=dt.UTC)  # 23.59.59 in Oslo

    with time_machine.travel(last, tick=False):
        before = is_too_late(application)
    with time_machine.travel(last + dt.timedelta(seconds=1), tick=False):
        after = is_too_late(application)
    assert (before, after) == (False, True)
