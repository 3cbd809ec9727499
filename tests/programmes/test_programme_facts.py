"""The programme and its areas, after docs/domain.md."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from audit.models import AuditEvent
from municipalities.models import CountyCode
from programmes.models import AreaCounty, Programme, ProgrammeArea

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", verbosity=0)
        call_command("load_programme", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def reference(loaded):
    """What the test writes is gone after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_it_needs_the_counties(reference):
    AreaCounty.objects.all().delete()
    CountyCode.objects.all().delete()

    with pytest.raises(CommandError, match="load_reference"):
        call_command("load_programme")


def test_the_programme_and_its_themes(reference):
    programme = Programme.objects.get()

    assert programme.name_nb == "Program for folkehelsearbeid i kommunene 2017–2027"
    assert (programme.starts_on, programme.ends_on) == (dt.date(2017, 1, 1), dt.date(2027, 12, 31))
    assert (programme.age_from, programme.age_to) == (0, 24)
    assert [theme.slug for theme in programme.themes.all()] == [
        "psykisk-helse",
        "livsmestring",
        "rusforebygging",
        "deltakelse",
        "medvirkning",
        "tverrfaglig-innsats",
        "sosial-ulikhet",
        "mat-og-aktivitet",
        "fri-lek",
        "foreldrestotte",
        "styrkebasert",
    ]


def test_counties_joined_when_they_did_and_under_their_own_names(reference):
    by_year = {}
    for area in ProgrammeArea.objects.all():
        by_year.setdefault(area.starts_on.year, set()).add(area.place)

    assert by_year == {
        2017: {"Vestfold", "Østfold", "Oslo", "Oppland", "Agder"},
        2018: {"Akershus", "Finnmark", "Hordaland", "Telemark", "Trøndelag"},
        2019: {
            "Sogn og Fjordane",
            "Hedmark",
            "Troms",
            "Nordland",
            "Rogaland",
            "Møre og Romsdal",
            "Buskerud",
        },
    }
    assert dict(ProgrammeArea.objects.exclude(own_name="").values_list("slug", "own_name")) == {
        "vestfold": "Vestfold på laget",
        "ostfold": "Mestring og mening",
        "hordaland": "Saman for betre trivsel og livskvalitet for alle barn og unge",
        "telemark": "Rusfritt, robust og rettferdig",
        "sogn-og-fjordane": "Systematisk samarbeid om livsmeistring",
        "nordland": "Kilder til livskvalitet",
        "rogaland": "Mulighetsrommet",
    }


@pytest.mark.parametrize(
    ("slug", "counties"),
    [
        ("hordaland", {2019: ["Hordaland"], 2023: ["Vestland"], 2026: ["Vestland"]}),
        ("ostfold", {2017: ["Østfold"], 2021: ["Viken"], 2026: ["Østfold"]}),
        ("agder", {2018: ["Aust-Agder", "Vest-Agder"], 2026: ["Agder"]}),
        ("finnmark", {2018: ["Finnmark"], 2022: ["Troms og Finnmark"], 2024: ["Finnmark"]}),
        ("telemark", {2019: ["Telemark"], 2020: ["Vestfold og Telemark"], 2024: ["Telemark"]}),
        ("hedmark", {2019: ["Hedmark"], 2024: ["Innlandet"]}),
        ("oslo", {2017: ["Oslo"], 2027: ["Oslo"]}),
    ],
)
def test_the_county_of_an_area_changes_with_the_reforms(reference, slug, counties):
    found = {}
    for year in counties:
        day = dt.date(year, 6, 30)
        rows = AreaCounty.objects.filter(area__slug=slug, valid__contains=day)
        names = CountyCode.objects.filter(county__areas__in=rows, valid__contains=day)
        found[year] = sorted(names.values_list("name", flat=True))

    assert found == counties


def test_every_day_of_an_area_is_administered_by_a_county_that_existed(reference):
    for area in ProgrammeArea.objects.all():
        days = [area.starts_on, dt.date(2019, 12, 31), dt.date(2020, 1, 1), dt.date(2024, 1, 1), area.ends_on]
        for day in days:
            rows = AreaCounty.objects.filter(area=area, valid__contains=day)
            assert rows.exists(), (area, day)
            for row in rows:
                assert row.county.codes.filter(valid__contains=day).exists(), (area, row.county, day)


def test_a_second_loading_changes_nothing(reference, capsys):
    call_command("load_programme")

    assert capsys.readouterr().out == "Programmet er allerede likt filene.\n"
    assert AuditEvent.objects.filter(action="programme.loaded").count() == 1


def test_a_period_that_was_wrong_is_set_right(reference, capsys):
    row = AreaCounty.objects.get(area__slug="nordland")
    right = row.valid
    AreaCounty.objects.filter(pk=row.pk).update(valid=(dt.date(2018, 1, 1), dt.date(2022, 1, 1)))

    call_command("load_programme")

    assert AreaCounty.objects.get(area__slug="nordland").valid == right
    assert capsys.readouterr().out == "Fylker i områdene: 1 nye, 1 endret\n"
