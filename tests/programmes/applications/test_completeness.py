"""What is missing is named, with what to do about it; what is whole has no problems."""

import datetime as dt

import pytest

from programmes.enums.applications import PartnerState, Phase
from programmes.enums.calls import QuestionKind, Section
from programmes.models import Answer, BudgetCell, CallVersion, ProposedMeasure, Question, Requirement
from programmes.queries.completeness import problems_of
from tests.factories import MunicipalityFactory
from tests.factories_grant import (
    AnswerFactory,
    ApplicationFactory,
    ApplicationPartnerFactory,
    AttachmentFactory,
    fill_in,
    make_call,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole():
    return fill_in(ApplicationFactory())


def call_with(**parts):
    """A published call of which the parts were added while it was a draft."""
    call = make_call(state="draft", **parts.pop("version", {}))
    for question in parts.get("questions", []):
        Question.objects.create(version=call.shown, **question)
    for requirement in parts.get("requirements", []):
        Requirement.objects.create(version=call.shown, **requirement)
    return call


def problems(application):
    """As a fresh page would count them."""
    fresh = type(application).objects.get(pk=application.pk)
    return [(one.section, one.key, one.text) for one in problems_of(fresh)]


def test_what_is_whole_has_no_problems(whole):
    assert problems(whole) == []


def test_an_empty_application_lacks_everything_in_the_order_of_the_steps():
    found = problems(ApplicationFactory())

    assert [(section, key) for section, key, _text in found] == [
        (Section.ABOUT, "title"),
        (Section.ABOUT, "years"),
        (Section.APPROACH, "approach"),
        (Section.MEASURES, ""),
        (Section.BUDGET, "budget-2027-grant"),
        (Section.BUDGET, "budget-2027-salary"),
        (Section.BUDGET, "budget-2028-salary"),
        (Section.BUDGET, "budget-2029-salary"),
        (Section.CRITERIA, "must-must"),
        (Section.CRITERIA, "criterion-weighed"),
        (Section.OWN, "own"),
    ]


def test_a_criterion_may_be_ready_later_and_an_answer_may_not(whole):
    day = dt.date(2027, 3, 1)
    Answer.objects.filter(key="criterion-weighed").update(text="", ready_by=day)
    Answer.objects.filter(key="own").update(text="  ", ready_by=day)

    assert [key for _section, key, _text in problems(whole)] == ["own"]


def test_copied_answers_amounts_and_measures_are_to_be_confirmed(whole):
    Answer.objects.filter(key="own").update(is_copied=True)
    BudgetCell.objects.filter(line="grant", year=2027).update(is_copied=True)
    ProposedMeasure.objects.update(is_copied=True, name="Turlaget")

    assert [text for _section, _key, text in problems(whole)] == [
        "Tiltaket «Turlaget» er kopiert fra en tidligere søknad. Se over og bekreft det.",
        "Budsjettet har tall som er kopiert fra en tidligere søknad. Se over og bekreft dem.",
        "«Fylkets eget spørsmål» er kopiert fra en tidligere søknad. Se over og bekreft svaret.",
    ]


@pytest.mark.parametrize(
    ("limits", "text"),
    [
        (
            {"min_amount": 1_500_000},
            "Dere søker om 1 200 000 kr. Det minste det kan søkes om, er 1 500 000 kr.",
        ),
        (
            {"max_amount": 1_000_000},
            "Dere søker om 1 200 000 kr. Det meste det kan søkes om, er 1 000 000 kr.",
        ),
        (
            {"own_contribution_percent": 50},
            "Egenandelen må være minst 50 prosent av kostnadene. Det mangler 450 000 kr.",
        ),
        ({"own_contribution_percent": 20}, None),
        ({"min_amount": 1_200_000, "max_amount": 1_200_000}, None),
    ],
)
def test_the_budget_keeps_within_what_the_call_says(limits, text):
    application = fill_in(ApplicationFactory(call=make_call(**limits)))

    found = [one.replace("\xa0", " ") for _section, _key, one in problems(application)]

    assert found == ([text] if text else [])


def test_each_years_financing_is_its_costs(whole):
    BudgetCell.objects.filter(line="grant", year=2028).update(amount=380_000)
    BudgetCell.objects.filter(line="own_money", year=2029).update(amount=100_001)

    assert [(key, text.replace("\xa0", " ")) for _section, key, text in problems(whole)] == [
        (
            "budget-2028-grant",
            "Finansieringen for 2028 er 20 000 kr lavere enn kostnadene. Beløpene må være like.",
        ),
        (
            "budget-2029-grant",
            "Finansieringen for 2029 er 1 kr høyere enn kostnadene. Beløpene må være like.",
        ),
    ]


def test_partners_must_have_said_yes(whole):
    for state in PartnerState:
        ApplicationPartnerFactory(application=whole, state=state, municipality=MunicipalityFactory())

    found = problems(whole)

    names = {one.state: one.municipality.name for one in whole.partners.select_related("municipality")}
    assert [text for _section, _key, text in found] == [
        f"{names['asked']} har ikke svart på om de vil være med. Be dem svare, eller ta dem ut.",
        f"{names['declined']} har sagt nei til å være med. Ta dem ut av søknaden.",
    ]


def test_files_that_are_asked_for_are_missed_until_they_are_there():
    call = call_with(
        questions=[{"key": "plan", "kind": QuestionKind.FILE, "label_nb": "Planen"}],
        requirements=[
            {"key": "vedtak", "title": "Vedtak i kommunestyret"},
            {"key": "annet", "title": "Annet", "is_required": False},
        ],
    )
    application = fill_in(ApplicationFactory(call=call))

    assert [text for _section, _key, text in problems(application)] == [
        "«Planen» mangler en fil. Last den opp.",
        "Vedlegget «Vedtak i kommunestyret» mangler. Last det opp.",
    ]

    for key in ("plan", "vedtak"):
        AttachmentFactory(application=application, key=key)
    assert problems(application) == []


@pytest.mark.parametrize(("threshold", "expected"), [(1_200_001, []), (1_200_000, ["auditor"])])
def test_the_auditor_is_asked_for_from_the_threshold_on(threshold, expected):
    call = call_with(requirements=[{"key": "auditor", "title": "Revisor", "is_required": False}])
    CallVersion.objects.update(auditor_threshold=threshold)
    application = fill_in(ApplicationFactory(call=call))

    assert [key for _section, key, _text in problems(application)] == expected


def test_a_sketch_lacks_only_what_a_sketch_is_asked_for():
    call = call_with(requirements=[{"key": "vedtak", "title": "Vedtak"}])
    application = ApplicationFactory(call=call, phase=Phase.SKETCH)
    ApplicationPartnerFactory(application=application)

    assert [(section, key) for section, key, _text in problems(application)] == [
        (Section.ABOUT, "title"),
        (Section.ABOUT, "years"),
        (Section.APPROACH, "approach"),
        (Section.BUDGET, "budget-2027-grant"),
    ]


def test_counting_costs_the_same_however_much_there_is(whole, django_assert_num_queries):
    def ask():
        fresh = type(whole).objects.select_related("version").get(pk=whole.pk)
        problems_of(fresh)

    with django_assert_num_queries(7):
        ask()
    for _ in range(3):
        AttachmentFactory(application=whole)
        ApplicationPartnerFactory(application=whole)
        AnswerFactory(application=whole, key=f"k{Answer.objects.count()}")
    with django_assert_num_queries(7):
        ask()
