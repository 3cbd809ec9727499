"""A measure's own page: what each reader sees of it, its log in pages, and what it costs."""

import datetime as dt

import pytest

from audit.models import AuditEvent
from municipalities.roles import Role
from programmes.enums import EnrolmentState, LogKind, MeasureState, Visibility
from tests.factories import (
    EnrolmentFactory,
    EnrolmentPartnerFactory,
    LogEntryFactory,
    MeasureFactory,
    PracticeFactory,
    PrincipleFactory,
    ThemeFactory,
    YearlyAwardFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure():
    measure = MeasureFactory(
        name="Fri lek i nærmiljøet",
        goals="Alle barn leker ute hver dag.",
        evaluation_partner="NTNU Samfunnsforskning",
        partners="Velforeningen",
        enrolment__municipality__name="Sauda",
    )
    measure.themes.add(ThemeFactory(name_nb="Lek og fritid"))
    YearlyAwardFactory(enrolment=measure.enrolment, year=2024, amount=450_000)
    YearlyAwardFactory(enrolment=measure.enrolment, year=2025, amount=550_000)
    return measure


def page(measure):
    return f"/tiltak/{measure.pk}/"


def test_everybody_reads_what_the_measure_is(client, measure):
    partner = EnrolmentPartnerFactory(enrolment=measure.enrolment, municipality__name="Suldal")

    text = client.get(page(measure)).text

    for told in (
        "Fri lek i nærmiljøet",
        "Alle barn leker ute hver dag.",
        "NTNU Samfunnsforskning",
        "Velforeningen",
        "Lek og fritid",
        "0–6 år",
        "1\u00a0000\u00a0000\u00a0kr",
        partner.municipality.name,
        "barnehage",
        "i gang",
    ):
        assert told.lower() in text.lower()


def test_what_is_made_up_says_so(client):
    demo = client.get(page(MeasureFactory(is_demo=True))).text
    title = client.get(page(MeasureFactory(has_invented_title=True))).text
    real = client.get(page(MeasureFactory())).text

    assert "Dette tiltaket er laget i demoen." in demo
    assert "Navnet på dette tiltaket er laget til demoen." in title
    assert "laget" not in real.split("<main")[1].split("<h2")[0]


@pytest.mark.parametrize(
    ("state", "enrolment_state", "statuses"),
    [
        (MeasureState.ACTIVE, EnrolmentState.ACTIVE, [200, 200, 200, 200]),
        (MeasureState.WITHDRAWN, EnrolmentState.ACTIVE, [200, 200, 200, 200]),
        (MeasureState.PLANNED, EnrolmentState.ACTIVE, [404, 404, 200, 200]),
        (MeasureState.PLANNED, EnrolmentState.PLANNED, [404, 404, 200, 200]),
    ],
)
def test_who_finds_the_page(client, sign_in, state, enrolment_state, statuses):
    found = MeasureFactory(state=state, enrolment=EnrolmentFactory(state=enrolment_state))
    seen = [client.get(page(found)).status_code]
    for membership in (
        {},
        {"municipality": found.municipality},
        {"role": Role.COUNTY_ADVISER, "county": found.municipality.county},
    ):
        sign_in(**membership)
        seen.append(client.get(page(found)).status_code)

    assert seen == statuses


def test_the_form_stands_open_for_those_who_may_log_and_others_are_told_why_not(client, measure, sign_in):
    assert 'action="/logg/ny/"' not in client.get(page(measure)).text
    sign_in(municipality=measure.municipality)
    response = client.get(page(measure))
    assert 'action="/logg/ny/"' in response.text
    assert "csrfmiddlewaretoken" in response.text.split('action="/logg/ny/"')[1][:300]
    assert f'<input type="hidden" name="measure" value="{measure.pk}"' in response.text
    measure.close(by=None)
    assert "Tiltaket er over" in client.get(page(measure)).text
    sign_in(role=Role.COUNTY_ADVISER, county=measure.municipality.county)
    assert "Bare de som arbeider med tiltaket" in client.get(page(measure)).text


def test_the_log_has_ten_on_a_page_and_can_be_narrowed(client, measure):
    for day in range(1, 12):
        LogEntryFactory(measure=measure, visibility=Visibility.PUBLIC, happened_on=dt.date(2024, 5, day))
    last = LogEntryFactory(
        measure=measure, visibility=Visibility.PUBLIC, happened_on=dt.date(2023, 1, 1), kind=LogKind.ECONOMY
    )

    def shown(query=""):
        return [line.entry.pk for line in client.get(page(measure) + query).context["lines"]]

    assert len(shown()) == 10
    assert shown("?page=2")[-1] == last.pk
    assert shown("?gjelder=economy") == [last.pk]
    assert shown("?aar=2023") == [last.pk]
    assert shown("?aar=2023&gjelder=carried_out") == []
    assert len(shown("?aar=tull&gjelder=tull")) == 10
    assert client.get(page(measure) + "?page=9").status_code == 404


def test_htmx_is_given_the_log_alone(client, measure):
    LogEntryFactory(measure=measure, visibility=Visibility.PUBLIC, what_happened="Vi plukket bær.")

    response = client.get(page(measure), headers={"HX-Request": "true", "HX-Target": "logg"})

    assert "Vi plukket bær." in response.text
    assert "<html" not in response.text


def test_an_entry_shows_its_learning_principles_and_practices(client, measure):
    principle = PrincipleFactory(name_nb="Medvirkning", letter="M")
    practice = PracticeFactory(principle=principle, title_nb="Styrkejakt")
    LogEntryFactory(
        measure=measure,
        visibility=Visibility.PUBLIC,
        what_learned="Barna visste best.",
        principles=[principle],
        practices=[practice],
        sessions=3,
        own_hours="7.5",
    )

    response = client.get(page(measure))

    for told in ("Barna visste best.", "Medvirkning", "Styrkejakt", "3 ganger", "7,5 timer egeninnsats"):
        assert told in response.text
    assert [one.times for one in response.context["principles"]] == [1]


PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}",
    "</textarea><svg onload=1>",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_people_write_is_text_and_never_markup(client, sign_in, payload):
    measure = MeasureFactory(
        name=payload, description=payload, goals=payload, partners=payload, evaluation_partner=payload
    )
    user = sign_in(municipality=measure.municipality)
    entry = LogEntryFactory(measure=measure, what_happened=payload, what_learned=payload, created_by=user)
    entry.withdraw(by=user, why=payload)
    LogEntryFactory(measure=measure, what_happened=payload, created_by=user)
    addresses = [page(measure), f"/logg/{entry.pk}/", f"{page(measure)}endre/", "/tiltak/", "/logg/ny/"]
    addresses += [measure.enrolment.get_absolute_url(), f"{page(measure)}status/"]

    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200
        assert (payload in response.text) == (payload == "{{7*7}}")


