"""The year's end, asked of the action itself: what the form refuses, somebody may still be first with."""

import datetime as dt

import pytest
import time_machine

from audit.models import AuditEvent
from programmes.actions.refusals import Refused
from programmes.actions.settlements import approve_settlement, settle
from programmes.enums.money import PaymentState, SettlementState
from programmes.models import Settlement
from programmes.permissions.money import can_settle
from programmes.queries.money import year_of
from tests.programmes.money.make import (
    adviser_of,
    coordinator_of,
    enrolment_with,
    payment_of,
    settlement_of,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("year", "spent", "leftover", "asked"),
    [(2025, 500_001, "none", False), (2025, 400_000, "repay", True), (2026, 300_000, "carry_over", False)],
    ids=["more than there was", "a payment waits", "after the last year"],
)
def test_what_does_not_add_up_is_not_settled(year, spent, leftover, asked):
    enrolment = enrolment_with({2025: 500_000, 2026: 400_000}, ends_on=dt.date(2026, 12, 31))
    award = enrolment.awards.get(year=year)
    if asked:
        payment_of(award, state=PaymentState.ASKED)

    with pytest.raises(Refused):
        settle(award, spent=spent, leftover=leftover, by=coordinator_of(enrolment))
    assert Settlement.objects.count() == 0


@pytest.mark.parametrize(
    ("state", "may"), [(None, True), ("asked", False), ("approved", False), ("refused", True)]
)
def test_a_year_is_settled_once_and_again_when_it_was_sent_back(state, may):
    enrolment = enrolment_with({2025: 500_000})
    if state:
        settlement_of(enrolment.awards.get(), 500_000, state=SettlementState(state))

    with time_machine.travel(dt.datetime(2026, 1, 10, 12, tzinfo=dt.UTC)):
        assert bool(can_settle(coordinator_of(enrolment), enrolment, year_of(enrolment, 2025))) is may


def test_the_trail_tells_of_a_year_that_was_opened_for_what_is_carried():
    enrolment = enrolment_with({2025: 500_000})
    settlement = settlement_of(enrolment.awards.get(), 400_000, 100_000, state=SettlementState.ASKED)

    approve_settlement(settlement, by=adviser_of(enrolment))

    told = AuditEvent.objects.about(enrolment).filter(action="enrolment.award_for_what_is_carried_over")
    assert [event.after for event in told] == [{"year": 2026}]
