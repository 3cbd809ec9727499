"""Who may order and fetch which report, and what the pages show while it is made."""

import datetime as dt

import pytest
from django.urls import reverse

from municipalities.models import County, Municipality
from municipalities.roles import Role
from programmes import tasks
from programmes.enums import DocumentKind, DocumentState
from programmes.models import Document, Enrolment
from programmes.permissions.documents import can_order
from tests.factories import (
    CountyFactory,
    DocumentFactory,
    MembershipFactory,
    MunicipalityFactory,
    ProgrammeFactory,
)
from tests.programmes.report_world import YEAR, make_land

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 en liten en"
K = DocumentKind


@pytest.fixture(autouse=True)
def silent(monkeypatch):
    monkeypatch.setattr(tasks.make_document, "apply_async", lambda *_args, **_options: None)
    monkeypatch.setattr(tasks, "render", lambda document, tell: (PDF, 3))


@pytest.fixture
def municipality():
    make_land(1)
    return Municipality.objects.get(code="0812")


def make(document):
    assert tasks.make_document(document.pk) == "made"
    document.refresh_from_db()
    return document


def choices(response):
    """Every value that the form lets one choose."""
    found = []
    for value, label in response.context["form"].fields["what"].choices:
        found += [key for key, _name in label] if isinstance(label, list) else [value]
    return {key for key in found if key}


def test_a_coordinator_orders_for_the_municipality_and_gets_the_file(client, sign_in, municipality):
    sign_in(role=Role.COORDINATOR, municipality=municipality)
    page = client.get(reverse("document-list"))
    assert choices(page) == {f"municipality-{municipality.pk}"}

    order = {"what": f"municipality-{municipality.pk}", "year": YEAR}
    response = client.post(reverse("document-list"), order)
    document = Document.objects.get()
    assert response.url == document.get_absolute_url()
    assert (document.kind, document.municipality, document.year, document.language) == (
        K.MUNICIPALITY,
        municipality,
        YEAR,
        "nb",
    )

    waiting = client.get(document.get_absolute_url())
    assert "Rapporten står i kø" in waiting.text
    assert 'hx-trigger="every 1s"' in waiting.text
    make(document)
    ready = client.get(document.get_absolute_url())
    assert document.sha256 in ready.text
    assert "every 1s" not in ready.text
    file = client.get(reverse("document-file", args=[document.pk]))
    assert b"".join(file.streaming_content) == PDF
    assert file["Content-Disposition"] == f'attachment; filename="framdriftsrapport-somna-{YEAR}.pdf"'
    assert file["Content-Type"] == "application/pdf"
    assert file["X-Content-Type-Options"] == "nosniff"
    assert file["Cache-Control"] == "private, no-store"

    again = client.post(reverse("document-list"), order, follow=True)
    assert Document.objects.count() == 1
    assert "ingenting er endret siden" in again.text


def test_the_file_answers_head(client, sign_in, municipality):
    sign_in(role=Role.COORDINATOR, municipality=municipality)
    document = make(DocumentFactory(municipality=municipality))

    response = client.head(reverse("document-file", args=[document.pk]))

    assert (response.status_code, response["Content-Length"]) == (200, str(len(PDF)))
    for close in response._resource_closers:  # the server does; close() would end the test's transaction
        close()


def test_who_may_order_what(municipality):
    county, other = municipality.county, MunicipalityFactory()
    people = {
        "contributor": MembershipFactory(role=Role.CONTRIBUTOR, municipality=municipality).user,
        "coordinator": MembershipFactory(role=Role.COORDINATOR, municipality=municipality).user,
        "adviser": MembershipFactory(role=Role.COUNTY_ADVISER, county=county).user,
        "nation": MembershipFactory(role=Role.NATIONAL_READER).user,
    }
    asked = {
        "own": (K.MUNICIPALITY, {"municipality": municipality}),
        "other": (K.MUNICIPALITY, {"municipality": other}),
        "county": (K.COUNTY, {"county": county}),
        "other county": (K.COUNTY, {"county": other.county}),
        "nation": (K.NATION, {}),
    }

    may = {
        who: {name for name, (kind, place) in asked.items() if can_order(user, kind, **place)}
        for who, user in people.items()
    }

    assert may == {
        "contributor": set(),
        "coordinator": {"own"},
        "adviser": {"own", "county"},
        "nation": set(asked),
    }


def test_who_may_see_and_fetch_which(client, municipality):
    county, other = municipality.county, MunicipalityFactory()
    documents = {
        "own": make(DocumentFactory(municipality=municipality)),
        "other": make(DocumentFactory(municipality=other)),
        "county": make(DocumentFactory(kind=K.COUNTY, county=county)),
        "other county": make(DocumentFactory(kind=K.COUNTY, county=other.county)),
        "nation": make(DocumentFactory(kind=K.NATION)),
    }
    people = {
        "stranger": None,
        "contributor": MembershipFactory(role=Role.CONTRIBUTOR, municipality=municipality).user,
        "adviser": MembershipFactory(role=Role.COUNTY_ADVISER, county=county).user,
        "nation": MembershipFactory(role=Role.ADMINISTRATOR).user,
    }
    fetched = {}
    for who, user in people.items():
        client.logout()
        if user:
            client.force_login(user, backend="accounts.backends.Backend")
        answers = {
            name: client.get(reverse("document-file", args=[one.pk])) for name, one in documents.items()
        }
        fetched[who] = {name for name, answer in answers.items() if answer.status_code == 200}
        refused = {answer.status_code for answer in answers.values() if answer.status_code != 200}
        assert refused <= ({404} if user else {302})
        for name in fetched[who]:
            assert answers[name].getvalue() == PDF

    assert fetched == {
        "stranger": set(),
        "contributor": {"own"},
        "adviser": {"own", "county"},
        "nation": set(documents),
    }


