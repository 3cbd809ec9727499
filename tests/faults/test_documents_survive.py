"""A report is made, and once: with a worker killed at work, and with a Redis that lost everything or is gone.

Real workers, in processes of their own, on the test's database and on a Redis of the test's own.
"""

import datetime as dt
import hashlib
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone
from redis import Redis

from audit.models import AuditEvent
from folkehelse import wheels
from folkehelse.celery import app
from folkehelse.embedded import Engines
from folkehelse.lib import bell
from programmes.actions.documents import order_report
from programmes.enums import DocumentKind, DocumentState
from programmes.models import Document
from programmes.periodic import ring_for_waiting_documents
from programmes.tasks import make_document
from tests.programmes.report_world import YEAR, make_land

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("documents")]
PATIENCE = 90


def wait_until(condition, what):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


@pytest.fixture(scope="module")
def redis(tmp_path_factory):
    with Engines(tmp_path_factory.mktemp("engines"), postgres=False) as engines:
        yield engines


@pytest.fixture
def broker(redis, monkeypatch):
    """Rings from this process go to the test's own Redis too."""
    url = redis.redis_url.replace("unix://", "redis+socket://")
    Redis.from_url(redis.redis_url).flushall()
    real = make_document.apply_async

    def apply_async(args=(), **options):
        with app.connection_for_write(url) as own:
            return real(args, **options | {"connection": own})

    monkeypatch.setattr(make_document, "apply_async", apply_async)
    monkeypatch.setattr(bell, "_silent_until", 0.0)
    return redis


@pytest.fixture
def worker(broker, settings):
    """`worker()` starts one; all are gone when the test is over."""
    started = []

    def start():
        log = open(settings.VAR / f"worker-{len(started)}.txt", "wb")  # noqa: SIM115 -- the process keeps it
        own = {
            "DATABASE_URL": _database_url(),
            "REDIS_URL": broker.redis_url,
            "FOLKEHELSE_VAR": str(settings.VAR),
            "SECRET_KEY": "not secret",
        }
        command = [sys.executable, "-m", "celery", "-A", "folkehelse", "worker", "-c", "1", "-l", "INFO"]
        process = subprocess.Popen(
            [*command, "--without-gossip", "--without-mingle"],
            cwd=wheels.CHECKOUT,
            env=os.environ | own,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        log.close()
        started.append(process)
        return process

    yield start
    for process in started:
        kill(process)


def kill(process):
    """The worker and the child that does the work, by kill -9."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _database_url():
    own = connection.settings_dict
    user, password, host = (quote(own[key] or "", safe="") for key in ("USER", "PASSWORD", "HOST"))
    port = f":{own['PORT']}" if own["PORT"] else ""
    return f"postgres://{user}:{password}@{host}{port}/{own['NAME']}"


@pytest.fixture
def order():
    """The order of a real report, rung for."""
    programme, county = make_land(2)
    return lambda: order_report(DocumentKind.COUNTY, programme=programme, year=YEAR, county=county, by=None)


def row(document):
    return Document.objects.get(pk=document.pk)


def is_made_once(document, settings):
    """Done, with one file that is the one of the row, and one line in the trail."""
    made = row(document)
    (file,) = (settings.VAR / "media").rglob("*.pdf")
    assert made.state == DocumentState.DONE
    assert hashlib.sha256(file.read_bytes()).hexdigest() == made.sha256
    assert AuditEvent.objects.filter(action="document.done").count() == 1
    return made


def is_done(document):
    return lambda: row(document).state == DocumentState.DONE


def test_a_worker_that_is_killed_at_work_is_followed_by_another(worker, order, settings):
    first, document = worker(), order()
    wait_until(lambda: row(document).progress >= 20, "the worker never began")
    kill(first)
    assert (row(document).state, row(document).attempts) == (DocumentState.RUNNING, 1)
    assert not list(settings.VAR.rglob("*.pdf"))

    Document.objects.update(lease_until=timezone.now(), ordered_at=timezone.now() - dt.timedelta(minutes=3))
    worker()
    ring_for_waiting_documents()
    wait_until(is_done(document), "the second worker never finished")

    assert is_made_once(document, settings).attempts == 2


def test_a_redis_that_forgot_everything_costs_only_time(worker, broker, order, settings):
    document = order()
    bell.settle(10)
    assert Redis.from_url(broker.redis_url).llen("celery") == 1
    Redis.from_url(broker.redis_url).flushall()

    worker()
    Document.objects.update(ordered_at=timezone.now() - dt.timedelta(minutes=1))
    ring_for_waiting_documents()
    wait_until(is_done(document), "the sweep never rang")

    assert is_made_once(document, settings).attempts == 1


def test_a_redis_that_is_killed_holds_nobody_who_orders(worker, broker, order, settings):
    process = broker._servers[0].process
    process.kill()
    process.wait()

    started = time.monotonic()
    document = order()
    took = time.monotonic() - started
    bell.settle(30)
    broker.mend()
    worker()
    Document.objects.update(ordered_at=timezone.now() - dt.timedelta(minutes=1))
    ring_for_waiting_documents()
    wait_until(is_done(document), "nobody made it after Redis was back")

    assert took < 2
    assert is_made_once(document, settings).attempts == 1


def test_rings_enough_for_two_workers_make_it_once(worker, order, settings):
    worker()
    worker()
    document = order()
    for _ring in range(5):
        make_document.apply_async((document.pk,))

    wait_until(is_done(document), "nobody made it")
    time.sleep(1)

    assert is_made_once(document, settings).attempts == 1
