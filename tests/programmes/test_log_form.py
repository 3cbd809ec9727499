"""Adding an entry: what is chosen beforehand, what is refused, and that nothing typed is lost."""

import datetime as dt
import threading
import uuid

import pytest
from django.db import connection
from django.urls import reverse

from audit.models import AuditEvent
from folkehelse.lib.dates import today
from municipalities.roles import Role
from programmes.enums import EnrolmentState, LogKind, MeasureState, Visibility
from programmes.models import LogEntry
from tests.factories import (
    EnrolmentFactory,
    LogEntryFactory,
    MeasureFactory,
    MembershipFactory,
    PracticeFactory,
    PrincipleFactory,
)

pytestmark = pytest.mark.django_db
NEW = "/logg/ny/"
SYNTHETIC = "17912099997"  # of the Tax Administration's test people


@pytest.fixture
def measure():
    return MeasureFactory()


@pytest.fixture
def coordinator(measure, sign_in):
    return sign_in(municipality=measure.enrolment.municipality)


def posted(measure, **changes):
    values = {
        "token": str(uuid.uuid4()),
        "measure": measure.pk,
        "happened_on": "4.3.2024",
        "kind": LogKind.CARRIED_OUT,
        "what_happened": "Vi var ute sammen.",
        "what_learned": "Barna tok ledelsen.",
        "visibility": Visibility.PROGRAMME,
    }
    return values | changes


def test_the_form_is_filled_in_before_anything_is_typed(client, measure, coordinator):
    MeasureFactory(enrolment=measure.enrolment, name="Aaa, først i listen")
    LogEntryFactory(measure=measure, created_by=coordinator)

    form = client.get(NEW).context["form"]

    assert form["measure"].value() == measure.pk
    assert form["happened_on"].value() == today()
    assert form["kind"].value() == LogKind.CARRIED_OUT
    assert form["visibility"].value() == Visibility.PROGRAMME
    assert f'value="{today():%d.%m.%Y}"' in client.get(NEW).text


def test_the_address_chooses_measure_practice_and_its_principles(client, measure, coordinator):
    other = MeasureFactory(enrolment=measure.enrolment)
    practice = PracticeFactory()
    practice.also.add(PrincipleFactory())
    PrincipleFactory()

    form = client.get(f"{NEW}?tiltak={other.pk}&praksis={practice.slug}").context["form"]

    assert form["measure"].value() == other.pk
    assert form["practices"].value() == [practice.pk]
    assert set(form["principles"].value()) == {
        practice.principle_id,
        *practice.also.values_list("pk", flat=True),
    }


@pytest.mark.parametrize(
    "query", ["tiltak=abc", "tiltak=99999999999999999999", "praksis=%00", "praksis=finnes-ikke"]
)
def test_an_address_that_is_not_understood_chooses_nothing(client, measure, coordinator, query):
    assert client.get(f"{NEW}?{query}").status_code == 200


def test_only_measures_that_can_be_logged_on_are_offered(client, measure, coordinator):
    own = measure.enrolment
    for state in set(MeasureState) - {MeasureState.ACTIVE, MeasureState.PAUSED, MeasureState.ENDING}:
        MeasureFactory(enrolment=own, state=state)
    MeasureFactory(enrolment=EnrolmentFactory(municipality=own.municipality, state=EnrolmentState.CLOSED))
    MeasureFactory()
    paused = MeasureFactory(enrolment=own, state=MeasureState.PAUSED)

    offered = {value for value, _label in client.get(NEW).context["form"].fields["measure"].choices}

    assert {value.value for value in offered} == {measure.pk, paused.pk}


def test_somebody_without_a_measure_is_told_what_is_missing(client, sign_in):
    sign_in(role=Role.CONTRIBUTOR)

    assert "Dere har ingen tiltak å loggføre på nå" in client.get(NEW).text


