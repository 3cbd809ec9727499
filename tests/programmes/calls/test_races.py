"""Two at once, with real threads: one publishes, one draft of a change, nobody is left on an old version."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from audit.models import AuditEvent
from programmes.actions import call_publishing as publishing
from programmes.actions.call_parts import fingerprint
from programmes.actions.calls import begin_change, save_fields
from programmes.actions.versions import Outdated
from programmes.models import Application, Call, WrongState
from tests.factories_grant import ApplicationFactory, put

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def together(*works):
    """Starts all at once; the answer or the error of each."""
    gate = Barrier(len(works))

    def run(work):
        try:
            gate.wait(10)
            return work()
        except (Outdated, WrongState, publishing.Incomplete) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_two_publish_one_draft(draft, adviser):
    version = draft.shown

    answers = together(*[lambda: publishing.publish(version, seen=1, by=adviser)] * 2)

    assert sorted(type(answer).__name__ for answer in answers) == ["Call", "WrongState"]
    assert AuditEvent.objects.filter(action="call.published").count() == 1


def test_two_begin_a_change(published, adviser):
    answers = together(*[lambda: begin_change(published, by=adviser)] * 2)

    assert answers[0] == answers[1]
    assert published.versions.count() == 2


def test_two_write_one_part(draft, adviser):
    version = draft.shown
    seen = fingerprint(version, ["frame"])

    answers = together(
        lambda: save_fields(version, {"frame": 1}, seen=seen, by=adviser),
        lambda: save_fields(version, {"frame": 2}, seen=seen, by=adviser),
    )

    assert sorted(type(answer).__name__ for answer in answers) == ["Outdated", "bool"]
    version.refresh_from_db()
    assert version.changed == 2


def test_cancel_against_publishing_a_change(published, adviser):
    ApplicationFactory(call=published)
    version = begin_change(published, by=adviser)

    together(
        lambda: publishing.cancel(published, by=adviser, why="Slutt"),
        lambda: publishing.publish(version, seen=1, by=adviser, note="Endret"),
    )

    call = Call.objects.get(pk=published.pk)
    assert call.state == "cancelled"
    assert [one.state for one in call.versions.all()] in (["published"], ["published", "replaced"])
    assert call.applications.get().version == call.current


def test_what_is_being_sent_while_a_change_is_published_keeps_its_version(published, adviser):
    """The sender holds the application; the publisher waits, and then sees that it was sent."""
    application = ApplicationFactory(call=published)
    version = begin_change(published, by=adviser)
    held = Event()

    def send():
        with transaction.atomic():
            row = Application.objects.select_for_update().get(pk=application.pk)
            held.set()
            time.sleep(0.3)  # long enough for the publisher to come and wait
            put(row, "submitted", case_year=2026, case_number=1)

    def publish():
        held.wait(10)
        return publishing.publish(version, seen=1, by=adviser, note="Endret")

    together(send, publish)

    application.refresh_from_db()
    assert (application.state, application.version) == ("submitted", published.current)
