"""Ways round the walls that somebody tried, and that are closed."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from folkehelse.lib.dates import from_to, today
from municipalities.roles import Role
from programmes.enums import EnrolmentState, MeasureState, Visibility
from programmes.models import Enrolment, LogEntry, Measure
from programmes.queries.participation import participation
from programmes.queries.progress import municipality_progress
from tests.factories import (
    EnrolmentFactory,
    LogEntryFactory,
    MeasureFactory,
    MembershipFactory,
    MunicipalityFactory,
    UserFactory,
)
from tests.programmes.test_log_form import posted
from tests.programmes.test_log_visibility import succeed

pytestmark = pytest.mark.django_db
ANYBODY = AnonymousUser()


def test_a_plan_that_came_to_nothing_stays_hidden(client, sign_in):
    """Withdrawing must not publish what was never public."""
    measure = MeasureFactory(state=MeasureState.PLANNED, name="Hemmelig plan")
    measure.withdraw(by=UserFactory(), why="Ble ikke noe av.")

    assert not Measure.objects.visible_to(ANYBODY).filter(pk=measure.pk).exists()
    assert client.get(measure.get_absolute_url()).status_code == 404
    assert "Hemmelig plan" not in client.get(measure.municipality.get_absolute_url()).text
    programme = measure.enrolment.area.programme
    assert municipality_progress(measure.municipality, programme, today().year)["measures"] == []
    sign_in(municipality=measure.municipality)
    assert client.get(measure.get_absolute_url()).status_code == 200


def test_a_municipality_that_never_came_to_take_part_is_not_told_to_have_taken_part(client):
    enrolment = EnrolmentFactory(state=EnrolmentState.PLANNED)
    enrolment.withdraw(by=UserFactory(), why="Kommunestyret sa nei.")

    assert not Enrolment.objects.visible_to(ANYBODY).exists()
    assert client.get(enrolment.get_absolute_url()).status_code == 404
    assert participation(enrolment.area.programme) == {}


def test_what_was_under_way_and_was_withdrawn_is_public_as_before(client):
    measure = MeasureFactory()
    measure.withdraw(by=UserFactory(), why="For få folk.")

    assert client.get(measure.get_absolute_url()).status_code == 200


def test_nobody_decides_over_what_their_own_municipality_took_over(client, sign_in):
    """The enrolment stands on a municipality that went up in the one that the adviser works for."""
    heir = MunicipalityFactory()
    old = MunicipalityFactory(county=heir.county, is_current=False)
    succeed(old, heir, "merged")
    enrolment = EnrolmentFactory(municipality=old)
    adviser = MembershipFactory(role=Role.COUNTY_ADVISER, county=heir.county).user
    MembershipFactory(user=adviser, municipality=heir, role=Role.CONTRIBUTOR)
    sign_in(adviser)

    response = client.post(f"/deltakelser/{enrolment.pk}/status/", {"to": "closed", "why": "Fordi"})

    assert response.status_code == 403
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.ACTIVE


def test_the_page_of_a_municipality_counts_what_its_reader_may_read(client, sign_in):
    measure = MeasureFactory()
    LogEntryFactory(measure=measure, visibility=Visibility.PUBLIC)
    LogEntryFactory.create_batch(6, measure=measure, visibility=Visibility.MUNICIPALITY)
    address = measure.municipality.get_absolute_url()

    assert [one.entries for one in client.get(address).context["measures"]] == [1]
    sign_in(municipality=measure.municipality)
    assert [one.entries for one in client.get(address).context["measures"]] == [7]


def test_an_entry_is_not_moved_to_others_who_would_read_its_old_texts(client, sign_in):
    """Who works in two places corrects an entry within the same enrolment only."""
    here, there = MeasureFactory(), MeasureFactory()
    beside = MeasureFactory(enrolment=here.enrolment)
    user = MembershipFactory(municipality=here.municipality).user
    MembershipFactory(user=user, municipality=there.municipality)
    entry = LogEntryFactory(measure=here, created_by=user, visibility=Visibility.MUNICIPALITY)
    sign_in(user)
    address, changed = f"/logg/{entry.pk}/endre/", {"version": entry.version}

    assert client.post(address, posted(there, **changed)).status_code == 422
    assert client.post(address, posted(beside, **changed)).status_code == 302
    entry.refresh_from_db()
    assert entry.measure == beside


def test_going_back_and_writing_something_else_loses_nothing(client, sign_in):
    """The same form with other words is another entry; with the same words it is the same."""
    measure = MeasureFactory()
    sign_in(municipality=measure.municipality)
    first = posted(measure, what_happened="Det første")

    for text in ("Det første", "Det andre", "Det andre"):
        client.post("/logg/ny/", first | {"what_happened": text})

    assert sorted(LogEntry.objects.values_list("what_happened", flat=True)) == ["Det andre", "Det første"]


def test_a_role_that_has_not_begun_gives_nothing_yet():
    entry = LogEntryFactory(visibility=Visibility.PROGRAMME)
    tomorrow = from_to(today() + dt.timedelta(days=1))
    coming = MembershipFactory(municipality=entry.measure.municipality, valid=tomorrow).user

    assert not LogEntry.objects.visible_to(coming).exists()


def test_an_address_with_a_number_longer_than_any_is_not_understood(client, sign_in):
    measure = MeasureFactory()
    sign_in(municipality=measure.municipality)

    assert client.get(f"/logg/ny/?tiltak={'9' * 5000}").status_code == 200


def test_reports_are_not_ordered_before_there_is_a_programme(client, sign_in):
    sign_in()

    assert client.get("/dokumenter/").status_code == 200
    assert client.post("/dokumenter/", {"what": "x", "year": "2024"}).status_code == 422


@pytest.mark.parametrize("text", ["13097248022", "130972 48022", "1.3.0.9.7.2.4.8.0.2.2"])
def test_no_free_text_takes_an_identity_number(client, sign_in, text):
    measure = MeasureFactory()
    enrolment = measure.enrolment
    entry = LogEntryFactory(measure=measure)
    adviser = MembershipFactory(role=Role.COUNTY_ADVISER, county=measure.municipality.county).user
    sign_in(municipality=measure.municipality)
    told = {
        "profile": client.post("/konto/profil/", {"full_name": f"Kari {text}", "language": "nb"}),
        "withdraw": client.post(f"/logg/{entry.pk}/trekk/", {"why": text}),
        "measure-move": client.post(f"/tiltak/{measure.pk}/status/", {"to": "paused", "why": text}),
    }
    fields = ("name", "description", "goals", "partners", "evaluation_partner")
    made = client.post(f"/deltakelser/{enrolment.pk}/tiltak/nytt/", dict.fromkeys(fields, text))
    sign_in(adviser)
    told["enrolment-move"] = client.post(
        f"/deltakelser/{enrolment.pk}/status/", {"to": "paused", "why": text}
    )

    assert {name: response.status_code for name, response in told.items()} == dict.fromkeys(told, 422)
    assert set(fields) <= set(made.context["form"].errors)


def test_a_name_is_kept_without_what_cannot_be_seen(client, sign_in):
    user = sign_in()

    client.post("/konto/profil/", {"full_name": "Kari\u202e Nordmann\x1b", "language": "nb"})

    user.refresh_from_db()
    assert user.full_name == "Kari Nordmann"


PAYLOAD = "\"'><img src=x onerror=alert(1)><script>alert(2)</script></title>{{7*7}}"


def test_what_is_written_is_text_on_every_page_that_shows_it(client, sign_in):
    measure = MeasureFactory(name=PAYLOAD, description=PAYLOAD, goals=PAYLOAD, partners=PAYLOAD)
    entry = LogEntryFactory(
        measure=measure, what_happened=PAYLOAD, what_learned=PAYLOAD, visibility=Visibility.PUBLIC
    )
    own = f"/tiltak/{measure.pk}/"
    pages = [
        own,
        f"{own}endre/",
        f"{own}status/",
        measure.enrolment.get_absolute_url(),
        measure.municipality.get_absolute_url(),
        "/tiltak/",
        "/min-side/",
        "/logg/ny/",
        f"/logg/{entry.pk}/",
        f"/logg/{entry.pk}/endre/",
        f"/tiltak/?q={PAYLOAD}",
        f"/kommuner/?q={PAYLOAD}",
        f"/smart/?q={PAYLOAD}",
    ]
    sign_in(municipality=measure.municipality)
    for page in pages:
        text = client.get(page).text
        assert "<img src=x" not in text, page
        assert "<script>alert" not in text, page
        assert "</title>{{" not in text, page


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-03-28T22:59:59Z", dt.date(2026, 3, 28)),
        ("2026-03-28T23:00:00Z", dt.date(2026, 3, 29)),
        ("2026-03-29T21:59:59Z", dt.date(2026, 3, 29)),
        ("2026-03-29T22:00:00Z", dt.date(2026, 3, 30)),
        ("2026-10-24T22:00:00Z", dt.date(2026, 10, 25)),
        ("2026-10-25T22:59:59Z", dt.date(2026, 10, 25)),
        ("2026-10-25T23:00:00Z", dt.date(2026, 10, 26)),
    ],
)
def test_a_day_is_oslos_around_both_changes_of_the_clock(monkeypatch, moment, day):
    monkeypatch.setattr("django.utils.timezone.now", lambda: dt.datetime.fromisoformat(moment))

    assert today() == day
