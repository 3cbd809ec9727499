"""From the writers to the approver, to the county, and back: what each step does and refuses."""

import datetime as dt

import pytest

from accounts.models import Message
from audit.models import AuditEvent
from folkehelse.lib.dates import today
from municipalities.models import Membership
from programmes.actions import submissions as actions
from programmes.actions.versions import Outdated
from programmes.enums import DocumentKind
from programmes.enums.applications import ApplicationState, PartnerState, Phase
from programmes.enums.calls import CallState
from programmes.enums.decisions import DecisionState
from programmes.enums.reviews import ReviewState
from programmes.models import CaseSeries, Document, Submission, WrongState
from programmes.permissions.applications import open_sections
from programmes.queries.frozen import content_of, sha256_of
from programmes.queries.submissions import answered_change, approvers_comment
from tests.factories_grant import (
    ApplicationFactory,
    ApplicationPartnerFactory,
    AttachmentFactory,
    DecisionFactory,
    ReviewFactory,
    put,
)
from tests.programmes.submissions.world import make_world

pytestmark = pytest.mark.django_db
A = ApplicationState


def mails():
    """(who, subject) of every mail, in order."""
    return list(Message.objects.order_by("pk").values_list("address", "subject"))


def lines(application):
    return list(AuditEvent.objects.about(application).order_by("pk").values_list("action", flat=True))


def test_the_approver_is_asked():
    world = make_world()

    request = world.send()

    found = world.fresh()
    assert found.state == A.SIGNING
    assert (request.asked_by, request.answered_at) == (world.coordinator, None)
    assert mails() == [(world.approver.email, "Til godkjenning: Sammen om ungdommen")]
    assert Message.objects.get().url == f"/soknader/{found.pk}/godkjenn/"
    assert lines(found) == ["application.signing"]


def test_nothing_is_sent_with_something_missing():
    world = make_world(answers={"title": "Sammen"})

    with pytest.raises(actions.NotReady) as error:
        world.send()

    assert "approach" in {problem.key for problem in error.value.problems}
    assert (world.fresh().state, mails(), lines(world.application)) == (A.DRAFT, [], [])


def test_a_municipality_without_an_approver_is_told():
    world = make_world()
    Membership.objects.filter(user=world.approver).delete()

    with pytest.raises(actions.NotReady) as error:
        world.send()

    assert [problem.text for problem in error.value.problems] == ["Kommunen har ingen godkjenner i portalen."]


def test_a_trial_and_a_cancelled_call_are_not_sent():
    trial = make_world()
    type(trial.application).objects.filter(pk=trial.application.pk).update(is_trial=True)
    cancelled = make_world()
    put(cancelled.application.call, CallState.CANCELLED)

    with pytest.raises(WrongState):
        trial.send()
    with pytest.raises(actions.TooLate, match="avlyst"):
        cancelled.send()


def test_a_signature_freezes_and_sends():
    world = make_world()
    file = AttachmentFactory(application=world.application)
    removed = AttachmentFactory(application=world.application)
    type(removed).objects.filter(pk=removed.pk).update(
        removed_at="2026-01-01T00:00Z", removed_by=world.coordinator
    )

    submission = world.submit()

    found = world.fresh()
    stored = Submission.objects.get()
    assert submission == stored
    assert (found.state, found.case) == (A.SUBMITTED, f"{today().year}/1")
    assert stored.content["attachments"][0]["name"] == file.name
    assert [one["key"] for one in stored.content["sections"][0]["fields"]] == ["title", "years"]
    assert sha256_of(stored.content) == stored.sha256 == sha256_of(content_of(found))
    assert (stored.asked_by, stored.submitted_by) == (world.coordinator, world.approver)
    file.refresh_from_db()
    removed.refresh_from_db()
    assert (file.is_sent, removed.is_sent) == (True, False)
    receipt = Document.objects.get(kind=DocumentKind.RECEIPT)
    assert (receipt.submission, receipt.language, receipt.state) == (stored, "nb", "ordered")
    assert lines(found) == ["application.signing", "application.submitted", "application.frozen"]
    case = found.case
    assert mails()[1:] == [
        (world.coordinator.email, f"Sendt: Sammen om ungdommen ({case})"),
        (world.adviser.email, f"Mottatt {case}: Sammen om ungdommen"),
    ]


def test_the_same_signature_twice_is_one_submission():
    world = make_world()
    world.send()
    token = world.token()

    first = actions.sign(world.fresh(), by=world.approver, token=token)
    second = actions.sign(world.fresh(), by=world.approver, token=token)

    assert first == second
    assert (Submission.objects.count(), Document.objects.count(), CaseSeries.objects.get().last) == (1, 1, 1)
    assert len(mails()) == 3


