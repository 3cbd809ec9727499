"""Each named constraint of the grant, broken on purpose: the database answers with its name.

A constraint without a row here is told by the last test.
"""

import datetime as dt

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from programmes import models as grant
from programmes.enums.applications import ApplicationState
from programmes.enums.decisions import DecisionState, LetterState
from programmes.enums.reviews import ReviewState
from tests.factories import UserFactory
from tests.factories_grant import (
    AnswerFactory,
    ApplicationFactory,
    ApplicationPartnerFactory,
    AttachmentFactory,
    BudgetCellFactory,
    DecisionFactory,
    LetterFactory,
    ProposedMeasureFactory,
    ReviewFactory,
    SubmissionFactory,
    declare,
    make_call,
)
from tests.programmes.money.make import enrolment_with, payment_of, request_of, settlement_of

pytestmark = pytest.mark.django_db
A, D = ApplicationState, DecisionState
DAY = dt.date(2026, 3, 1)


def draft():
    return make_call(state="draft").shown


def signature(application):
    return grant.SignatureRequest.objects.create(application=application, asked_by=application.contact)


def change(sections=("about",), application=None):
    sent = SubmissionFactory(**{"application": application} if application else {})
    return grant.ChangeRequest.objects.create(
        application=sent.application,
        submission=sent,
        sections=list(sections),
        reason="x",
        asked_by=UserFactory(),
    )


def score(**fields):
    review = ReviewFactory(state=ReviewState.STARTED)
    return grant.Score.objects.create(review=review, criterion="c", **fields)


def award():
    return enrolment_with({2026: 300_000}).awards.get()


def template():
    return grant.LetterTemplate.objects.create(
        county=make_call().county,
        kind="award",
        language="nb",
        subject="x",
        body="x",
        changed_by=UserFactory(),
    )


def part(model, **fields):
    return model.objects.create(version=draft(), key="k", **fields)


def decided():
    return DecisionFactory(state=D.DECIDED)


def asked_question(**fields):
    return part(grant.Question, label_nb="Hva?", **fields)


def reminder():
    return grant.ReminderRule.objects.create(call=make_call(), about="application_due", days=-7)


def condition():
    return grant.Condition.objects.create(county=make_call().county, text="Vedtatt")


