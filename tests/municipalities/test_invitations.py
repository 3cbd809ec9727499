"""Colleagues are asked in: one use, for that address, into that municipality and role alone."""

import datetime as dt
import re
import threading

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.db import connection
from django.urls import reverse

from accounts.demo import demo_mode
from accounts.models import Message, User
from audit.models import AuditEvent
from folkehelse.lib.dates import from_to, today
from municipalities.actions.invitations import MOST_A_DAY, Gone, accept_as_new, hash_of, invite, withdraw
from municipalities.models import Invitation, Membership
from tests.factories import MembershipFactory, MunicipalityFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "sju-blide-troll-i-skogen"
NEW = {"full_name": "Kari Nordmann", "password": PASSWORD}


@pytest.fixture
def own():
    return MunicipalityFactory()


@pytest.fixture
def coordinator(own):
    return MembershipFactory(municipality=own, role="coordinator").user


@pytest.fixture
def asked(own, coordinator):
    return invite(own, email="kari@example.no", role="contributor", by=coordinator, path="/soknader/")


def link():
    return Message.objects.latest("pk").url


def roles(user):
    return [(one.role, one.municipality, one.valid) for one in user.memberships.all()]


def test_a_colleague_is_asked_in_by_mail_with_a_key_that_is_kept_nowhere_else(
    client, sign_in, coordinator, own
):
    sign_in(coordinator)

    response = client.post(
        reverse("colleague-invite"),
        {"email": "kari@example.no", "role": "contributor", "next": "/soknader/12/"},
    )

    invitation = Invitation.objects.get()
    message = Message.objects.get()
    token = re.fullmatch("/invitasjon/(.+)/", message.url)[1]
    assert (response.status_code, response["Location"]) == (302, "/soknader/12/")
    assert (invitation.municipality, invitation.role, invitation.next) == (
        own,
        "contributor",
        "/soknader/12/",
    )
    assert (message.address, message.recipient, message.kind) == ("kari@example.no", None, "invitation")
    assert (len(token), invitation.token_hash) == (43, hash_of(token))
    assert token not in str(AuditEvent.objects.values_list())


def test_without_an_account_one_is_made_and_signed_in(client, asked, own):
    response = client.post(link(), NEW)

    user = User.objects.get(email="kari@example.no")
    assert (response.status_code, response["Location"]) == (302, "/soknader/")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert roles(user) == [("contributor", own, from_to(today()))]
    assert EmailAddress.objects.get(user=user).verified is True
    assert user.check_password(PASSWORD)
    asked.refresh_from_db()
    assert asked.accepted_by == user
    assert AuditEvent.objects.filter(action="invitation.accepted").count() == 1


@pytest.mark.parametrize("password", ["kort", "kari@example.no", "elleve-tegn", ""])
def test_a_weak_password_is_refused(client, asked, password):
    response = client.post(link(), {"full_name": "Kari", "password": password})

    assert (response.status_code, User.objects.filter(email="kari@example.no").exists()) == (422, False)


def test_who_has_an_account_signs_in_and_comes_back(client, sign_in, asked, own):
    user = UserFactory(email="Kari@Example.no")
    address = link()

    page = client.get(address)
    sign_in(user)
    response = client.post(address)

    assert f"{reverse('account_login')}?next={address}" in page.text
    assert (response.status_code, roles(user)) == (302, [("contributor", own, from_to(today()))])


def test_knowing_the_link_is_not_to_own_the_account(client, asked):
    UserFactory(email="kari@example.no", full_name="Kari selv")

    client.post(link(), NEW)

    assert "_auth_user_id" not in client.session
    assert Membership.objects.filter(user__email="kari@example.no").count() == 0


def test_somebody_else_is_told_to_sign_out(client, sign_in, asked):
    other = sign_in(UserFactory())

    response = client.post(link())

    assert (response.status_code, "Logg ut for å svare" in response.text) == (200, True)
    assert roles(other) == []


def test_used_withdrawn_too_old_and_unknown_look_the_same(client, own, coordinator):
    pages = {}
    for name in ("used", "withdrawn", "old"):
        invitation = invite(own, email=f"{name}@example.no", role="contributor", by=coordinator)
        address = link()
        if name == "used":
            accept_as_new(invitation, full_name="A", password=PASSWORD, language="nb")
        elif name == "withdrawn":
            withdraw(invitation, by=coordinator)
        else:
            Invitation.objects.filter(pk=invitation.pk).update(expires_at=dt.datetime.now(dt.UTC))
        pages[name] = client.get(address)
    pages["unknown"] = client.get(reverse("invitation", args=["noe-annet"]))

    assert {one.status_code for one in pages.values()} == {404}
    bodies = {re.sub(r"/invitasjon/[^/]*/|csrf\w*\" value=\"\w+", "", one.text) for one in pages.values()}
    assert len(bodies) == 1


