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
from tests.test_access import AREAS, PAGES, report

pytestmark = pytest.mark.django_db
MOST = 15
NAMES = {
    Role.COORDINATOR: "coordinator",
    Role.APPROVER: "approver",
    Role.COUNTY_ADVISER: "adviser",
    Role.NATIONAL_READER: "reader",
    Role.ADMINISTRATOR: "admin",
}


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


def world_of(own):
    """The places and people that the areas' things are made for."""
    people = {
        "contributor": MembershipFactory(role=Role.CONTRIBUTOR, municipality=own),
        "coordinator": MembershipFactory(role=Role.COORDINATOR, municipality=own),
        "approver": MembershipFactory(role=Role.APPROVER, municipality=own),
        "adviser": MembershipFactory(role=Role.COUNTY_ADVISER, county=own.county),
        "leader": MembershipFactory(role=Role.COUNTY_LEADER, county=own.county),
        "stranger": MembershipFactory(role=Role.COORDINATOR),
        "reader": MembershipFactory(role=Role.NATIONAL_READER),
        "admin": MembershipFactory(role=Role.ADMINISTRATOR),
        "outsider": MembershipFactory(role=Role.COUNTY_ADVISER),
    }
    users = {name: membership.user for name, membership in people.items()}
    return {"own": own, "county": own.county, "people": users}


def about(own, world):
    enrolment, measure, practice, kept = fill(own, 2022)
    world |= {"measure": measure, "enrolment": enrolment}
    added = {}
    for area in AREAS:
        added |= area.things(world)
    return added | {
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


def more(own, things, world):
    """Two more of everything, and two more of what stands on the pages themselves."""
    for area in AREAS:
        area.more(world)
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
        if (
            name in {"document-file", "attachment-file", "measure-export", "readyz"}
            or client.get(address).status_code != 200
        ):
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
    world = world_of(own)
    user = world["people"][NAMES[role]] if role else None
    things = about(own, world)

    one = costs(client, user, things)
    more(own, things, world)
    three = costs(client, user, things)

    assert {page: (one[page], three[page]) for page in one if one[page] != three[page]} == {}
    assert {page: n for page, n in three.items() if n > MOST} == {}