# Each: the row that is altered, and the fields that break the rule.
ALTERED = {
    "call_state_is_known": (lambda: make_call(), {"state": "x"}),
    "call_has_a_current_version_once_published": (lambda: make_call(), {"current": None}),
    "call_version_state_is_known": (
        draft,
        {"state": "x", "published_at": timezone.now(), "published_by": UserFactory},
    ),
    "call_version_published_follows_state": (draft, {"state": "published"}),
    "call_version_closes_after_it_opens": (draft, {"closes_on": DAY, "opens_on": DAY + dt.timedelta(days=1)}),
    "call_version_sketch_has_its_deadline": (draft, {"sketch_closes_on": DAY}),
    "call_version_years_are_one_to_five": (draft, {"years_max": 6}),
    "call_version_amounts_follow_each_other": (draft, {"min_amount": 2, "max_amount": 1}),
    "call_version_own_contribution_is_a_percentage": (draft, {"own_contribution_percent": 100}),
    "call_version_somebody_may_apply": (draft, {"for_municipalities": False}),
    "call_version_appeal_is_whole": (draft, {"has_appeal": True}),
    "reminder_is_within_a_quarter": (reminder, {"days": 91}),
    "application_state_is_known": (ApplicationFactory, {"state": "x"}),
    "application_case_number_is_whole": (ApplicationFactory, {"case_number": 1}),
    "application_that_was_sent_has_a_case_number": (ApplicationFactory, {"state": A.SUBMITTED}),
    "application_trial_is_never_sent": (lambda: ApplicationFactory(is_trial=True), {"state": A.SIGNING}),
    "partner_state_is_known": (
        ApplicationPartnerFactory,
        {"state": "x", "answered_at": timezone.now(), "answered_by": UserFactory},
    ),
    "partner_answered_follows_state": (ApplicationPartnerFactory, {"state": "consented"}),
    "answer_is_not_a_book": (AnswerFactory, {"text": "x" * 20_001}),
    "budget_amount_is_within_reason": (BudgetCellFactory, {"amount": -1}),
    "budget_line_is_known": (BudgetCellFactory, {"line": "x"}),
    "proposed_ages_are_within_0_and_24": (ProposedMeasureFactory, {"age_to": 25}),
    "proposed_measure_ends_after_it_starts": (ProposedMeasureFactory, {"ends_on": DAY}),
    "proposed_arenas_are_known": (ProposedMeasureFactory, {"arenas": ["x"]}),
    "question_with_choices_has_two_or_more": (asked_question, {"kind": "choice", "choices": ["en"]}),
    "criterion_weight_and_scale_follow_kind": (
        lambda: part(grant.Criterion, kind="must", title="x"),
        {"weight": 5},
    ),
    "decision_outcome_is_known": (DecisionFactory, {"outcome": "x"}),
    "decision_decided_follows_state": (DecisionFactory, {"decided_at": timezone.now()}),
    "decision_total_follows_outcome": (
        lambda: DecisionFactory(state=D.RECOMMENDED),
        {"outcome": "refused"},
    ),
    "decision_has_its_reason": (lambda: DecisionFactory(state=D.RECOMMENDED), {"reason": ""}),
    "decision_reserve_has_its_rank": (lambda: DecisionFactory(state=D.RECOMMENDED), {"reserve_rank": 1}),
    "letter_state_is_known": (LetterFactory, {"state": "x"}),
    "letter_sent_follows_state": (LetterFactory, {"state": LetterState.SENT}),
    "letter_of_a_decision_names_it": (LetterFactory, {"kind": "more_information"}),
    "signature_answered_is_whole": (lambda: signature(ApplicationFactory()), {"is_signed": True}),
    "change_request_names_known_sections": (change, {"sections": []}),
    "attachment_removed_is_whole": (AttachmentFactory, {"removed_at": timezone.now()}),
    "attachment_is_not_empty": (AttachmentFactory, {"size": 0}),
    "request_state_is_known": (
        lambda: request_of(enrolment_with({2026: 1})),
        {"state": "x", "answered_at": timezone.now(), "answered_by": UserFactory},
    ),
    "request_answered_follows_state": (lambda: request_of(enrolment_with({2026: 1})), {"state": "granted"}),
    "extension_has_its_last_day": (lambda: request_of(enrolment_with({2026: 1})), {"new_ends_on": DAY}),
    "payment_state_is_known": (
        lambda: payment_of(award()),
        {"state": "x", "answered_at": timezone.now(), "answered_by": UserFactory},
    ),
    "payment_answered_follows_state": (lambda: payment_of(award()), {"state": "refused"}),
    "payment_is_of_something": (lambda: payment_of(award()), {"amount": 0}),
    "payment_paid_on_follows_state": (lambda: payment_of(award()), {"paid_on": DAY}),
    "settlement_state_is_known": (lambda: settlement_of(award(), 300_000), {"state": "x"}),
    "settlement_answered_follows_state": (lambda: settlement_of(award(), 300_000), {"state": "asked"}),
    "settlement_leftover_follows_what_is_left": (lambda: settlement_of(award(), 300_000), {"left": 1}),
    "partiality_has_its_reason": (
        lambda: declare(ApplicationFactory(), UserFactory()),
        {"is_impartial": False},
    ),
    "review_state_is_known": (ReviewFactory, {"state": "x"}),
    "review_sent_is_whole": (lambda: ReviewFactory(state=ReviewState.SENT), {"summary": ""}),
    "score_is_points_or_a_yes": (lambda: score(points=3), {"is_met": True}),
    "score_is_within_the_scale": (lambda: score(points=3), {"points": 11}),
}

# What is left out is no answer either: NULL in a condition would let the row pass.
LEFT_OUT = {
    "call_version_sketch_has_its_deadline": (draft, {"has_sketch": True}),
    "call_version_appeal_is_whole": (draft, {"has_appeal": True, "appeal_instance": "Statsforvalteren"}),
    "criterion_weight_and_scale_follow_kind": (
        lambda: part(grant.Criterion, kind="must", title="x"),
        {"kind": "weighed"},
    ),
    "decision_reserve_has_its_rank": (
        lambda: DecisionFactory(state=D.RECOMMENDED, outcome="reserve"),
        {"reserve_rank": None},
    ),
}

