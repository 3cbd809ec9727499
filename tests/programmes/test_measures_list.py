"""The list of measures: narrowed, sorted and paged by the address line, and exported as it stands."""

import csv
import datetime as dt
import io
from urllib.parse import urlencode

import pytest

from municipalities.roles import Role
from programmes.enums import EnrolmentState, MeasureState, Visibility
from tests.factories import (
    CountyFactory,
    EnrolmentFactory,
    EnrolmentPartnerFactory,
    LogEntryFactory,
    MeasureFactory,
    MunicipalityFactory,
    PrincipleFactory,
    ThemeFactory,
)
from tests.lib.test_spreadsheets import cells
from tests.programmes.test_log_visibility import succeed

pytestmark = pytest.mark.django_db
LIST = "/tiltak/"
EXPORT = "/tiltak/regneark/"


@pytest.fixture
def three():
    """Three measures that differ in all that can be asked for."""
    theme, principle = ThemeFactory(slug="lek"), PrincipleFactory(slug="styrker")
    county = CountyFactory(code="03", name="Vestfold")
    oystre = MunicipalityFactory(code="0301", name="Øystre Slidre", county=county)
    play = MeasureFactory(
        name="Fri lek", description="Ute hver dag", enrolment=EnrolmentFactory(municipality=oystre), age_to=5
    )
    play.themes.add(theme)
    youth = MeasureFactory(
        name="Åpen hall",
        arenas=["leisure"],
        age_from=13,
        age_to=19,
        state=MeasureState.PAUSED,
        starts_on=dt.date(2021, 1, 1),
        enrolment__municipality=MunicipalityFactory(code="0302", name="Eigersund"),
    )
    team = MeasureFactory(
        name="ærlig talt",
        arenas=["municipality"],
        age_from=6,
        age_to=12,
        state=MeasureState.CLOSED,
        starts_on=dt.date(2019, 6, 1),
        enrolment__municipality=MunicipalityFactory(code="0303", name="Stavanger"),
    )
    LogEntryFactory(
        measure=youth, visibility=Visibility.PUBLIC, happened_on=dt.date(2025, 1, 1), principles=[principle]
    )
    for day in (1, 2):
        LogEntryFactory(measure=play, visibility=Visibility.PUBLIC, happened_on=dt.date(2024, 1, day))
    return [play, youth, team]


def names(response):
    return [one.name for one in response.context["page"].object_list]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Åpen hall", "Fri lek", "ærlig talt"]),
        ({"sort": "navn"}, ["Fri lek", "ærlig talt", "Åpen hall"]),
        ({"sort": "-navn"}, ["Åpen hall", "ærlig talt", "Fri lek"]),
        ({"sort": "kommune"}, ["Åpen hall", "ærlig talt", "Fri lek"]),
        ({"sort": "periode"}, ["ærlig talt", "Fri lek", "Åpen hall"]),
        ({"sort": "-logg"}, ["Fri lek", "Åpen hall", "ærlig talt"]),
        ({"sort": "sist"}, ["Fri lek", "Åpen hall", "ærlig talt"]),
        ({"q": "LEK"}, ["Fri lek"]),
        ({"q": "øystre SLIDRE"}, ["Fri lek"]),
        ({"q": "åpen"}, ["Åpen hall"]),
        ({"q": "ute fri"}, ["Fri lek"]),
        ({"q": "100%"}, []),
        ({"fylke": "03"}, ["Fri lek"]),
        ({"kommune": "0302"}, ["Åpen hall"]),
        ({"tema": "lek"}, ["Fri lek"]),
        ({"arena": "municipality"}, ["ærlig talt"]),
        ({"status": ["paused", "closed"]}, ["Åpen hall", "ærlig talt"]),
        ({"alder": "13"}, ["Åpen hall"]),
        ({"prinsipp": "styrker"}, ["Åpen hall"]),
        ({"fylke": "03", "alder": "13"}, []),
    ],
)
def test_the_address_line_narrows_and_sorts(client, three, query, found):
    assert names(client.get(LIST, query)) == found