def test_it_is_for_a_fortnight(client, asked):
    address = link()
    with time_machine.travel(asked.expires_at - dt.timedelta(seconds=2)):
        assert client.get(address).status_code == 200
    with time_machine.travel(asked.expires_at + dt.timedelta(seconds=2)):
        assert client.get(address).status_code == 404
    assert asked.expires_at - asked.invited_at < dt.timedelta(days=14, minutes=1)


def test_it_gives_no_role_in_another_municipality(client, sign_in, coordinator):
    sign_in(coordinator)
    other = MunicipalityFactory()
    form = {"email": "kari@example.no", "role": "coordinator", "municipality": other.pk}

    client.post(reverse("colleague-invite"), form)

    assert Invitation.objects.get().municipality == coordinator.memberships.get().municipality


@pytest.mark.parametrize("role", ["county_adviser", "administrator", "national_reader", ""])
def test_only_roles_of_a_municipality_are_given(client, sign_in, coordinator, role):
    sign_in(coordinator)

    response = client.post(reverse("colleague-invite"), {"email": "kari@example.no", "role": role})

    assert (response.status_code, Invitation.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    "path", ["https://ond.no/", "//ond.no", "javascript:alert(1)", "\\\\ond.no", "/\\ond.no"]
)
def test_the_way_on_stays_in_the_portal(client, sign_in, coordinator, path):
    sign_in(coordinator)

    client.post(
        reverse("colleague-invite"), {"email": "kari@example.no", "role": "contributor", "next": path}
    )

    assert Invitation.objects.get().next == ""


@pytest.mark.parametrize("role", ["contributor", "approver"])
def test_others_do_not_invite_or_withdraw(client, sign_in, own, asked, role):
    sign_in(role=role, municipality=own)

    statuses = [
        client.post(
            reverse("colleague-invite"), {"email": "x@example.no", "role": "coordinator"}
        ).status_code,
        client.post(reverse("invitation-withdraw", args=[asked.pk])).status_code,
    ]

    asked.refresh_from_db()
    assert (statuses, asked.withdrawn_at, Invitation.objects.count()) == ([403, 403], None, 1)


def test_a_coordinator_elsewhere_does_not_withdraw(client, sign_in, asked):
    sign_in(role="coordinator")

    assert client.post(reverse("invitation-withdraw", args=[asked.pk])).status_code == 404
    asked.refresh_from_db()
    assert asked.withdrawn_at is None


def test_an_invitation_is_withdrawn(client, sign_in, coordinator, asked):
    address = link()
    sign_in(coordinator)

    client.post(reverse("invitation-withdraw", args=[asked.pk]))

    client.logout()
    assert client.get(address).status_code == 404


def test_asking_again_replaces_the_link(client, coordinator, own, asked):
    first = link()

    invite(own, email="KARI@example.no", role="contributor", by=coordinator)

    assert (client.get(first).status_code, client.get(link()).status_code) == (404, 200)


def test_who_has_the_role_is_not_asked(client, sign_in, coordinator, own):
    held = MembershipFactory(municipality=own, role="contributor").user
    sign_in(coordinator)

    response = client.post(reverse("colleague-invite"), {"email": held.email.upper(), "role": "contributor"})

    assert (response.status_code, Invitation.objects.count()) == (422, 0)


def test_a_role_that_begins_later_begins_today_instead(client, sign_in, asked, own):
    user = UserFactory(email="kari@example.no")
    later = today() + dt.timedelta(days=30)
    Membership.objects.create(user=user, municipality=own, role="contributor", valid=from_to(later))
    sign_in(user)

    client.post(link())

    assert sorted(one.lower for _role, _place, one in roles(user)) == [today(), later]


def test_nobody_sends_invitations_without_end(client, sign_in, coordinator, own):
    for n in range(MOST_A_DAY):
        invite(own, email=f"k{n}@example.no", role="contributor", by=coordinator)
    sign_in(coordinator)

    response = client.post(reverse("colleague-invite"), {"email": "en@example.no", "role": "contributor"})

    assert (response.status_code, Invitation.objects.count()) == (422, MOST_A_DAY)


def test_a_colleague_in_the_demo_does_not_end_the_demo(client, settings, own):
    settings.DEMO = True
    User.objects.update(is_demo=True)
    somebody = MembershipFactory(municipality=own, user__is_demo=True).user
    invite(own, email="kari@example.no", role="contributor", by=somebody)

    client.post(link(), NEW)

    assert (demo_mode(), client.get(reverse("my-work")).status_code) == (True, 200)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_does(asked):
    told, start = [], threading.Barrier(2)

    def one():
        start.wait()
        try:
            accept_as_new(asked, full_name="Kari", password=PASSWORD, language="nb")
            told.append("in")
        except Gone:
            told.append("gone")
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _n in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert sorted(told) == ["gone", "in"]
    assert Membership.objects.filter(user__email="kari@example.no").count() == 1
