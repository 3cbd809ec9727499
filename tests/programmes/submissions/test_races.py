"""Two at once, on PostgreSQL with real threads: one of them is first, and nothing is half done."""

import threading
import time

import pytest
from django.db import IntegrityError, connection, connections, transaction

from audit.models import AuditEvent
from folkehelse.lib.dates import today
from programmes.actions import submissions as actions
from programmes.actions.decisions import decide
from programmes.actions.refusals import Refused
from programmes.enums import DocumentKind
from programmes.enums.applications import ApplicationState
from programmes.enums.decisions import DecisionState, Outcome
from programmes.enums.reviews import ReviewState
from programmes.models import Answer, CaseSeries, Document, Meeting, Submission, WrongState
from tests.factories import MembershipFactory
from tests.factories_grant import DecisionFactory, ReviewFactory
from tests.programmes.submissions.world import make_world

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
A = ApplicationState


def at_once(*jobs):
    """What each job answered or raised, all started in the same moment."""
    start, found = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(n, job):
        start.wait()
        try:
            found[n] = job()
        except Exception as error:
            found[n] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n, job)) for n, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


def test_two_approvers_four_tabs_one_submission():
    world = make_world()
    second = MembershipFactory(role="approver", municipality=world.application.municipality).user
    world.send()
    token = world.token()

    found = at_once(
        *(
            lambda who=who: actions.sign(world.fresh(), by=who, token=token)
            for who in (world.approver, second, world.approver, second)
        )
    )

    assert {one.pk for one in found} == {Submission.objects.get().pk}
    assert world.fresh().state == A.SUBMITTED
    assert CaseSeries.objects.get().last == 1
    assert Document.objects.filter(kind=DocumentKind.RECEIPT).count() == 1
    assert AuditEvent.objects.filter(action="application.submitted").count() == 1


def test_two_who_send_to_the_approver_make_one_request():
    world = make_world()

    found = at_once(world.send, world.send, world.send)

    refused = [one for one in found if isinstance(one, WrongState)]
    assert len(refused) == 2
    assert world.application.signature_requests.count() == 1


def test_case_numbers_of_many_at_once_are_unbroken():
    worlds = [make_world() for _n in range(5)]
    for world in worlds:
        world.send()

    found = at_once(*(world.sign for world in worlds))

    assert [type(one) for one in found] == [Submission] * 5
    assert sorted(world.fresh().case_number for world in worlds) == [1, 2, 3, 4, 5]


def save(application, text):
    """As an answer is written; the number of characters that the writer is told are saved."""
    answer = Answer.objects.get(application=application, key="approach")
    with transaction.atomic():
        answer.text = text
        answer.save(update_fields=["text"])
    return len(text)


@pytest.mark.parametrize("_again", range(3))
def test_what_was_saved_is_in_what_was_sent(_again):
    """Writers who save while it is sent: each is in the copy, or was refused."""
    world = make_world()
    told = []

    def write():
        for n in range(1, 200):
            try:
                told.append(save(world.application, "x" * n))
            except IntegrityError as error:
                return str(error)
        return "never refused"

    def submit():
        time.sleep(0.05)
        world.send()
        return world.sign()

    refused, sent = at_once(write, submit)

    fields = [one for section in sent.content["sections"] for one in section["fields"]]
    frozen = next(one["text"] for one in fields if one["key"] == "approach")
    assert "not open for writing" in refused
    assert frozen == "x" * told[-1]


def test_what_is_being_written_is_waited_for():
    """A writer has saved but not committed: the one who sends waits, and gets the words."""
    world = make_world()
    held, go = threading.Event(), threading.Event()

    def write():
        with transaction.atomic():
            Answer.objects.filter(application=world.application, key="approach").update(text="Siste ord.")
            held.set()
            go.wait(10)

    def submit():
        held.wait(10)
        threading.Timer(0.3, go.set).start()
        return world.submit()

    _written, sent = at_once(write, submit)

    fields = [one for section in sent.content["sections"] for one in section["fields"]]
    assert next(one["text"] for one in fields if one["key"] == "approach") == "Siste ord."


@pytest.mark.parametrize("_again", range(4))
def test_of_withdraw_and_decide_one_wins_and_both_are_traced(_again):
    world = make_world()
    world.submit()
    world.fresh().begin_review(by=world.adviser)
    ReviewFactory(application=world.fresh(), reviewer=world.adviser, state=ReviewState.SENT)
    decision = DecisionFactory(
        application=world.fresh(), state=DecisionState.RECOMMENDED, outcome=Outcome.PARTIAL
    )
    meeting = Meeting(body="Hovedutvalget", case_number="26/1", decided_on=today())

    withdrawn, made = at_once(
        lambda: actions.withdraw(world.fresh(), by=world.coordinator, why="Angret") or "withdrawn",
        lambda: decide(meeting, [decision], by=world.adviser),
    )

    decision.refresh_from_db()
    actions_told = set(AuditEvent.objects.about(world.application).values_list("action", flat=True))
    if withdrawn == "withdrawn":
        assert isinstance(made, WrongState | Refused)
        assert (world.fresh().state, decision.state) == (A.WITHDRAWN, DecisionState.DRAFT)
        assert "application.withdrawn" in actions_told
    else:
        assert ([one.pk for one in made], type(withdrawn)) == ([decision.pk], WrongState)
        assert (world.fresh().state, decision.state) == (A.DECIDED, DecisionState.DECIDED)
        assert {"application.decided", "application.withdrawal_refused"} <= actions_told


def test_a_partners_no_stops_a_signature_that_waits():
    world = make_world()
    partner = world.application.partners.create(
        municipality=MembershipFactory(role="coordinator").municipality, asked_by=world.coordinator
    )
    partner.consent(by=world.coordinator)
    world.send()
    held = threading.Event()

    def decline():
        with transaction.atomic():
            partner.decline(by=world.coordinator)
            held.set()
            time.sleep(0.3)

    def sign():
        token = world.token()
        held.wait(10)
        return actions.sign(world.fresh(), by=world.approver, token=token)

    _declined, signed = at_once(decline, sign)

    assert not isinstance(signed, Submission)
    assert world.fresh().state == A.SIGNING
    connection.close()
