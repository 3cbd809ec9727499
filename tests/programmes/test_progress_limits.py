"""What a report leaves out: other programmes, other years, other places; and what it sets beside what."""

import datetime as dt

import pytest

from folkehelse.lib.dates import from_to
from programmes.documents.content import collect
from programmes.documents.layout import LAYOUTS
from programmes.enums import DocumentKind, EnrolmentState, MeasureState
from programmes.models import AreaCounty, Enrolment, Measure
from programmes.queries.progress_scopes import municipalities_of
from tests.factories import (
    EnrolmentFactory,
    EnrolmentPartnerFactory,
    LogEntryFactory,
    MeasureFactory,
    MembershipFactory,
    MunicipalityFactory,
    ProgrammeAreaFactory,
    ProgrammeFactory,
    YearlyAwardFactory,
)
from tests.programmes.report_world import ORDERED_AT, YEAR, make_land
from tests.programmes.test_front import succession

pytestmark = pytest.mark.django_db
K = DocumentKind


def told(kind, year=YEAR, **place):
    return collect(kind, programme=ProgrammeFactory(), year=year, language="nb", **place)


@pytest.fixture
def land():
    """(municipality, county), with 4 entries of YEAR and 1 of the year before."""
    _programme, county = make_land(1)
    return Enrolment.objects.get().municipality, county


def all_three(municipality, county, year=YEAR):
    return [
        told(K.MUNICIPALITY, year, municipality=municipality),
        told(K.COUNTY, year, county=county),
        told(K.NATION, year),
    ]


def test_another_programme_is_told_of_in_its_own_report(land):
    municipality, _county = land
    other = ProgrammeFactory(slug="et-annet", starts_on=dt.date(2010, 1, 1), ends_on=dt.date(2030, 1, 1))
    area = ProgrammeAreaFactory(programme=other, ends_on=other.ends_on)
    enrolment = EnrolmentFactory(area=area, municipality=municipality)
    YearlyAwardFactory(enrolment=enrolment, year=YEAR, amount=1)
    LogEntryFactory(measure=MeasureFactory(enrolment=enrolment), happened_on=dt.date(YEAR, 2, 1))

    of_municipality, of_county, of_nation = all_three(*land)

    for content in (of_municipality, of_county, of_nation):
        assert content["figures"]["entries"] == 4
        assert content["awards"]["total"] == 750_000
    assert len(of_municipality["enrolments"]) == len(of_municipality["measures"]) == 1
    assert (of_county["measures"], of_nation["measures"]) == (1, 1)
    assert of_nation["counties"][0]["money"] == [450_000, False]


def test_the_year_before_stands_beside_the_year(land):
    for content in all_three(*land):
        assert (content["figures"]["entries"], content["figures"]["children_sum"]) == (4, 46)
        assert (content["last_year"]["entries"], content["last_year"]["children_sum"]) == (1, 7)


def test_the_key_figures_are_those_of_the_year_with_the_year_before_after(land):
    content = told(K.COUNTY, county=land[1])

    drawn = LAYOUTS[K.COUNTY](content, ORDERED_AT)

    assert drawn["key_figures"] == [
        ("tiltak i gang", "1", "1"),
        ("loggføringer", "4", "1"),
        ("ganger gjennomført", "10", "–"),
        ("deltakelser", "52", "7"),
        ("timer egeninnsats", "10", "–"),
        ("av loggføringene forteller hva som ble lært", "100 %", "0 %"),
    ]
    assert [(str(group), now, before) for group, now, before in drawn["groups"]] == [
        ("barn og unge", 46, 7),
        ("foreldre", 6, None),
        ("ansatte", None, None),
        ("frivillige", None, None),
    ]


def test_the_first_and_the_last_day_of_the_year_are_in_it_and_their_neighbours_are_not(land):
    measure = Measure.objects.get()
    for day in ((YEAR - 1, 12, 31), (YEAR, 1, 1), (YEAR, 12, 31), (YEAR + 1, 1, 1)):
        LogEntryFactory(measure=measure, happened_on=dt.date(*day))

    for content in all_three(*land):
        assert content["figures"]["entries"] == 4 + 2
        assert content["last_year"]["entries"] == 1 + 1
        assert content["years"][-1][0] == YEAR
        assert [figures["entries"] for _year, figures in content["years"]] == [2, 6]


