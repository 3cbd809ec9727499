"""Rules of migration 0005 that nothing else in the tests would miss, and the lawful moves one by one."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from programmes.enums.applications import APPLICATION_MOVES, PARTNER_MOVES, ApplicationState
from programmes.enums.calls import CALL_MOVES, VERSION_MOVES, CriterionKind
from programmes.enums.decisions import DECISION_MOVES, LETTER_MOVES, DecisionState, Outcome
from programmes.enums.money import PAYMENT_MOVES, REQUEST_MOVES, SETTLEMENT_MOVES, PaymentState
from programmes.enums.reviews import REVIEW_MOVES, ReviewState
from programmes.models import (
    Attachment,
    BudgetCell,
    Criterion,
    Decision,
    DecisionAmount,
    Enrolment,
    Impartiality,
    PaymentRequest,
    ProposedMeasure,
    Question,
    Requirement,
    Review,
    SubTheme,
)
from tests.factories import EnrolmentFactory, UserFactory
from tests.factories_grant import (
    AgreementFactory,
    ApplicationFactory,
    AttachmentFactory,
    BudgetCellFactory,
    DecisionFactory,
    ProposedMeasureFactory,
    ReviewFactory,
    declare,
    make_call,
    put,
)
from tests.programmes.money.make import enrolment_with, payment_of, settlement_of

pytestmark = pytest.mark.django_db
A, D = ApplicationState, DecisionState


def law_of(change):
    """The name of the rule that refuses the change, or nothing when it is done."""
    try:
        with transaction.atomic():
            change()
    except IntegrityError as error:
        return error.__cause__.diag.constraint_name
    return ""


PARTS = {
    Question: {"key": "q", "label_nb": "Hva?"},
    Criterion: {"key": "c", "kind": CriterionKind.MUST, "title": "Er forankret"},
    SubTheme: {"key": "s", "title": "Nærmiljø"},
    Requirement: {"key": "r", "title": "Budsjett"},
}
STANDS = "call_version_that_was_published_stands"


@pytest.mark.parametrize("model", list(PARTS), ids=lambda model: model.__name__)
def test_no_part_of_a_published_version_is_added_changed_or_taken_away(model):
    draft = make_call(state="draft")
    part = model.objects.create(version=draft.shown, **PARTS[model])
    version = draft.shown
    type(version).objects.filter(pk=version.pk).update(
        state="published", published_at=timezone.now(), published_by=UserFactory()
    )
    same = model.objects.filter(pk=part.pk)

    assert [
        law_of(lambda: model.objects.create(version=version, **PARTS[model] | {"key": "new"})),
        law_of(lambda: same.update(order=7)),
        law_of(lambda: same.delete()),
    ] == [STANDS] * 3


@pytest.mark.parametrize(
    "fields",
    [{"is_sent": False}, {"file": "attachments/y.pdf"}, {"sha256": "1" * 64}, {"name": "annet.pdf"}],
    ids=lambda fields: next(iter(fields)),
)
def test_a_file_that_was_sent_stands(fields):
    sent = AttachmentFactory(is_sent=True)

    assert law_of(lambda: Attachment.objects.filter(pk=sent.pk).update(**fields)) == (
        "attachment_that_was_sent_stands"
    )


def test_a_file_that_was_sent_is_not_deleted_or_moved_but_may_be_taken_out():
    sent, other = AttachmentFactory(is_sent=True), ApplicationFactory()
    row = Attachment.objects.filter(pk=sent.pk)

    assert [
        law_of(lambda: row.delete()),
        law_of(lambda: row.update(application=other)),
        law_of(lambda: row.update(removed_at=timezone.now(), removed_by=UserFactory())),
    ] == ["attachment_that_was_sent_stands", "attachment_that_was_sent_stands", ""]


def test_who_is_not_impartial_does_not_become_so():
    application = ApplicationFactory(state=A.SUBMITTED)
    no = declare(application, UserFactory(), is_impartial=False, reason="Søster")
    yes = declare(application, UserFactory())
    row = Impartiality.objects.filter

    assert [
        law_of(lambda: row(pk=no.pk).update(is_impartial=True)),
        law_of(lambda: row(pk=no.pk).delete()),
        law_of(lambda: row(pk=yes.pk).delete()),
        law_of(lambda: row(pk=yes.pk).update(is_impartial=False, reason="Bror")),
    ] == ["impartiality_stands", "impartiality_stands", "impartiality_stands", ""]


@pytest.mark.parametrize("state", [A.SIGNING, A.SUBMITTED, A.IN_REVIEW, A.WITHDRAWN])
def test_neither_budget_nor_measures_are_written_when_it_is_not_open(state):
    application = ApplicationFactory()
    cell, measure = (
        BudgetCellFactory(application=application),
        ProposedMeasureFactory(application=application),
    )
    put(application, state, case_year=2026, case_number=77)

    assert {
        law_of(lambda: BudgetCellFactory(application=application, year=2028)),
        law_of(lambda: BudgetCell.objects.filter(pk=cell.pk).update(amount=1)),
        law_of(lambda: BudgetCell.objects.filter(pk=cell.pk).delete()),
        law_of(lambda: ProposedMeasureFactory(application=application)),
        law_of(lambda: ProposedMeasure.objects.filter(pk=measure.pk).update(age_to=18)),
        law_of(lambda: ProposedMeasure.objects.filter(pk=measure.pk)._raw_delete("default")),
    } == {"application_is_written_while_it_is_open"}


def test_a_review_is_begun_by_one_who_has_said_to_be_impartial():
    undeclared, partial, impartial = ReviewFactory(), ReviewFactory(), ReviewFactory()
    declare(partial.application, partial.reviewer, is_impartial=False, reason="Nabo")
    declare(impartial.application, impartial.reviewer)

    def start(review):
        return law_of(lambda: Review.objects.filter(pk=review.pk).update(state=ReviewState.STARTED))

    assert [start(undeclared), start(partial), start(impartial)] == [
        "review_needs_an_impartial_reviewer",
        "review_needs_an_impartial_reviewer",
        "",
    ]


def test_a_review_that_is_not_sent_is_no_ground_for_a_decision():
    decision = DecisionFactory()
    ReviewFactory(application=decision.application, state=ReviewState.STARTED)

    assert law_of(lambda: put(decision, D.RECOMMENDED)) == "decision_needs_a_review"


def test_the_total_is_the_sum_of_the_years():
    decision = DecisionFactory()
    ReviewFactory(application=decision.application, state=ReviewState.SENT)

    assert law_of(lambda: put(decision, D.RECOMMENDED, total=299_999)) == (
        "decision_total_is_the_sum_of_its_years"
    )


def test_the_last_krone_of_the_frame_may_be_granted_and_no_more():
    call = make_call(frame=600_000)
    first, second = (
        DecisionFactory(application=ApplicationFactory(call=call, state="in_review")) for _ in "ab"
    )
    for one in (first, second):
        ReviewFactory(application=one.application, state=ReviewState.SENT)
    put(first, D.RECOMMENDED)  # what is recommended binds as what is decided

    def grant(more):
        DecisionAmount.objects.filter(decision=second, year=2029).update(amount=100_000 + more)
        put(second, D.RECOMMENDED, total=300_000 + more)

    assert [law_of(lambda: grant(1)), law_of(lambda: grant(0))] == ["decisions_stay_within_the_frame", ""]


def test_nothing_of_a_decision_that_was_made_is_altered():
    decision = DecisionFactory(state=D.DECIDED)
    row, amounts = Decision.objects.filter(pk=decision.pk), decision.amounts.filter(year=2027)

    assert {
        law_of(lambda: row.update(reason="En annen grunn")),
        law_of(lambda: row.update(conditions=["Nytt vilkår"])),
        law_of(lambda: amounts.update(amount=1)),
        law_of(lambda: amounts.delete()),
        law_of(lambda: DecisionAmount.objects.create(decision=decision, year=2031, amount=1)),
        law_of(lambda: row._raw_delete("default")),
    } == {"decision_that_was_made_stands"}


def test_an_application_is_decided_by_a_decision_and_then_not_withdrawn():
    undecided = ApplicationFactory(state=A.IN_REVIEW)
    decided = ApplicationFactory(state=A.DECIDED)

    assert [law_of(lambda: put(undecided, A.DECIDED)), law_of(lambda: put(decided, A.WITHDRAWN))] == [
        "application_is_decided_by_a_decision",
        "application_that_is_decided_is_not_withdrawn",
    ]


def test_an_enrolment_is_of_a_grant_with_its_agreement_and_of_the_same_municipality():
    granted = AgreementFactory().decision
    unsigned = DecisionFactory(state=D.DECIDED)
    refused = AgreementFactory(decision=DecisionFactory(state=D.DECIDED, outcome=Outcome.REFUSED)).decision

    def enrol(decision, municipality=None):
        place = municipality or decision.application.municipality
        enrolment = EnrolmentFactory(municipality=place)
        return law_of(lambda: Enrolment.objects.filter(pk=enrolment.pk).update(decision=decision))

    rule = "enrolment_needs_a_granted_decision_and_its_agreement"
    assert [
        enrol(unsigned),
        enrol(refused),
        enrol(granted, unsigned.application.municipality),
        enrol(granted),
    ] == [rule, rule, rule, ""]


class TestPayments:
    def test_they_stay_within_the_award_to_the_krone(self):
        award = enrolment_with({2026: 300_000}).awards.get()
        payment_of(award, 200_000)

        assert [law_of(lambda: payment_of(award, 100_001)), law_of(lambda: payment_of(award, 100_000))] == [
            "payments_stay_within_the_award",
            "",
        ]

    def test_one_that_was_refused_does_not_count(self):
        award = enrolment_with({2026: 300_000}).awards.get()
        payment_of(award, 300_000, PaymentState.REFUSED)

        assert law_of(lambda: payment_of(award, 300_000)) == ""

    def test_one_that_was_made_stands(self):
        payment = payment_of(enrolment_with({2026: 300_000}).awards.get(), state=PaymentState.PAID)

        assert law_of(lambda: PaymentRequest.objects.filter(pk=payment.pk).update(amount=1)) == (
            "payment_that_was_made_stands"
        )

    def test_none_is_asked_for_after_the_years_end(self):
        award = enrolment_with({2026: 300_000}).awards.get()
        settlement_of(award, 300_000)

        assert law_of(lambda: payment_of(award)) == "payment_is_asked_before_the_years_end"

    @pytest.mark.parametrize(
        ("state", "leftover", "most"),
        [
            ("approved", "carry_over", 500_000),
            ("asked", "carry_over", 300_000),
            ("approved", "repay", 300_000),
        ],
    )
    def test_what_is_carried_over_may_be_paid_in_the_next_year(self, state, leftover, most):
        enrolment = enrolment_with({2026: 300_000, 2027: 300_000})
        first, second = enrolment.awards.order_by("year")
        settlement_of(first, 100_000, 200_000, leftover, state)

        assert [law_of(lambda: payment_of(second, most + 1)), law_of(lambda: payment_of(second, most))] == [
            "payments_stay_within_the_award",
            "",
        ]

    def test_nothing_is_carried_over_a_year_without_an_award(self):
        enrolment = enrolment_with({2025: 300_000, 2027: 300_000}, ends_on=dt.date(2027, 12, 31))
        first, second = enrolment.awards.order_by("year")
        settlement_of(first, 100_000, 200_000)

        assert law_of(lambda: payment_of(second, 300_001)) == "payments_stay_within_the_award"

    def test_what_ended_in_a_year_without_an_award_is_not_paid_later(self):
        """300 000 was paid in 2026 already, and the 200 000 of 2024 did not reach it."""
        enrolment = enrolment_with(
            {2024: 300_000, 2026: 300_000, 2027: 300_000}, ends_on=dt.date(2027, 12, 31)
        )
        first, second, third = enrolment.awards.order_by("year")
        settlement_of(first, 100_000, 200_000)
        payment_of(second, 300_000, PaymentState.PAID)
        settlement_of(second, 100_000, 200_000)

        assert law_of(lambda: payment_of(third, 300_001)) == "payments_stay_within_the_award"


def plain(moves):
    return {str(state): sorted(map(str, to)) for state, to in moves.items()}


@pytest.mark.parametrize(
    ("moves", "lawful"),
    [
        (CALL_MOVES, {"draft": ["published"], "published": ["cancelled"], "cancelled": []}),
        (VERSION_MOVES, {"draft": ["published"], "published": ["replaced"], "replaced": []}),
        (
            APPLICATION_MOVES,
            {
                "draft": ["signing", "withdrawn"],
                "signing": ["draft", "returned", "submitted"],
                "submitted": ["draft", "in_review", "returned", "withdrawn"],
                "returned": ["signing", "withdrawn"],
                "in_review": ["decided", "returned", "withdrawn"],
                "decided": [],
                "withdrawn": [],
            },
        ),
        (
            PARTNER_MOVES,
            {"asked": ["consented", "declined"], "consented": ["declined"], "declined": ["asked"]},
        ),
        (
            REVIEW_MOVES,
            {
                "assigned": ["conflicted", "started", "taken_off"],
                "started": ["conflicted", "sent", "taken_off"],
                "sent": ["started"],
                "conflicted": [],
                "taken_off": [],
            },
        ),
        (
            DECISION_MOVES,
            {
                "draft": ["recommended"],
                "recommended": ["decided", "draft"],
                "decided": ["replaced"],
                "replaced": [],
            },
        ),
        (LETTER_MOVES, {"draft": ["discarded", "sent"], "sent": [], "discarded": []}),
        (
            REQUEST_MOVES,
            {"asked": ["granted", "refused", "taken_back"], "granted": [], "refused": [], "taken_back": []},
        ),
        (
            PAYMENT_MOVES,
            {
                "asked": ["approved", "refused", "taken_back"],
                "approved": ["paid", "refused"],
                "refused": [],
                "paid": [],
                "taken_back": [],
            },
        ),
        (SETTLEMENT_MOVES, {"asked": ["approved", "refused"], "refused": ["asked"], "approved": []}),
    ],
    ids=(
        "call version application partner review decision letter request payment settlement".split()  # noqa: SIM905
    ),
)
def test_the_lawful_moves_are_these_and_no_others(moves, lawful):
    """Written out: the other tests of the machines read the same table that they hold the code to."""
    assert plain(moves) == lawful
