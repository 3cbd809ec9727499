import pytest

from municipalities.roles import Role
from programmes.enums.calls import CallState
from programmes.models import ProgrammeQuestion
from tests.factories import MembershipFactory, MunicipalityFactory
from tests.factories_grant import make_area, make_call


@pytest.fixture
def municipality():
    return MunicipalityFactory()


@pytest.fixture
def county(municipality):
    return municipality.county


@pytest.fixture
def area(county):
    """The county's area, in a programme with two questions."""
    area = make_area(county)
    for order, key in enumerate(("title", "risks"), 1):
        ProgrammeQuestion.objects.create(
            programme=area.programme, key=key, section="about", label_nb=f"Programmets {key}", order=order
        )
    return area


@pytest.fixture
def adviser(county):
    return MembershipFactory(role=Role.COUNTY_ADVISER, county=county).user


@pytest.fixture
def draft(county, area):
    """A call that lacks nothing, not published yet."""
    return make_call(county, area=area, state=CallState.DRAFT, deciding_body="Fylkestinget")


@pytest.fixture
def published(county, area):
    return make_call(county, area=area, deciding_body="Fylkestinget")
