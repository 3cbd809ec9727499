"""What every answer says to the browser: nothing from elsewhere, nothing kept of what is somebody's own."""

import pytest
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse

from folkehelse import views
from municipalities.roles import Role
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


def policy(response):
    return set(response.headers["Content-Security-Policy"].split("; "))


@pytest.mark.parametrize("page", ["/", "/konto/logg-inn/", "/finnes-ikke/", "/smart/", "/healthz"])
def test_a_page_may_only_use_what_is_the_portals_own(client, page):
    response = client.get(page)

    assert policy(response) == POLICY
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_a_refusal_may_use_no_more(client, sign_in):
    sign_in(role=Role.APPROVER)
    response = client.get(reverse("log-new"))

    assert response.status_code == 403
    assert policy(response) == POLICY


@pytest.mark.parametrize("page", ["front", "my-work", "profile", "measure-list", "measure-export"])
def test_no_cache_keeps_what_a_person_who_is_signed_in_sees(client, sign_in, page):
    sign_in(role=Role.COORDINATOR)

    kept = {word.strip() for word in client.get(reverse(page)).headers["Cache-Control"].split(",")}

    assert {"private", "no-store"} <= kept


def test_an_open_page_may_be_kept(client):
    assert "no-store" not in client.get(reverse("front")).headers.get("Cache-Control", "")


@pytest.mark.parametrize("page", ["healthz", "readyz"])
def test_health_is_of_this_moment(client, page):
    assert "no-store" in client.get(reverse(page)).headers["Cache-Control"]


def test_readyz_tells_of_a_migration_that_is_missing(client, monkeypatch):
    monkeypatch.setattr(views, "_broker", lambda: "ok")
    monkeypatch.setattr(views, "heartbeat_age", lambda: 1)
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_arguments: [("a migration", False)])

    response = client.get(reverse("readyz"))

    assert response.status_code == 503
    assert response.json() == {
        "database": "ok",
        "migrations": "missing",
        "broker": "ok",
        "worker": "ok",
        "outbox_seconds": 0,
    }


@pytest.mark.parametrize(
    ("cookie", "language"), [("nn", "nn"), ("nb", "nb"), ("en", "nb"), ("tull", "nb"), ("", "nb")]
)
def test_the_answer_says_its_language_and_an_unknown_one_is_bokmal(client, cookie, language):
    client.cookies["django_language"] = cookie

    response = client.get(reverse("about"))

    assert response.headers["Content-Language"] == language
    assert f'<html lang="{language}"' in response.text


def test_an_unknown_language_in_the_cookie_leaves_the_profile_to_decide(client, sign_in):
    sign_in(UserFactory(language="nn"))
    client.cookies["django_language"] = "en"

    assert client.get(reverse("about")).headers["Content-Language"] == "nn"