@pytest.mark.parametrize(
    "query",
    [
        {"fylke": "xx"},
        {"kommune": "'; drop table"},
        {"tema": "\0"},
        {"arena": "månen"},
        {"status": "tull"},
        {"alder": "-1"},
        {"alder": "9" * 40},
        {"alder": "NaN"},
        {"prinsipp": "{{7*7}}"},
        {"sort": "password"},
        {"sort": "-created_by__email"},
        {"q": "\0"},
        {"q": "x" * 5000},
        {"annet": "1"},
    ],
)
def test_what_is_not_understood_narrows_nothing(client, three, query):
    response = client.get(LIST, query)

    assert response.status_code == 200
    assert len(names(response)) == 3
    assert "ds-validation-message" not in response.text


def test_any_words_can_be_searched_for(client, three):
    for words in ("%", "_", "\\", "<script>alert(1)</script>", "a " * 500, "\ud800", "' OR 1=1 --"):
        assert client.get(f"{LIST}?{urlencode({'q': words.encode(errors='replace')})}").status_code == 200


@pytest.mark.parametrize(
    ("page", "status"), [("1", 200), ("2", 200), ("3", 404), ("0", 404), ("-1", 404), ("x", 404)]
)
def test_twenty_five_stand_on_a_page_and_others_are_not_there(client, page, status):
    MeasureFactory.create_batch(26, enrolment=EnrolmentFactory())

    response = client.get(LIST, {"page": page})

    assert response.status_code == status
    if status == 200:
        assert len(names(response)) == {"1": 25, "2": 1}[page]


def test_each_filter_has_a_chip_that_takes_it_away(client, three):
    response = client.get(f"{LIST}?status=paused&status=closed&alder=13&sort=navn")

    assert response.context["chips"] == [
        ("13 år", "?status=paused&status=closed&sort=navn"),
        ("På pause", "?status=closed&alder=13&sort=navn"),
        ("Avsluttet", "?status=paused&alder=13&sort=navn"),
    ]
    assert "Nullstill" in response.text


def test_htmx_is_given_the_results_alone(client, three):
    response = client.get(LIST, headers={"HX-Request": "true", "HX-Target": "resultat"})

    assert "Fri lek" in response.text
    assert "<html" not in response.text


def test_nothing_found_says_what_to_do(client, three):
    assert "Ingen tiltak passer med filtrene" in client.get(LIST, {"q": "finnes ikke"}).text


def test_a_joint_measure_is_found_under_each_municipality(client, three):
    EnrolmentPartnerFactory(enrolment=three[0].enrolment, municipality__code="0304")

    assert names(client.get(LIST, {"kommune": "0301"})) == ["Fri lek"]
    assert names(client.get(LIST, {"kommune": "0304"})) == ["Fri lek"]


def test_what_a_merged_municipality_did_is_found_under_its_heir(client, three):
    old = three[1].enrolment.municipality
    type(old).objects.filter(pk=old.pk).update(is_current=False)
    succeed(old, three[2].enrolment.municipality, "merged")

    assert set(names(client.get(LIST, {"kommune": "0303"}))) == {"Åpen hall", "ærlig talt"}


def test_what_is_only_planned_is_for_those_it_concerns(client, sign_in):
    measure = MeasureFactory(state=MeasureState.PLANNED)
    hidden = MeasureFactory(enrolment=EnrolmentFactory(state=EnrolmentState.PLANNED))

    assert names(client.get(LIST)) == []
    assert hidden.municipality.name not in client.get(LIST).text
    sign_in()
    assert names(client.get(LIST)) == []
    sign_in(municipality=measure.municipality)
    assert names(client.get(LIST)) == [measure.name]
    sign_in(role=Role.NATIONAL_READER)
    assert set(names(client.get(LIST))) == {measure.name, hidden.name}


