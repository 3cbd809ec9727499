"""Each guard of the demo and of the profile by itself: one that fails is not hidden by the next."""

import re

import pytest
from django.contrib.auth import SESSION_KEY, authenticate
from django.urls import reverse
from django.utils.translation import override

from accounts.delivery import deliver
from audit.models import AuditEvent
from folkehelse.lib.bilingual import Bilingual
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "langt-og-godt-passord"
CODE = re.compile(r"^\s*([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", re.MULTILINE)


@pytest.fixture
def demo_user(settings):
    settings.DEMO = True
    return UserFactory(email="demo@demo.example", is_demo=True)


def authenticated(user):
    return authenticate(None, email=user.email, password=PASSWORD)


def test_the_backend_knows_a_demo_account_in_demo_mode_only(demo_user, settings):
    in_demo = authenticated(demo_user)
    settings.DEMO = False

    assert (in_demo, authenticated(demo_user)) == (demo_user, None)


def test_a_real_person_in_the_database_shuts_the_backend_for_demo_accounts(demo_user):
    real = UserFactory()

    assert (authenticated(demo_user), authenticated(real)) == (None, real)


def test_the_right_code_starts_no_session_for_a_demo_account_outside_the_demo(client, demo_user, mailoutbox):
    client.post(reverse("account_request_login_code"), {"email": demo_user.email})
    deliver()
    UserFactory()  # comes in after the code was sent

    client.post(
        reverse("account_confirm_login_code"), {"code": CODE.search(mailoutbox[0].body)[1]}, follow=True
    )

    assert SESSION_KEY not in client.session


def test_the_right_code_starts_one_in_the_demo(client, demo_user, mailoutbox):
    client.post(reverse("account_request_login_code"), {"email": demo_user.email})
    deliver()

    client.post(reverse("account_confirm_login_code"), {"code": CODE.search(mailoutbox[0].body)[1]})

    assert client.session[SESSION_KEY] == str(demo_user.pk)


def test_somebody_who_may_no_longer_sign_in_is_signed_out_at_once(client, sign_in):
    user = sign_in(UserFactory())
    assert client.get(reverse("profile")).status_code == 200

    user.is_active = False
    user.save()

    assert client.get(reverse("profile")).status_code == 302


def test_the_trail_tells_that_the_profile_changed_but_not_the_name(client, sign_in):
    user = sign_in(UserFactory(language="nb", full_name="Kari"))

    client.post(reverse("profile"), {"full_name": "Kari N.", "language": "nn"})

    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.subject) == ("user.changed", *[f"accounts.user:{user.pk}"] * 2)
    assert (event.before, event.after) == ({}, {"fields": ["full_name", "language"]})


def test_a_profile_saved_without_a_change_leaves_no_trail(client, sign_in):
    sign_in(UserFactory(language="nb", full_name="Kari"))

    client.post(reverse("profile"), {"full_name": "Kari", "language": "nb"})

    assert not AuditEvent.objects.exists()


class Row:
    title = Bilingual()

    def __init__(self, nb, nn):
        self.title_nb, self.title_nn = nb, nn


@pytest.mark.parametrize(
    ("language", "nynorsk", "shown"),
    [
        ("nb", "Ei jakt", "En jakt"),
        ("nn", "Ei jakt", "Ei jakt"),
        ("nn", "", "En jakt"),
        ("nn", [], "En jakt"),
    ],
)
def test_nynorsk_that_is_missing_is_read_in_bokmal(language, nynorsk, shown):
    with override(language):
        assert Row("En jakt", nynorsk).title == shown


def test_a_text_in_no_language_is_in_bokmal():
    with override(None):
        assert Row("En jakt", "Ei jakt").title == "En jakt"
