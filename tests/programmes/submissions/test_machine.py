"""The life of an application, walked at random through the actions: no path cuts a corner.

Each rule is tried in every state. Lawful, it moves; unlawful, it is refused and nothing has changed.
"""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from folkehelse.lib.dates import today
from programmes.actions import assignments, decisions, reviews
from programmes.actions import submissions as actions
from programmes.actions.agreements import mark_agreement_signed
from programmes.actions.impartiality import declare_impartiality
from programmes.actions.refusals import Refused
from programmes.actions.versions import Outdated
from programmes.enums.applications import APPLICATION_MOVES, ApplicationState
from programmes.enums.decisions import DecisionState
from programmes.enums.reviews import ReviewState
from programmes.models import Application, Enrolment, Meeting, WrongState
from tests.factories import EnrolmentFactory
from tests.programmes.submissions.world import make_world

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
A, D = ApplicationState, DecisionState
REFUSALS = (
    WrongState,
    Outdated,
    Refused,
    actions.NotReady,
    actions.TooLate,
    assignments.Refused,
    reviews.Incomplete,
)
WRITTEN = {"advice": "full", "amount": 100_000, "summary": "Et godt tiltak.", "internal_note": ""}
SCORES = {
    "must": {"is_met": True, "points": None, "reason": "Ja."},
    "weighed": {"is_met": None, "points": 4, "reason": "Nyttig."},
}
TRIED = {
    "outcome": "full",
    "amounts": {2027: 400_000},
    "reserve_rank": None,
    "reason": "Tiltaket svarer godt på utlysningen.",
    "conditions": [],
}


