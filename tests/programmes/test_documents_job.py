"""The row is the queue: claim, lease, fence, give up, retry; ordering the same twice is one document."""

import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from audit.models import AuditEvent
from folkehelse.lib import bell
from programmes import tasks
from programmes.actions.documents import order_report, retry
from programmes.enums import DocumentKind, DocumentState
from programmes.models import Document, LogEntry, WrongState
from programmes.models.document import LEASE, MOST_ATTEMPTS
from programmes.periodic import ring_for_waiting_documents
from tests.factories import DocumentFactory, UserFactory
from tests.programmes.report_world import YEAR, make_land

PDF = b"%PDF-1.7 a small one"


@pytest.fixture(autouse=True)
def rings(monkeypatch):
    """What was rung for; nothing leaves the process."""
    rung = []
    monkeypatch.setattr(tasks.make_document, "apply_async", lambda args, **_options: rung.append(args[0]))
    monkeypatch.setattr(bell, "_start", lambda task, args: task.apply_async(args))
    return rung


@pytest.fixture
def quick(monkeypatch):
    """Rendering that takes no time."""
    monkeypatch.setattr(tasks, "render", lambda document, tell: (tell(50), (PDF, 3))[1])
    monkeypatch.setattr(tasks, "heartbeat", lambda: None)


@pytest.fixture
def broken(monkeypatch):
    def fail(document, tell):
        raise OSError("disken er full")

    monkeypatch.setattr(tasks, "render", fail)


def let_time_pass(document, seconds=None):
    """As if that long (or a lease) had gone since the row was last touched."""
    gone = dt.timedelta(seconds=seconds) if seconds else LEASE + dt.timedelta(seconds=1)
    row = Document.objects.get(pk=document.pk)
    Document.objects.filter(pk=row.pk).update(
        lease_until=row.lease_until and row.lease_until - gone,
        next_try_at=row.next_try_at - gone,
        ordered_at=row.ordered_at - gone,
    )


def files(settings):
    return list((settings.VAR / "media").rglob("*.pdf"))


@pytest.mark.django_db
def test_a_document_is_made_with_its_file_its_sum_and_its_trail(quick):
    document = DocumentFactory(content={"x": 1})

    assert tasks.make_document(document.pk) == "made"

    document.refresh_from_db()
    assert (document.state, document.progress, document.attempts, document.pages) == ("done", 100, 1, 3)
    with document.file.open("rb") as file:
        assert file.read() == PDF
    assert document.size == len(PDF)
    assert len(document.sha256) == 64
    assert document.content == {}
    assert list(AuditEvent.objects.values_list("action", "actor")) == [("document.done", "system")]


@pytest.mark.django_db
def test_being_rung_twice_makes_it_once(quick, settings):
    document = DocumentFactory()

    assert [tasks.make_document(document.pk) for _ring in range(3)] == ["made", "not due", "not due"]
    assert len(files(settings)) == 1
    assert AuditEvent.objects.count() == 1


@pytest.mark.django_db
def test_a_row_is_claimed_by_one_until_its_lease_is_over():
    document = DocumentFactory()

    first = Document.objects.claim(document.pk)
    assert (first.attempts, first.state) == (1, DocumentState.RUNNING)
    assert Document.objects.claim(document.pk) is None

    let_time_pass(document)
    assert Document.objects.claim(document.pk).attempts == 2


@pytest.mark.django_db
def test_telling_of_progress_renews_the_lease():
    document = DocumentFactory()
    claimed = Document.objects.claim(document.pk)
    let_time_pass(document, LEASE.total_seconds() - 1)

    claimed.note_progress(40)
    let_time_pass(document, 10)

    assert Document.objects.claim(document.pk) is None
    document.refresh_from_db()
    assert document.progress == 40


@pytest.mark.django_db
def test_whoever_was_overtaken_changes_nothing_and_leaves_no_file(monkeypatch, settings):
    document = DocumentFactory()

    def slow(document, tell):
        let_time_pass(document)
        assert Document.objects.claim(document.pk).attempts == 2  # another worker takes over meanwhile
        return PDF, 3

    monkeypatch.setattr(tasks, "render", slow)
    assert tasks.make_document(document.pk) == "overtaken"

    document.refresh_from_db()
    assert (document.state, document.attempts, document.file.name) == (DocumentState.RUNNING, 2, "")
    assert files(settings) == []
    assert AuditEvent.objects.count() == 0


@pytest.mark.django_db
def test_whoever_was_overtaken_stops_at_the_next_word_of_progress(quick, monkeypatch):
    document = DocumentFactory()

    def slow(document, tell):
        let_time_pass(document)
        Document.objects.claim(document.pk)
        tell(50)
        raise AssertionError("went on")

    monkeypatch.setattr(tasks, "render", slow)
    assert tasks.make_document(document.pk) == "overtaken"


