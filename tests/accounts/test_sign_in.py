import re

import pytest
from django.contrib.auth import get_user
from django.urls import reverse

from accounts.delivery import deliver
from accounts.demo import demo_mode
from municipalities.roles import Role
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "langt-og-godt-passord"


def post_login(client, email, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_sign_in_by_e_mail_and_password(client):
    user = UserFactory(email="kari@example.no")

    response = post_login(client, "Kari@Example.no")

    assert (response.status_code, response.url) == (302, reverse("my-work"))
    assert get_user(client) == user


def test_wrong_password_says_the_same_as_unknown_address(client):
    UserFactory(email="kari@example.no")

    answers = [
        post_login(client, email, "feil-passord-123") for email in ("kari@example.no", "ukjent@example.no")
    ]

    errors = [list(answer.context["form"].non_field_errors()) for answer in answers]
    assert errors[0] == errors[1] != []


def test_sign_in_by_code(client, mailoutbox):
    user = UserFactory(email="kari@example.no")

    client.post(reverse("account_request_login_code"), {"email": "kari@example.no"})
    deliver()
    [mail] = mailoutbox
    code = re.search(r"^\s*([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", mail.body, re.MULTILINE)[1]
    response = client.post(reverse("account_confirm_login_code"), {"code": code})

    assert response.status_code == 302
    assert get_user(client) == user


def test_nobody_can_sign_up(client):
    page = client.get(reverse("account_signup"))
    client.post(reverse("account_signup"), {"email": "ny@example.no", "password1": PASSWORD})

    assert page.status_code == 200
    assert 'name="password1"' not in page.text
    assert not get_user(client).is_authenticated


def test_a_new_password_by_mail(client, mailoutbox):
    user = UserFactory(email="kari@example.no")
    client.post(reverse("account_reset_password"), {"email": "kari@example.no"})
    deliver()
    link = re.search(r"https?://\S+", mailoutbox[0].body)[0].split("/", 3)[3]

    form = client.get(f"/{link}", follow=True)
    client.post(
        form.request["PATH_INFO"], {"password1": "et-helt-nytt-passord", "password2": "et-helt-nytt-passord"}
    )

    user.refresh_from_db()
    assert user.check_password("et-helt-nytt-passord")


@pytest.fixture
def demo_user(settings):
    settings.DEMO = True
    user = UserFactory(email="demo@demo.example", is_demo=True)
    MembershipFactory(user=user, role=Role.NATIONAL_READER)
    return user


def test_demo_accounts_work_in_demo_mode(client, demo_user):
    assert demo_mode()
    assert post_login(client, demo_user.email).status_code == 302


def test_demo_accounts_are_shown_in_demo_mode_only(client, demo_user, settings):
    shown = client.get(reverse("account_login")).text
    settings.DEMO = False
    hidden = client.get(reverse("account_login")).text

    assert demo_user.email in shown
    assert demo_user.email not in hidden


def test_one_real_person_ends_the_demo(client, demo_user):
    """Public passwords and real data never meet, whatever the setting says."""
    UserFactory()

    page = client.get(reverse("account_login")).text
    post_login(client, demo_user.email)

    assert not demo_mode()
    assert demo_user.email not in page
    assert not get_user(client).is_authenticated


def test_a_demo_session_ends_when_the_demo_does(client, demo_user):
    post_login(client, demo_user.email)
    UserFactory()

    assert client.get(reverse("my-work")).status_code == 302


def test_a_demo_account_cannot_come_in_by_code_either(client, demo_user, mailoutbox):
    UserFactory()
    client.post(reverse("account_request_login_code"), {"email": demo_user.email})
    deliver()
    codes = [re.search(r"^\s*([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", m.body, re.MULTILINE) for m in mailoutbox]

    for code in filter(None, codes):
        client.post(reverse("account_confirm_login_code"), {"code": code[1]})

    assert not get_user(client).is_authenticated


def test_profile_keeps_language_and_tells_the_trail(client, sign_in):
    user = sign_in(UserFactory(language="nb", full_name="Kari"))

    response = client.post(reverse("profile"), {"full_name": "Kari N.", "language": "nn"}, follow=True)

    user.refresh_from_db()
    assert (user.full_name, user.language) == ("Kari N.", "nn")
    assert 'lang="nn"' in response.text


def test_profile_refuses_an_empty_name_and_keeps_the_rest(client, sign_in):
    sign_in(UserFactory(language="nb"))

    response = client.post(reverse("profile"), {"full_name": "", "language": "nn"})

    assert response.status_code == 422
    assert response.context["form"].errors == {"full_name": ["Skriv inn navnet ditt"]}
    assert response.context["form"]["language"].value() == "nn"


def test_language_is_the_cookie_then_the_profile_then_bokmal(client, sign_in):
    front = reverse("about")

    assert 'lang="nb"' in client.get(front, headers={"accept-language": "en"}).text
    sign_in(UserFactory(language="nn"))
    assert 'lang="nn"' in client.get(front).text
    client.post(reverse("set_language"), {"language": "nb", "next": front})
    assert 'lang="nb"' in client.get(front).text


def test_two_spellings_of_an_address_are_one_person():
    from django.db import IntegrityError  # noqa: PLC0415 -- only here

    UserFactory(email="kari@example.no")

    with pytest.raises(IntegrityError, match="user_email_is_unique_whatever_its_case"):
        UserFactory(email="KARI@example.no")
