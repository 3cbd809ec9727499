"""Measures of an application: begun by a name, written field by field, taken out again."""

import pytest
from django.urls import reverse

from municipalities.roles import Role
from programmes.actions.answers import FieldOutdated
from programmes.actions.proposed_measures import propose_measure, save_part, version_of
from programmes.enums.applications import ApplicationState, Phase
from programmes.models import ProposedMeasure, WrongState
from tests.factories import ThemeFactory, UserFactory
from tests.factories_grant import ApplicationFactory, ProposedMeasureFactory, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def application():
    return ApplicationFactory()


@pytest.fixture
def writer(application, sign_in):
    return sign_in(application.contact)


def page(name, application, measure=None):
    return reverse(name, args=[application.pk, measure.pk] if measure else [application.pk])


def whole(measure, **changed):
    """The measure's form as a browser posts it, with the versions that the page has."""
    data = {
        "name": measure.name,
        "description": measure.description,
        "goals": measure.goals,
        "arenas": measure.arenas,
        "age_from": measure.age_from,
        "age_to": measure.age_to,
        "level": measure.level,
        "starts_on": f"{measure.starts_on:%d.%m.%Y}",
        "ends_on": f"{measure.ends_on:%d.%m.%Y}",
    }
    parts = ("name", "description", "goals", "arenas", "ages", "themes", "level", "period")
    data |= {f"version-measure-{measure.pk}-{part}": version_of(measure, part) for part in parts}
    return data | changed


def test_a_measure_begins_with_its_name_and_runs_through_the_years(client, writer, application):
    response = client.post(page("proposed-measure-new", application), {"name": "Turlag"})

    made = ProposedMeasure.objects.get()
    assert response["Location"] == page("proposed-measure-edit", application, made)
    assert (made.name, str(made.starts_on), str(made.ends_on)) == ("Turlag", "2027-01-01", "2029-12-31")

    client.post(page("proposed-measure-new", application), {"name": "turlag"})
    assert ProposedMeasure.objects.count() == 1


def test_the_form_saves_field_by_field(client, writer, application):
    measure = ProposedMeasureFactory(application=application, name="Turlag")
    theme = ThemeFactory(programme=application.call.area.programme)

    response = client.post(
        page("proposed-measure-edit", application, measure),
        whole(measure, goals="Flere ut", themes=[theme.pk], age_from=9, age_to=3),
    )

    assert response.status_code == 422
    saved = ProposedMeasure.objects.get()
    assert (saved.goals, list(saved.themes.all()), saved.age_from) == ("Flere ut", [theme], 0)


def test_two_write_different_fields_and_none_is_told(client, writer, application):
    measure = ProposedMeasureFactory(application=application, name="Turlag")
    opened = whole(measure, goals="Mine mål")
    save_part(
        measure,
        "description",
        {"description": "Deres"},
        version=version_of(measure, "description"),
        by=UserFactory(),
    )

    response = client.post(page("proposed-measure-edit", application, measure), opened)

    # The description as it was opened is not written over theirs: it is shown as a conflict.
    assert response.status_code == 409
    saved = ProposedMeasure.objects.get()
    assert (saved.goals, saved.description) == ("Mine mål", "Deres")


def test_the_same_field_changed_by_another_is_told(application):
    measure = ProposedMeasureFactory(application=application)
    read = version_of(measure, "goals")
    save_part(measure, "goals", {"goals": "Deres"}, version=read, by=UserFactory())

    with pytest.raises(FieldOutdated) as told:
        save_part(measure, "goals", {"goals": "Mine"}, version=read, by=application.contact)

    assert told.value.stored.goals == "Deres"


def test_a_copied_measure_is_confirmed_as_it_stands(client, writer, application):
    measure = ProposedMeasureFactory(application=application, is_copied=True)

    client.post(page("proposed-measure-edit", application, measure), whole(measure, confirm="1"))

    assert ProposedMeasure.objects.get().is_copied is False


def test_a_measure_is_taken_out(client, writer, application):
    measure = ProposedMeasureFactory(application=application, goals="Flere ut")
    address = page("proposed-measure-remove", application, measure)

    assert client.get(address).status_code == 200
    client.post(address)

    assert ProposedMeasure.objects.count() == 0
    assert application.changes.get().before == "Flere ut"


def test_what_is_sent_has_its_measures_as_they_are(application):
    measure = ProposedMeasureFactory(application=application)
    put(application, ApplicationState.SUBMITTED, case_year=2026, case_number=987)

    with pytest.raises(WrongState):
        propose_measure(application, "Nytt", by=application.contact)
    with pytest.raises(WrongState):
        save_part(
            measure, "goals", {"goals": "x"}, version=version_of(measure, "goals"), by=application.contact
        )


@pytest.mark.parametrize("name", ["proposed-measure-new", "proposed-measure-edit", "proposed-measure-remove"])
def test_only_writers_get_the_pages_and_only_of_a_plan(client, sign_in, application, name):
    measure = ProposedMeasureFactory(application=application)
    address = page(name, application, None if name.endswith("new") else measure)
    given = {}
    for role, membership in {
        "contributor": {"role": Role.CONTRIBUTOR, "municipality": application.municipality},
        "approver": {"role": Role.APPROVER, "municipality": application.municipality},
        "stranger": {},
    }.items():
        sign_in(**membership)
        given[role] = client.get(address).status_code
    put(application, ApplicationState.DRAFT, phase=Phase.SKETCH)
    sign_in(application.contact)
    given["sketch"] = client.get(address).status_code

    assert given == {"contributor": 200, "approver": 403, "stranger": 404, "sketch": 404}
