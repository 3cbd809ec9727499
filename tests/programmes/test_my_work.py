import datetime as dt

import pytest
from django.urls import reverse

from folkehelse.lib.dates import today
from municipalities.roles import Role
from programmes.enums import DocumentState, EnrolmentState, MeasureState, Visibility
from tests.factories import (
    DocumentFactory,
    EnrolmentFactory,
    LogEntryFactory,
    MeasureFactory,
    MunicipalityFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(client):
    return lambda: client.get(reverse("my-work")).context


def test_the_log_form_stands_open_for_those_who_log_only(work, sign_in):
    own = MunicipalityFactory()
    MeasureFactory(enrolment__municipality=own)
    forms = {}
    for role in (Role.CONTRIBUTOR, Role.COORDINATOR, Role.APPROVER):
        sign_in(role=role, municipality=own)
        forms[role] = work()["log"] is not None

    assert forms == {Role.CONTRIBUTOR: True, Role.COORDINATOR: True, Role.APPROVER: False}


def test_what_has_been_quiet_for_two_months_waits(work, sign_in):
    own = MunicipalityFactory()
    never, quiet, fresh = (MeasureFactory(enrolment__municipality=own) for _ in range(3))
    MeasureFactory(enrolment__municipality=own, state=MeasureState.CLOSED)
    MeasureFactory()
    LogEntryFactory(measure=quiet, happened_on=today() - dt.timedelta(days=61))
    LogEntryFactory(measure=fresh, happened_on=today() - dt.timedelta(days=60))
    sign_in(role=Role.COORDINATOR, municipality=own)

    assert work()["quiet"] == [never, quiet]


def test_the_county_sees_what_it_should_set_going_and_what_ends(work, sign_in):
    own = MunicipalityFactory()
    planned = EnrolmentFactory(municipality=own, state=EnrolmentState.PLANNED)
    ending = EnrolmentFactory(municipality=own, ends_on=today() + dt.timedelta(days=30))
    EnrolmentFactory(municipality=own)
    EnrolmentFactory(state=EnrolmentState.PLANNED)
    sign_in(role=Role.COUNTY_ADVISER, county=own.county)

    assert (work()["planned"], work()["ending"]) == ([planned], [ending])


def test_a_municipality_s_own_entries_are_not_shown_to_the_county(work, sign_in):
    measure = MeasureFactory()
    shared = LogEntryFactory(measure=measure)
    own = LogEntryFactory(measure=measure, visibility=Visibility.MUNICIPALITY)

    sign_in(role=Role.COUNTY_LEADER, county=measure.municipality.county)
    assert work()["entries"] == [shared]
    sign_in(role=Role.APPROVER, municipality=measure.municipality)
    assert work()["entries"] == [own, shared]


def test_the_nation_is_shown_by_county(work, sign_in):
    measure = MeasureFactory()
    MunicipalityFactory()
    sign_in(role=Role.NATIONAL_READER)

    rows = {row["county__code"]: (row["enrolled"], row["measures"]) for row in work()["counties"]}

    assert rows[measure.municipality.county.code] == (1, 1)
    assert sorted(rows.values()) == [(0, 0), (1, 1)]


def test_failed_reports_wait_for_the_administrator_only(work, sign_in):
    failed = DocumentFactory(state=DocumentState.FAILED)

    sign_in(role=Role.ADMINISTRATOR)
    assert work()["troubled"] == [failed]
    sign_in(role=Role.NATIONAL_READER)
    assert work()["troubled"] == []


def test_somebody_without_a_role_is_told_whom_to_ask(client, sign_in):
    sign_in(UserFactory())

    assert "Du har ingen rolle i portalen ennå" in client.get(reverse("my-work")).text


@pytest.mark.parametrize("n", [1, 3])
@pytest.mark.parametrize(
    ("role", "queries"),
    [
        (Role.COORDINATOR, 15),
        (Role.APPROVER, 11),
        (Role.COUNTY_ADVISER, 13),
        (Role.NATIONAL_READER, 11),
        (Role.ADMINISTRATOR, 13),
    ],
)
def test_it_costs_the_same_for_one_and_three(client, sign_in, django_assert_num_queries, role, queries, n):
    own = MunicipalityFactory()
    for _ in range(n):
        enrolment = EnrolmentFactory(municipality=own, ends_on=today() + dt.timedelta(days=30))
        EnrolmentFactory(municipality=own, state=EnrolmentState.PLANNED)
        LogEntryFactory(measure=MeasureFactory(enrolment=enrolment))
        DocumentFactory(municipality=own, state=DocumentState.FAILED)
    place = {"municipality": own} if role in (Role.COORDINATOR, Role.APPROVER) else {}
    sign_in(role=role, **place | ({"county": own.county} if role == Role.COUNTY_ADVISER else {}))

    with django_assert_num_queries(queries):
        client.get(reverse("my-work"))
