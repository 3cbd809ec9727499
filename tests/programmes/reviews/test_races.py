"""Real threads on PostgreSQL: two windows of one review, sent twice, the same assigned twice."""

import threading

import pytest
from django.db import connection

from accounts.models import Message
from audit.models import AuditEvent
from programmes.actions.assignments import assign
from programmes.actions.impartiality import declare_impartiality
from programmes.actions.reviews import EMPTY, save_review, send_review
from programmes.actions.versions import Outdated
from programmes.models import Application, Review, Score, WrongState
from tests.factories_grant import ReviewFactory, declare, put
from tests.programmes.reviews.test_scores import whole

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
VALUES = {"advice": "full", "amount": None, "internal_note": ""}


def together(*works):
    """Run them at the same moment; what each answered or raised."""
    gate, answers = threading.Barrier(len(works)), [None] * len(works)

    def run(place, work):
        try:
            gate.wait()
            answers[place] = work()
        except Exception as error:
            answers[place] = type(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return answers


@pytest.fixture
def review(case, adviser):
    put(case, "in_review")
    return ReviewFactory(application=case, reviewer=adviser(), state="started")


def saving(review, text):
    scores = {"weighed": EMPTY | {"points": 3, "reason": text}}

    def work():
        mine = Review.objects.get(pk=review.pk)
        save_review(mine, VALUES | {"summary": text}, scores, version=1, by=review.reviewer)
        return text

    return work


def test_of_two_windows_one_is_told(review):
    answers = together(saving(review, "Den ene"), saving(review, "Den andre"))

    review.refresh_from_db()
    assert sorted(str(one) for one in answers) == sorted([review.summary, str(Outdated)])
    assert review.version == 2
    assert Score.objects.get(review=review).reason == review.summary


def test_the_same_text_twice_is_one_save(review):
    answers = together(saving(review, "Likt"), saving(review, "Likt"))

    review.refresh_from_db()
    assert (answers, review.version) == (["Likt", "Likt"], 2)
    assert AuditEvent.objects.filter(action="review.saved").count() == 1


def test_sent_twice_is_sent_once(case, adviser):
    put(case, "in_review")
    review = whole(case, reviewer=adviser(), state="started", summary="x", advice="full")

    def work():
        return send_review(Review.objects.get(pk=review.pk), by=review.reviewer)

    assert sorted(together(work, work)) == [False, True]
    assert AuditEvent.objects.filter(action="review.sent").count() == 1


def test_the_same_assigned_twice_is_one_review_and_one_mail(case, adviser):
    kari, lars = adviser(), adviser("Lars")

    def work():
        return assign(Application.objects.get(pk=case.pk), kari, by=lars).pk

    first, second = together(work, work)

    assert first == second == Review.objects.get().pk
    assert Message.objects.count() == 1
    assert AuditEvent.objects.filter(action="application.in_review").count() == 1


def test_assigned_while_a_conflict_is_declared(case, adviser):
    """Whatever comes first, nobody who is not impartial keeps the case."""
    kari, lars = adviser(), adviser("Lars")

    together(
        lambda: assign(Application.objects.get(pk=case.pk), kari, by=lars),
        lambda: declare_impartiality(case, by=kari, is_impartial=False, reason="Søster"),
    )

    assert not Review.objects.active().filter(reviewer=kari).exists()


def test_saved_while_it_is_taken_off(review):
    def off():
        Review.objects.get(pk=review.pk).take_off(by=review.assigned_by, why="x")

    answers = together(saving(review, "Tekst"), off)

    review.refresh_from_db()
    assert review.state == "taken_off"
    assert answers[0] in ("Tekst", WrongState)
    assert (review.summary == "Tekst") == (answers[0] == "Tekst")


def test_declared_twice_is_declared_once(case, adviser):
    kari = adviser()
    declare(case, adviser("Per"))

    def work():
        return declare_impartiality(case, by=kari, is_impartial=True).pk

    first, second = together(work, work)

    assert first == second
    assert AuditEvent.objects.filter(action="impartiality.declared").count() == 1