# Each: a row that may stand once.
TWINS = {
    "call_version_has_its_number": draft,
    "reminder_is_set_once": reminder,
    "case_number_is_given_once_a_year": lambda: ApplicationFactory(state=A.SUBMITTED),
    "partner_is_asked_once_in_an_application": ApplicationPartnerFactory,
    "field_is_answered_once": AnswerFactory,
    "budget_line_stands_once_a_year": BudgetCellFactory,
    "measure_is_proposed_once": ProposedMeasureFactory,
    "question_is_asked_once": asked_question,
    "sub_theme_is_named_once": lambda: part(grant.SubTheme, title="x"),
    "criterion_is_named_once": lambda: part(grant.Criterion, kind="must", title="x"),
    "requirement_is_named_once": lambda: part(grant.Requirement, title="x"),
    "condition_stands_once": condition,
    "decision_is_prepared_once_at_a_time": DecisionFactory,
    "application_has_one_decision": lambda: DecisionFactory(state=D.DECIDED, outcome="refused"),
    "decision_has_one_amount_a_year": lambda: DecisionFactory().amounts.first(),
    "letter_template_is_one_a_kind": template,
    "decision_has_one_letter": LetterFactory,
    "submission_is_made_once": SubmissionFactory,
    "signature_is_asked_for_once_at_a_time": lambda: signature(ApplicationFactory()),
    "application_is_returned_once_at_a_time": change,
    "enrolment_is_asked_about_once_at_a_time": lambda: request_of(enrolment_with({2026: 1})),
    "impartiality_is_declared_once_in_a_case": lambda: declare(ApplicationFactory(), UserFactory()),
    "reviewer_is_assigned_once_to_an_application": ReviewFactory,
    "criterion_is_scored_once": score,
}

OF_THE_GRANT = {
    f"programmes.models.{name}"
    for name in (
        "call",
        "call_parts",
        "application",
        "answer",
        "submission",
        "review",
        "decision",
        "letter",
        "money",
    )
}
# Versions have two more; they are written out, since a twin of a version breaks its number first.
OF_VERSIONS = {"call_has_one_draft_at_a_time", "call_has_one_version_that_stands"}
ELSEWHERE = {
    "programme_question_is_asked_once",  # loaded from a file, by its key
    "decision_state_is_known",  # an unknown state breaks decision_decided_follows_state too
}


def rule_of(change):
    try:
        with transaction.atomic():
            change()
    except IntegrityError as error:
        return error.__cause__.diag.constraint_name
    return ""


@pytest.mark.parametrize(
    ("rule", "make", "fields"), [(rule, *row) for rows in (ALTERED, LEFT_OUT) for rule, row in rows.items()]
)
def test_a_row_is_not_altered_against_the_rule(rule, make, fields):
    row = make()
    fields = {name: value() if value is UserFactory else value for name, value in fields.items()}

    assert rule_of(lambda: type(row)._base_manager.filter(pk=row.pk).update(**fields)) == rule


@pytest.mark.parametrize("rule", list(TWINS))
def test_a_row_has_no_twin(rule):
    row = TWINS[rule]()
    row = type(row)._base_manager.get(pk=row.pk)
    row.pk = None
    if hasattr(row, "token"):
        row.token = (
            None if row._meta.get_field("token").null else type(row)._meta.get_field("token").default()
        )

    assert rule_of(lambda: row.save(force_insert=True)) == rule


@pytest.mark.parametrize(
    ("state", "rule"),
    [("draft", "call_has_one_draft_at_a_time"), ("published", "call_has_one_version_that_stands")],
)
def test_a_call_has_one_version_of_a_kind(state, rule):
    version = make_call(state=state).shown
    version.pk, version.number = None, 2

    assert rule_of(lambda: version.save(force_insert=True)) == rule


def test_every_constraint_of_the_grant_is_broken_here():
    names = {
        rule.name
        for model in vars(grant).values()
        if isinstance(model, type) and issubclass(model, models.Model) and model.__module__ in OF_THE_GRANT
        for rule in model._meta.constraints
    }

    assert names == ALTERED.keys() | TWINS.keys() | OF_VERSIONS | ELSEWHERE
