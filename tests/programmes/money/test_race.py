"""Real threads on PostgreSQL: two who ask, approve, grant or pay at once."""

import datetime as dt
from threading import Barrier, Thread

import pytest
from django.db import connections
from django.db.models import Sum

from programmes.actions.enrolment_requests import grant_change, refuse_change
from programmes.actions.payments import ask_payment, mark_paid
from programmes.actions.refusals import Refused
from programmes.actions.settlements import settle
from programmes.enums.money import PaymentState
from programmes.models import (
    Enrolment,
    EnrolmentRequest,
    PaymentRequest,
    Settlement,
    WrongState,
    YearlyAward,
)
from tests.factories import UserFactory
from tests.programmes.money.make import enrolment_with, payment_of, request_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def at_once(*calls):
    """Each in a thread of its own, from the same moment; what each came to."""
    barrier, results = Barrier(len(calls)), [None] * len(calls)

    def run(n, call):
        try:
            barrier.wait(10)
            call()
            results[n] = "ok"
        except (Refused, WrongState) as error:
            results[n] = type(error).__name__
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(n, call)) for n, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(results)


@pytest.mark.parametrize("_turn", range(3))
def test_two_who_ask_at_once_never_get_more_than_the_award(_turn):
    award = enrolment_with({2025: 500_000}).awards.get()
    people = [UserFactory() for _ in range(4)]

    def ask(person):
        ask_payment(YearlyAward.objects.get(pk=award.pk), 200_000, text="Lønn", by=person)

    assert at_once(*(lambda p=p: ask(p) for p in people)) == ["Refused", "Refused", "ok", "ok"]
    assert PaymentRequest.objects.aggregate(sum=Sum("amount"))["sum"] == 400_000


def test_a_payment_and_the_years_end_do_not_pass_each_other():
    award = enrolment_with({2025: 500_000, 2026: 400_000}).awards.get(year=2025)
    person = UserFactory()

    found = at_once(
        lambda: ask_payment(YearlyAward.objects.get(pk=award.pk), 500_000, text="Lønn", by=person),
        lambda: settle(
            YearlyAward.objects.get(pk=award.pk),
            spent=400_000,
            leftover="carry_over",
            reason="Igjen.",
            by=person,
        ),
    )

    assert found == ["Refused", "ok"]
    assert PaymentRequest.objects.count() + Settlement.objects.count() == 1


def test_a_yes_and_a_no_at_once_make_one_answer():
    asked = request_of(enrolment_with({2025: 1}), "pause")
    person = UserFactory()

    def answer(how, **values):
        how(EnrolmentRequest.objects.get(pk=asked.pk), by=person, why="Svar.", **values)

    found = at_once(lambda: answer(grant_change, with_measures=True), lambda: answer(refuse_change))

    asked.refresh_from_db()
    paused = Enrolment.objects.get().state == "paused"
    assert found == ["WrongState", "ok"]
    assert (asked.state == "granted") == paused


def test_two_who_pay_the_same_pay_it_once():
    award = enrolment_with({2025: 500_000}).awards.get()
    payment = payment_of(award, state=PaymentState.APPROVED)
    person = UserFactory()

    def pay():
        mark_paid([PaymentRequest.objects.get(pk=payment.pk)], paid_on=dt.date(2026, 11, 1), by=person)

    assert at_once(pay, pay) == ["WrongState", "ok"]
