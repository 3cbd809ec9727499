"""What the reports count: reforms, joint bids, what is withdrawn, and what it costs."""

import datetime as dt

import pytest
from django.db.models import F

from folkehelse.lib.dates import from_to
from folkehelse.lib.snapshot import Decoder, Encoder, canonical
from municipalities.models import CountyCode, MunicipalityCode, Succession
from programmes.documents.content import collect, fingerprint
from programmes.enums import DocumentKind, EnrolmentState, MeasureState
from programmes.models import AreaCounty, Enrolment, LogEntry, Measure
from tests.factories import (
    CountyFactory,
    EnrolmentFactory,
    EnrolmentPartnerFactory,
    LogEntryFactory,
    MeasureFactory,
    MunicipalityFactory,
    ProgrammeFactory,
)
from tests.programmes.report_world import YEAR, hidden_entry, make_land, make_municipality

pytestmark = pytest.mark.django_db
K = DocumentKind


def of_municipality(municipality, year=YEAR, language="nb"):
    programme = ProgrammeFactory()
    return collect(
        K.MUNICIPALITY, programme=programme, year=year, language=language, municipality=municipality
    )


def of_county(county, year=YEAR):
    return collect(K.COUNTY, programme=ProgrammeFactory(), year=year, language="nb", county=county)


def of_nation(year=YEAR):
    return collect(K.NATION, programme=ProgrammeFactory(), year=year, language="nb")


def merge(old, new, on):
    """`old` goes up in `new` on that day."""
    MunicipalityCode.objects.filter(municipality=old).update(valid=from_to(None, on - dt.timedelta(days=1)))
    old.is_current = False
    old.save()
    Succession.objects.create(
        on=on,
        kind="merged",
        old=old,
        new=new,
        source="SSB",
        old_code=old.code,
        new_code=new.code,
        old_name=old.name,
        new_name=new.name,
    )


def test_a_withdrawn_entry_is_not_counted_and_a_hidden_one_is_counted_but_not_told():
    _programme, county = make_land(1)
    before = of_county(county)["figures"]
    entry = LogEntryFactory(measure=Measure.objects.get(), happened_on=dt.date(YEAR, 2, 1), children=1000)
    entry.withdraw(by=entry.created_by, why="feil")
    hidden_entry(Measure.objects.get())

    content = of_county(county)

    assert content["figures"]["entries"] == before["entries"] + 1
    assert content["figures"]["children_sum"] == before["children_sum"] + 100
    assert "KANARIFUGL" not in canonical(content)
    assert "KANARIFUGL" not in canonical(of_municipality(Enrolment.objects.get().municipality))


def test_a_sum_of_what_nobody_counted_is_missing_and_not_0():
    _programme, county = make_land(1)

    figures = of_county(county)["figures"]

    assert figures["volunteers_sum"] is None
    assert figures["parents_sum"] == 6


def test_the_municipality_has_what_went_up_in_it_in_all_years():
    _programme, county = make_land(1)
    tonsberg = Enrolment.objects.get().municipality
    re = make_municipality(county, code="0716", name="Re", entries=3)
    merge(re, tonsberg, dt.date(YEAR + 1, 1, 1))

    content = of_municipality(tonsberg)

    assert content["figures"]["entries"] == 4 + 3
    assert content["earlier"]["counted"] == ["Re"]
    assert [step["old_name"] for step in content["earlier"]["steps"]] == ["Re"]


@pytest.mark.parametrize(
    ("on", "rows"), [(dt.date(2030, 1, 1), {"Sømna": 4, "Re": 3}), (dt.date(2024, 1, 1), {"Sømna": 7})]
)
def test_the_county_has_municipalities_as_they_were_that_year(on, rows):
    _programme, county = make_land(1)
    re = make_municipality(county, code="0716", name="Re", entries=3)
    merge(re, Enrolment.objects.exclude(municipality=re).get().municipality, on)

    content = of_county(county)

    assert {row["name"]: row["figures"]["entries"] for row in content["municipalities"]} == rows
    assert content["figures"]["entries"] == 7


def test_who_was_split_stands_for_itself():
    _programme, county = make_land(0)
    tysfjord = make_municipality(county, code="0850", name="Tysfjord", entries=3)
    for name in ("Narvik", "Hamarøy"):
        merge(tysfjord, MunicipalityFactory(name=name, county=county), dt.date(2020, 1, 1))

    rows = of_county(county)["municipalities"]

    assert [(row["name"], row["until"], row["figures"]["entries"]) for row in rows] == [("Tysfjord", 2019, 3)]


def test_the_county_is_the_one_that_the_municipality_was_in_that_year():
    old_county, new_county = CountyFactory(code="02", name="Viken"), CountyFactory(code="04", name="Akershus")
    municipality = make_municipality(new_county, code="0201", name="Bærum")
    MunicipalityCode.objects.filter(municipality=municipality).update(valid=from_to(dt.date(YEAR, 1, 1)))
    MunicipalityCode.objects.create(
        municipality=municipality,
        county=old_county,
        code="0224",
        valid=from_to(dt.date(2020, 1, 1), dt.date(YEAR - 1, 12, 31)),
    )
    CountyCode.objects.filter(county=old_county).update(
        valid=from_to(dt.date(2020, 1, 1), dt.date(YEAR - 1, 12, 31))
    )
    area = Enrolment.objects.get().area
    AreaCounty.objects.create(area=area, county=old_county, valid=from_to(dt.date(2020, 1, 1)))

    before, after = of_county(old_county, YEAR - 1), of_county(new_county, YEAR)

    assert [(row["code"], row["figures"]["entries"]) for row in before["municipalities"]] == [("0224", 1)]
    assert [(row["code"], row["figures"]["entries"]) for row in after["municipalities"]] == [("0201", 4)]
    assert before["county"]["name"] == "Viken"
    assert before["areas"] == [[area.place, area.own_name]]
    assert [county["name"] for county in of_nation(YEAR - 1)["counties"] if county["taking"]] == ["Viken"]


