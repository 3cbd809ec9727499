"""Reminders before and after each deadline: to those concerned, once, also after the portal was down."""

import datetime as dt

import pytest
import time_machine

from accounts.enums import MessageKind
from accounts.models import Message
from folkehelse.lib.dates import in_year
from municipalities.roles import Role
from programmes.enums import EnrolmentState
from programmes.enums.applications import ApplicationState, Phase
from programmes.enums.calls import CallState, ReminderAbout, Section
from programmes.enums.decisions import DecisionState
from programmes.enums.reviews import ReviewState
from programmes.models import Call, ChangeRequest, ReminderRule
from programmes.periodic import send_reminders
from tests.factories import EnrolmentFactory, MembershipFactory
from tests.factories_grant import (
    AgreementFactory,
    ApplicationFactory,
    DecisionFactory,
    ReviewFactory,
    make_call,
    put,
)

pytestmark = pytest.mark.django_db
A, R = ApplicationState, ReminderAbout
DEADLINE = dt.date(2026, 12, 15)
EARLY = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


@pytest.fixture
def clock():
    with time_machine.travel(EARLY, tick=False) as clock:
        yield clock


@pytest.fixture
def call(clock):
    return make_call(
        opens_on=dt.date(2026, 11, 1),
        closes_on=DEADLINE,
        has_sketch=True,
        sketch_closes_on=dt.date(2026, 12, 1),
        reports_due_on=dt.date(2028, 2, 1),
    )


def rule(call, about, days):
    return ReminderRule.objects.create(call=call, about=about, days=days)


def at(clock, day, hour=5):
    """6.30 in Oslo, or so."""
    clock.move_to(dt.datetime.combine(day, dt.time(hour, 30), tzinfo=dt.UTC))
    send_reminders()


def told():
    return sorted(Message.objects.filter(kind=MessageKind.REMINDER).values_list("address", flat=True))


def days(count, deadline=DEADLINE):
    return deadline + dt.timedelta(days=count)


def test_before_the_deadline_those_who_write_an_unsent_application(clock, call):
    rule(call, R.APPLICATION_DUE, -7)
    draft = ApplicationFactory(call=call)
    colleague = MembershipFactory(role=Role.COORDINATOR, municipality=draft.municipality).user
    ApplicationFactory(call=call, state=A.SUBMITTED)
    ApplicationFactory(call=call, phase=Phase.SKETCH)
    ApplicationFactory(call=call, state=A.WITHDRAWN)
    ApplicationFactory(call=call, is_trial=True)
    ApplicationFactory(call=make_call())

    at(clock, days(-8))
    assert told() == []
    at(clock, days(-7))

    assert told() == sorted([draft.contact.email, colleague.email])
    message = Message.objects.first()
    assert message.subject == "Søknaden er ikke sendt: fristen er om 7 dager"
    assert "15. desember 2026" in message.body
    assert message.url == draft.get_absolute_url()


def test_the_approver_is_reminded_of_what_waits_for_the_signature(clock, call):
    rule(call, R.APPLICATION_DUE, -1)
    waiting = ApplicationFactory(call=call, state=A.SIGNING)
    approver = MembershipFactory(role=Role.APPROVER, municipality=waiting.municipality).user

    at(clock, days(-1))

    assert told() == sorted([waiting.contact.email, approver.email])


def test_again_and_again_is_once(clock, call):
    rule(call, R.APPLICATION_DUE, -7)
    ApplicationFactory(call=call)

    for hour in (5, 6, 12, 20):
        at(clock, days(-7), hour)
    at(clock, days(-6))

    assert len(told()) == 1


@pytest.mark.parametrize(("late", "count"), [(1, 1), (3, 1), (4, 0)])
def test_a_portal_that_was_down_catches_up_for_three_days(clock, call, late, count):
    rule(call, R.APPLICATION_DUE, -7)
    ApplicationFactory(call=call)

    at(clock, days(-7 + late))

    assert len(told()) == count