def test_what_changed_since_it_was_read_is_not_signed():
    world = make_world()
    world.send()
    token = world.token()
    AttachmentFactory(application=world.application)

    with pytest.raises(Outdated):
        actions.sign(world.fresh(), by=world.approver, token=token)

    assert (world.fresh().state, Submission.objects.count()) == (A.SIGNING, 0)
    assert world.sign().number == 1


def test_a_signature_of_an_earlier_round_does_not_count():
    world = make_world()
    world.send()
    token = world.token()
    actions.pull_back(world.fresh(), by=world.coordinator)
    world.send()

    with pytest.raises(Outdated):
        actions.sign(world.fresh(), by=world.approver, token=token)


@pytest.mark.parametrize("token", ["", "x", "1", "1.x", "99999999999999999999.x", "²."])
def test_a_token_of_nothing_signs_nothing(token):
    world = make_world()
    world.send()

    with pytest.raises(Outdated):
        actions.sign(world.fresh(), by=world.approver, token=token)
    assert Submission.objects.count() == 0


def test_a_partner_who_has_not_said_yes_stops_it():
    world = make_world()
    partner = ApplicationPartnerFactory(application=world.application)

    with pytest.raises(actions.NotReady):
        world.send()
    partner.consent(by=world.coordinator)
    world.send()
    partner.decline(by=world.coordinator)
    with pytest.raises(actions.NotReady):
        world.sign()

    assert (world.fresh().state, partner.state) == (A.SIGNING, PartnerState.DECLINED)


def test_the_approver_sends_it_back_with_a_comment():
    world = make_world()
    world.send()

    actions.return_to_writers(world.fresh(), by=world.approver, comment="Budsjettet er for høyt.")

    found = world.fresh()
    assert found.state == A.DRAFT
    assert approvers_comment(found).comment == "Budsjettet er for høyt."
    assert mails()[-1] == (world.coordinator.email, "Sendt tilbake: Sammen om ungdommen")
    assert AuditEvent.objects.about(found).first().why == "Budsjettet er for høyt."
    world.send()
    assert approvers_comment(world.fresh()) is None


def test_the_writers_take_it_back():
    world = make_world()
    world.send()

    actions.pull_back(world.fresh(), by=world.coordinator)

    assert (world.fresh().state, approvers_comment(world.fresh())) == (A.DRAFT, None)
    with pytest.raises(WrongState):
        actions.pull_back(world.fresh(), by=world.coordinator)


def test_named_sections_open_and_it_keeps_its_number():
    world = make_world()
    first = world.submit()
    case = world.fresh().case

    asked = actions.return_for_changes(
        world.fresh(), by=world.adviser, sections=["approach"], reason="Skriv mer.", due_on=today()
    )

    found = world.fresh()
    assert (found.state, open_sections(found), asked.submission) == (A.RETURNED, {"approach"}, first)
    assert mails()[-1] == (world.coordinator.email, f"Skal rettes: Sammen om ungdommen ({case})")
    found.answers.filter(key="approach").update(text="Vi vil bygge laget rundt barna, og foreldrene.")
    second = world.submit()
    asked.refresh_from_db()
    assert (second.number, world.fresh().case, world.fresh().state) == (2, case, A.SUBMITTED)
    assert asked.closed_at == second.submitted_at
    assert answered_change(second) == asked
    assert answered_change(first) is None
    assert not asked.is_late_at(second.submitted_at)
    assert asked.is_late_at(second.submitted_at + dt.timedelta(days=1))


def test_what_the_approver_returns_of_corrections_is_still_corrections():
    world = make_world()
    world.submit()
    actions.return_for_changes(world.fresh(), by=world.adviser, sections=["own"], reason="Skriv mer.")
    world.send()

    actions.return_to_writers(world.fresh(), by=world.approver, comment="Nei.")

    assert (world.fresh().state, open_sections(world.fresh())) == (A.RETURNED, {"own"})


