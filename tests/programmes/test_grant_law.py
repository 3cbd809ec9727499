"""The factories of the grant make lawful things, and the triggers of migration 0005 bite."""

import pytest
from django.db import IntegrityError, transaction

from programmes.enums.applications import ApplicationState
from programmes.enums.decisions import DecisionState, LetterState
from programmes.enums.reviews import ReviewState
from programmes.models import Answer, Application, Decision, Submission
from tests.factories_grant import (
    AgreementFactory,
    AnswerFactory,
    ApplicationFactory,
    DecisionFactory,
    LetterFactory,
    ReviewFactory,
    make_call,
    put,
)

pytestmark = pytest.mark.django_db


def broken(rule):
    return pytest.raises(IntegrityError, match=rule)


@pytest.mark.parametrize("state", ApplicationState.values)
def test_an_application_is_made_in_every_state(state):
    made = ApplicationFactory(state=state, answers={"approach": "Sammen"})

    assert Application.objects.get(pk=made.pk).state == state


def test_what_was_sent_never_changes():
    sent = ApplicationFactory(state=ApplicationState.SUBMITTED).submissions.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=sent.pk).update(sha256="1" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        sent.delete()


def test_a_sent_application_is_not_written():
    sent = ApplicationFactory(state=ApplicationState.SUBMITTED)

    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerFactory(application=sent)
    assert Answer.objects.count() == 0


def test_a_published_version_stands():
    call = make_call()

    with pytest.raises(IntegrityError), transaction.atomic():
        type(call.current).objects.filter(pk=call.current_id).update(frame=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        call.current.questions.update(is_required=False)


def test_no_decision_without_a_review():
    decision = DecisionFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        put(decision, DecisionState.RECOMMENDED)
    ReviewFactory(application=decision.application, state=ReviewState.SENT)
    put(decision, DecisionState.RECOMMENDED)

    assert Decision.objects.get().state == DecisionState.RECOMMENDED


def test_the_frame_is_kept():
    call = make_call(frame=500_000)
    DecisionFactory(application=ApplicationFactory(call=call, state="in_review"), state="decided")
    second = DecisionFactory(application=ApplicationFactory(call=call, state="in_review"))
    ReviewFactory(application=second.application, state=ReviewState.SENT)

    with pytest.raises(IntegrityError), transaction.atomic():
        put(second, DecisionState.RECOMMENDED)


def test_a_sent_letter_stands():
    letter = LetterFactory(state=LetterState.SENT)

    with pytest.raises(IntegrityError), transaction.atomic():
        type(letter).objects.filter(pk=letter.pk).update(body="Noe annet")


def test_an_agreement_is_made():
    assert AgreementFactory().decision.state == DecisionState.DECIDED
