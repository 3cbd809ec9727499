"""A save after the session ran out, without JavaScript: the text is there again after signing in."""

import pytest
from django.urls import reverse

from accounts.kept import MOST_CHARACTERS
from programmes.enums.applications import ApplicationState
from programmes.enums.calls import Section
from programmes.models import Answer
from tests.factories import MembershipFactory
from tests.factories_grant import AnswerFactory, ApplicationFactory, ProposedMeasureFactory, put

pytestmark = pytest.mark.django_db
TEXT = "Et langt svar som ingen vil skrive to ganger."


@pytest.fixture
def application():
    return ApplicationFactory()


def post(client, application, user, text=TEXT, version=0):
    page = reverse("application-section", args=[application.pk, Section.APPROACH])
    data = {"approach": text, "version-approach": version, "user": user.pk}
    return page, client.post(page, data)


def sign_in_again(client, email):
    client.post(reverse("account_login"), {"login": email, "password": "langt-og-godt-passord"})


def test_the_text_comes_back_as_unsaved_and_is_then_saved(client, application):
    user = application.contact
    page, response = post(client, application, user)
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('account_login')}?next={page}"

    sign_in_again(client, user.email)
    back = client.get(page)

    assert TEXT in back.text
    assert "Du ble logget ut før dette ble lagret" in back.text
    assert "data-kept" in back.text
    assert Answer.objects.count() == 0

    client.post(page, {"approach": TEXT, "version-approach": 0, "user": user.pk})
    assert Answer.objects.get().text == TEXT
    assert "Du ble logget ut før" not in client.get(page).text


def test_what_a_colleague_wrote_meanwhile_is_not_overwritten(client, application):
    page, _response = post(client, application, application.contact)
    AnswerFactory(application=application, text="Fra kollegaen")

    sign_in_again(client, application.contact.email)
    back = client.get(page)
    assert 'name="version-approach" value="0"' in back.text

    response = client.post(page, {"approach": TEXT, "version-approach": 0, "user": application.contact.pk})
    assert response.status_code == 409
    assert Answer.objects.get().text == "Fra kollegaen"


def test_another_user_never_sees_the_text(client, application):
    page, _response = post(client, application, application.contact)
    colleague = MembershipFactory(municipality=application.municipality).user

    sign_in_again(client, colleague.email)

    assert TEXT not in client.get(page).text
    assert TEXT not in str(dict(client.session))


def test_the_text_is_not_shown_where_the_user_may_not_write(client, application):
    page, _response = post(client, application, application.contact)
    put(application, ApplicationState.SIGNING)

    sign_in_again(client, application.contact.email)

    assert TEXT not in client.get(page).text


def test_a_page_to_read_still_asks_for_sign_in_and_keeps_nothing(client, application):
    page = reverse("application-section", args=[application.pk, Section.APPROACH])

    assert client.get(page).status_code == 302
    assert dict(client.session) == {}


def test_what_is_too_much_is_not_kept(client, application):
    _page, response = post(client, application, application.contact, text="x" * (MOST_CHARACTERS * 3 + 1))

    assert response.status_code == 302
    assert dict(client.session) == {}


def test_a_post_without_the_forms_token_keeps_nothing(application):
    from django.test import Client  # noqa: PLC0415

    client = Client(enforce_csrf_checks=True)
    _page, response = post(client, application, application.contact)

    assert response.status_code == 403
    assert dict(client.session) == {}


def test_other_pages_keep_nothing(client):
    client.post(reverse("profile"), {"full_name": "Kari"})

    assert dict(client.session) == {}


def test_a_measure_comes_back_too(client, application):
    measure = ProposedMeasureFactory(application=application)
    page = reverse("proposed-measure-edit", args=[application.pk, measure.pk])
    key = f"measure-{measure.pk}-goals"
    client.post(page, {"goals": TEXT, f"version-{key}": "x", "user": application.contact.pk})

    sign_in_again(client, application.contact.email)

    assert TEXT in client.get(page).text
