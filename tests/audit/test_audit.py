import pytest
from django.db import DatabaseError, connection, transaction

from audit.models import AuditEvent
from audit.record import changes, record
from programmes.queries.history import history
from tests.factories import MeasureFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_auditevent SET action = 'y'",
        "DELETE FROM audit_auditevent",
        "TRUNCATE audit_auditevent",
    ],
)
def test_the_trail_cannot_be_rewritten(sql):
    event = record("x", actor=None, subject="thing:1")
    connection.cursor().execute("ALTER TABLE audit_auditevent ENABLE TRIGGER audit_is_never_emptied")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(sql)

    event.refresh_from_db()
    assert event.action == "x"


@pytest.mark.django_db(transaction=True)
def test_a_line_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="transaction"):
        record("x", actor=None, subject="thing:1")


def test_history_names_people_and_fields():
    user = UserFactory(full_name="Kari Nordmann")
    measure = MeasureFactory(name="Gammelt navn")
    before, after = changes(measure, {"name": "Nytt navn", "goals": measure.goals})
    record("measure.changed", actor=user, subject=measure, before=before, after=after, why="Kortere")

    [line] = history(measure)

    assert (line.text, line.by, line.why) == ("Tiltaket ble endret", "Kari Nordmann", "Kortere")
    assert line.changes == [("Navn", "Gammelt navn", "Nytt navn")]


def test_a_person_who_is_gone_is_told_as_a_former_user():
    measure = MeasureFactory()
    record("measure.changed", actor="accounts.user:999999", subject=measure)

    assert history(measure)[0].by == "tidligere bruker"


def test_history_is_newest_first_and_only_of_the_thing():
    measure, other = MeasureFactory(), MeasureFactory()
    for action, subject in (
        ("measure.created", measure),
        ("measure.active", measure),
        ("measure.closed", other),
    ):
        record(action, actor=None, subject=subject)

    assert [line.text for line in history(measure)] == ["Tiltaket ble satt i gang", "Tiltaket ble opprettet"]
    assert AuditEvent.objects.count() == 3
