"""An enrolment's page, and the county that decides over it."""

import pytest

from audit.models import AuditEvent
from folkehelse.lib.dates import from_to, today
from municipalities.roles import Role
from programmes.enums import TOOK_PART, UNDERTAKING_MOVES, EnrolmentState
from tests.factories import (
    EnrolmentFactory,
    EnrolmentPartnerFactory,
    LogEntryFactory,
    MeasureFactory,
    MembershipFactory,
    YearlyAwardFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    return EnrolmentFactory(area__own_name="Mulighetsrommet", area__place="Rogaland")


@pytest.fixture
def adviser(enrolment, sign_in):
    return sign_in(role=Role.COUNTY_ADVISER, county=enrolment.municipality.county)


def page(enrolment):
    return f"/deltakelser/{enrolment.pk}/"


def test_everybody_reads_who_takes_part_when_and_with_how_much(client, enrolment):
    partner = EnrolmentPartnerFactory(enrolment=enrolment, municipality__name="Sokndal")
    YearlyAwardFactory(enrolment=enrolment, year=2024, amount=450_000)
    YearlyAwardFactory(enrolment=enrolment, year=2025, amount=550_000, is_subject_to_budget=True)
    MeasureFactory(enrolment=enrolment, name="Fri lek")

    text = client.get(page(enrolment)).text

    for told in (
        enrolment.municipality.name,
        partner.municipality.name,
        "Mulighetsrommet (Rogaland)",
        "2019–2027",
        "Fri lek",
        "450\u00a0000\u00a0kr",
        "med forbehold om Stortingets budsjettvedtak",
        "1\u00a0000\u00a0000\u00a0kr",
    ):
        assert told in text
    assert text.count("med forbehold om Stortingets budsjettvedtak") == 1


def test_taking_part_without_a_grant_is_told(client):
    text = client.get(page(EnrolmentFactory(has_grant=False))).text

    assert "Uten tilskudd" in text
    assert "Sum" not in text


def test_a_planned_enrolment_is_for_those_it_concerns(client, sign_in):
    planned = EnrolmentFactory(state=EnrolmentState.PLANNED)
    assert client.get(page(planned)).status_code == 404
    sign_in()
    assert client.get(page(planned)).status_code == 404
    sign_in(municipality=planned.municipality)
    assert client.get(page(planned)).status_code == 200
    sign_in(municipality=EnrolmentPartnerFactory(enrolment=planned).municipality)
    assert client.get(page(planned)).status_code == 200


@pytest.mark.parametrize("state", EnrolmentState)
@pytest.mark.parametrize("to", EnrolmentState)
def test_only_lawful_moves_are_made(client, sign_in, state, to):
    enrolment = EnrolmentFactory(state=state)
    user = sign_in(role=Role.COUNTY_ADVISER, county=enrolment.municipality.county)
    lawful = to in UNDERTAKING_MOVES[state]

    response = client.post(f"{page(enrolment)}status/", {"to": to, "why": "Etter avtale."})

    enrolment.refresh_from_db()
    assert response.status_code == (302 if lawful else 403 if state in TOOK_PART else 422)
    assert enrolment.state == (to if lawful else state)
    if lawful:
        assert enrolment.ended_on == (today() if to in TOOK_PART else None)
        event = AuditEvent.objects.get()
        assert (event.action, event.why) == (f"enrolment.{to}", "Etter avtale.")
        assert event.actor == f"accounts.user:{user.pk}"
        text = client.get(page(enrolment)).text
        assert "Etter avtale." in text
        assert user.full_name in text


def test_the_moves_are_told_in_plain_words(client, enrolment, adviser):
    text = client.get(f"{page(enrolment)}status/").text

    assert "Sett på pause. Kommunen er fortsatt med, men arbeidet hviler." in text
    assert "Med i programmet." not in text


def test_a_move_without_a_reason_is_refused(client, enrolment, adviser):
    response = client.post(f"{page(enrolment)}status/", {"to": "paused", "why": ""})

    assert response.status_code == 422
    assert "Skriv hvorfor statusen endres" in response.text


@pytest.mark.parametrize(
    ("role", "own", "status"),
    [
        (Role.COUNTY_ADVISER, True, 200),
        (Role.COUNTY_ADVISER, False, 403),
        (Role.COUNTY_LEADER, True, 403),
        (Role.COORDINATOR, True, 403),
        (Role.NATIONAL_READER, True, 403),
        (Role.ADMINISTRATOR, True, 403),
    ],
)
def test_who_may_move_an_enrolment(client, enrolment, sign_in, role, own, status):
    place = {}
    if own and role in (Role.COUNTY_ADVISER, Role.COUNTY_LEADER):
        place = {"county": enrolment.municipality.county}
    elif own and role == Role.COORDINATOR:
        place = {"municipality": enrolment.municipality}
    sign_in(role=role, **place)

    response = client.get(f"{page(enrolment)}status/")

    assert response.status_code == status
    assert status == 200 or "Bare rådgivere i fylket" in response.text
    assert ("/status/" in client.get(page(enrolment)).text) == (status == 200)


def test_nobody_decides_over_the_municipality_they_work_for(client, enrolment, adviser):
    MembershipFactory(user=adviser, role=Role.CONTRIBUTOR, municipality=enrolment.municipality)

    response = client.post(f"{page(enrolment)}status/", {"to": "closed", "why": "x"})

    assert response.status_code == 403
    assert "Du er tilknyttet kommunen" in response.text
    assert not AuditEvent.objects.exists()


def test_an_adviser_whose_role_ended_decides_nothing(client, enrolment, sign_in):
    sign_in(
        role=Role.COUNTY_ADVISER,
        county=enrolment.municipality.county,
        valid=from_to(enrolment.starts_on, enrolment.starts_on),
    )

    assert client.post(f"{page(enrolment)}status/", {"to": "closed", "why": "x"}).status_code == 403


def test_when_an_enrolment_is_over_nothing_more_is_logged(client, enrolment, adviser, sign_in):
    measure = MeasureFactory(enrolment=enrolment)
    client.post(f"{page(enrolment)}status/", {"to": "closed", "why": "Ferdig."})
    sign_in(municipality=enrolment.municipality)

    assert "Kommunen deltar ikke i programmet nå" in client.get(measure.get_absolute_url()).text


@pytest.mark.parametrize("n", [1, 3])
@pytest.mark.parametrize(("role", "queries"), [(None, 4), (Role.COORDINATOR, 12), (Role.COUNTY_ADVISER, 13)])
def test_the_page_costs_the_same_for_one_and_three(
    client, enrolment, sign_in, django_assert_num_queries, n, role, queries
):
    for year in range(n):
        YearlyAwardFactory(enrolment=enrolment, year=2020 + year)
        EnrolmentPartnerFactory(enrolment=enrolment)
        LogEntryFactory(measure=MeasureFactory(enrolment=enrolment))
        enrolment.pause(by=LogEntryFactory().created_by)
        enrolment.activate(by=LogEntryFactory().created_by)
    if role == Role.COORDINATOR:
        sign_in(municipality=enrolment.municipality)
    elif role:
        sign_in(role=role, county=enrolment.municipality.county)

    with django_assert_num_queries(queries):
        client.get(page(enrolment))
