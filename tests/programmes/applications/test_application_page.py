"""The application's own page: what is done, what is missing by name, until when, and what the county says."""

import datetime as dt
import zoneinfo

import pytest
from django.urls import reverse

from folkehelse.lib.dates import today
from municipalities.roles import Role
from programmes.enums.applications import ApplicationState, Phase
from programmes.enums.calls import Section
from programmes.models import ChangeRequest
from programmes.queries.application_page import time_left
from programmes.queries.applications_waiting import waiting
from tests.factories import MembershipFactory, UserFactory
from tests.factories_grant import (
    AnswerFactory,
    ApplicationFactory,
    ApplicationPartnerFactory,
    LetterFactory,
    fill_in,
    make_call,
    put,
)

pytestmark = pytest.mark.django_db
OSLO = zoneinfo.ZoneInfo("Europe/Oslo")


@pytest.fixture
def application():
    return ApplicationFactory(title="Nærmiljøet")


def tasks(response):
    return {str(task["name"]): str(task["label"]) for task in response.context["tasks"]}


def returned(application, *sections, due_on=None):
    return ChangeRequest.objects.create(
        application=application,
        submission=application.submissions.get(),
        sections=list(sections),
        reason="Skriv mer om medvirkning.",
        due_on=due_on,
        asked_by=UserFactory(),
    )


def test_each_step_says_how_far_it_is(client, sign_in, application):
    sign_in(application.contact)
    AnswerFactory(application=application, key="title", text="Nærmiljøet")
    AnswerFactory(application=application, key="approach", text="Laget")

    response = client.get(application.get_absolute_url())

    assert tasks(response) == {
        "Om søknaden": "mangler 1 svar",
        "Faglig tilnærming": "ferdig",
        "Medvirkning og samarbeid": "kan stå tom",
        "Tiltak": "ikke begynt",
        "Budsjett": "ikke begynt",
        "Kriterier": "ikke begynt",
        "Spørsmål fra fylket": "ikke begynt",
        "Vedlegg": "ferdig",
    }
    address = reverse("application-section", args=[application.pk, Section.ABOUT])
    assert f'href="{address}#felt-years">«Hvor mange år søker dere for?» mangler svar.' in response.text
    assert "30 dager igjen." in response.text


def test_what_is_whole_is_done(client, sign_in, application):
    sign_in(fill_in(application).contact)

    response = client.get(application.get_absolute_url())

    assert set(tasks(response).values()) == {"ferdig", "kan stå tom"}
    assert response.context["missing"] == 0


def test_what_is_returned_shows_why_and_locks_the_rest(client, sign_in):
    application = ApplicationFactory(state=ApplicationState.RETURNED)
    returned(application, Section.APPROACH, due_on=today() + dt.timedelta(days=3))
    sign_in(application.contact)

    response = client.get(application.get_absolute_url())

    labels = tasks(response)
    assert labels.pop("Faglig tilnærming") == "ikke begynt"
    assert set(labels.values()) == {"låst"}
    assert "Skriv mer om medvirkning." in response.text
    assert "3 dager igjen." in response.text


def test_the_feedback_on_the_sketch_stands_over_the_plan(client, sign_in):
    call = make_call(has_sketch=True, sketch_closes_on=today() - dt.timedelta(days=1))
    application = ApplicationFactory(call=call, state=ApplicationState.SUBMITTED, phase=Phase.SKETCH)
    request = returned(application, *Section.values)
    ChangeRequest.objects.filter(pk=request.pk).update(is_feedback=True, closed_at=request.asked_at)
    put(application, ApplicationState.DRAFT, phase=Phase.PLAN)
    sign_in(application.contact)

    text = client.get(application.get_absolute_url()).text

    assert "Tilbakemelding på skissen" in text
    assert "Skriv mer om medvirkning." in text


@pytest.mark.parametrize("state", ApplicationState.values)
def test_every_state_has_its_page_and_a_price(client, sign_in, state, django_assert_max_num_queries):
    application = ApplicationFactory(state=state)
    if state == ApplicationState.RETURNED:
        returned(application, Section.APPROACH)
    sign_in(application.contact)

    with django_assert_max_num_queries(15):
        assert client.get(application.get_absolute_url()).status_code == 200


def test_letters_that_were_sent_are_shown_and_drafts_are_not(client, sign_in):
    application = ApplicationFactory(state=ApplicationState.DECIDED)
    decision = application.decisions.get()
    LetterFactory(decision=decision, state="sent", subject="Tilsagn om tilskudd")
    more = {"decision": None, "application": application, "kind": "more_information"}
    LetterFactory(subject="Et utkast", **more)
    sign_in(application.contact)

    text = client.get(application.get_absolute_url()).text

    assert "Tilsagn om tilskudd" in text
    assert "Et utkast" not in text


def test_a_partner_reads_and_does_not_write(client, sign_in, application):
    partner = ApplicationPartnerFactory(application=application)
    sign_in(role=Role.COORDINATOR, municipality=partner.municipality)

    response = client.get(application.get_absolute_url())

    assert response.status_code == 200
    assert not response.context["can_write"]


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        ("2026-10-20 12:00", "5 dager igjen."),
        ("2026-10-24 23:59", "1 dag igjen."),
        ("2026-10-25 00:30", "Fristen er i dag. 24 timer igjen."),  # the clock goes back: 25 hours that day
        ("2026-10-25 22:59", "Fristen er i dag. 1 time igjen."),
        ("2026-10-25 23:59", "Fristen er i dag. 1 minutt igjen."),
        ("2026-10-26 00:00", "Fristen gikk ut 25. oktober 2026."),
    ],
)
def test_the_time_left_is_told_in_plain_words(moment, text):
    now = dt.datetime.fromisoformat(moment).replace(tzinfo=OSLO)

    assert time_left(dt.date(2026, 10, 25), now) == text


def test_what_waits_for_a_writer(django_assert_max_num_queries):
    writer = MembershipFactory()
    own = {"municipality": writer.municipality, "contact": writer.user}
    late, soon = make_call(), make_call(closes_on=today() + dt.timedelta(days=2))
    ApplicationFactory(call=late, title="Sist", **own)
    ApplicationFactory(call=soon, title="Først", **own)
    sent_back = ApplicationFactory(title="Rettes", state=ApplicationState.RETURNED, **own)
    returned(sent_back, Section.APPROACH, due_on=today())
    ApplicationFactory(title="Sendt", state=ApplicationState.SUBMITTED, **own)
    ApplicationFactory(title="En annens")

    with django_assert_max_num_queries(4):
        found = waiting(writer.user)

    assert [one.title for one in found] == ["Rettes", "Først", "Sist"]
    assert found[0].day == today()
    assert waiting(UserFactory()) == []
