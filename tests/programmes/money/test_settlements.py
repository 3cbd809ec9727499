"""The year's end: counted by the portal, approved by the county, carried over or repaid."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Message
from municipalities.roles import Role
from programmes.enums.money import PaymentState, SettlementState
from programmes.models import Settlement
from programmes.queries.money import year_of
from tests.factories import MembershipFactory
from tests.programmes.money.make import (
    adviser_of,
    coordinator_of,
    enrolment_with,
    payment_of,
    settlement_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    return enrolment_with({2025: 500_000, 2026: 400_000})


def award_of(enrolment, year):
    return enrolment.awards.get(year=year)


def hand_in(client, award, spent="450 000", leftover="carry_over", reason="Et kurs ble utsatt."):
    data = {"spent": spent, "leftover": leftover, "reason": reason}
    return client.post(reverse("settlement-edit", args=[award.pk]), data)


def answer(client, settlement, **data):
    return client.post(settlement.get_absolute_url(), {"answer": "yes", **data})


def test_it_is_handed_in_approved_and_carried_over(client, sign_in, enrolment):
    asker, adviser = coordinator_of(enrolment), adviser_of(enrolment)
    sign_in(asker)
    hand_in(client, award_of(enrolment, 2025))
    made = Settlement.objects.get()
    assert (made.state, made.spent, made.left, made.leftover) == ("asked", 450_000, 50_000, "carry_over")
    assert year_of(enrolment, 2026).available == 400_000

    sign_in(adviser)
    answer(client, made)

    assert year_of(enrolment, 2026).available == 450_000
    year = year_of(enrolment, 2025)
    assert (year.awarded, year.carried, year.spent, year.left, year.leftover) == (
        500_000,
        0,
        450_000,
        50_000,
        "carry_over",
    )
    assert list(Message.objects.order_by("pk").values_list("recipient", flat=True)) == [adviser.pk, asker.pk]


def test_it_is_sent_back_and_handed_in_again(client, sign_in, enrolment):
    award, asker, adviser = award_of(enrolment, 2025), coordinator_of(enrolment), adviser_of(enrolment)
    sign_in(asker)
    hand_in(client, award)
    made = Settlement.objects.get()
    sign_in(adviser)
    assert answer(client, made, answer="no").status_code == 422
    answer(client, made, answer="no", why="Summen stemmer ikke.")
    sign_in(asker)
    assert "Summen stemmer ikke." in client.get(reverse("settlement-edit", args=[award.pk])).text

    hand_in(client, award, spent="500 000", leftover="", reason="")

    made.refresh_from_db()
    assert (made.state, made.left, made.leftover, made.answer) == ("asked", 0, "none", "")
    assert Settlement.objects.count() == 1


@pytest.mark.parametrize(
    "values",
    [
        {"spent": "500 001"},
        {"spent": ""},
        {"leftover": ""},
        {"leftover": "tull"},
        {"reason": ""},
        {"reason": "13097248022"},
    ],
)
def test_what_does_not_add_up_is_refused(client, sign_in, enrolment, values):
    sign_in(coordinator_of(enrolment))

    assert hand_in(client, award_of(enrolment, 2025), **values).status_code == 422
    assert not Settlement.objects.exists()


def test_after_the_last_year_the_rest_is_paid_back(client, sign_in):
    enrolment = enrolment_with({2025: 500_000}, ends_on=dt.date(2025, 12, 31))
    sign_in(coordinator_of(enrolment))

    assert hand_in(client, enrolment.awards.get()).status_code == 422
    hand_in(client, enrolment.awards.get(), leftover="repay")

    assert Settlement.objects.get().leftover == "repay"


def test_a_year_without_an_award_is_opened_for_what_is_carried(client, sign_in):
    enrolment = enrolment_with({2025: 500_000})
    sign_in(coordinator_of(enrolment))
    hand_in(client, enrolment.awards.get())
    sign_in(adviser_of(enrolment))

    answer(client, Settlement.objects.get())

    assert (year_of(enrolment, 2026).awarded, year_of(enrolment, 2026).payable) == (0, 50_000)


def test_the_years_are_settled_in_order(client, sign_in, enrolment):
    with time_machine.travel(dt.datetime(2027, 1, 10, 12)):
        sign_in(coordinator_of(enrolment))
        assert hand_in(client, award_of(enrolment, 2026)).status_code == 403
        settlement_of(award_of(enrolment, 2025), 500_000)
        assert hand_in(client, award_of(enrolment, 2026), spent="400 000").status_code == 302


@pytest.mark.parametrize(("day", "status"), [(30, 403), (31, 302)])
def test_a_year_is_settled_from_december(client, sign_in, day, status):
    """Noon of 30 November and the day after."""
    enrolment = enrolment_with({2026: 500_000})
    with time_machine.travel(dt.datetime(2026, 11, 30, 12) + dt.timedelta(days=day - 30)):
        sign_in(coordinator_of(enrolment))
        assert hand_in(client, enrolment.awards.get()).status_code == status
    assert Settlement.objects.count() == (status == 302)


def test_no_payment_hangs_in_the_air(client, sign_in, enrolment):
    payment = payment_of(award_of(enrolment, 2025))
    sign_in(coordinator_of(enrolment))

    assert hand_in(client, award_of(enrolment, 2025)).status_code == 403
    payment.refuse(by=adviser_of(enrolment), why="Nei.")
    assert hand_in(client, award_of(enrolment, 2025)).status_code == 302


def test_only_the_lead_settles_and_only_an_impartial_county_answers(client, sign_in, enrolment):
    award = award_of(enrolment, 2025)
    for role in (Role.CONTRIBUTOR, Role.APPROVER):
        sign_in(role=role, municipality=enrolment.municipality)
        assert hand_in(client, award).status_code == 403
    made = settlement_of(award, 400_000, 100_000, state=SettlementState.ASKED)
    sign_in(coordinator_of(enrolment))
    assert answer(client, made).status_code == 403
    adviser = sign_in(adviser_of(enrolment))
    MembershipFactory(user=adviser, role=Role.CONTRIBUTOR, municipality=enrolment.municipality)
    assert answer(client, made).status_code == 403
    sign_in(coordinator_of(enrolment_with({})))
    assert client.get(made.get_absolute_url()).status_code == 404


def test_what_is_to_be_paid_back_is_told(client, sign_in, enrolment):
    award = award_of(enrolment, 2025)
    payment_of(award, 480_000, PaymentState.PAID)
    made = settlement_of(award, 450_000, 50_000, leftover="repay")
    sign_in(coordinator_of(enrolment))

    assert "30\xa0000\xa0kr" in client.get(made.get_absolute_url()).text
