import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command

from municipalities.models import County
from municipalities.queries import Step, trace
from tests.factories import MunicipalityFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def traced(*args):
    out = io.StringIO()
    call_command("trace", *args, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.parametrize(
    ("code", "ways"),
    [
        ("0716", ["0716 Re → 3803 Tønsberg → 3905 Tønsberg"]),
        ("0704", ["0704 Tønsberg → 3803 Tønsberg → 3905 Tønsberg"]),
        ("0220", ["0220 Asker → 3025 Asker → 3203 Asker"]),
        ("0627", ["0627 Røyken → 3025 Asker → 3203 Asker"]),
        ("1812", ["1812 Sømna"]),
        ("1505", ["1505 Kristiansund"]),
        ("1103", ["1103 Stavanger"]),
        ("0616", ["0616 Nes → 3040 Nesbyen → 3322 Nesbyen"]),
        ("0709", ["0709 Larvik → 0712 Larvik → 3805 Larvik → 3909 Larvik"]),
        (
            "1850",
            [
                "1850 Tysfjord - Divtasvuodna → 1806 Narvik",
                "1850 Tysfjord - Divtasvuodna → 1875 Hábmer - Hamarøy",
            ],
        ),
        (
            "1613",
            [
                "1613 Snillfjord → 5012 Snillfjord → 5055 Heim",
                "1613 Snillfjord → 5012 Snillfjord → 5056 Hitra",
                "1613 Snillfjord → 5012 Snillfjord → 5059 Orkland",
            ],
        ),
        (
            "1504",
            [
                "1504 Ålesund → 1507 Ålesund → 1508 Ålesund",
                "1504 Ålesund → 1507 Ålesund → 1580 Haram",
            ],
        ),
        (
            "1534",
            ["1534 Haram → 1507 Ålesund → 1508 Ålesund", "1534 Haram → 1507 Ålesund → 1580 Haram"],
        ),
        ("1580", ["1580 Haram"]),
        ("0301", ["0301 Oslo → 0301 Oslo - Oslove"]),
        ("1841", ["1841 Fauske - Fuossko"]),
        ("1601", ["1601 Trondheim → 5001 Trondheim → 5001 Trondheim - Tråante"]),
    ],
)
def test_the_ways_of_numbers_to_today(code, ways):
    assert traced(code) == ways


@pytest.mark.parametrize(
    ("day", "way"),
    [
        ("2017-01-01", "0716 Re"),
        ("2019-12-31", "0716 Re"),
        ("2020-01-01", "0716 Re → 3803 Tønsberg"),
        ("2021-01-01", "0716 Re → 3803 Tønsberg"),
        ("2024-01-01", "0716 Re → 3803 Tønsberg → 3905 Tønsberg"),
    ],
)
def test_the_way_stops_at_a_day(day, way):
    assert traced("0716", "--on", day) == [way]


@pytest.mark.parametrize("code", ["9999", "716", "Re", "", "0706"])
def test_an_unknown_number_is_an_error_with_a_hint(code):
    with pytest.raises(CommandError, match="Ukjent kommunenummer") as refused:
        traced(code)

    assert "fire sifre" in str(refused.value)
    assert refused.value.returncode == 1


def test_a_number_that_is_yet_to_come_is_an_error():
    with pytest.raises(CommandError, match="3803 kan ikke følges før 2020-01-01"):
        traced("3803", "--on", "2019-01-01")


def test_a_day_that_is_none_is_an_error():
    with pytest.raises(CommandError, match="«i går» er ikke en dato"):
        traced("0716", "--on", "i går")


def test_without_reference_data_the_way_to_them_is_shown(monkeypatch):
    monkeypatch.setattr(
        "municipalities.management.commands.trace.MunicipalityCode.objects.exists", lambda: False
    )

    with pytest.raises(CommandError, match=r"manage\.py load_reference"):
        traced("9999")


def test_a_number_that_came_back_is_followed_from_its_first_time_or_from_a_day():
    row = {"code": "9001", "county": County.objects.get(name="Oslo")}
    MunicipalityFactory(**row, name="Gammel", period=(dt.date(2015, 1, 1), dt.date(2018, 12, 31)))
    MunicipalityFactory(**row, name="Ny", period=(dt.date(2021, 1, 1), None))

    assert traced("9001") == ["9001 Gammel"]
    assert traced("9001", "--from", "2020-01-01") == ["9001 Ny"]
    assert trace("9001", since=dt.date(2022, 1, 1)) == [[Step("9001", "Ny", dt.date(2022, 1, 1))]]


def test_a_step_knows_its_day():
    (way,) = trace("0716")

    assert [step.since for step in way] == [dt.date(2017, 1, 1), dt.date(2020, 1, 1), dt.date(2024, 1, 1)]


def test_a_way_costs_three_queries(django_assert_num_queries):
    with django_assert_num_queries(3):
        trace("1534")