def test_entries_that_the_reader_does_not_see_are_not_counted(client, sign_in):
    measure = MeasureFactory()
    for level in Visibility:
        LogEntryFactory(measure=measure, visibility=level)
    partial = {"HX-Request": "true", "HX-Target": "resultat"}
    before = client.get(LIST, headers=partial).content

    LogEntryFactory(measure=measure, visibility=Visibility.MUNICIPALITY, happened_on=dt.date(2026, 1, 1))

    assert client.get(LIST, headers=partial).content == before
    assert client.get(LIST).context["page"].object_list[0].entries == 1
    sign_in()
    assert client.get(LIST).context["page"].object_list[0].entries == 2


@pytest.mark.parametrize("n", [1, 3])
@pytest.mark.parametrize(("role", "queries"), [(None, 7), (Role.COORDINATOR, 11), (Role.COUNTY_ADVISER, 12)])
def test_the_list_costs_the_same_for_one_and_three(
    client, sign_in, django_assert_num_queries, n, role, queries
):
    measures = MeasureFactory.create_batch(n)
    for measure in measures:
        measure.themes.add(ThemeFactory())
        LogEntryFactory(measure=measure)
    if role == Role.COORDINATOR:
        sign_in(municipality=measures[0].municipality)
    elif role:
        sign_in(role=role, county=measures[0].municipality.county)

    with django_assert_num_queries(queries):
        response = client.get(LIST)

    assert len(names(response)) == n


# --- the spreadsheet ---------------------------------------------------------------------------------


def read_csv(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def test_the_sheet_has_the_rows_of_the_list_in_its_order(client, three):
    query = {"sort": "navn", "status": ["active", "paused"], "format": "csv"}

    response = client.get(EXPORT, query)

    rows = read_csv(response)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert 'attachment; filename="tiltak-' in response["Content-Disposition"]
    assert rows[0][:6] == ["Kommunenummer", "Kommune", "Bydel", "Fylke", "Programområde", "Tiltak"]
    assert [row[5] for row in rows[1:]] == names(client.get(LIST, query)) == ["Fri lek", "Åpen hall"]
    assert rows[1][:2] == ["0301", "Øystre Slidre"]
    assert rows[1][7:11] == ["01.01.2020", "30.06.2027", "0", "5"]
    assert rows[1][16:18] == ["2", "02.01.2024"]


def test_numbers_are_numbers_and_codes_are_text_in_excel(client, three):
    rows = cells(client.get(EXPORT, {"q": "fri lek"}).content)

    assert rows[1][0] == ("inlineStr", "0301")
    assert rows[1][9] == ("n", "0")
    assert rows[1][16] == ("n", "2")


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_no_text_of_a_municipality_becomes_a_formula(client, format):
    MeasureFactory(name="=1+1", partners="@SUM(A1)", evaluation_partner="-2")

    response = client.get(EXPORT, {"format": format})

    row = read_csv(response)[1] if format == "csv" else [text for _kind, text in cells(response.content)[1]]
    assert (row[5], row[14], row[15]) == ("'=1+1", "'@SUM(A1)", "'-2")


def test_the_sheet_shows_no_more_than_the_list(client, sign_in):
    measure = MeasureFactory(state=MeasureState.PLANNED, name="Hemmelig plan")
    sign_in()
    assert "Hemmelig plan" not in client.get(EXPORT, {"format": "csv"}).content.decode()
    sign_in(municipality=measure.municipality)
    assert "Hemmelig plan" in client.get(EXPORT, {"format": "csv"}).content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_the_sheet_costs_the_same_for_one_and_three(client, django_assert_num_queries, n):
    MeasureFactory.create_batch(n)

    with django_assert_num_queries(7):
        response = client.get(EXPORT, {"format": "csv"})

    assert len(read_csv(response)) == n + 1
