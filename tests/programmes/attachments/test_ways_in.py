"""Where a municipality's people find their applications, and what each of them is offered there."""

import pytest
from django.urls import reverse

from tests.factories import MembershipFactory
from tests.factories_grant import ApplicationFactory, ApplicationPartnerFactory

pytestmark = pytest.mark.django_db


def hrefs_in(client, address):
    body = client.get(address).text
    return [part.split('"', 1)[0] for part in body.split('href="')[1:]]


def test_the_menu_leads_municipal_people_to_their_applications(client, sign_in, coordinator):
    mine, page = reverse("application-list"), reverse("about")
    counts = [hrefs_in(client, page).count(mine)]
    for user in (coordinator, MembershipFactory(role="county_adviser").user):
        sign_in(user)
        counts.append(hrefs_in(client, page).count(mine))
    assert counts == [0, 1, 0]


def test_a_call_leads_to_what_the_municipality_has_begun(client, sign_in, coordinator, application):
    other = ApplicationFactory(call=application.call)
    page = application.call.get_absolute_url()
    ways = (application.get_absolute_url(), other.get_absolute_url())
    assert [hrefs_in(client, page).count(way) for way in ways] == [0, 0]

    sign_in(coordinator)
    assert [hrefs_in(client, page).count(way) for way in ways] == [1, 0]


def test_a_partner_is_led_to_the_answer_and_not_to_sending(client, sign_in, application):
    neighbour = MembershipFactory(role="coordinator")
    asked = ApplicationPartnerFactory(application=application, municipality=neighbour.municipality)
    sign_in(neighbour.user)

    shown = hrefs_in(client, application.get_absolute_url())

    assert shown.count(reverse("partner-answer", args=[asked.pk])) == 1
    assert reverse("application-withdraw", args=[application.pk]) not in shown
