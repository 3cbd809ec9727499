"""What must not wait for somebody on «my work»: what is over, what is others', what is long ahead."""

import datetime as dt

import pytest
from django.urls import reverse

from folkehelse.lib.dates import today
from municipalities.roles import Role
from programmes.enums import DocumentKind, DocumentState, EnrolmentState, MeasureState
from tests.factories import (
    DocumentFactory,
    EnrolmentFactory,
    EnrolmentPartnerFactory,
    LogEntryFactory,
    MeasureFactory,
    MunicipalityFactory,
    ProgrammeAreaFactory,
    ProgrammeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(client):
    return lambda: client.get(reverse("my-work")).context


@pytest.fixture
def own():
    return MunicipalityFactory()


def test_a_withdrawn_entry_does_not_break_the_silence(work, sign_in, own):
    measure = MeasureFactory(enrolment__municipality=own)
    entry = LogEntryFactory(measure=measure, happened_on=today())
    sign_in(role=Role.COORDINATOR, municipality=own)
    assert work()["quiet"] == []

    entry.withdraw(by=entry.created_by, why="Feil tiltak.")

    assert work()["quiet"] == [measure]


@pytest.mark.parametrize(
    ("state", "waits"),
    [
        (MeasureState.PLANNED, False),
        (MeasureState.ACTIVE, True),
        (MeasureState.PAUSED, True),
        (MeasureState.ENDING, True),
        (MeasureState.ORDINARY, False),
        (MeasureState.CLOSED, False),
        (MeasureState.WITHDRAWN, False),
    ],
)
def test_only_what_goes_on_can_be_quiet(work, sign_in, own, state, waits):
    measure = MeasureFactory(enrolment__municipality=own, state=state)
    sign_in(role=Role.COORDINATOR, municipality=own)

    assert work()["quiet"] == [measure] * waits


def test_a_partner_is_told_of_the_joint_measure_that_is_quiet(work, sign_in, own):
    measure = MeasureFactory()
    EnrolmentPartnerFactory(enrolment=measure.enrolment, municipality=own)
    sign_in(role=Role.COORDINATOR, municipality=own)

    assert work()["quiet"] == [measure]


@pytest.mark.parametrize(("days", "told"), [(-1, True), (0, True), (120, True), (121, False)])
def test_an_end_is_told_four_months_ahead_and_until_it_is_dealt_with(work, sign_in, own, days, told):
    enrolment = EnrolmentFactory(municipality=own, ends_on=today() + dt.timedelta(days=days))
    sign_in(role=Role.COUNTY_ADVISER, county=own.county)

    assert work()["ending"] == [enrolment] * told


@pytest.mark.parametrize("state", [EnrolmentState.PLANNED, EnrolmentState.CLOSED, EnrolmentState.WITHDRAWN])
def test_what_does_not_take_part_does_not_end_soon(work, sign_in, own, state):
    EnrolmentFactory(municipality=own, state=state, ends_on=today())
    sign_in(role=Role.COUNTY_ADVISER, county=own.county)

    assert work()["ending"] == []


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.COUNTY_LEADER, Role.NATIONAL_READER])
def test_what_is_to_be_set_going_waits_for_those_who_decide(work, sign_in, own, role):
    EnrolmentFactory(municipality=own, state=EnrolmentState.PLANNED)
    place = {Role.COORDINATOR: {"municipality": own}, Role.COUNTY_LEADER: {"county": own.county}}
    sign_in(role=role, **place.get(role, {}))

    assert work()["planned"] == []


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.COUNTY_ADVISER])
def test_the_nations_table_is_for_those_who_see_the_nation(work, sign_in, own, role):
    ProgrammeFactory()
    sign_in(role=role, **{"municipality": own} if role == Role.COORDINATOR else {"county": own.county})

    assert work()["counties"] == []


def test_the_newest_entries_and_reports_are_ones_own(work, sign_in, own):
    mine = LogEntryFactory(measure=MeasureFactory(enrolment__municipality=own))
    LogEntryFactory()
    report = DocumentFactory(municipality=own)
    DocumentFactory()
    DocumentFactory(kind=DocumentKind.COUNTY, county=own.county)
    sign_in(role=Role.COORDINATOR, municipality=own)

    assert (work()["entries"], work()["documents"]) == ([mine], [report])


def test_a_withdrawn_entry_is_not_news_even_at_home(work, sign_in, own):
    entry = LogEntryFactory(measure=MeasureFactory(enrolment__municipality=own))
    entry.withdraw(by=entry.created_by, why="Feil tiltak.")
    sign_in(role=Role.COORDINATOR, municipality=own)

    assert work()["entries"] == []


@pytest.mark.parametrize("state", [DocumentState.ORDERED, DocumentState.RUNNING])
def test_a_report_that_is_being_made_is_no_trouble(work, sign_in, state):
    DocumentFactory(state=state)
    sign_in(role=Role.ADMINISTRATOR)

    assert work()["troubled"] == []


def test_a_county_counts_what_goes_on_in_this_programme(work, sign_in):
    enrolment = EnrolmentFactory()
    MeasureFactory.create_batch(2, enrolment=enrolment)
    MeasureFactory(enrolment=enrolment, state=MeasureState.PLANNED)
    MeasureFactory(enrolment=enrolment, state=MeasureState.CLOSED)
    county = enrolment.municipality.county
    EnrolmentFactory(municipality__county=county, state=EnrolmentState.CLOSED)
    other = ProgrammeFactory(slug="et-annet", starts_on=dt.date(2010, 1, 1), ends_on=dt.date(2016, 12, 31))
    MeasureFactory(
        enrolment__area=ProgrammeAreaFactory(programme=other), enrolment__municipality__county=county
    )
    sign_in(role=Role.NATIONAL_READER)

    assert [(row["county__code"], row["enrolled"], row["measures"]) for row in work()["counties"]] == [
        (county.code, 1, 2)
    ]
