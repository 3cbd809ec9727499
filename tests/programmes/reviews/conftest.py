import pytest

from municipalities.roles import Role
from programmes.enums.applications import ApplicationState
from tests.factories import MembershipFactory
from tests.factories_grant import ApplicationFactory, BudgetCellFactory, SubmissionFactory, make_call, put


@pytest.fixture
def call():
    return make_call()


@pytest.fixture
def adviser(call):
    """`adviser("Kari")` makes a person who handles the call's cases."""

    def _adviser(name="Kari Rådgiver", role=Role.COUNTY_ADVISER):
        return MembershipFactory(role=role, county=call.county, user__full_name=name).user

    return _adviser


@pytest.fixture
def case(call):
    """An application that was sent, with 400 000 asked for, not given to anybody."""
    return make_case(call)


def make_case(call, **fields):
    made = ApplicationFactory(call=call, state=ApplicationState.DRAFT, **fields)
    BudgetCellFactory(application=made, amount=400_000)
    return send(made)


def send(application, state=ApplicationState.SUBMITTED):
    """Freeze it as it stands, and let it be with the county."""
    SubmissionFactory(application=application)
    number = application.case_number or 10_000 + application.pk
    put(application, state, case_year=2026, case_number=number)
    application.case_year, application.case_number = 2026, number
    return application


@pytest.fixture
def written():
    """What a whole review posts, for the criteria of the factory's call."""
    return {
        "version": "1",
        "score-must": "yes",
        "reason-must": "Kommunestyret har vedtatt det.",
        "score-weighed": "4",
        "reason-weighed": "Godt begrunnet.",
        "advice": "full",
        "amount": "300 000",
        "summary": "Et godt tiltak.",
        "internal_note": "Husk å spørre om revisor.",
    }
