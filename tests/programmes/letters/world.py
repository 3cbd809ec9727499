"""A county with a call and decided applications, for the tests of letters."""

from municipalities.enums import LanguageForm
from municipalities.roles import Role
from programmes.enums.applications import ApplicationState
from programmes.enums.decisions import DecisionState, Outcome
from tests.factories import CountyFactory, MembershipFactory, MunicipalityFactory
from tests.factories_grant import (
    ApplicationFactory,
    BudgetCellFactory,
    DecisionFactory,
    SubmissionFactory,
    make_call,
    put,
)

A = ApplicationState


def make_county(**fields):
    """(county, adviser)"""
    county = CountyFactory(**fields)
    return county, MembershipFactory(role=Role.COUNTY_ADVISER, county=county).user


def call_with_appeal(county, weeks=3, **fields):
    return make_call(
        county, has_appeal=True, appeal_weeks=weeks, appeal_instance="Klagenemnda i fylket", **fields
    )


def decided(call, *, outcome=Outcome.FULL, language=LanguageForm.BOKMAL, municipality=None, **fields):
    """A decision that stands, of an application that asked for 600 000."""
    municipality = municipality or MunicipalityFactory(county=call.county, language_form=language)
    coordinator = MembershipFactory(role=Role.COORDINATOR, municipality=municipality).user
    application = ApplicationFactory(call=call, municipality=municipality, contact=coordinator)
    for year in (2027, 2028):
        BudgetCellFactory(application=application, year=year, amount=300_000)
    put(application, A.IN_REVIEW, case_year=2026, case_number=application.pk)
    application.refresh_from_db()
    SubmissionFactory(application=application)
    made = DecisionFactory(application=application, state=DecisionState.DECIDED, outcome=outcome, **fields)
    put(application, A.DECIDED)
    return made
