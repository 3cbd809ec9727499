import datetime as dt

import pytest
from django.urls import reverse

from municipalities.roles import Role
from tests.factories import (
    LogEntryFactory,
    MeasureFactory,
    MunicipalityFactory,
    PracticeFactory,
    PrincipleFactory,
)

pytestmark = pytest.mark.django_db


def titles(response):
    return [practice.title_nb for practice in response.context["practices"]]


def test_the_library_is_open_to_all(client):
    PracticeFactory(title_nb="Styrkejakt")

    response = client.get(reverse("practice-list"))

    assert response.status_code == 200
    assert titles(response) == ["Styrkejakt"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "jakt"}, ["Styrkejakt"]),
        ({"q": "jakt finnes ikke"}, []),
        ({"arena": "leisure"}, ["Kveldskafé"]),
        ({"alder": "15"}, ["Kveldskafé"]),
        ({"tid": "30"}, ["Styrkejakt"]),
        ({"prinsipp": "trening"}, ["Kveldskafé", "Styrkejakt"]),
        ({"prinsipp": "medvirkning"}, ["Kveldskafé"]),
        ({"alder": "hundre", "arena": "rart", "tid": "x"}, ["Kveldskafé", "Styrkejakt"]),
    ],
)
def test_the_library_is_narrowed_by_the_address_line(client, query, found):
    training = PrincipleFactory(slug="trening")
    participation = PrincipleFactory(slug="medvirkning")
    PracticeFactory(title_nb="Styrkejakt", principle=training, minutes=30, age_from=3, age_to=9)
    cafe = PracticeFactory(
        title_nb="Kveldskafé",
        principle=participation,
        settings=["leisure"],
        age_from=13,
        age_to=19,
        minutes=90,
    )
    cafe.also.add(training)

    response = client.get(reverse("practice-list"), query)

    assert sorted(titles(response)) == sorted(found)


def test_what_ones_own_municipality_has_tried(client, sign_in):
    own = MunicipalityFactory()
    practice, other = PracticeFactory(), PracticeFactory()
    mine = MeasureFactory(enrolment__municipality=own)
    for day in (4, 9):
        LogEntryFactory(measure=mine, practices=[practice], happened_on=dt.date(2024, 3, day))
    LogEntryFactory(practices=[practice, other])
    sign_in(role=Role.CONTRIBUTOR, municipality=own)

    shown = {p.pk: p.tried for p in client.get(reverse("practice-list")).context["practices"]}

    assert (shown[practice.pk].times, shown[practice.pk].last) == (2, dt.date(2024, 3, 9))
    assert shown[other.pk] is None


def test_a_practice_leads_straight_into_the_log(client):
    practice = PracticeFactory(slug="styrkejakt")

    page = client.get(practice.get_absolute_url())

    assert f"{reverse('log-new')}?praksis=styrkejakt" in page.text


@pytest.mark.parametrize(("language", "title"), [("nb", "På bokmål"), ("nn", "På nynorsk")])
def test_texts_follow_the_reader(client, language, title):
    practice = PracticeFactory(title_nb="På bokmål", title_nn="På nynorsk")
    client.cookies["django_language"] = language

    assert (
        f'<h1 class="ds-heading" data-size="lg">{title}</h1>' in client.get(practice.get_absolute_url()).text
    )


@pytest.mark.parametrize("n", [1, 3])
def test_the_library_costs_the_same_for_one_and_three(client, sign_in, django_assert_num_queries, n):
    own = MunicipalityFactory()
    measure = MeasureFactory(enrolment__municipality=own)
    for practice in PracticeFactory.create_batch(n):
        LogEntryFactory(measure=measure, practices=[practice])
    sign_in(role=Role.COORDINATOR, municipality=own)

    with django_assert_num_queries(10):
        assert len(client.get(reverse("practice-list")).context["practices"]) == n
