"""What the loaded reference data say of Norway. How they are loaded is in test_load_reference.py."""

import datetime as dt
from itertools import pairwise

import pytest
from django.db.models import Sum

from municipalities.enums import LanguageForm
from municipalities.models import (
    BorderMove,
    County,
    District,
    Municipality,
    MunicipalityCode,
    MunicipalityName,
    Population,
    Succession,
)
from municipalities.queries import trace

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

NATION = {
    2017: 5258317,
    2018: 5295619,
    2019: 5328212,
    2020: 5367580,
    2021: 5391369,
    2022: 5425270,
    2023: 5488984,
    2024: 5550203,
    2025: 5594340,
    2026: 5627400,
}


@pytest.mark.parametrize(
    ("year", "municipalities", "counties"),
    [
        (2017, 426, 19),
        (2018, 422, 18),
        (2019, 422, 18),
        (2020, 356, 11),
        (2021, 356, 11),
        (2022, 356, 11),
        (2023, 356, 11),
        (2024, 357, 15),
        (2025, 357, 15),
        (2026, 357, 15),
    ],
)
def test_there_were_as_many_as_there_were(year, municipalities, counties):
    day = dt.date(year, 1, 1)

    assert Municipality.objects.on(day).count() == municipalities
    assert County.objects.on(day).count() == counties


def test_every_municipality_lay_in_a_county_that_existed():
    for year in range(2017, 2027):
        day = dt.date(year, 1, 1)
        counties = set(County.objects.on(day).values_list("pk", flat=True))
        found = set(Municipality.objects.on(day).values_list("county_on", flat=True))
        assert found == counties


@pytest.mark.slow
def test_every_number_of_2017_reaches_todays_and_all_of_todays_are_reached():
    then = MunicipalityCode.objects.filter(valid__contains=dt.date(2017, 1, 1)).values_list("code", flat=True)
    now = set(Municipality.objects.current().values_list("code", flat=True))

    reached = {code: {way[-1].code for way in trace(code)} for code in then}

    assert len(reached) == 426
    assert all(ends and ends <= now for ends in reached.values())
    assert set.union(*reached.values()) == now


def test_a_succession_binds_whoever_had_the_numbers():
    codes = list(MunicipalityCode.objects.values_list("code", "valid", "municipality"))
    at = {(code, valid.lower): pk for code, valid, pk in codes}
    until = {(code, valid.upper): pk for code, valid, pk in codes}

    for move in Succession.objects.all():
        assert move.new_id == at.get((move.new_code, move.on), move.new_id)
        assert move.old_id == until.get((move.old_code, move.on), move.old_id)
    assert Succession.objects.count() == 502
    assert BorderMove.objects.count() == 22


# --- people


def test_population_adds_up_to_the_nation():
    sums = dict(Population.objects.values_list("year").annotate(Sum("total")).order_by("year"))

    assert sums == NATION


def test_population_is_told_for_those_that_existed_and_nobody_else():
    for year in NATION:
        existed = set(Municipality.objects.on(dt.date(year, 1, 1)).values_list("pk", flat=True))
        told = set(Population.objects.filter(year=year).values_list("municipality", flat=True))
        assert told == existed


def test_population_follows_the_row_and_not_the_number():
    haram = Municipality.objects.get(name="Haram")

    assert list(haram.population.values_list("year", flat=True)) == [2017, 2018, 2019, 2024, 2025, 2026]


# --- who is who


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Tønsberg", ["0704", "3803", "3905"]),
        ("Re", ["0716"]),
        ("Asker", ["0220", "3025", "3203"]),
        ("Sømna", ["1812"]),
        ("Tysfjord", ["1850"]),
        ("Hamarøy", ["1849", "1875"]),
        ("Snillfjord", ["1613", "5012"]),
        ("Ålesund", ["1504", "1507", "1508"]),
        ("Haram", ["1534", "1580"]),
        ("Kristiansund", ["1505"]),
        ("Stavanger", ["1103"]),
        ("Trondheim", ["1601", "5001"]),
        ("Indre Østfold", ["3014", "3118"]),
        ("Nesbyen", ["0616", "3040", "3322"]),
        ("Kautokeino", ["2011", "5430", "5612"]),
    ],
)
def test_a_municipality_is_a_row_that_stays(name, codes):
    found = Municipality.objects.get(name=name)

    assert list(found.codes.values_list("code", flat=True)) == codes
    assert found.code == codes[-1]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Våler", {"3114", "3419"}),
        ("Nes", {"3228"}),
        ("Sande", {"0713", "1514"}),
        ("Bø", {"0821", "1867"}),
        ("Os", {"1243", "3430"}),
        ("Herøy", {"1515", "1818"}),
    ],
)
def test_a_name_alone_joins_nobody(name, codes):
    assert set(Municipality.objects.filter(name=name).values_list("code", flat=True)) == codes