@pytest.mark.parametrize("role", [Role.COUNTY_ADVISER, Role.NATIONAL_READER, Role.APPROVER])
def test_others_are_told_why_they_cannot_log(client, sign_in, role):
    sign_in(role=role)

    response = client.get(NEW)

    assert response.status_code == 403
    assert "Bare de som arbeider med tiltak" in response.text


def test_an_entry_is_kept_whole_with_its_trail(client, measure, coordinator):
    principles = PrincipleFactory.create_batch(2)
    practice = PracticeFactory(principle=principles[0])
    values = posted(
        measure,
        principles=[one.pk for one in principles],
        practices=[practice.pk],
        children="1 200",
        parents="3",
        staff="0",
        sessions="2",
        own_hours="7,5",
        arena="kindergarten",
        visibility=Visibility.PUBLIC,
    )

    response = client.post(NEW, values)

    entry = LogEntry.objects.get()
    assert response.status_code == 302
    assert response.url == f"/tiltak/{measure.pk}/#logg-{entry.pk}"
    assert (entry.happened_on, entry.what_learned) == (dt.date(2024, 3, 4), "Barna tok ledelsen.")
    assert [entry.children, entry.parents, entry.staff, entry.volunteers] == [1200, 3, 0, None]
    assert (str(entry.own_hours), entry.sessions, entry.arena) == ("7.5", 2, "kindergarten")
    assert set(entry.principles.all()) == set(principles)
    assert list(entry.practices.all()) == [practice]
    assert entry.created_by == coordinator
    event = AuditEvent.objects.get()
    assert (event.action, event.subject) == ("logentry.submitted", f"programmes.logentry:{entry.pk}")
    assert event.after["principles"] == sorted(one.slug for one in principles)


def test_an_older_entry_is_shown_on_its_own_page_of_the_log(client, measure, coordinator):
    LogEntryFactory.create_batch(12, measure=measure, happened_on=dt.date(2025, 1, 1))

    response = client.post(NEW, posted(measure))

    entry = LogEntry.objects.order_by("pk").last()
    assert response.url == f"/tiltak/{measure.pk}/?page=2#logg-{entry.pk}"
    assert f'id="logg-{entry.pk}"' in client.get(response.url).text


def in_days(days):
    return (today() + dt.timedelta(days=days)).strftime("%d.%m.%Y")


REFUSED = [
    ("happened_on", in_days(1), "kan ikke være fram i tid"),
    ("happened_on", "31.12.2018", "mens kommunen er med i programmet: fra 01.01.2019"),
    ("happened_on", "29.02.2025", "Skriv datoen som dag, måned og år"),
    ("happened_on", "i går", "Skriv datoen som dag, måned og år"),
    ("happened_on", "01.01.0001", "Skriv datoen som dag, måned og år"),
    ("happened_on", "", "Skriv inn datoen"),
    ("kind", "", "Velg hva loggføringen gjelder"),
    ("kind", "tull", ""),
    ("what_happened", "", "Skriv hva som skjedde"),
    ("what_happened", "x" * 4001, "4000"),
    ("what_happened", f"Kari {SYNTHETIC} var med", "fødselsnummer eller D-nummer"),
    ("what_happened", "Kari 17 91 20 999 97 var med", "fødselsnummer eller D-nummer"),
    ("what_learned", "57.91.20.75186", "fødselsnummer eller D-nummer"),
    ("children", "-1", "Antallet kan ikke være under null"),
    ("children", "mange", "Skriv et helt tall"),
    ("children", "1,5", "Skriv et helt tall"),
    ("children", "100000", "ikke være høyere enn"),
    ("parents", "9" * 30, ""),
    ("staff", "NaN", "Skriv et helt tall"),
    ("volunteers", "1e309", "Skriv et helt tall"),
    ("sessions", "-3", "Antallet kan ikke være under null"),
    ("own_hours", "-1", "Timene kan ikke være under null"),
    ("own_hours", "noen", "Skriv antall timer"),
    ("own_hours", "NaN", "Skriv antall timer"),
    ("own_hours", "1,25", "høyst ett siffer"),
    ("arena", "månen", ""),
    ("visibility", "", "Velg hvem som kan lese dette"),
    ("principles", "999999", "Velg blant prinsippene"),
    ("practices", "999999", "Velg blant praksisene"),
    ("measure", "999999", "Velg et av tiltakene"),
]