def test_one_who_may_not_order_is_told_why_and_refused(client, sign_in, municipality):
    sign_in(role=Role.CONTRIBUTOR, municipality=municipality)

    assert "kan bestille rapporter" in client.get(reverse("document-list")).text
    refused = client.post(reverse("document-list"), {"what": f"municipality-{municipality.pk}", "year": YEAR})
    assert refused.status_code == 403
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    "what", ["nation", "county-{other}", "municipality-{other}", "municipality-0", "x", ""]
)
def test_what_is_out_of_reach_cannot_be_ordered(client, sign_in, municipality, what):
    other = Enrolment.objects.get().area and MunicipalityFactory()
    sign_in(role=Role.COORDINATOR, municipality=municipality)

    response = client.post(reverse("document-list"), {"what": what.format(other=other.pk), "year": YEAR})

    assert response.status_code == 422
    assert not Document.objects.exists()


@pytest.mark.parametrize("year", ["2016", "2030", "x", ""])
def test_a_year_outside_the_programme_cannot_be_ordered(client, sign_in, municipality, year):
    sign_in(role=Role.COORDINATOR, municipality=municipality)

    response = client.post(
        reverse("document-list"), {"what": f"municipality-{municipality.pk}", "year": year}
    )

    assert response.status_code == 422


def test_a_county_cannot_be_ordered_for_a_year_when_it_was_not(client, sign_in, municipality):
    viken = CountyFactory(
        code="02", name="Viken", is_current=False, period=(dt.date(2020, 1, 1), dt.date(2023, 12, 31))
    )
    sign_in(role=Role.NATIONAL_READER)

    response = client.post(reverse("document-list"), {"what": f"county-{viken.pk}", "year": YEAR})
    assert "Viken var ikke et fylke i 2025" in response.text
    assert (
        client.post(reverse("document-list"), {"what": f"county-{viken.pk}", "year": 2022}).status_code == 302
    )


def test_partials_ask_on_only_while_they_wait(client, sign_in, municipality):
    sign_in(role=Role.COORDINATOR, municipality=municipality)
    document = DocumentFactory(municipality=municipality)
    Document.objects.claim(document.pk).note_progress(42)

    def ask(target):
        headers = {"HX-Request": "true", "HX-Target": target}
        return client.get(document.get_absolute_url(), headers=headers).text

    row, state = ask(f"dokument-{document.pk}"), ask("dokument-tilstand")
    assert row.lstrip().startswith("<tr")
    assert "42 %" in row
    assert 'value="42"' in state
    assert "<html" not in state
    assert "every 1s" in row
    assert "every 1s" in state

    Document.objects.filter(pk=document.pk).update(lease_until=document.ordered_at)
    make(document)
    row, state = ask(f"dokument-{document.pk}"), ask("dokument-tilstand")
    assert "every 1s" not in row + state
    assert "Rapporten er ferdig." in state


def test_a_failed_one_is_told_in_plain_words_and_tried_again(client, sign_in, municipality):
    sign_in(role=Role.COORDINATOR, municipality=municipality)
    document = DocumentFactory(
        municipality=municipality, state=DocumentState.FAILED, last_error="OSError: full disk"
    )
    page = client.get(document.get_absolute_url()).text
    assert "Rapporten kunne ikke lages" in page
    assert "OSError" not in page

    client.post(reverse("document-retry", args=[document.pk]))

    document.refresh_from_db()
    assert document.state == DocumentState.ORDERED
    refused = client.post(reverse("document-retry", args=[document.pk]))
    assert refused.status_code == 403


def test_an_administrator_sees_the_error(client, sign_in, municipality):
    sign_in(role=Role.ADMINISTRATOR)
    document = DocumentFactory(
        municipality=municipality, state=DocumentState.FAILED, last_error="OSError: full disk"
    )

    assert "OSError: full disk" in client.get(document.get_absolute_url()).text


def test_a_file_that_is_gone_is_not_found(client, sign_in, municipality):
    sign_in(role=Role.COORDINATOR, municipality=municipality)
    document = make(DocumentFactory(municipality=municipality))
    document.file.storage.delete(document.file.name)

    assert client.get(reverse("document-file", args=[document.pk])).status_code == 404


def test_the_list_costs_the_same_for_one_and_three(
    client, sign_in, municipality, django_assert_max_num_queries
):
    sign_in(role=Role.COUNTY_LEADER, county=County.objects.get(code="01"))
    DocumentFactory(municipality=municipality)
    with django_assert_max_num_queries(15) as one:
        client.get(reverse("document-list"))
    DocumentFactory.create_batch(2, municipality=municipality)
    with django_assert_max_num_queries(15) as three:
        page = client.get(reverse("document-list"))

    assert page.text.count('<tr id="dokument-') == 3
    assert len(one) == len(three)


def test_the_list_is_there_before_any_programme_is(client, sign_in):
    sign_in(role=Role.COUNTY_LEADER)

    assert client.get(reverse("document-list")).status_code == 200
    assert ProgrammeFactory().documents.count() == 0