def test_reviews_go_on_and_sent_ones_open_again():
    world = make_world()
    world.submit()
    world.fresh().begin_review(by=world.adviser)
    sent = ReviewFactory(application=world.fresh(), reviewer=world.adviser, state=ReviewState.SENT)
    started = ReviewFactory(application=world.fresh(), state=ReviewState.STARTED)
    off = ReviewFactory(application=world.fresh(), state=ReviewState.TAKEN_OFF)
    actions.return_for_changes(world.fresh(), by=world.adviser, sections=["own"], reason="Skriv mer.")

    world.submit()

    states = [type(one).objects.get(pk=one.pk).state for one in (sent, started, off)]
    assert world.fresh().state == A.IN_REVIEW
    assert states == [ReviewState.STARTED, ReviewState.STARTED, ReviewState.TAKEN_OFF]
    told = Message.objects.filter(kind="assigned").order_by("pk").values_list("address", flat=True)
    assert list(told) == [sent.reviewer.email, started.reviewer.email]


def test_what_the_county_does_not_have_is_not_returned():
    """Found by the walk of test_machine: an approver's return is the same move."""
    world = make_world()
    world.send()

    with pytest.raises(WrongState):
        actions.return_for_changes(world.fresh(), by=world.adviser, sections=["own"], reason="Skriv mer.")
    assert world.application.change_requests.count() == 0


def test_what_is_recommended_is_not_returned():
    world = make_world()
    world.submit()
    world.fresh().begin_review(by=world.adviser)
    DecisionFactory(application=world.fresh(), state=DecisionState.RECOMMENDED)

    with pytest.raises(WrongState):
        actions.return_for_changes(world.fresh(), by=world.adviser, sections=["own"], reason="Skriv mer.")


def test_withdrawing_takes_off_reviews_and_frees_the_frame():
    world = make_world()
    world.submit()
    world.fresh().begin_review(by=world.adviser)
    started = ReviewFactory(application=world.fresh(), state=ReviewState.STARTED)
    decision = DecisionFactory(application=world.fresh(), state=DecisionState.RECOMMENDED)

    actions.withdraw(world.fresh(), by=world.coordinator, why="Vi har ikke folk.")

    started.refresh_from_db()
    decision.refresh_from_db()
    assert (world.fresh().state, started.state) == (A.WITHDRAWN, ReviewState.TAKEN_OFF)
    assert decision.state == DecisionState.DRAFT
    subject = f"Trukket: Sammen om ungdommen ({world.fresh().case})"
    told = set(Message.objects.filter(subject=subject).values_list("address", flat=True))
    assert {world.adviser.email, started.reviewer.email} <= told
    assert world.coordinator.email not in told


def test_a_draft_is_withdrawn_in_silence():
    world = make_world()

    actions.withdraw(world.fresh(), by=world.coordinator, why="Vi venter et år.")

    assert (world.fresh().state, mails()) == (A.WITHDRAWN, [])


def test_what_is_decided_is_not_withdrawn_and_the_attempt_is_told():
    made = ApplicationFactory(state=A.DECIDED)

    with pytest.raises(WrongState):
        actions.withdraw(made, by=made.contact, why="Angret")

    assert type(made).objects.get(pk=made.pk).state == A.DECIDED
    assert lines(made) == ["application.withdrawal_refused"]


def test_a_sketch_becomes_a_plan():
    closes = {"sketch_closes_on": today(), "closes_on": today() + dt.timedelta(days=30)}
    world = make_world(has_sketch=True, **closes)
    type(world.application).objects.update(phase=Phase.SKETCH)
    sketch = world.submit()
    case = world.fresh().case
    assert (sketch.phase, len(sketch.content["sections"])) == (Phase.SKETCH, 2)

    asked = actions.give_feedback(world.fresh(), by=world.adviser, text="Lovende. Skriv mer om ungdommen.")

    found = world.fresh()
    assert (found.state, found.phase, found.case) == (A.DRAFT, Phase.PLAN, case)
    assert (asked.is_feedback, open_sections(found)) == (True, None)
    assert mails()[-1] == (world.coordinator.email, "Svar på skissen: Sammen om ungdommen")
    with pytest.raises(WrongState):
        actions.give_feedback(world.fresh(), by=world.adviser, text="En gang til")
    plan = world.submit()
    asked.refresh_from_db()
    assert (plan.number, plan.phase, world.fresh().case) == (2, Phase.PLAN, case)
    assert asked.closed_at == plan.submitted_at
    assert answered_change(plan) is None


def test_numbers_follow_each_other_also_after_some_that_were_given_otherwise():
    year = today().year
    ApplicationFactory(state=A.SUBMITTED, case_year=year, case_number=41)
    ApplicationFactory(state=A.SUBMITTED, case_year=year - 1, case_number=99)

    worlds = [make_world() for _n in range(2)]
    for world in worlds:
        world.submit()

    assert [world.fresh().case for world in worlds] == [f"{year}/42", f"{year}/43"]
