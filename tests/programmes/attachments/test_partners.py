"""Municipalities that apply together, and the contact of an application."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import Message
from audit.models import AuditEvent
from municipalities.actions.invitations import invite
from programmes.actions.partners import answer_partner
from programmes.enums.applications import ApplicationState, PartnerState
from programmes.models import ApplicationPartner, WrongState
from programmes.queries.people_waiting import waiting
from tests.factories import MembershipFactory, MunicipalityFactory
from tests.factories_grant import ApplicationFactory, ApplicationPartnerFactory, make_call, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def neighbour():
    return MembershipFactory(role="coordinator").user


@pytest.fixture
def partner(application, neighbour):
    return ApplicationPartnerFactory(
        application=application, municipality=neighbour.memberships.get().municipality, role="Lån av lokaler"
    )


def mails(to):
    return list(Message.objects.filter(recipient=to).values_list("subject", flat=True))


def test_a_municipality_is_asked_with_a_mail_and_a_task(client, sign_in, coordinator, application, neighbour):
    sign_in(coordinator)
    other = neighbour.memberships.get().municipality

    response = client.post(
        reverse("partner-add", args=[application.pk]), {"municipality": other.pk, "role": "Lån av lokaler"}
    )

    asked = application.partners.get()
    assert (response.status_code, asked.state, asked.asked_by) == (302, PartnerState.ASKED, coordinator)
    message = Message.objects.get(recipient=neighbour)
    assert message.subject == f"Vil dere søke sammen med {application.who}?"
    assert (message.url, "Lån av lokaler" in message.body) == (
        reverse("partner-answer", args=[asked.pk]),
        True,
    )
    assert [one.href for one in waiting(neighbour)] == [message.url]
    assert waiting(coordinator) == []


def test_neither_the_applicant_nor_somebody_twice_can_be_asked(
    client, sign_in, coordinator, application, partner
):
    sign_in(coordinator)
    address = reverse("partner-add", args=[application.pk])

    taken = [
        client.post(address, {"municipality": one}).status_code
        for one in (
            application.municipality_id,
            partner.municipality_id,
            MunicipalityFactory(is_current=False).pk,
        )
    ]

    assert (taken, application.partners.count()) == ([422, 422, 422], 1)


def test_a_call_for_one_alone_has_no_partners(client, sign_in, own):
    call = make_call(own.county, joint_bids="no")
    user = sign_in(role="coordinator", municipality=own)
    alone = ApplicationFactory(call=call, municipality=own, contact=user)

    assert client.get(reverse("partner-add", args=[alone.pk])).status_code == 403


@pytest.mark.parametrize(("answer", "state"), [("yes", "consented"), ("no", "declined")])
def test_the_partner_reads_and_answers(
    client, sign_in, coordinator, application, neighbour, partner, answer, state
):
    sign_in(neighbour)
    assert client.get(reverse("partner-answer", args=[partner.pk])).status_code == 200

    client.post(
        reverse("partner-answer", args=[partner.pk]), {"answer": answer, "comment": "Fint å bli spurt."}
    )

    partner.refresh_from_db()
    assert (partner.state, partner.answered_by) == (state, neighbour)
    message = Message.objects.get(recipient=coordinator)
    assert "Fint å bli spurt." in message.body
    event = AuditEvent.objects.get(action=f"application.partner_{state}")
    assert (event.why, event.actor) == ("Fint å bli spurt.", f"accounts.user:{neighbour.pk}")
    assert waiting(neighbour) == []


@pytest.mark.parametrize("role", ["contributor", "approver"])
def test_only_a_coordinator_answers_for_the_partner(client, sign_in, partner, role):
    sign_in(role=role, municipality=partner.municipality)

    response = client.post(reverse("partner-answer", args=[partner.pk]), {"answer": "yes"})

    partner.refresh_from_db()
    assert (response.status_code, partner.state) == (403, "asked")


def test_the_applicant_does_not_answer_for_the_partner(client, sign_in, coordinator, partner):
    sign_in(coordinator)

    response = client.post(reverse("partner-answer", args=[partner.pk]), {"answer": "yes"})

    partner.refresh_from_db()
    assert (response.status_code, partner.state) == (403, "asked")


def test_a_partner_changes_nothing_in_the_application(client, sign_in, application, neighbour, partner):
    sign_in(neighbour)

    statuses = [
        client.post(reverse(name, args=[pk])).status_code
        for name, pk in (
            ("partner-remove", partner.pk),
            ("partner-ask-again", partner.pk),
            ("application-contact", application.pk),
            ("attachment-upload", application.pk),
            ("partner-add", application.pk),
        )
    ]

    assert (statuses, application.partners.count()) == ([403] * 5, 1)


def test_a_partner_that_said_no_can_be_asked_again(client, sign_in, coordinator, neighbour, partner):
    answer_partner(partner, consents=False, comment="", by=neighbour)
    sign_in(coordinator)

    client.post(reverse("partner-ask-again", args=[partner.pk]))

    partner.refresh_from_db()
    assert (partner.state, partner.answered_at, partner.answered_by) == ("asked", None, None)
    assert len(mails(neighbour)) == 1


def test_a_partner_is_taken_out_and_sees_no_more(
    client, sign_in, coordinator, application, neighbour, partner
):
    sign_in(coordinator)

    client.post(reverse("partner-remove", args=[partner.pk]))

    assert (application.partners.count(), len(mails(neighbour))) == (0, 1)
    sign_in(neighbour)
    assert client.get(reverse("partner-answer", args=[partner.pk])).status_code == 404
    assert client.get(application.get_absolute_url()).status_code == 404


def test_after_it_is_sent_the_answer_stands(application, neighbour, partner):
    answer_partner(partner, consents=True, comment="", by=neighbour)
    put(application, ApplicationState.WITHDRAWN)

    with pytest.raises(WrongState):
        answer_partner(partner, consents=False, comment="", by=neighbour)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_at_once_one_is_told(partner, neighbour):
    told, start = [], threading.Barrier(2)
    rows = [ApplicationPartner.objects.select_related("application").get(pk=partner.pk) for _n in range(2)]

    def one(row):
        start.wait()
        try:
            answer_partner(row, consents=True, comment="", by=neighbour)
            told.append("answered")
        except WrongState:
            told.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[row]) for row in rows]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert sorted(told) == ["answered", "told"]
    assert AuditEvent.objects.filter(action="applicationpartner.consented").count() == 1


def test_a_new_coordinator_takes_over_with_a_trace(client, sign_in, coordinator, application, own):
    fresh = sign_in(role="coordinator", municipality=own)

    response = client.post(reverse("application-contact", args=[application.pk]))
    client.post(reverse("application-contact", args=[application.pk]))

    application.refresh_from_db()
    assert (response.status_code, application.contact) == (302, fresh)
    assert mails(coordinator) == ["Ny kontaktperson for Laget rundt barna"]
    event = AuditEvent.objects.get(action="application.contact_changed")
    assert (event.before["contact"], event.after["contact"]) == (
        f"accounts.user:{coordinator.pk}",
        f"accounts.user:{fresh.pk}",
    )


@pytest.mark.parametrize("role", ["contributor", "approver"])
def test_others_do_not_take_over(client, sign_in, coordinator, application, own, role):
    sign_in(role=role, municipality=own)

    response = client.post(reverse("application-contact", args=[application.pk]))

    application.refresh_from_db()
    assert (response.status_code, application.contact) == (403, coordinator)


@pytest.mark.parametrize(
    ("role", "links"),
    [("coordinator", [True, True]), ("contributor", [False, False]), ("approver", [False] * 2)],
)
def test_the_page_of_an_application_leads_on_those_who_may(client, sign_in, application, own, role, links):
    sign_in(role=role, municipality=own)

    page = client.get(application.get_absolute_url()).text

    invite = f"{reverse('colleague-invite')}?next={application.get_absolute_url()}"
    assert [reverse("application-contact", args=[application.pk]) in page, invite in page] == links


def test_the_step_of_cooperation_shows_the_partners(client, sign_in, coordinator, application, partner):
    sign_in(coordinator)

    page = client.get(reverse("application-section", args=[application.pk, "cooperation"])).text

    assert str(partner.municipality) in page
    assert reverse("partner-remove", args=[partner.pk]) in page
    assert reverse("partner-add", args=[application.pk]) in page


def test_invitations_that_soon_are_too_old_wait_for_the_coordinator(coordinator, own):
    kept = invite(own, email="kari@example.no", role="contributor", by=coordinator)
    soon = invite(own, email="ola@example.no", role="contributor", by=coordinator)
    soon.expires_at = timezone.now() + dt.timedelta(days=2)
    soon.save()

    assert [one.title for one in waiting(coordinator)] == ["ola@example.no har ikke svart på invitasjonen"]
    assert kept.expires_at > soon.expires_at
