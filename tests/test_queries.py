"""Each list and page costs the same number of queries with one row and with three, and at most fifteen."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from municipalities.roles import Role
from programmes.enums import DocumentKind, DocumentState, EnrolmentState, MeasureState, Visibility
from tests.factories import (
    DocumentFactory,
    EnrolmentFactory,
    EnrolmentPartnerFactory,
    LogEntryFactory,
    MeasureFactory,
    MembershipFactory,
    MunicipalityFactory,
    PracticeFactory,
    ThemeFactory,
    YearlyAwardFactory,
)
from tests.test_access import PAGES, report

pytestmark = pytest.mark.django_db
MOST = 15


@pytest.fixture
def own():
    return MunicipalityFactory()


def fill(own, year):
    """One of everything that pages list, with something in each relation; returns what pages are about."""
    enrolment = EnrolmentFactory(municipality=own)
    EnrolmentPartnerFactory(enrolment=enrolment)
    YearlyAwardFactory(enrolment=enrolment, year=year)
    measure = MeasureFactory(enrolment=enrolment)
    measure.themes.add(ThemeFactory(programme=enrolment.area.programme))
    practice = PracticeFactory()
    practice.also.add(PracticeFactory().principle)
    kept = {level: LogEntryFactory(measure=measure, visibility=level) for level in Visibility}
    for entry in kept.values():
        entry.practices.add(practice)
        entry.principles.add(practice.principle)
    DocumentFactory(municipality=own, state=DocumentState.FAILED)
    EnrolmentFactory(municipality=own, state=EnrolmentState.PLANNED)
    return enrolment, measure, practice, kept


def about(own):
    enrolment, measure, practice, kept = fill(own, 2022)
    return {
        "code": [own.code],
        "principle": [practice.principle.slug],
        "practice": [practice.slug],
        "enrolment": [enrolment.pk],
        "planned_enrolment": [EnrolmentFactory(municipality=own, state=EnrolmentState.PLANNED).pk],
        "measure": [measure.pk],
        "planned_measure": [MeasureFactory(enrolment=enrolment, state=MeasureState.PLANNED).pk],
        "own_entry": [kept[Visibility.MUNICIPALITY].pk],
        "shared_entry": [kept[Visibility.PROGRAMME].pk],
        "public_entry": [kept[Visibility.PUBLIC].pk],
        "own_report": [report(municipality=own).pk],
        "county_report": [report(kind=DocumentKind.COUNTY, county=own.county, municipality=None).pk],
        "nation_report": [report(kind=DocumentKind.NATION, municipality=None).pk],
        "key": ["1", "set-password"],
    }


def more(own, things):
    """Two more of everything, and two more of what stands on the pages themselves."""
    for year in (2023, 2024):
        _enrolment, _measure, practice, _kept = fill(own, year)
        EnrolmentPartnerFactory(enrolment_id=things["enrolment"][0])
        YearlyAwardFactory(enrolment_id=things["enrolment"][0], year=year)
        extra = MeasureFactory(enrolment_id=things["enrolment"][0])
        LogEntryFactory(measure=extra, practices=[practice], principles=[practice.principle])
        LogEntryFactory(
            measure_id=things["measure"][0], practices=[practice], principles=[practice.principle]
        )


def costs(client, user, things):
    """Queries of each page that the user may see, without the warm-up of what a process remembers."""
    client.logout()
    if user:
        client.force_login(user, backend="accounts.backends.Backend")
    found = {}
    for name, thing in PAGES:
        address = reverse(name, args=things[thing] if thing else [])
        if name in {"document-file", "measure-export", "readyz"} or client.get(address).status_code != 200:
            continue
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address)
        found[f"{name} {thing or ''}"] = len(queries)
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    "role",
    [None, Role.COORDINATOR, Role.APPROVER, Role.COUNTY_ADVISER, Role.NATIONAL_READER, Role.ADMINISTRATOR],
)
def test_pages_cost_the_same_for_one_and_three(client, own, role, tmp_path):
    place = {"municipality": own} if role in (Role.COORDINATOR, Role.APPROVER) else {}
    place |= {"county": own.county} if role == Role.COUNTY_ADVISER else {}
    user = MembershipFactory(role=role, **place).user if role else None
    things = about(own)

    one = costs(client, user, things)
    more(own, things)
    three = costs(client, user, things)

    assert {page: (one[page], three[page]) for page in one if one[page] != three[page]} == {}
    assert {page: n for page, n in three.items() if n > MOST} == {}
