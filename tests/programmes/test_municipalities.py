import datetime as dt

import pytest
from django.urls import reverse

from folkehelse.lib.dates import from_to
from municipalities.enums import SuccessionKind
from municipalities.models import MunicipalityCode, Population
from municipalities.roles import Role
from programmes.enums import EnrolmentState, MeasureState
from programmes.views.municipalities import stretches
from tests.factories import (
    EnrolmentFactory,
    EnrolmentPartnerFactory,
    LogEntryFactory,
    MeasureFactory,
    MunicipalityFactory,
    ProgrammeFactory,
)
from tests.programmes.test_front import succession

pytestmark = pytest.mark.django_db


def names(response):
    return [row.name for row in response.context["page"].object_list]


@pytest.fixture
def three():
    """Åmot takes part, Ås took part, Bø does not; Bø is the largest."""
    made = {
        name: MunicipalityFactory(name=name, code=code)
        for name, code in (("Åmot", "3001"), ("Ås", "3002"), ("Bø", "3003"))
    }
    EnrolmentFactory(municipality=made["Åmot"])
    EnrolmentFactory(municipality=made["Ås"], state=EnrolmentState.CLOSED)
    for name, total in (("Åmot", 10), ("Ås", 20), ("Bø", 30)):
        Population.objects.create(municipality=made[name], year=2025, total=total, aged_0_24=1)
    return made


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Bø", "Åmot", "Ås"]),
        ({"sort": "-navn"}, ["Ås", "Åmot", "Bø"]),
        ({"sort": "nummer"}, ["Åmot", "Ås", "Bø"]),
        ({"sort": "-folketall"}, ["Bø", "Ås", "Åmot"]),
        ({"sort": "drop table"}, ["Bø", "Åmot", "Ås"]),
        ({"q": "åm"}, ["Åmot"]),
        ({"q": "3003"}, ["Bø"]),
        ({"status": "taking"}, ["Åmot"]),
        ({"status": "took"}, ["Ås"]),
        ({"status": "none"}, ["Bø"]),
        ({"fylke": "99"}, ["Bø", "Åmot", "Ås"]),
    ],
)
def test_the_list_is_narrowed_and_sorted_by_the_address_line(client, three, query, found):
    assert names(client.get(reverse("municipality-list"), query)) == found


def test_a_page_that_is_not_there_is_not_found(client, three):
    assert client.get(reverse("municipality-list"), {"page": "7"}).status_code == 404


def test_htmx_gets_the_results_only(client, three):
    headers = {"HX-Request": "true", "HX-Target": "kommuner"}

    part = client.get(reverse("municipality-list"), headers=headers).text

    assert "<html" not in part
    assert "Åmot" in part


def test_an_old_number_leads_to_the_number_of_today(client):
    own = MunicipalityFactory(code="3905", period=(dt.date(2024, 1, 1), None))
    MunicipalityCode.objects.create(
        municipality=own, county=own.county, code="0704", valid=from_to(None, dt.date(2019, 12, 31))
    )

    assert client.get("/kommuner/0704/").url == "/kommuner/3905/"
    assert client.get("/kommuner/3905/").status_code == 200
    assert client.get("/kommuner/9999/").status_code == 404


def test_the_page_shows_what_predecessors_did(client):
    ended, heir = MunicipalityFactory(name="Re", is_current=False), MunicipalityFactory(name="Tønsberg")
    succession(ended, heir)
    measure = MeasureFactory(enrolment__municipality=ended, state=MeasureState.ACTIVE)

    context = client.get(heir.get_absolute_url()).context

    assert [m.pk for m in context["measures"]] == [measure.pk]
    assert [str(s.old) for s in context["successions"]] == ["Re"]


def test_a_part_that_lives_on_keeps_its_own(client):
    """Haram came out of Ålesund, and does not show what Ålesund does."""
    lives, new = MunicipalityFactory(), MunicipalityFactory()
    succession(lives, new, SuccessionKind.SPLIT, "2024-01-01")
    MeasureFactory(enrolment__municipality=lives)

    assert client.get(new.get_absolute_url()).context["measures"] == []


def test_what_is_planned_is_for_the_municipality_and_not_for_all(client, sign_in):
    planned = MeasureFactory(state=MeasureState.PLANNED)
    page = planned.municipality.get_absolute_url()

    assert client.get(page).context["measures"] == []
    sign_in(role=Role.CONTRIBUTOR, municipality=planned.municipality)
    assert client.get(page).context["measures"] == [planned]


@pytest.mark.parametrize(
    ("years", "breaks", "parts"),
    [
        (range(2017, 2027), set(), [(2017, 2026)]),
        (range(2017, 2027), {2020}, [(2017, 2019), (2020, 2026)]),
        ([2017, 2018, 2019, 2024, 2025], {2020, 2024}, [(2017, 2019), (2024, 2025)]),
        ([2020, 2021], {2020}, [(2020, 2021)]),
    ],
)
def test_population_is_told_in_stretches_between_reforms(years, breaks, parts):
    assert stretches(years, breaks) == parts


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(client, django_assert_num_queries, n):
    ProgrammeFactory()
    for _ in range(n):
        MeasureFactory()

    with django_assert_num_queries(8):
        assert len(names(client.get(reverse("municipality-list")))) == n


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_costs_the_same_for_one_and_three(client, sign_in, django_assert_num_queries, n):
    own = MunicipalityFactory()
    for _ in range(n):
        enrolment = EnrolmentFactory(municipality=own)
        EnrolmentPartnerFactory(enrolment=enrolment)
        LogEntryFactory(measure=MeasureFactory(enrolment=enrolment))
        succession(MunicipalityFactory(is_current=False), own)
    sign_in(role=Role.COORDINATOR, municipality=own)

    with django_assert_num_queries(14):
        assert len(client.get(own.get_absolute_url()).context["measures"]) == n