def test_a_joint_bid_is_counted_once_with_the_one_that_leads_it():
    _programme, county = make_land(1)
    enrolment = Enrolment.objects.get()
    partner = EnrolmentPartnerFactory(enrolment=enrolment, municipality__county=county).municipality

    content, of_partner = of_county(county), of_municipality(partner)

    assert content["figures"]["entries"] == 4
    assert {row["name"]: row["figures"]["entries"] for row in content["municipalities"]} == {
        "Sømna": 4,
        partner.name: 0,
    }
    assert of_partner["figures"]["entries"] == 0
    assert [one["who"] for one in of_partner["joint"]] == ["Sømna"]
    assert of_nation()["counties"][0]["taking"] == 2


def test_what_is_only_planned_is_not_told():
    _programme, county = make_land(1)
    enrolment = Enrolment.objects.get()
    MeasureFactory(enrolment=enrolment, name="BARE PLANLAGT", state=MeasureState.PLANNED)
    planned = EnrolmentFactory(
        state=EnrolmentState.PLANNED, municipality__county=county, municipality__name="Planvik"
    )

    content = of_county(county)

    assert content["measures"] == 1
    assert "Planvik" in content["without"]
    assert "BARE PLANLAGT" not in canonical(of_municipality(enrolment.municipality))
    assert of_municipality(planned.municipality)["enrolments"] == []


@pytest.mark.parametrize(
    ("ended", "counted"), [("2024-12-31", 0), ("2025-01-01", 1), ("2026-05-01", 1), (None, 1)]
)
def test_a_measure_was_under_way_in_a_year(ended, counted):
    _programme, county = make_land(1)
    state = MeasureState.CLOSED if ended else MeasureState.ACTIVE
    Measure.objects.update(state=state, ended_on=ended, ends_on=F("ends_on"))

    assert of_county(county, 2025)["measures"] == counted


def test_money_is_summed_by_the_database_and_its_condition_is_told():
    _programme, county = make_land(2)

    content = of_county(county)

    assert content["awards"] == {
        "rows": [[YEAR, 900_000, False], [YEAR + 1, 600_000, True]],
        "total": 1_500_000,
    }
    assert of_nation()["counties"][0]["money"] == [900_000, False]


def test_a_year_without_anything_is_a_report_without_anything():
    programme = ProgrammeFactory()
    county = CountyFactory()
    municipality = MunicipalityFactory(county=county)

    assert of_municipality(municipality)["figures"]["entries"] == 0
    assert of_county(county)["municipalities"] == []
    assert of_nation()["counties"][0]["taking"] == 0
    assert programme.name == of_nation()["programme"]["name"]


@pytest.mark.parametrize("collected", [of_county, of_nation])
def test_it_costs_the_same_for_one_municipality_and_three(collected, django_assert_max_num_queries):
    _programme, county = make_land(1)
    place = [county] if collected is of_county else []
    with django_assert_max_num_queries(40) as one:
        collected(*place)
    for number in range(2):
        make_municipality(county, code=f"0{number}77", name=f"Ny {number}")
    with django_assert_max_num_queries(40) as three:
        collected(*place)

    assert len(one) == len(three)


def test_a_municipality_costs_the_same_for_one_measure_and_three(django_assert_max_num_queries):
    make_land(1)
    enrolment = Enrolment.objects.select_related("municipality").get()
    with django_assert_max_num_queries(30) as one:
        of_municipality(enrolment.municipality)
    for measure in MeasureFactory.create_batch(2, enrolment=enrolment):
        LogEntryFactory(measure=measure, happened_on=dt.date(YEAR, 1, 3), what_learned="Noe")
    with django_assert_max_num_queries(30) as three:
        of_municipality(enrolment.municipality)

    assert len(one) == len(three)


def test_the_fingerprint_is_of_the_content_and_of_the_language():
    _programme, county = make_land(1)
    first = fingerprint(of_county(county), "nb")

    assert fingerprint(of_county(county), "nb") == first
    assert fingerprint(of_county(county), "nn") != first
    LogEntry.objects.filter(happened_on__year=YEAR).update(children=F("children") + 1)
    assert fingerprint(of_county(county), "nb") != first


def test_a_snapshot_gives_back_what_it_was_given():
    import json  # noqa: PLC0415 -- one test

    _programme, county = make_land(1)
    content = of_county(county)

    back = json.loads(json.dumps(content, cls=Encoder), cls=Decoder)

    assert back["day"] == content["day"]
    assert back["figures"]["hours_sum"] == content["figures"]["hours_sum"]
    assert canonical(back) == canonical(content)