def test_what_stands_in_an_enrolment_that_is_only_planned_is_not_told(land):
    planned = EnrolmentFactory(municipality=land[0], state=EnrolmentState.PLANNED)
    MeasureFactory(enrolment=planned, name="BARE PLANLAGT", state=MeasureState.ACTIVE)

    of_municipality, of_county, of_nation = all_three(*land)

    assert [one["name"] for one in of_municipality["measures"]] == ["Turglede i Sømna"]
    assert (of_county["measures"], of_nation["measures"]) == (1, 1)


@pytest.mark.parametrize(("begins", "told_of"), [(f"{YEAR}-12-31", 2), (f"{YEAR + 1}-01-01", 1)])
def test_a_measure_that_begins_the_year_after_is_not_told(land, begins, told_of):
    MeasureFactory(enrolment=Enrolment.objects.get(), starts_on=begins, ends_on="2027-01-01")

    of_municipality, of_county, of_nation = all_three(*land)

    assert (len(of_municipality["measures"]), of_county["measures"], of_nation["measures"]) == (told_of,) * 3


def test_money_is_ones_own(land):
    YearlyAwardFactory(enrolment=EnrolmentFactory(), year=YEAR, amount=1)

    of_municipality, of_county, of_nation = all_three(*land)

    assert of_municipality["awards"]["total"] == of_county["awards"]["total"] == 750_000
    assert of_nation["awards"]["total"] == 750_001


@pytest.mark.parametrize(
    ("ended", "state", "counted"), [(YEAR - 1, "took", 0), (YEAR, "taking", 1), (YEAR + 1, "taking", 1)]
)
def test_who_ended_before_the_year_has_taken_part_and_does_not(land, ended, state, counted):
    _municipality, county = land
    Enrolment.objects.update(state=EnrolmentState.CLOSED, ended_on=dt.date(ended, 6, 1))

    assert told(K.NATION)["counties"][0]["taking"] == counted
    assert told(K.COUNTY, county=county)["tiles"] == {"0812": state, "0899": "none"}
    assert told(K.COUNTY, county=county)["without"] == ["Utenfor"]


def test_areas_are_those_that_the_county_had_that_day(land):
    _municipality, county = land
    now, before, later = ProgrammeAreaFactory.create_batch(3)
    AreaCounty.objects.create(area=now, county=county, valid=from_to(dt.date(2020, 1, 1)))
    AreaCounty.objects.create(
        area=before, county=county, valid=from_to(dt.date(2017, 1, 1), dt.date(YEAR, 12, 30))
    )
    AreaCounty.objects.create(area=later, county=county, valid=from_to(dt.date(YEAR + 1, 1, 1)))

    assert told(K.COUNTY, county=county)["areas"] == [[now.place, now.own_name]]


def test_a_report_can_be_ordered_of_all_who_took_part_and_of_what_they_became():
    programme = ProgrammeFactory()
    lead = EnrolmentFactory()
    closed = EnrolmentFactory(state=EnrolmentState.CLOSED).municipality
    partner = EnrolmentPartnerFactory(enrolment=lead).municipality
    gone, between = MunicipalityFactory.create_batch(2, is_current=False)
    EnrolmentFactory(municipality=gone, state=EnrolmentState.CLOSED)
    heir = MunicipalityFactory()
    succession(gone, between)
    succession(between, heir, on="2024-01-01")
    EnrolmentFactory(state=EnrolmentState.PLANNED)
    MunicipalityFactory()
    nation = MembershipFactory(role="national_reader").user
    coordinator = MembershipFactory(municipality=partner).user

    assert set(municipalities_of(nation, programme)) == {lead.municipality, closed, partner, heir}
    assert municipalities_of(coordinator, programme) == [partner]