class Life(RuleBasedStateMachine):
    """One application. `attempt` compares what happened with what the state allows."""

    @initialize()
    def begin(self):
        self.block = transaction.atomic()
        self.block.__enter__()
        self.world = make_world()

    def teardown(self):
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    def attempt(self, do, *, lawful_in, to):
        """In the states named it leads to one of `to`; in others it is refused and the state stands."""
        before = self.world.fresh().state
        try:
            with transaction.atomic():
                do()
        except REFUSALS:
            assert before not in lawful_in, f"refused in {before}"
            assert self.world.fresh().state == before
            return
        assert before in lawful_in, f"allowed in {before}"
        assert self.world.fresh().state in to

    def decision(self):
        return self.world.application.decisions.order_by("-pk").first()

    def review(self):
        return self.world.application.reviews.order_by("-pk").first()

    @rule()
    def send(self):
        self.attempt(self.world.send, lawful_in={A.DRAFT, A.RETURNED}, to={A.SIGNING})

    @rule()
    def sign(self):
        def do():
            actions.sign(self.world.fresh(), by=self.world.approver)

        self.attempt(do, lawful_in={A.SIGNING}, to={A.SUBMITTED, A.IN_REVIEW})

    @rule()
    def approver_returns(self):
        def do():
            actions.return_to_writers(self.world.fresh(), by=self.world.approver, comment="Nei.")

        self.attempt(do, lawful_in={A.SIGNING}, to={A.DRAFT, A.RETURNED})

    @rule()
    def pull_back(self):
        def do():
            actions.pull_back(self.world.fresh(), by=self.world.coordinator)

        self.attempt(do, lawful_in={A.SIGNING}, to={A.DRAFT, A.RETURNED})

    @rule()
    def county_returns(self):
        decision = self.decision()
        recommended = decision is not None and decision.state == D.RECOMMENDED

        def do():
            actions.return_for_changes(
                self.world.fresh(), by=self.world.adviser, sections=["own"], reason="Skriv mer."
            )

        self.attempt(do, lawful_in=set() if recommended else {A.SUBMITTED, A.IN_REVIEW}, to={A.RETURNED})

    @rule()
    def withdraw(self):
        if self.world.fresh().submissions.count() < 2:  # else most walks end before they begin
            return

        def do():
            actions.withdraw(self.world.fresh(), by=self.world.coordinator, why="Vi trekker oss.")

        lawful = {state for state, moves in APPLICATION_MOVES.items() if A.WITHDRAWN in moves}
        self.attempt(do, lawful_in=lawful, to={A.WITHDRAWN})

    @rule()
    def assign(self):
        had = self.world.application.reviews.exists()

        def do():
            assignments.assign(self.world.fresh(), self.world.adviser, by=self.world.adviser)

        everywhere = set(A)
        self.attempt(
            do,
            lawful_in=everywhere
            if had and self.review().state != ReviewState.TAKEN_OFF
            else {A.SUBMITTED, A.IN_REVIEW},
            to=everywhere,
        )

    @rule()
    def write_review(self):
        review = self.review()
        if review is None or self.world.fresh().state not in (A.SUBMITTED, A.IN_REVIEW):
            return  # the page is closed then: permissions/reviews.py
        with_refusals(
            lambda: declare_impartiality(self.world.fresh(), by=self.world.adviser, is_impartial=True)
        )
        with_refusals(
            lambda: reviews.save_review(
                review, WRITTEN, SCORES, version=review.version, by=self.world.adviser
            )
        )
        with_refusals(lambda: reviews.send_review(review, by=self.world.adviser))

    @rule()
    def try_decision(self):
        old = self.decision()
        with_refusals(
            lambda: decisions.try_decision(
                self.world.fresh(), TRIED, version=old.version if old else None, by=self.world.adviser
            )
        )

    @rule()
    def recommend(self):
        if (decision := self.decision()) is not None:
            with_refusals(lambda: decisions.recommend([decision], by=self.world.adviser))

    @rule()
    def decide(self):
        if (decision := self.decision()) is None:
            return
        lawful = decision.state == D.RECOMMENDED

        def do():
            meeting = Meeting(body="Hovedutvalget", case_number="26/1", decided_on=today())
            decisions.decide(meeting, [decision], by=self.world.adviser)

        before = self.world.fresh().state
        self.attempt(do, lawful_in={A.IN_REVIEW} if lawful else set(), to={A.DECIDED})
        assert lawful or self.world.fresh().state == before

    @rule()
    def sign_agreement(self):
        if (decision := self.decision()) is None:
            return

        def do():
            mark_agreement_signed(decision, signed_on=today(), by=self.world.adviser)

        self.attempt(do, lawful_in={A.DECIDED} if decision.state == D.DECIDED else set(), to={A.DECIDED})

    @rule()
    def the_database_refuses_short_cuts(self):
        """The same law below the code: what no action would write, the triggers refuse."""
        found, decision = self.world.fresh(), self.decision()
        if found.state != A.DECIDED:
            refused(
                lambda: Application.objects.filter(pk=found.pk).update(
                    state=A.DECIDED, case_year=1, case_number=1
                )
            )
        else:
            refused(lambda: Application.objects.filter(pk=found.pk).update(state=A.WITHDRAWN))
        reviewed = found.reviews.filter(state=ReviewState.SENT).exists()
        if decision and decision.state == D.DRAFT and not reviewed:
            refused(lambda: type(decision).objects.filter(pk=decision.pk).update(state=D.RECOMMENDED))
        if decision and not Enrolment.objects.filter(decision=decision).exists():
            refused(lambda: EnrolmentFactory(decision=decision, municipality=found.municipality))

    @invariant()
    def nothing_is_skipped(self):
        if not hasattr(self, "world"):
            return
        found = self.world.fresh()
        sent = found.submissions.count()
        decided = found.decisions.filter(state__in=(D.DECIDED, D.REPLACED))
        assert (found.case_number is not None) == (sent > 0)
        assert (found.state == A.DECIDED) == decided.exists()
        assert found.signature_requests.filter(answered_at=None).exists() == (found.state == A.SIGNING)
        assert found.signature_requests.filter(is_signed=True).count() == sent
        assert found.submissions.filter(version=found.version).count() == sent
        if decided.exists():
            assert found.reviews.filter(state=ReviewState.SENT).exists()
            assert sent > 0
        for enrolment in Enrolment.objects.filter(decision__application=found):
            assert enrolment.decision.state in (D.DECIDED, D.REPLACED)
            assert enrolment.decision.agreement.signed_on


def with_refusals(do):
    try:
        with transaction.atomic():
            do()
    except REFUSALS:
        pass


def refused(do):
    with pytest.raises(IntegrityError), transaction.atomic():
        do()


def test_no_path_cuts_a_corner():
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=10,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_straight_path_is_there():
    """What the walk above may miss by chance: all the way to the enrolment."""
    life = Life()
    life.begin()
    try:
        for step in (
            life.send, life.sign, life.assign, life.write_review, life.county_returns, life.send, life.sign,
            life.write_review, life.try_decision, life.recommend, life.the_database_refuses_short_cuts,
            life.decide, life.the_database_refuses_short_cuts, life.sign_agreement,
        ):  # fmt: skip
            step()
            life.nothing_is_skipped()
        assert life.world.fresh().state == A.DECIDED
        assert Enrolment.objects.filter(decision__application=life.world.application).count() == 1
    finally:
        life.teardown()
