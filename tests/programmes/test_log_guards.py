"""Small rules of the log, the measures and the reports that nothing else leans on."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from folkehelse.lib.dates import today
from municipalities.permissions import predecessors, reach_of
from municipalities.roles import Permission, Role
from programmes import tasks
from programmes.actions.documents import order_report
from programmes.actions.log import add_entry
from programmes.actions.measures import add_measure
from programmes.enums import DocumentKind, DocumentState, EnrolmentState, LogKind, LogState
from programmes.models import Document, LogEntry, Measure, WrongState
from programmes.periodic import SWEEP, ring_for_waiting_documents
from tests.factories import (
    DocumentFactory,
    EnrolmentFactory,
    LogEntryFactory,
    MeasureFactory,
    MembershipFactory,
    MunicipalityFactory,
    PracticeFactory,
    ProgrammeFactory,
    ThemeFactory,
    UserFactory,
)
from tests.programmes.test_front import succession
from tests.programmes.test_log_edit import edit, written
from tests.programmes.test_measures_write import new, planned

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("is_demo", [True, False])
def test_what_a_demo_person_writes_is_marked_as_demo(is_demo):
    user, measure = UserFactory(is_demo=is_demo), MeasureFactory()
    values = {
        "measure": measure,
        "happened_on": today(),
        "kind": LogKind.CARRIED_OUT,
        "what_happened": "Vi lekte.",
        "principles": [],
        "practices": [],
    }
    plan = {"name": "Fri lek", "age_from": 0, "age_to": 6, "starts_on": today(), "ends_on": today()}

    entry = add_entry(values, token=uuid.uuid4(), by=user)
    made = add_measure(measure.enrolment, plan | {"themes": []}, by=user)

    assert (entry.is_demo, made.is_demo) == (is_demo, is_demo)


def test_a_colleague_who_only_contributes_does_not_change_the_entry_of_another(client, sign_in):
    entry = LogEntryFactory()
    sign_in(role=Role.CONTRIBUTOR, municipality=entry.measure.municipality)

    response = client.post(edit(entry), written(entry, what_happened="Nei."))

    assert response.status_code == 403
    assert LogEntry.objects.get().what_happened == entry.what_happened


@pytest.mark.parametrize(("day", "status"), [("30.06.2024", 302), ("01.07.2024", 422)])
def test_the_day_of_an_entry_is_before_the_enrolment_ended_though_it_was_to_last_longer(
    client, sign_in, day, status
):
    enrolment = EnrolmentFactory(state=EnrolmentState.CLOSED, ended_on=dt.date(2024, 6, 30))
    entry = LogEntryFactory(measure__enrolment=enrolment)
    sign_in(municipality=enrolment.municipality)

    assert client.post(edit(entry), written(entry, happened_on=day)).status_code == status


def test_a_withdrawn_entry_does_not_come_back():
    entry = LogEntryFactory()
    entry.withdraw(by=entry.created_by, why="Feil dag.")

    for state in LogState:
        with pytest.raises(WrongState):
            entry._move(state, by=entry.created_by)


def test_a_theme_of_another_programme_cannot_be_chosen(client, sign_in):
    enrolment = EnrolmentFactory()
    other = ThemeFactory(programme=ProgrammeFactory(slug="et-annet"))
    sign_in(municipality=enrolment.municipality)

    response = client.post(new(enrolment), planned(themes=[other.pk]))

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["themes"])
    assert not Measure.objects.exists()


def test_a_withdrawn_entry_tells_of_no_practice(client, sign_in):
    practice = PracticeFactory()
    entry = LogEntryFactory(practices=[practice])
    entry.withdraw(by=entry.created_by, why="Feil tiltak.")
    sign_in(role=Role.CONTRIBUTOR, municipality=entry.measure.municipality)

    assert client.get(practice.get_absolute_url()).context["tried"] is None


# --- reach ---------------------------------------------------------------------------------------------


def test_the_closure_goes_all_the_way_back():
    first, second = MunicipalityFactory.create_batch(2, is_current=False)
    third = MunicipalityFactory()
    succession(first, second)
    succession(second, third, on="2024-01-01")

    assert predecessors({third.pk}) == {first.pk, second.pk, third.pk}


def test_a_county_reaches_those_of_today_and_what_went_up_in_them_and_no_more():
    here = MunicipalityFactory()
    merged = MunicipalityFactory(is_current=False)
    moved_away = MunicipalityFactory(county=here.county, is_current=False)
    succession(merged, here)
    succession(moved_away, MunicipalityFactory())
    adviser = MembershipFactory(role=Role.COUNTY_ADVISER, county=here.county).user

    reach = reach_of(adviser, Permission.PLAN_VIEW)

    assert (reach.nationwide, reach.municipalities, reach.counties) == (
        False,
        {here.pk, merged.pk},
        {here.county_id},
    )


def test_each_permission_is_asked_for_by_itself():
    own = MunicipalityFactory()
    user = MembershipFactory(role=Role.APPROVER, municipality=own).user
    MembershipFactory(user=user, role=Role.COUNTY_ADVISER, county=MunicipalityFactory().county)

    assert reach_of(user, Permission.OWN_LOG_VIEW).municipalities == {own.pk}
    assert not reach_of(user, Permission.LOG_WRITE)
    assert own.pk not in reach_of(user, Permission.ENROLMENT_DECIDE).municipalities
    assert own.pk in reach_of(user, Permission.PLAN_VIEW).municipalities


# --- reports -------------------------------------------------------------------------------------------


def test_a_ring_of_the_sweep_is_worth_nothing_after_the_next_sweep(monkeypatch):
    long_ago = timezone.now() - dt.timedelta(hours=1)
    document = DocumentFactory(ordered_at=long_ago, next_try_at=long_ago)
    rung = []
    monkeypatch.setattr(
        tasks.make_document, "apply_async", lambda *args, **options: rung.append((*args, options))
    )

    ring_for_waiting_documents()

    assert rung == [((document.pk,), {"expires": SWEEP})]


def test_progress_is_told_now_and_then_never_backwards_and_with_a_sign_of_life(monkeypatch):
    clock, beats = [100.0], []
    monkeypatch.setattr(tasks.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(tasks, "heartbeat", lambda: beats.append(clock[0]))
    document = Document.objects.claim(DocumentFactory().pk)
    tell, seen = tasks.Telling(document), []

    for seconds, percent in ((0, 40), (0.5, 50), (1, 30), (2, 60)):
        clock[0] = 100 + seconds
        tell(percent)
        seen.append(Document.objects.get(pk=document.pk).progress)

    assert seen == [40, 40, 40, 60]
    assert beats == [100, 101, 102]


@pytest.mark.parametrize("state", [DocumentState.DONE, DocumentState.FAILED])
def test_what_is_not_due_has_not_waited(state):
    long_ago = timezone.now() - dt.timedelta(hours=1)
    made = {"file": "x.pdf", "sha256": "0" * 64, "size": 1, "finished_at": long_ago}
    DocumentFactory(state=state, next_try_at=long_ago, **made if state == DocumentState.DONE else {})

    assert Document.objects.seconds_waited() == 0


def test_ordering_what_waits_already_rings_again(monkeypatch, django_capture_on_commit_callbacks):
    programme, rung = ProgrammeFactory(), []
    monkeypatch.setattr("programmes.actions.documents.ring", lambda _task, pk: rung.append(pk))

    first = order_report(DocumentKind.NATION, programme=programme, year=2025, by=None)
    order_report(DocumentKind.NATION, programme=programme, year=2025, by=None)

    assert rung == [first.pk, first.pk]


@pytest.mark.parametrize(
    ("kind", "form", "language"),
    [
        (DocumentKind.NATION, "nb", "nn"),
        (DocumentKind.COUNTY, "nb", "nn"),
        (DocumentKind.MUNICIPALITY, "nn", "nn"),
        (DocumentKind.MUNICIPALITY, "nb", "nb"),
        (DocumentKind.MUNICIPALITY, "neutral", "nb"),
    ],
)
def test_a_report_is_written_in_the_municipalitys_form_or_in_that_of_who_orders(kind, form, language):
    municipality = MunicipalityFactory(language_form=form)
    place = {
        DocumentKind.MUNICIPALITY: {"municipality": municipality},
        DocumentKind.COUNTY: {"county": municipality.county},
    }

    document = order_report(
        kind,
        programme=ProgrammeFactory(),
        year=2025,
        by=UserFactory(language="nn"),
        **place.get(kind, {}),
    )

    assert document.language == language


def test_the_page_of_a_report_tells_its_attempts_to_those_who_run_the_portal_only(client, sign_in):
    failed = DocumentFactory(state=DocumentState.FAILED, last_error="OSError: disken er full")
    shown = {}
    for role in (Role.ADMINISTRATOR, Role.NATIONAL_READER):
        sign_in(role=role)
        shown[role] = "disken er full" in client.get(reverse("document", args=[failed.pk])).text

    assert shown == {Role.ADMINISTRATOR: True, Role.NATIONAL_READER: False}
