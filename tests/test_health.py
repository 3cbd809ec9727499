import datetime as dt

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from folkehelse import views
from tests.factories import DocumentFactory

pytestmark = pytest.mark.django_db
WELL = {"database": "ok", "migrations": "ok", "broker": "ok", "worker": "ok", "outbox_seconds": 0}


@pytest.fixture
def well(monkeypatch):
    monkeypatch.setattr(views, "_broker", lambda: "ok")
    monkeypatch.setattr(views, "heartbeat_age", lambda: 3)


def test_healthz_asks_nobody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get(reverse("healthz"))

    assert (response.status_code, response.text) == (200, "ok")


def test_readyz_when_all_is_well(client, well):
    response = client.get(reverse("readyz"))

    assert (response.status_code, response.json()) == (200, WELL)


@pytest.mark.parametrize("age", [None, 46, 500])
def test_readyz_tells_of_a_silent_worker(client, well, monkeypatch, age):
    monkeypatch.setattr(views, "heartbeat_age", lambda: age)

    response = client.get(reverse("readyz"))

    assert (response.status_code, response.json()) == (503, WELL | {"worker": "silent"})


def test_readyz_tells_of_a_broker_that_is_down(client, well, monkeypatch, settings):
    monkeypatch.undo()
    monkeypatch.setattr(views, "heartbeat_age", lambda: 1)
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    response = client.get(reverse("readyz"))

    assert (response.status_code, response.json()) == (503, WELL | {"broker": "down"})


def test_readyz_tells_of_a_database_that_is_down(client, well, monkeypatch):
    def down():
        raise DatabaseError

    monkeypatch.setattr(views.connection, "cursor", down)

    response = client.get(reverse("readyz"))

    assert response.status_code == 503
    assert response.json() == WELL | {"database": "down", "migrations": "unknown"}


def test_readyz_tells_how_long_the_oldest_order_has_waited(client, well):
    DocumentFactory(next_try_at=timezone.now() - dt.timedelta(seconds=90))

    assert client.get(reverse("readyz")).json()["outbox_seconds"] == 90
