"""A coordinator plans, changes and moves measures; the county moves enrolments."""

import datetime as dt
import threading

import pytest
from django.db import connection

from audit.models import AuditEvent
from folkehelse.lib.dates import today
from municipalities.enums import Arena
from municipalities.roles import Role
from programmes.enums import MEASURE_OVER, UNDERTAKING_MOVES, EnrolmentState, MeasureState
from programmes.models import Measure, WrongState
from tests.factories import EnrolmentFactory, MeasureFactory, MembershipFactory, ThemeFactory

pytestmark = pytest.mark.django_db
SYNTHETIC = "17912099997"


@pytest.fixture
def enrolment():
    return EnrolmentFactory()


@pytest.fixture
def coordinator(enrolment, sign_in):
    return sign_in(municipality=enrolment.municipality)


def new(enrolment):
    return f"/deltakelser/{enrolment.pk}/tiltak/nytt/"


def planned(**changes):
    values = {
        "name": "Fri lek",
        "description": "Ute hver dag.",
        "goals": "Flere leker.",
        "arenas": [Arena.KINDERGARTEN, Arena.NEIGHBOURHOOD],
        "age_from": "0",
        "age_to": "6",
        "level": "universal",
        "starts_on": "1.1.2024",
        "ends_on": "31.12.26",
        "partners": "Velforeningen",
        "evaluation_partner": "NTNU",
    }
    return values | changes


def test_a_new_measure_is_planned_and_leaves_its_trail(client, enrolment, coordinator):
    theme = ThemeFactory(programme=enrolment.area.programme)

    response = client.post(new(enrolment), planned(themes=[theme.pk]))

    measure = Measure.objects.get()
    assert response.url == f"/tiltak/{measure.pk}/"
    assert (measure.state, measure.arenas) == (MeasureState.PLANNED, ["kindergarten", "neighbourhood"])
    assert (measure.starts_on, measure.ends_on) == (dt.date(2024, 1, 1), dt.date(2026, 12, 31))
    assert list(measure.themes.all()) == [theme]
    event = AuditEvent.objects.get()
    assert (event.action, event.actor) == ("measure.created", f"accounts.user:{coordinator.pk}")
    assert (event.after["name"], event.after["themes"]) == ("Fri lek", [theme.slug])


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "", "Skriv hva tiltaket heter"),
        ("name", "Finnes", "Dere har allerede et tiltak med dette navnet"),
        ("name", f"Kari {SYNTHETIC}", "fødselsnummer eller D-nummer"),
        ("description", SYNTHETIC, "fødselsnummer eller D-nummer"),
        ("goals", "17 91 20 99997", "fødselsnummer eller D-nummer"),
        ("partners", "179120.99997", "fødselsnummer eller D-nummer"),
        ("evaluation_partner", "179120-99997", "fødselsnummer eller D-nummer"),
        ("arenas", [], "Velg minst én arena"),
        ("arenas", ["månen"], ""),
        ("age_from", "-1", "ikke være lavere enn 0"),
        ("age_from", "25", "Alderen må være fra 0 til 24 år"),
        ("age_to", "25", "Alderen må være fra 0 til 24 år"),
        ("age_to", "to", "Skriv et helt tall"),
        ("level", "", "Velg hvem tiltaket er for"),
        ("themes", ["999999"], ""),
        ("starts_on", "1.1.2018", "mens kommunen er med i programmet: fra 01.01.2019 til 31.12.2027"),
        ("ends_on", "1.1.2028", "mens kommunen er med i programmet"),
        ("ends_on", "31.12.2023", "Siste dag kan ikke være før første dag"),
        ("ends_on", "30.02.2025", "Skriv datoen som dag, måned og år"),
    ],
)
def test_what_is_wrong_is_told_beside_the_field_and_what_was_typed_is_there(
    client, enrolment, coordinator, field, value, says
):
    MeasureFactory(enrolment=enrolment, name="finnes")
    typed = planned() | {field: value}

    response = client.post(new(enrolment), typed)

    form = response.context["form"]
    assert response.status_code == 422
    assert field in form.errors
    assert says in form.errors[field][0]
    assert f'href="#{form[field].error_anchor}"' in response.text
    assert {name: form[name].value() for name in typed} == typed
    assert Measure.objects.count() == 1


def test_the_first_age_cannot_be_above_the_last(client, enrolment, coordinator):
    response = client.post(new(enrolment), planned(age_from="12", age_to="6"))

    assert response.context["form"].errors == {
        "age_to": ["«Til alder» kan ikke være lavere enn «Fra alder»."]
    }


@pytest.mark.django_db(transaction=True)
def test_a_double_click_is_one_measure(client):
    enrolment = EnrolmentFactory()
    user = MembershipFactory(municipality=enrolment.municipality).user
    barrier = threading.Barrier(3)

    def press():
        browser = type(client)()
        browser.force_login(user, backend="accounts.backends.Backend")
        barrier.wait()
        browser.post(new(enrolment), planned())
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Measure.objects.count() == AuditEvent.objects.count() == 1


def test_a_change_is_kept_with_what_stood_before(client, enrolment, coordinator):
    measure = MeasureFactory(enrolment=enrolment, name="Gammelt", starts_on=dt.date(2024, 1, 1))
    theme = ThemeFactory(programme=enrolment.area.programme)
    address = f"/tiltak/{measure.pk}/endre/"

    client.post(address, planned(version=1, name="Nytt", themes=[theme.pk]))

    measure.refresh_from_db()
    assert (measure.name, measure.version, measure.state) == ("Nytt", 2, MeasureState.ACTIVE)
    event = AuditEvent.objects.get()
    assert event.before["name"] == "Gammelt"
    assert (event.after["name"], event.before["themes"], event.after["themes"]) == ("Nytt", [], [theme.slug])
    text = client.get(f"/tiltak/{measure.pk}/").text
    assert "Tiltaket ble endret" in text
    assert "Gammelt" in text


