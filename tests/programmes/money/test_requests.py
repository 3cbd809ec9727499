"""Pause, extend, change, withdraw: asked for by the lead, decided by its county, never by a party."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Message
from audit.models import AuditEvent, subject_key
from municipalities.roles import Role
from programmes.enums import EnrolmentState, MeasureState
from programmes.enums.money import RequestState
from programmes.models import EnrolmentRequest
from tests.factories import (
    EnrolmentPartnerFactory,
    MeasureFactory,
    MembershipFactory,
    MunicipalityFactory,
)
from tests.programmes.money.make import adviser_of, coordinator_of, enrolment_with, request_of

pytestmark = pytest.mark.django_db
WHY = {"reason": "To nøkkelpersoner har sluttet."}


@pytest.fixture
def enrolment():
    return enrolment_with({2025: 500_000}, ends_on=dt.date(2026, 12, 31))


def ask(client, enrolment, kind, **data):
    return client.post(reverse("enrolment-request-new", args=[enrolment.pk, kind]), WHY | data)


def answer(client, asked, **data):
    return client.post(asked.get_absolute_url(), {"answer": "yes", **data})


def test_a_pause_is_asked_for_and_the_county_hears_of_it(client, sign_in, enrolment):
    adviser, _elsewhere = adviser_of(enrolment), MembershipFactory(role=Role.COUNTY_ADVISER)
    leader = MembershipFactory(role=Role.COUNTY_LEADER, county=enrolment.municipality.county).user
    user = sign_in(coordinator_of(enrolment))

    response = ask(client, enrolment, "pause")

    asked = EnrolmentRequest.objects.get()
    assert response.url == asked.get_absolute_url()
    assert (asked.kind, asked.state, asked.asked_by) == ("pause", "asked", user)
    assert [message.recipient for message in Message.objects.all()] == [adviser] != [leader]
    assert AuditEvent.objects.about(asked).get().action == "enrolmentrequest.asked"


def test_the_same_is_asked_once_at_a_time(client, sign_in, enrolment):
    request_of(enrolment, "pause")
    sign_in(coordinator_of(enrolment))

    response = ask(client, enrolment, "pause")

    assert response.status_code == 422
    assert "Dere venter allerede på svar" in response.text
    assert EnrolmentRequest.objects.count() == 1


def test_a_granted_pause_pauses_the_enrolment_and_its_measures(client, sign_in, enrolment):
    running, done = MeasureFactory(enrolment=enrolment), MeasureFactory(enrolment=enrolment, state="closed")
    planned = MeasureFactory(enrolment=enrolment, state=MeasureState.PLANNED)
    asked = request_of(enrolment, "pause", asked_by=coordinator_of(enrolment))
    adviser = sign_in(adviser_of(enrolment))

    answer(client, asked, why="Lykke til.", with_measures="on")

    for thing in (asked, enrolment, running, done, planned):
        thing.refresh_from_db()
    assert (asked.state, asked.answered_by, asked.answer) == ("granted", adviser, "Lykke til.")
    assert enrolment.state == EnrolmentState.PAUSED
    assert [m.state for m in (running, done, planned)] == ["paused", "closed", "planned"]
    trail = AuditEvent.objects.filter(action="enrolment.paused", subject=subject_key(enrolment)).get()
    assert (trail.actor, trail.why) == (subject_key(adviser), asked.reason)
    assert Message.objects.get().recipient == asked.asked_by


def test_the_measures_may_be_left_alone(client, sign_in, enrolment):
    running = MeasureFactory(enrolment=enrolment)
    asked = request_of(enrolment, "withdraw")
    sign_in(adviser_of(enrolment))

    answer(client, asked)

    running.refresh_from_db()
    enrolment.refresh_from_db()
    assert (enrolment.state, running.state) == ("withdrawn", "active")


def test_a_withdrawal_ends_every_measure_that_is_not_over(client, sign_in, enrolment):
    states = ("planned", "active", "paused", "ending", "ordinary")
    measures = [MeasureFactory(enrolment=enrolment, state=state) for state in states]
    asked = request_of(enrolment, "withdraw")
    sign_in(adviser_of(enrolment))

    answer(client, asked, with_measures="on")

    for measure in measures:
        measure.refresh_from_db()
    assert [m.state for m in measures] == ["withdrawn", "withdrawn", "withdrawn", "closed", "ordinary"]


def test_an_extension_moves_the_last_day_and_makes_no_award(client, sign_in, enrolment):
    whole = MeasureFactory(enrolment=enrolment, ends_on=enrolment.ends_on)
    shorter = MeasureFactory(enrolment=enrolment, ends_on=dt.date(2026, 6, 30))
    sign_in(coordinator_of(enrolment))
    ask(client, enrolment, "forlengelse", new_ends_on="30.6.2027")
    sign_in(adviser_of(enrolment))

    answer(client, EnrolmentRequest.objects.get(), with_measures="on")

    for thing in (enrolment, whole, shorter):
        thing.refresh_from_db()
    assert enrolment.ends_on == whole.ends_on == dt.date(2027, 6, 30)
    assert (whole.version, shorter.ends_on) == (2, dt.date(2026, 6, 30))
    assert list(enrolment.awards.values_list("year", flat=True)) == [2025]


@pytest.mark.parametrize("day", ["31.12.2026", "1.1.2028", "", "tull"])
def test_an_extension_is_after_the_end_and_within_the_programme(client, sign_in, enrolment, day):
    sign_in(coordinator_of(enrolment))

    assert ask(client, enrolment, "forlengelse", new_ends_on=day).status_code == 422
    assert not EnrolmentRequest.objects.exists()


def test_a_change_is_granted_in_words(client, sign_in, enrolment):
    sign_in(coordinator_of(enrolment))
    ask(client, enrolment, "endring", change="Bytte ut kurset med veiledning.")
    asked = EnrolmentRequest.objects.get()
    sign_in(adviser_of(enrolment))

    assert "with_measures" not in client.get(asked.get_absolute_url()).text
    answer(client, asked)

    event = AuditEvent.objects.get(action="enrolment.change_granted")
    assert event.why == "Bytte ut kurset med veiledning."
    assert "Bytte ut kurset" in client.get(enrolment.get_absolute_url()).text


def test_a_no_needs_its_reason_and_changes_nothing(client, sign_in, enrolment):
    asked = request_of(enrolment, "withdraw")
    sign_in(adviser_of(enrolment))

    assert answer(client, asked, answer="no").status_code == 422
    answer(client, asked, answer="no", why="Snakk med oss først.")

    asked.refresh_from_db()
    enrolment.refresh_from_db()
    assert (asked.state, asked.answer, enrolment.state) == ("refused", "Snakk med oss først.", "active")


def test_when_the_enrolment_has_moved_on_nothing_is_granted(client, sign_in, enrolment):
    asked = request_of(enrolment, "pause")
    enrolment.pause(by=None, why="Fylket var først.")
    sign_in(adviser_of(enrolment))

    response = client.post(asked.get_absolute_url(), {"answer": "yes"}, follow=True)

    asked.refresh_from_db()
    assert asked.state == RequestState.ASKED
    assert "Noen andre har svart, eller deltakelsen er endret" in response.text
    assert not Message.objects.exists()


def test_the_asker_takes_it_back_until_it_is_answered(client, sign_in, enrolment):
    asked = request_of(enrolment, "pause")
    sign_in(coordinator_of(enrolment))
    address = reverse("enrolment-request-take-back", args=[asked.pk])

    assert client.post(address).status_code == 302
    asked.refresh_from_db()
    assert asked.state == "taken_back"
    assert client.post(address).status_code == 403


def test_a_party_decides_nothing(client, sign_in, enrolment):
    """An adviser of the county who also works for the lead, or for a partner."""
    partner = EnrolmentPartnerFactory(enrolment=enrolment).municipality
    asked = request_of(enrolment, "pause")
    for municipality in (enrolment.municipality, partner):
        adviser = adviser_of(enrolment)
        MembershipFactory(user=adviser, role=Role.CONTRIBUTOR, municipality=municipality)
        sign_in(adviser)
        assert answer(client, asked).status_code == 403
    own = request_of(enrolment, "withdraw", asked_by=sign_in(adviser_of(enrolment)))
    assert answer(client, own).status_code == 403


@pytest.mark.parametrize(
    ("role", "place", "status"),
    [
        (Role.CONTRIBUTOR, "own", 403),
        (Role.APPROVER, "own", 403),
        (Role.COUNTY_ADVISER, "county", 403),
        (Role.COORDINATOR, "partner", 403),
        (Role.COORDINATOR, "elsewhere", 403),
        (Role.COORDINATOR, "own", 302),
    ],
)
def test_only_the_leads_coordinator_asks(client, sign_in, enrolment, role, place, status):
    partner = EnrolmentPartnerFactory(enrolment=enrolment).municipality
    places = {
        "own": {"municipality": enrolment.municipality},
        "county": {"county": enrolment.municipality.county},
        "partner": {"municipality": partner},
        "elsewhere": {"municipality": MunicipalityFactory()},
    }
    sign_in(role=role, **places[place])

    assert ask(client, enrolment, "pause").status_code == status
    assert EnrolmentRequest.objects.count() == (status == 302)


@pytest.mark.parametrize(("role", "status"), [(Role.COUNTY_LEADER, 403), (Role.COUNTY_ADVISER, 302)])
def test_the_adviser_decides(client, sign_in, enrolment, role, status):
    asked = request_of(enrolment, "pause")
    sign_in(role=role, county=enrolment.municipality.county)

    assert answer(client, asked).status_code == status


@pytest.mark.parametrize("kind", ["pause", "forlengelse", "endring", "trekke"])
def test_nothing_is_asked_when_it_is_over(client, sign_in, enrolment, kind):
    enrolment.close(by=None, why="Ferdig.")
    sign_in(coordinator_of(enrolment))

    assert ask(client, enrolment, kind, change="x", new_ends_on="1.2.2027").status_code == 403
    assert ask(client, enrolment, "noe-annet").status_code == 404


def test_a_stranger_sees_none_of_it(client, sign_in, enrolment):
    asked = request_of(enrolment, "pause", reason="Hemmelig grunn")
    sign_in(coordinator_of(enrolment_with({})))

    assert client.get(asked.get_absolute_url()).status_code == 404
    assert "Hemmelig grunn" not in client.get(enrolment.get_absolute_url()).text
    sign_in(coordinator_of(enrolment))
    assert "Hemmelig grunn" in client.get(enrolment.get_absolute_url()).text
