"""A municipality's page: what is counted, whose it is, and where its lines are broken."""

import datetime as dt

import pytest
from django.urls import reverse

from folkehelse.lib.dates import from_to
from municipalities.enums import SuccessionKind
from municipalities.models import MunicipalityName, Population
from municipalities.roles import Role
from programmes.enums import EnrolmentState, MeasureState, Visibility
from programmes.queries import municipalities as queries
from programmes.queries.participation import TAKING, TOOK
from tests.factories import (
    EnrolmentFactory,
    EnrolmentPartnerFactory,
    LogEntryFactory,
    MeasureFactory,
    MunicipalityFactory,
)
from tests.programmes.test_front import succession

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    return lambda municipality: client.get(municipality.get_absolute_url()).context


def test_a_withdrawn_entry_is_counted_neither_by_year_nor_by_measure(page):
    day = {"happened_on": dt.date(2024, 3, 4), "visibility": Visibility.PUBLIC}
    entry = LogEntryFactory(**day)
    withdrawn = LogEntryFactory(measure=entry.measure, **day)
    withdrawn.withdraw(by=withdrawn.created_by, why="Feil dag.")

    assert [measure.entries for measure in page(entry.measure.municipality)["measures"]] == [1]
    assert queries.entries_per_year([entry.measure], range(2023, 2026)) == [(2023, 0), (2024, 1), (2025, 0)]


def test_a_partners_page_shows_the_joint_enrolment_and_its_measures(page):
    measure = MeasureFactory()
    partner = EnrolmentPartnerFactory(enrolment=measure.enrolment).municipality

    context = page(partner)

    assert (list(context["enrolments"]), context["measures"]) == ([measure.enrolment], [measure])


@pytest.mark.parametrize(
    ("states", "shown"),
    [
        ([], None),
        ([EnrolmentState.PLANNED], None),
        ([EnrolmentState.CLOSED], TOOK),
        ([EnrolmentState.WITHDRAWN, EnrolmentState.PAUSED], TAKING),
    ],
)
def test_whether_it_takes_part_is_told_by_its_enrolments(page, sign_in, states, shown):
    own = MunicipalityFactory()
    for state in states:
        EnrolmentFactory(municipality=own, state=state)
    sign_in(role=Role.COORDINATOR, municipality=own)

    assert page(own)["state"] == shown


def test_the_list_counts_the_measures_that_the_reader_sees(client, sign_in):
    measure = MeasureFactory()
    MeasureFactory(enrolment=measure.enrolment, state=MeasureState.PLANNED)

    def counted():
        return [row.measure_count for row in client.get(reverse("municipality-list")).context["page"]]

    assert counted() == [1]
    sign_in(role=Role.APPROVER, municipality=measure.municipality)
    assert counted() == [2]


def test_a_name_that_only_got_a_new_number_stands_once_and_a_new_name_by_itself(page):
    own = MunicipalityFactory(name="Nøtterøy", period=(dt.date(2024, 1, 1), None))
    rows = [("Tjøme", 2017, 2017), ("Nøtterøy", 2018, 2019), ("Nøtterøy", 2020, 2023)]
    for name, first, last in rows:
        valid = from_to(dt.date(first, 1, 1), dt.date(last, 12, 31))
        MunicipalityName.objects.create(municipality=own, name=name, full_name=name, valid=valid)

    assert page(own)["names"] == [("Tjøme", "2017"), ("Nøtterøy", "fra 1. januar 2018")]


BROKEN = (["2019–2019", "2020–2021"], [["2019", "1", "–"], ["2020", "–", "2"], ["2021", "–", "3"]])
WHOLE = (["0–24 år"], [["2019", "1"], ["2020", "2"], ["2021", "3"]])


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        (SuccessionKind.MERGED, BROKEN),
        (SuccessionKind.SPLIT, BROKEN),
        (SuccessionKind.RENAMED, WHOLE),
        (SuccessionKind.RENUMBERED, WHOLE),
    ],
)
def test_the_line_of_inhabitants_is_broken_where_a_reform_changed_what_is_counted(page, kind, table):
    own = MunicipalityFactory()
    succession(MunicipalityFactory(is_current=False), own, kind)
    for year, young in ((2019, 1), (2020, 2), (2021, 3)):
        Population.objects.create(municipality=own, year=year, total=9, aged_0_24=young)

    chart = page(own)["population"]

    assert (chart.head[1:], chart.rows) == table