def test_of_two_writers_one_wins_and_the_other_sees_both_texts(client, enrolment, coordinator):
    measure = MeasureFactory(enrolment=enrolment)
    address = f"/tiltak/{measure.pk}/endre/"
    client.post(address, planned(version=1, description="Den andres."))

    response = client.post(address, planned(version=1, description="Min."))

    assert response.status_code == 409
    assert response.context["differences"] == [("Beskrivelse", "Den andres.", "Min.")]
    assert response.context["form"]["description"].value() == "Min."
    assert Measure.objects.get().description == "Den andres."


def test_a_day_that_stood_outside_before_does_not_stop_other_changes(client, enrolment, coordinator):
    measure = MeasureFactory(enrolment=enrolment, starts_on=dt.date(2017, 1, 1))
    values = planned(version=1, starts_on="01.01.2017", name="Rettet")

    assert client.post(f"/tiltak/{measure.pk}/endre/", values).status_code == 302


# --- moves -------------------------------------------------------------------------------------------


def measure_in(state, enrolment):
    return MeasureFactory(state=state, enrolment=enrolment)


@pytest.mark.parametrize("state", MeasureState)
@pytest.mark.parametrize("to", MeasureState)
def test_only_lawful_moves_are_made(client, enrolment, coordinator, state, to):
    measure = measure_in(state, enrolment)
    lawful = to in UNDERTAKING_MOVES[state]

    response = client.post(f"/tiltak/{measure.pk}/status/", {"to": to, "why": "Fordi det passer."})

    measure.refresh_from_db()
    assert response.status_code == (302 if lawful else 403 if state in MEASURE_OVER else 422)
    assert measure.state == (to if lawful else state)
    if lawful:
        assert measure.ended_on == (today() if to in MEASURE_OVER else None)
        event = AuditEvent.objects.get()
        assert (event.action, event.why, event.before) == (
            f"measure.{to}",
            "Fordi det passer.",
            {"state": state},
        )
    else:
        assert not AuditEvent.objects.exists()


def test_a_move_asks_why(client, enrolment, coordinator):
    measure = MeasureFactory(enrolment=enrolment)

    response = client.post(f"/tiltak/{measure.pk}/status/", {"to": "paused", "why": " "})

    assert response.status_code == 422
    assert "Skriv hvorfor statusen endres" in response.text
    assert 'value="paused"' in response.text


def test_nothing_is_started_where_the_municipality_does_not_take_part(client, sign_in):
    measure = MeasureFactory(
        state=MeasureState.PLANNED, enrolment=EnrolmentFactory(state=EnrolmentState.PLANNED)
    )
    sign_in(municipality=measure.municipality)
    address = f"/tiltak/{measure.pk}/status/"

    offered = [value for value, _label in client.get(address).context["form"].fields["to"].choices]

    assert offered == [MeasureState.WITHDRAWN]
    assert client.post(address, {"to": "active", "why": "Nå"}).status_code == 422


def test_of_two_movers_one_wins_and_the_other_is_told(client, enrolment, coordinator, monkeypatch):
    measure = MeasureFactory(enrolment=enrolment)

    def late(*args, **kwargs):
        raise WrongState

    monkeypatch.setattr("programmes.views.measures.move_measure", late)
    response = client.post(f"/tiltak/{measure.pk}/status/", {"to": "paused", "why": "Nå"}, follow=True)

    assert "Noen andre har endret tiltaket" in response.text


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.COORDINATOR, 200),
        (Role.CONTRIBUTOR, 403),
        (Role.APPROVER, 403),
        (Role.COUNTY_ADVISER, 403),
        (Role.NATIONAL_READER, 403),
        (None, 403),
    ],
)
def test_who_may_write_measures(client, enrolment, sign_in, role, status):
    measure = MeasureFactory(enrolment=enrolment)
    place = {"municipality": enrolment.municipality}
    if role == Role.COUNTY_ADVISER:
        place = {"county": enrolment.municipality.county}
    elif role in (Role.NATIONAL_READER, None):
        place = {}
    sign_in(role=role or Role.COORDINATOR, **place)

    for address in (new(enrolment), f"/tiltak/{measure.pk}/endre/", f"/tiltak/{measure.pk}/status/"):
        response = client.get(address)
        assert response.status_code == status
        assert status == 200 or "Bare koordinatorer" in response.text
    text = client.get(f"/tiltak/{measure.pk}/").text
    assert ("/endre/" in text) == ("/status/" in text) == (status == 200)


def test_what_one_does_not_see_is_not_there(client, sign_in):
    measure = MeasureFactory(
        state=MeasureState.PLANNED, enrolment=EnrolmentFactory(state=EnrolmentState.PLANNED)
    )
    sign_in()

    for address in (new(measure.enrolment), f"/tiltak/{measure.pk}/endre/", f"/tiltak/{measure.pk}/status/"):
        assert client.get(address).status_code == 404
        assert client.post(address, planned(to="active", why="x")).status_code == 404


@pytest.mark.parametrize("state", MEASURE_OVER)
def test_what_is_over_can_neither_be_changed_nor_moved(client, enrolment, coordinator, state):
    measure = measure_in(state, enrolment)

    assert client.get(f"/tiltak/{measure.pk}/endre/").status_code == 403
    assert client.get(f"/tiltak/{measure.pk}/status/").status_code == 403


def test_no_new_measures_in_an_enrolment_that_is_over(client, sign_in):
    over = EnrolmentFactory(state=EnrolmentState.CLOSED)
    sign_in(municipality=over.municipality)

    assert "Deltakelsen er over" in client.get(new(over)).text
