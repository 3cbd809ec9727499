"""Who changed what, from what, to what: word by word, and only for the applicant's side."""

import pytest
from django.urls import reverse

from municipalities.roles import Role
from programmes.actions.answers import save_answer, save_cell
from programmes.actions.proposed_measures import propose_measure, remove_measure, save_part, version_of
from programmes.enums.applications import ApplicationState
from programmes.queries.application_history import changes_of, pieces, told
from tests.factories import UserFactory
from tests.factories_grant import ApplicationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def application():
    return ApplicationFactory()


def lines(application):
    return [(one.by, one.label, one.pieces) for one in told(application, changes_of(application))]


def test_a_change_is_told_by_its_words(application):
    kari = UserFactory(full_name="Kari Nes")
    save_answer(application, "approach", "Vi bygger laget", version=0, by=application.contact)
    save_answer(application, "approach", "Vi bygger hele laget", version=1, by=kari)

    assert lines(application) == [
        ("Kari Nes", "Spørsmål approach", [("same", "Vi bygger "), ("new", "hele "), ("same", "laget")]),
        (application.contact.full_name, "Spørsmål approach", [("new", "Vi bygger laget")]),
    ]


def test_amounts_choices_and_measures_are_told_as_people_say_them(application):
    by = application.contact
    save_cell(application, 2027, "salary", 12_500, version=0, by=by)
    save_answer(application, "must-must", "yes", version=0, by=by)
    measure = propose_measure(application, "Turlag", by=by)
    measure.application = application
    save_part(measure, "goals", {"goals": "Flere ut"}, version=version_of(measure, "goals"), by=by)
    measure.refresh_from_db()

    assert {label: found for _by, label, found in lines(application)} == {
        "Lønn og frikjøp 2027": [("new", "12\xa0500\xa0kr")],
        "Er forankret": [("new", "Ja")],
        "Turlag: hva dere vil oppnå": [("new", "Flere ut")],
    }

    remove_measure(measure, by=by)
    assert lines(application)[0][1] == "Tiltak som er tatt bort: hva dere vil oppnå"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", []),
        ("a b", "", [("gone", "a b")]),
        ("a b c", "a x c", [("same", "a "), ("gone", "b"), ("new", "x"), ("same", " c")]),
    ],
)
def test_pieces(before, after, expected):
    assert pieces(before, after) == expected


def test_what_is_the_same_far_from_a_change_is_left_out():
    words = " ".join(f"ord{n}" for n in range(60))

    found = pieces(words, f"{words} til")

    assert [kind for kind, _text in found] == ["skip", "same", "new"]
    assert found[1][1].split() == ["ord56", "ord57", "ord58", "ord59"]


def test_the_page_is_the_applicants(client, sign_in):
    application = ApplicationFactory(state=ApplicationState.SUBMITTED)
    page = reverse("application-history", args=[application.pk])
    given = {}
    for name, membership in {
        "writer": {"user": application.contact},
        "approver": {"role": Role.APPROVER, "municipality": application.municipality},
        "adviser": {"role": Role.COUNTY_ADVISER, "county": application.call.county},
        "stranger": {},
    }.items():
        sign_in(membership.pop("user", None), **membership)
        given[name] = client.get(page).status_code

    assert given == {"writer": 200, "approver": 200, "adviser": 403, "stranger": 404}


def test_the_page_shows_fields_and_events_and_costs_the_same(client, sign_in, django_assert_max_num_queries):
    application = ApplicationFactory()
    sign_in(application.contact)
    propose_measure(application, "Turlag", by=application.contact)
    for n in range(30):
        save_answer(application, f"k{n}", "Tekst", version=0, by=application.contact)

    with django_assert_max_num_queries(15):
        text = client.get(reverse("application-history", args=[application.pk])).text

    assert "Et tiltak ble lagt til" in text
    assert text.count('class="field-history__label"') == 20
