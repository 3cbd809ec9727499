"""An application begins: who applies, and what it is built on."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from folkehelse.lib.dates import today
from municipalities.models import District, Succession
from programmes.actions.applications import phase_of, start_application
from programmes.actions.call_publishing import cancel, publish
from programmes.actions.calls import begin_change
from programmes.enums.applications import ApplicationState
from programmes.models import AnswerChange, Application, Call, WrongState
from tests.factories import MembershipFactory, MunicipalityFactory, ThemeFactory
from tests.factories_grant import (
    AnswerFactory,
    ApplicationFactory,
    ApplicationPartnerFactory,
    AttachmentFactory,
    BudgetCellFactory,
    ProposedMeasureFactory,
    make_call,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def start(client, call, **values):
    token = values.pop("token", uuid.uuid4())
    return client.post(reverse("application-new", args=[call.pk]), {"token": token, **values})


def test_a_coordinator_with_one_municipality_just_starts(client, sign_in, coordinator, call, own):
    sign_in(coordinator)

    response = start(client, call)

    made = Application.objects.get()
    assert (response.status_code, response["Location"]) == (302, made.get_absolute_url())
    assert (made.call, made.version, made.municipality, made.contact, made.state, made.phase) == (
        call,
        call.current,
        own,
        coordinator,
        "draft",
        "plan",
    )
    event = AuditEvent.objects.get(action="application.created")
    assert (event.actor, event.subject) == (
        f"accounts.user:{coordinator.pk}",
        f"programmes.application:{made.pk}",
    )


def test_a_double_click_makes_one(client, sign_in, coordinator, call):
    sign_in(coordinator)
    token = uuid.uuid4()

    pages = {start(client, call, token=token)["Location"] for _n in range(2)}

    assert (len(pages), Application.objects.count()) == (1, 1)
    assert AuditEvent.objects.filter(action="application.created").count() == 1


def test_a_call_that_is_changed_meanwhile_is_begun_as_it_stands_now(call, own, coordinator, monkeypatch):
    monkeypatch.setattr("programmes.actions.call_publishing.blocking", lambda version: [])
    seen = Call.objects.select_related("current").get(pk=call.pk)
    begin_change(call, by=coordinator)
    draft = call.versions.get(state="draft")
    publish(draft, seen=draft.changed, by=coordinator, note="Ny frist.")

    made = start_application(seen, own, token=uuid.uuid4(), by=coordinator)

    assert (seen.current.number, made.version.number) == (1, 2)


def test_a_call_that_is_cancelled_meanwhile_takes_no_application(call, own, coordinator):
    seen = Call.objects.get(pk=call.pk)
    cancel(call, by=coordinator, why="Ingen midler.")

    with pytest.raises(WrongState):
        start_application(seen, own, token=uuid.uuid4(), by=coordinator)

    assert not Application.objects.exists()


def test_the_token_of_somebody_else_opens_nothing(client, sign_in, coordinator, call, application):
    stranger = MembershipFactory(municipality=MunicipalityFactory(county=call.county)).user
    sign_in(stranger)

    response = start(client, call, token=application.token)

    assert (response.status_code, Application.objects.count()) == (422, 1)


def test_with_two_municipalities_one_is_chosen(client, sign_in, coordinator, call, own):
    other = MunicipalityFactory(county=call.county)
    MembershipFactory(user=coordinator, municipality=other)
    sign_in(coordinator)

    statuses = [start(client, call).status_code, start(client, call, municipality=other.pk).status_code]

    assert (statuses, Application.objects.get().municipality) == ([422, 302], other)


def test_a_municipality_of_others_cannot_be_chosen(client, sign_in, coordinator, call, own):
    MembershipFactory(user=coordinator, municipality=MunicipalityFactory(county=call.county))
    foreign = MunicipalityFactory(county=call.county)
    sign_in(coordinator)

    assert start(client, call, municipality=foreign.pk).status_code == 422


@pytest.mark.parametrize("role", ["contributor", "approver"])
def test_only_a_coordinator_starts(client, sign_in, call, own, role):
    sign_in(role=role, municipality=own)

    assert (start(client, call).status_code, Application.objects.count()) == (403, 0)


def test_a_closed_call_takes_none(client, sign_in, coordinator, own):
    closed = make_call(own.county, opens_on=today() - 9 * DAY, closes_on=today() - DAY)
    sign_in(coordinator)

    assert (start(client, closed).status_code, Application.objects.count()) == (403, 0)


def test_with_a_sketch_it_begins_as_one(client, sign_in, coordinator, own):
    call = make_call(own.county, has_sketch=True, sketch_closes_on=today() + 5 * DAY)
    sign_in(coordinator)

    start(client, call)

    assert Application.objects.get().phase == "sketch"
    assert phase_of(call.current, call.current.sketch_closes_at) == "plan"
    assert phase_of(call.current, call.current.sketch_closes_at - dt.timedelta(seconds=1)) == "sketch"


@pytest.fixture
def oslo(own):
    return District.objects.create(municipality=own, code="030101", name="Gamle Oslo")


@pytest.mark.parametrize(
    ("values", "status", "who"),
    [
        ({"unit": "whole"}, 302, None),
        ({"unit": "district", "district": True}, 302, "Gamle Oslo"),
        ({"unit": "district"}, 422, None),
        ({"unit": "agency", "agency": "Bymiljøetaten"}, 302, "Bymiljøetaten"),
        ({"unit": "agency"}, 422, None),
        ({"unit": "whole", "district": True, "agency": "Etat"}, 302, None),
        ({}, 422, None),
    ],
)
def test_in_oslo_a_district_or_an_agency_applies(
    client, sign_in, coordinator, own, oslo, values, status, who
):
    call = make_call(own.county, for_districts=True)
    sign_in(coordinator)
    values = values | ({"district": oslo.pk} if "district" in values else {})

    response = start(client, call, **values)

    assert response.status_code == status
    if status == 302:
        assert Application.objects.get().who == (who or own.name)


def test_where_only_districts_apply_the_municipality_does_not(client, sign_in, coordinator, own, oslo):
    call = make_call(own.county, for_districts=True, for_municipalities=False)
    sign_in(coordinator)

    assert start(client, call, unit="whole").status_code == 422


@pytest.fixture
def earlier(call, own, coordinator):
    """An application of three years ago, in the same area, with something of everything."""
    old = make_call(
        call.county,
        area=call.area,
        first_year=2024,
        title="Utlysning 2024",
        opens_on=dt.date(2023, 8, 1),
        closes_on=dt.date(2023, 10, 1),
    )
    made = ApplicationFactory(
        call=old,
        municipality=own,
        contact=coordinator,
        title="Laget rundt barna",
        answers={"title": "Laget rundt barna", "approach": "Sammen", "gone": "Borte", "must-x": "yes"},
    )
    for year in (2024, 2026, 2029):
        BudgetCellFactory(application=made, year=year, amount=year)
    BudgetCellFactory(application=made, year=2025, amount=None)
    measure = ProposedMeasureFactory(
        application=made, name="Leksehjelp", starts_on=dt.date(2024, 2, 29), ends_on=dt.date(2026, 6, 30)
    )
    measure.themes.add(ThemeFactory(slug="oppvekst"))
    AttachmentFactory(application=made)
    AnswerChange.objects.create(application=made, key="approach", changed_by=coordinator)
    return made


def test_from_last_years_application(client, sign_in, coordinator, call, earlier):
    sign_in(coordinator)

    start(client, call, source=earlier.pk)

    made = Application.objects.get(copied_from=earlier)
    answers = {one.key: (one.text, one.is_copied) for one in made.answers.all()}
    assert answers == {"title": ("Laget rundt barna", True), "approach": ("Sammen", True)}
    budget = {one.year: (one.amount, one.is_copied) for one in made.budget.all()}
    assert budget == {2027: (2024, True), 2029: (2026, True)}
    measure = made.proposed.get()
    assert (measure.name, measure.starts_on, measure.ends_on, measure.is_copied) == (
        "Leksehjelp",
        dt.date(2027, 2, 28),
        dt.date(2029, 6, 30),
        True,
    )
    assert [theme.slug for theme in measure.themes.all()] == ["oppvekst"]
    assert (made.title, made.attachments.count(), made.changes.count()) == ("Laget rundt barna", 0, 0)
    assert earlier.answers.filter(is_copied=True).count() == 0


def test_the_application_of_another_municipality_is_no_start(
    client, sign_in, coordinator, call, own, earlier
):
    foreign = ApplicationFactory(call=make_call(call.county, area=call.area), answers={"approach": "Deres"})
    ApplicationPartnerFactory(application=foreign, municipality=own)  # seen, and still not ours
    sign_in(coordinator)

    response = start(client, call, source=foreign.pk)

    assert (response.status_code, Application.objects.filter(call=call).count()) == (422, 0)


def test_one_of_its_own_municipalities_does_not_lend_to_the_other(
    client, sign_in, coordinator, call, earlier
):
    other = MunicipalityFactory(county=call.county)
    MembershipFactory(user=coordinator, municipality=other)
    sign_in(coordinator)

    assert start(client, call, municipality=other.pk, source=earlier.pk).status_code == 422


def test_what_went_up_in_the_municipality_is_its_own_too(client, sign_in, coordinator, call, own):
    gone = MunicipalityFactory(county=call.county, is_current=False)
    Succession.objects.create(
        on=dt.date(2020, 1, 1),
        kind="merger",
        old=gone,
        new=own,
        old_code=gone.code,
        new_code=own.code,
        old_name=gone.name,
        new_name=own.name,
        source="x",
    )
    old = ApplicationFactory(
        call=make_call(call.county, area=call.area), municipality=gone, answers={"approach": "Før"}
    )
    sign_in(coordinator)

    start(client, call, source=old.pk)

    assert Application.objects.get(copied_from=old).answers.get().text == "Før"


def test_an_earlier_application_leads_to_the_open_call(client, sign_in, coordinator, call, earlier):
    sign_in(coordinator)

    response = client.get(reverse("application-copy", args=[earlier.pk]))

    assert response["Location"] == f"{reverse('application-new', args=[call.pk])}?fra={earlier.pk}"
    page = client.get(response["Location"])
    assert f'value="{earlier.pk}"' in page.text
    assert "checked" in page.text


def test_the_list_has_own_applications_and_those_that_ask_us(client, sign_in, call, own, application):
    user = sign_in(role="contributor", municipality=own)
    sent = ApplicationFactory(call=call, municipality=own, state=ApplicationState.SUBMITTED, title="Sendt")
    joint = ApplicationFactory(call=call, title="Sammen med naboen")
    ApplicationPartnerFactory(application=joint, municipality=own)
    ApplicationFactory(call=call, title="Naboens egen")

    page = client.get(reverse("application-list"))

    shown = [(str(name), [str(one) for one in rows]) for name, rows in page.context["groups"]]
    assert shown == [
        ("Skrives", ["Sammen med naboen", "Laget rundt barna"]),
        ("Hos fylkeskommunen", [str(sent)]),
    ]
    assert "dere er partner" in page.text
    assert user.is_authenticated


def test_an_empty_list_leads_to_the_open_calls(client, sign_in, own):
    sign_in(role="coordinator", municipality=own)

    page = client.get(reverse("application-list"))

    assert reverse("call-list") in page.text
    assert "Ingen søknader ennå" in page.text


def test_an_answer_that_no_longer_fits_is_left_behind(client, sign_in, coordinator, call, earlier):
    AnswerFactory(application=earlier, key="years", text="9")
    sign_in(coordinator)

    start(client, call, source=earlier.pk)

    assert not Application.objects.get(copied_from=earlier).answers.filter(key="years").exists()
