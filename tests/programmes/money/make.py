"""An enrolment with awards, and people who ask and answer."""

import datetime as dt

from municipalities.roles import Role
from programmes.enums.money import Leftover, PaymentState, SettlementState
from programmes.models import EnrolmentRequest, PaymentRequest, Settlement, YearlyAward
from tests.factories import EnrolmentFactory, MembershipFactory, UserFactory

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


def enrolment_with(awards, **fields):
    """`awards` is {year: amount}; from the first of them, to the end of the programme."""
    first = min(awards, default=2024)
    fields = {"starts_on": dt.date(first, 1, 1), "area__starts_on": dt.date(2017, 1, 1)} | fields
    enrolment = EnrolmentFactory(**fields)
    for year, amount in awards.items():
        YearlyAward.objects.create(enrolment=enrolment, year=year, amount=amount)
    return enrolment


def coordinator_of(enrolment):
    return MembershipFactory(role=Role.COORDINATOR, municipality=enrolment.municipality).user


def adviser_of(enrolment):
    return MembershipFactory(role=Role.COUNTY_ADVISER, county=enrolment.municipality.county).user


def answered(state, asked):
    """The fields that follow from an answered state."""
    return {} if state == asked else {"answered_at": NOW, "answered_by": UserFactory()}


def payment_of(award, amount=100_000, state=PaymentState.ASKED, **fields):
    paid = {"paid_on": dt.date(2026, 11, 1)} if state == PaymentState.PAID else {}
    values = {"asked_by": UserFactory()} | answered(state, PaymentState.ASKED) | paid | fields
    return PaymentRequest.objects.create(award=award, amount=amount, state=state, **values)


def settlement_of(award, spent, left=0, leftover=Leftover.CARRY_OVER, state=SettlementState.APPROVED):
    return Settlement.objects.create(
        award=award,
        spent=spent,
        left=left,
        leftover=leftover if left else Leftover.NONE,
        state=state,
        asked_by=UserFactory(),
        **answered(state, SettlementState.ASKED),
    )


def request_of(enrolment, kind="pause", **fields):
    values = {"reason": "Vi mangler folk.", "asked_by": UserFactory()}
    if kind == "extend":
        values["new_ends_on"] = dt.date(2027, 12, 31)
    return EnrolmentRequest.objects.create(enrolment=enrolment, kind=kind, **values | fields)