def test_only_haram_has_a_gap():
    gaps = set()
    for found in Municipality.objects.prefetch_related("codes"):
        spans = [code.valid for code in found.codes.all()]
        gaps |= {found.name for a, b in pairwise(spans) if a.upper != b.lower}

    assert gaps == {"Haram"}


def test_rows_that_ended_are_not_current():
    assert Municipality.objects.current().count() == 357
    assert Municipality.objects.filter(is_current=False).count() == 86
    assert not Municipality.objects.get(name="Re").is_current


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Troms", ["19", "55"]),
        ("Finnmark", ["20", "56"]),
        ("Østfold", ["01", "31"]),
        ("Akershus", ["02", "32"]),
        ("Buskerud", ["06", "33"]),
        ("Vestfold", ["07", "39"]),
        ("Telemark", ["08", "40"]),
        ("Viken", ["30"]),
        ("Troms og Finnmark", ["54"]),
        ("Vestfold og Telemark", ["38"]),
        ("Oslo", ["03"]),
    ],
)
def test_a_county_that_came_back_is_the_same_row(name, codes):
    county = County.objects.get(name=name)

    assert list(county.codes.values_list("code", flat=True)) == codes
    assert county.code == codes[-1]


def test_counties_before_2017_are_open_backwards():
    troms = County.objects.get(name="Troms").codes.first()

    assert (troms.valid.lower, troms.valid.upper) == (None, dt.date(2020, 1, 1))


# --- names and other facts


def test_names_are_dated_and_told_by_language():
    oslo = Municipality.objects.get(code="0301")
    names = list(oslo.names.values_list("full_name", "sami_name", "sami_language"))
    porsanger = MunicipalityName.objects.get(valid__contains=dt.date(2024, 1, 1), name="Porsanger")

    assert names == [("Oslo", "", ""), ("Oslo - Oslove", "Oslove", "sma")]
    assert (oslo.name, oslo.full_name) == ("Oslo", "Oslo - Oslove")
    assert (porsanger.sami_name, porsanger.kven_name) == ("Porsáŋgu", "Porsanki")


def test_everyone_of_today_has_an_organisation_number_of_its_own():
    municipal = set(Municipality.objects.current().values_list("organisation_number", flat=True))
    regional = set(County.objects.filter(is_current=True).values_list("organisation_number", flat=True))

    assert len(municipal - {""}) == 357
    assert len(regional - {""}) == 15
    assert municipal & regional == {"958935420"}  # Oslo is both


def test_language_forms():
    forms = Municipality.objects.current().values_list("name", "language_form")
    by_form = {form: {name for name, found in forms if found == form} for form in LanguageForm.values}

    assert {"Halden", "Karasjok"} <= by_form["nb"]
    assert {"Volda", "Voss"} <= by_form["nn"]
    assert {"Oslo", "Røros"} <= by_form["neutral"]


def test_the_sami_administrative_area():
    municipalities = Municipality.objects.filter(is_sami_area=True)
    counties = County.objects.filter(is_sami_area=True, is_current=True)

    assert dict(municipalities.values_list("name", "sami_language")) == {
        **dict.fromkeys(["Hattfjelldal", "Røros", "Snåsa", "Røyrvik"], "sma"),
        "Hamarøy": "smj",
        **dict.fromkeys(["Tjeldsund", "Lavangen", "Kåfjord", "Karasjok"], "se"),
        **dict.fromkeys(["Kautokeino", "Porsanger", "Tana", "Nesseby"], "se"),
    }
    assert set(counties.values_list("name", flat=True)) == {"Nordland", "Trøndelag", "Troms", "Finnmark"}


def test_oslo_has_fifteen_districts():
    districts = District.objects.select_related("municipality")

    assert {district.municipality.name for district in districts} == {"Oslo"}
    assert sorted(district.code for district in districts) == [f"0301{n:02}" for n in range(1, 16)]
    assert {"Østensjø", "Stovner", "Sagene", "Ullern", "Grorud"} <= {district.name for district in districts}