@pytest.mark.parametrize(("field", "value", "says"), REFUSED, ids=[f"{f}={v[:12]}" for f, v, _s in REFUSED])
def test_what_is_wrong_is_told_beside_the_field_and_all_that_was_typed_is_there(
    client, measure, coordinator, field, value, says
):
    typed = posted(measure, children="17", own_hours="2,5", what_learned="Lek er viktig.") | {field: value}

    response = client.post(NEW, typed)

    form = response.context["form"]
    assert response.status_code == 422
    assert list(form.errors) == [field]
    assert says in form.errors[field][0]
    assert f'href="#{form[field].error_anchor}"' in response.text
    assert "<title>Feil:" in response.text
    for name, kept in typed.items():
        shown = form[name].value()
        assert shown == ([kept] if isinstance(shown, list) else str(kept)), name
    assert not LogEntry.objects.exists()
    assert not AuditEvent.objects.exists()


def test_the_number_is_not_repeated_in_what_the_page_says_of_it(client, measure, coordinator):
    response = client.post(NEW, posted(measure, what_happened=f"Kari {SYNTHETIC}"))

    assert response.text.count(SYNTHETIC) == 1  # in the field, where it can be taken away


def test_a_measure_of_others_cannot_be_chosen(client, measure, coordinator):
    others = MeasureFactory()

    response = client.post(NEW, posted(others))

    assert response.status_code == 422
    assert not LogEntry.objects.exists()


def test_fields_that_are_not_in_the_form_are_not_read(client, measure, coordinator):
    hostile = {
        "state": "withdrawn",
        "created_by": 1,
        "is_demo": "on",
        "created_at": "2000-01-01",
        "version": 9,
    }

    client.post(NEW, posted(measure) | hostile)

    entry = LogEntry.objects.get()
    assert (entry.state, entry.created_by, entry.is_demo, entry.version) == (
        "submitted",
        coordinator,
        False,
        1,
    )


def test_what_cannot_be_seen_is_dropped(client, measure, coordinator):
    client.post(NEW, posted(measure, what_happened="A\u030apent hus\0\u202e \x1b[31m"))

    assert LogEntry.objects.get().what_happened == "Åpent hus [31m"


def test_the_same_form_twice_is_one_entry_and_the_second_is_led_to_the_first(client, measure, coordinator):
    values = posted(measure)

    first, second = client.post(NEW, values), client.post(NEW, values)

    assert LogEntry.objects.count() == AuditEvent.objects.count() == 1
    assert first.url == second.url


def test_nobody_is_led_to_the_entry_of_another_by_their_token(client, measure, coordinator, sign_in):
    values = posted(measure)
    client.post(NEW, values)
    sign_in(municipality=measure.enrolment.municipality)

    client.post(NEW, values)

    assert LogEntry.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_double_click_is_one_entry(client):
    measure = MeasureFactory()
    user = MembershipFactory(municipality=measure.enrolment.municipality).user
    values, urls, barrier = posted(measure), [], threading.Barrier(4)

    def press():
        browser = type(client)()
        browser.force_login(user, backend="accounts.backends.Backend")
        barrier.wait()
        urls.append(browser.post(NEW, values).url)
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert LogEntry.objects.count() == AuditEvent.objects.filter(action="logentry.submitted").count() == 1
    assert len(urls) == 4
    assert len(set(urls)) == 1


def test_signing_in_comes_first(client, measure):
    response = client.post(NEW, posted(measure))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))