def test_the_history_is_for_the_municipality_its_county_and_the_nation(client, measure, sign_in):
    measure.pause(by=None, why="Vi venter på nytt lokale.")
    assert AuditEvent.objects.count() == 1

    def told():
        return "Vi venter på nytt lokale." in client.get(page(measure)).text

    assert not told()
    sign_in()
    assert not told()
    for membership in (
        {"municipality": measure.municipality},
        {"role": Role.COUNTY_ADVISER, "county": measure.municipality.county},
        {"role": Role.NATIONAL_READER},
    ):
        sign_in(**membership)
        assert told()


@pytest.mark.parametrize("n", [1, 3])
@pytest.mark.parametrize(("role", "queries"), [(None, 7), (Role.COORDINATOR, 14), (Role.COUNTY_ADVISER, 14)])
def test_the_page_costs_the_same_for_one_and_three(
    client, measure, sign_in, django_assert_num_queries, n, role, queries
):
    for _ in range(n):
        principle = PrincipleFactory()
        LogEntryFactory(
            measure=measure,
            visibility=Visibility.PUBLIC,
            principles=[principle],
            practices=[PracticeFactory(principle=principle)],
        )
        EnrolmentPartnerFactory(enrolment=measure.enrolment)
        measure.themes.add(ThemeFactory())
        MeasureFactory(enrolment=measure.enrolment)
        measure.pause(by=LogEntryFactory(measure=measure).created_by, why="Pause.")
        measure.activate(by=LogEntryFactory(measure=measure).created_by)
    if role == Role.COORDINATOR:
        sign_in(municipality=measure.municipality)
    elif role:
        sign_in(role=role, county=measure.municipality.county)

    with django_assert_num_queries(queries):
        client.get(page(measure))
