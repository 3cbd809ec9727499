"""What a year comes to: carried over, paid, asked for, left. The trigger counts the same."""

import pytest
from django.db import IntegrityError, transaction

from programmes.enums.money import Leftover, PaymentState, SettlementState
from programmes.queries.money import year_of, years_of
from tests.programmes.money.make import enrolment_with, payment_of, settlement_of

pytestmark = pytest.mark.django_db
P = PaymentState


def awards_of(enrolment):
    return {award.year: award for award in enrolment.awards.all()}


def test_a_year_counts_what_is_asked_approved_and_paid():
    enrolment = enrolment_with({2025: 500_000})
    award = enrolment.awards.get()
    for amount, state in ((100_000, P.PAID), (50_000, P.APPROVED), (25_000, P.ASKED)):
        payment_of(award, amount, state)
    payment_of(award, 300_000, P.REFUSED)
    payment_of(award, 300_000, P.TAKEN_BACK)

    year = year_of(enrolment, 2025)

    assert (year.paid, year.approved, year.asked, year.remaining) == (100_000, 50_000, 25_000, 325_000)


def test_what_was_not_paid_is_carried_over_to_be_paid():
    enrolment = enrolment_with({2025: 500_000, 2026: 400_000})
    awards = awards_of(enrolment)
    payment_of(awards[2025], 450_000, P.PAID)
    settlement_of(awards[2025], 450_000, 50_000)

    year = year_of(enrolment, 2026)

    assert (year.available, year.payable) == (450_000, 450_000)
    payment_of(awards[2026], 450_000)


def test_what_was_paid_and_not_spent_is_not_paid_again():
    """The municipality has the 50 000 already: it may spend them, but not be paid them twice."""
    enrolment = enrolment_with({2025: 500_000, 2026: 400_000})
    awards = awards_of(enrolment)
    payment_of(awards[2025], 500_000, P.PAID)
    settlement_of(awards[2025], 450_000, 50_000)

    year = year_of(enrolment, 2026)

    assert (year.available, year.payable) == (450_000, 400_000)
    with pytest.raises(IntegrityError, match="more is asked"), transaction.atomic():
        payment_of(awards[2026], 400_001)
    payment_of(awards[2026], 400_000)


def test_money_is_carried_through_several_years():
    enrolment = enrolment_with({2024: 100_000, 2025: 100_000, 2026: 100_000})
    awards = awards_of(enrolment)
    settlement_of(awards[2024], 0, 100_000)
    payment_of(awards[2025], 120_000, P.PAID)
    settlement_of(awards[2025], 50_000, 150_000)

    year = year_of(enrolment, 2026)

    assert (year.available, year.payable) == (250_000, 180_000)
    with pytest.raises(IntegrityError, match="more is asked"), transaction.atomic():
        payment_of(awards[2026], 180_001)
    payment_of(awards[2026], 180_000)


@pytest.mark.parametrize(
    ("leftover", "state"),
    [
        (Leftover.REPAY, SettlementState.APPROVED),
        (Leftover.CARRY_OVER, SettlementState.ASKED),
        (Leftover.CARRY_OVER, SettlementState.REFUSED),
    ],
)
def test_only_what_the_county_has_agreed_to_is_carried(leftover, state):
    enrolment = enrolment_with({2025: 500_000, 2026: 400_000})
    awards = awards_of(enrolment)
    settlement_of(awards[2025], 450_000, 50_000, leftover, state)

    assert year_of(enrolment, 2026).payable == 400_000
    with pytest.raises(IntegrityError, match="more is asked"), transaction.atomic():
        payment_of(awards[2026], 400_001)


def test_nothing_is_carried_over_a_year_between():
    enrolment = enrolment_with({2024: 500_000, 2026: 400_000})
    settlement_of(awards_of(enrolment)[2024], 450_000, 50_000)

    assert year_of(enrolment, 2026).payable == 400_000


def test_nothing_more_is_asked_of_a_year_that_is_settled():
    enrolment = enrolment_with({2025: 500_000})
    award = enrolment.awards.get()
    settlement_of(award, 450_000, 50_000, state=SettlementState.ASKED)

    with pytest.raises(IntegrityError, match="settled"), transaction.atomic():
        payment_of(award, 1)


@pytest.mark.parametrize(("paid", "back"), [(500_000, 50_000), (480_000, 30_000), (400_000, 0)])
def test_only_what_was_paid_is_paid_back(paid, back):
    enrolment = enrolment_with({2025: 500_000})
    award = enrolment.awards.get()
    payment_of(award, paid, P.PAID)
    settlement_of(award, 450_000, 50_000, Leftover.REPAY)

    assert year_of(enrolment, 2025).to_pay_back == back


def test_the_last_year_is_the_programmes_or_the_enrolments():
    enrolment = enrolment_with({2026: 1, 2027: 1})
    assert [year.is_last for year in years_of(enrolment)] == [False, True]

    enrolment.ends_on = enrolment.ends_on.replace(year=2026)
    assert [year.is_last for year in years_of(enrolment)] == [True, True]


def test_years_are_settled_in_order():
    enrolment = enrolment_with({2024: 1, 2025: 1, 2026: 1})
    settlement_of(awards_of(enrolment)[2024], 1)

    assert [year.unsettled_before for year in years_of(enrolment)] == [None, None, 2025]