@pytest.mark.django_db
def test_after_an_error_it_is_tried_again_later_and_later(broken):
    document = DocumentFactory()
    rests = []
    for attempt in range(1, MOST_ATTEMPTS):
        assert tasks.make_document(document.pk) == "postponed"
        document.refresh_from_db()
        assert (document.state, document.attempts) == (DocumentState.ORDERED, attempt)
        assert document.last_error == "OSError: disken er full"
        assert tasks.make_document(document.pk) == "not due"
        rests.append((document.next_try_at - timezone.now()).total_seconds())
        let_time_pass(document, 3600)

    assert rests == sorted(rests)
    assert rests[-1] > 3 * rests[0]
    assert tasks.make_document(document.pk) == "given up"
    document.refresh_from_db()
    assert document.state == DocumentState.FAILED
    assert list(AuditEvent.objects.values_list("action", flat=True)) == ["document.failed"]


@pytest.mark.django_db
def test_a_document_that_kills_its_worker_is_given_up(quick):
    document = DocumentFactory()
    for _attempt in range(MOST_ATTEMPTS):
        assert Document.objects.claim(document.pk)
        let_time_pass(document)

    assert tasks.make_document(document.pk) == "given up"
    assert tasks.make_document(document.pk) == "not due"


@pytest.mark.django_db
def test_a_failed_one_can_be_tried_again_with_as_many_attempts(
    broken, rings, django_capture_on_commit_callbacks
):
    document = DocumentFactory(state=DocumentState.FAILED, attempts=5, last_error="x")

    with django_capture_on_commit_callbacks(execute=True):
        retry(document, by=UserFactory())

    assert rings == [document.pk]
    for _attempt in range(MOST_ATTEMPTS - 1):
        assert tasks.make_document(document.pk) == "postponed"
        let_time_pass(document, 3600)
    assert tasks.make_document(document.pk) == "given up"


@pytest.mark.django_db
def test_a_failed_one_is_not_tried_again_when_the_same_was_ordered_meanwhile():
    failed = DocumentFactory(state=DocumentState.FAILED)
    same = {
        name: getattr(failed, name) for name in ("kind", "programme", "municipality", "year", "fingerprint")
    }
    DocumentFactory(**same)

    with pytest.raises(WrongState):
        retry(failed, by=UserFactory())


@pytest.mark.django_db
def test_the_sweep_rings_for_what_waits_and_for_what_was_lost(rings):
    young = DocumentFactory()
    old, lost, resting = DocumentFactory.create_batch(3)
    Document.objects.claim(lost.pk)
    for document in (old, lost, resting):
        let_time_pass(document)
    Document.objects.filter(pk=resting.pk).update(next_try_at=timezone.now() + dt.timedelta(hours=1))

    assert ring_for_waiting_documents() == 2
    assert set(rings) == {old.pk, lost.pk}
    assert young.pk not in rings


@pytest.mark.django_db
def test_the_database_keeps_the_rules_of_a_document():
    document = DocumentFactory()
    for wrong in (
        {"state": "done"},
        {"progress": 101},
        {"county": None, "municipality": None},
        {"state": "x"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Document.objects.filter(pk=document.pk).update(**wrong)


# --- ordering -----------------------------------------------------------------------------------------


def _order(programme, county, by=None):
    return order_report(DocumentKind.COUNTY, programme=programme, year=YEAR, county=county, by=by)


@pytest.mark.django_db
def test_the_same_content_is_the_same_document_and_changed_content_a_new_one(quick, rings, settings):
    programme, county = make_land(1)
    by = UserFactory()

    first = _order(programme, county, by)
    assert _order(programme, county).pk == first.pk
    tasks.make_document(first.pk)
    again = _order(programme, county)
    assert (again.pk, again.state) == (first.pk, DocumentState.DONE)
    assert len(files(settings)) == 1

    LogEntry.objects.filter(happened_on__year=YEAR).first().withdraw(by=by, why="feil")
    changed = _order(programme, county)
    assert changed.pk != first.pk
    ordered = AuditEvent.objects.filter(action="document.ordered").order_by("pk")
    assert [event.actor for event in ordered] == [f"accounts.user:{by.pk}", "system"]


@pytest.mark.django_db
def test_content_is_of_the_moment_of_the_order(monkeypatch):
    programme, county = make_land(1)
    document = _order(programme, county)
    seen = []
    monkeypatch.setattr(tasks, "render", lambda document, tell: (seen.append(document.content), (PDF, 1))[1])
    LogEntry.objects.all().update(children=1)

    tasks.make_document(document.pk)

    assert seen[0]["figures"]["children_sum"] == 10 + 11 + 12 + 13
    assert isinstance(seen[0]["day"], dt.date)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_order_at_once_both_get_the_one_document():
    programme, county = make_land(1)
    start, found = threading.Barrier(4), []

    def order():
        start.wait()
        try:
            found.append(_order(programme, county).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=order) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 4
    assert len(set(found)) == 1
    assert Document.objects.count() == 1
    assert AuditEvent.objects.filter(action="document.ordered").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_gets_the_row():
    document = DocumentFactory()
    start, found = threading.Barrier(4), []

    def claim():
        start.wait()
        try:
            found.append(Document.objects.claim(document.pk))
        finally:
            connection.close()

    threads = [threading.Thread(target=claim) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len([one for one in found if one]) == 1