def test_what_was_begun_after_the_day_is_not_reminded_of_it(clock, call):
    rule(call, R.APPLICATION_DUE, -7)
    clock.move_to(dt.datetime(2026, 12, 9, 8, tzinfo=dt.UTC))
    ApplicationFactory(call=call)

    at(clock, days(-6), 12)

    assert told() == []


def test_after_the_deadline_it_says_so(clock, call):
    rule(call, R.SKETCH_DUE, 1)
    sketch = ApplicationFactory(call=call, phase=Phase.SKETCH)

    at(clock, dt.date(2026, 12, 2))

    assert told() == [sketch.contact.email]
    message = Message.objects.get()
    assert message.subject == "Skissen er ikke sendt: fristen gikk ut 1. desember 2026"
    assert "Fristen er ute" in message.body


def test_a_call_that_is_cancelled_reminds_nobody(clock, call):
    rule(call, R.APPLICATION_DUE, -7)
    ApplicationFactory(call=call)
    Call.objects.filter(pk=call.pk).update(state=CallState.CANCELLED)

    at(clock, days(-7))

    assert told() == []


def test_the_contact_of_what_was_returned(clock, call):
    rule(call, R.CHANGES_DUE, -2)
    returned = ApplicationFactory(call=call, state=A.RETURNED)
    MembershipFactory(role=Role.COORDINATOR, municipality=returned.municipality)
    ChangeRequest.objects.create(
        application=returned,
        submission=returned.submissions.get(),
        sections=[Section.BUDGET],
        reason="Feil sum",
        due_on=days(10),
        asked_by=returned.contact,
    )

    at(clock, days(8))

    assert told() == [returned.contact.email]


def test_a_contact_who_has_left_is_replaced_by_the_coordinators(clock, call):
    rule(call, R.CHANGES_DUE, 0)
    returned = ApplicationFactory(call=call, state=A.RETURNED)
    returned.contact.is_active = False
    returned.contact.save()
    heir = MembershipFactory(role=Role.COORDINATOR, municipality=returned.municipality).user
    ChangeRequest.objects.create(
        application=returned,
        submission=returned.submissions.get(),
        sections=[Section.BUDGET],
        reason="Feil sum",
        due_on=DEADLINE,
        asked_by=returned.contact,
    )

    at(clock, DEADLINE)

    assert told() == [heir.email]


def test_reviewers_with_open_reviews(clock, call):
    rule(call, R.REVIEW_DUE, -3)
    case = ApplicationFactory(call=call, state=A.IN_REVIEW)
    waiting = ReviewFactory(application=case, due_on=DEADLINE)
    ReviewFactory(application=case, due_on=DEADLINE, state=ReviewState.SENT)
    ReviewFactory(application=case, due_on=days(1))

    at(clock, days(-3))

    assert told() == [waiting.reviewer.email]


def test_the_yearly_report_each_year_of_the_enrolment(clock, call):
    rule(call, R.REPORT_DUE, -14)
    application = ApplicationFactory(call=call, state=A.IN_REVIEW)
    decision = DecisionFactory(application=application, state=DecisionState.DECIDED)
    put(application, A.DECIDED)
    AgreementFactory(decision=decision)
    enrolment = EnrolmentFactory(
        municipality=application.municipality,
        area=call.area,
        decision=decision,
        starts_on=dt.date(2027, 1, 1),
        ends_on=dt.date(2029, 12, 31),
    )
    for year, count in ((2027, 0), (2028, 1), (2029, 2), (2030, 3)):
        at(clock, dt.date(year, 1, 18))
        assert len(told()) == count

    put(enrolment, EnrolmentState.CLOSED, ended_on=dt.date(2030, 2, 1))
    at(clock, dt.date(2031, 1, 18))
    assert len(told()) == 3


def test_the_29th_of_february_is_the_last_of_the_month():
    assert in_year(dt.date(2028, 2, 29), 2029) == dt.date(2029, 2, 28)
    assert in_year(dt.date(2028, 2, 29), 2032) == dt.date(2032, 2, 29)
