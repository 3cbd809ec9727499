"""A step of an application as a page: drawn from the call, saved by its button, locked when it must be."""

import pytest
from django.urls import reverse

from municipalities.roles import Role
from programmes.enums.applications import ApplicationState, Phase
from programmes.enums.calls import Section
from programmes.models import Answer, BudgetCell, ChangeRequest
from tests.factories import UserFactory
from tests.factories_grant import (
    AnswerFactory,
    ApplicationFactory,
    BudgetCellFactory,
    ProposedMeasureFactory,
    fill_in,
    make_call,
    put,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def application():
    return ApplicationFactory(title="Nærmiljøet")


@pytest.fixture
def writer(sign_in, application):
    return sign_in(application.contact)


def address(application, section):
    return reverse("application-section", args=[application.pk, section])


def posted(form_fields, **versions):
    return form_fields | {f"version-{key}": version for key, version in versions.items()}


@pytest.mark.parametrize("section", Section.values)
def test_each_step_has_its_page(client, writer, application, section):
    response = client.get(address(application, section))

    # The factories' call asks nothing of need, anchoring and evaluation.
    empty = {Section.NEED, Section.ANCHORING, Section.EVALUATION}
    assert response.status_code == (404 if section in empty else 200)


def test_the_steps_of_a_sketch_are_fewer(client, writer, application):
    put(application, application.state, phase=Phase.SKETCH)
    given = {section: client.get(address(application, section)).status_code for section in Section.values}

    assert [section for section, status in given.items() if status == 200] == [
        Section.ABOUT,
        Section.APPROACH,
        Section.BUDGET,
        Section.ATTACHMENTS,
    ]


def test_the_button_saves_the_step_and_goes_on(client, writer, application):
    data = posted({"title": " Et  lag ", "years": "2", "next": "1"}, title=0, years=0)

    response = client.post(address(application, Section.ABOUT), data)

    assert response.status_code == 302
    assert response["Location"] == address(application, Section.APPROACH)
    assert dict(Answer.objects.values_list("key", "text")) == {"title": "Et lag", "years": "2"}


def test_what_is_wrong_holds_nothing_else_back_and_is_kept_in_the_field(client, writer, application):
    data = posted({"title": "x" * 161, "years": "2"}, title=0, years=0)

    response = client.post(address(application, Section.ABOUT), data)

    assert response.status_code == 422
    assert "x" * 161 in response.text
    assert "1 felt er lagret." in response.text
    assert dict(Answer.objects.values_list("key", "text")) == {"years": "2"}


def test_a_conflict_shows_both_texts_and_saving_again_is_a_choice(client, writer, application):
    AnswerFactory(application=application, text="Deres tekst", changed_by=UserFactory(full_name="Kari Nes"))

    response = client.post(
        address(application, Section.APPROACH), posted({"approach": "Min tekst"}, approach=0)
    )

    assert response.status_code == 409
    assert "Kari Nes" in response.text
    assert "Deres tekst" in response.text
    assert ">\nMin tekst</textarea>" in response.text
    assert 'name="version-approach" value="1"' in response.text
    assert Answer.objects.get().text == "Deres tekst"

    client.post(address(application, Section.APPROACH), posted({"approach": "Min tekst"}, approach=1))
    assert Answer.objects.get().text == "Min tekst"


def test_the_other_text_can_be_taken(client, writer, application):
    AnswerFactory(application=application, text="Deres tekst", changed_by=UserFactory())
    data = posted({"approach": "Min tekst", "take": "approach"}, approach=1)

    client.post(address(application, Section.APPROACH), data)

    assert Answer.objects.get().text == "Deres tekst"


def test_the_budget_is_a_form_of_amounts_with_sums_by_the_server(client, writer, application):
    BudgetCellFactory(application=application, line="salary", amount=500_000)
    data = posted({"budget-2027-grant": "400 000", "budget-2027-own_money": "0"})
    data |= {f"version-{key}": 0 for key in ("budget-2027-grant", "budget-2027-own_money")}

    response = client.post(address(application, Section.BUDGET), data, follow=True)

    cells = dict(BudgetCell.objects.values_list("line", "amount"))
    assert cells == {"salary": 500_000, "grant": 400_000, "own_money": 0}
    assert 'data-sum="costs" data-of="2027">500\xa0000' in response.text
    assert 'data-sum="financing" data-of="all">400\xa0000' in response.text
    assert 'data-balance="2027" data-off>−100\xa0000' in response.text


def test_copied_answers_are_marked_until_they_are_confirmed(client, writer, application):
    AnswerFactory(application=application, text="I fjor", is_copied=True)
    page = address(application, Section.APPROACH)
    mark = "Kopiert fra en tidligere søknad"
    assert mark in client.get(page).text

    client.post(page, posted({"approach": "I fjor"}, approach=1))
    assert mark in client.get(page).text

    client.post(page, posted({"approach": "I fjor", "confirm-approach": "1"}, approach=1))
    assert mark not in client.get(page).text


def test_a_locked_step_is_read_with_the_reason(client, sign_in):
    application = ApplicationFactory(state=ApplicationState.DRAFT, answers={"approach": "Vi bygger laget."})
    put(application, ApplicationState.SIGNING)
    sign_in(application.contact)

    page = client.get(address(application, Section.APPROACH))
    client.post(address(application, Section.APPROACH), posted({"approach": "Endret"}, approach=1))

    assert page.status_code == 200
    assert "Søknaden er til godkjenning" in page.text
    assert "Vi bygger laget." in page.text
    assert "<textarea" not in page.text
    assert Answer.objects.get().text == "Vi bygger laget."


def test_of_what_is_returned_only_the_named_steps_open(client, sign_in):
    application = ApplicationFactory(state=ApplicationState.RETURNED)
    sign_in(application.contact)
    ChangeRequest.objects.create(
        application=application,
        submission=application.submissions.get(),
        sections=[Section.APPROACH],
        reason="Skriv mer.",
        asked_by=UserFactory(),
    )

    assert "<textarea" in client.get(address(application, Section.APPROACH)).text
    locked = client.get(address(application, Section.OWN)).text
    assert "<textarea" not in locked
    assert "Fylket har ikke bedt om at dette steget skal rettes" in locked


def test_the_county_does_not_read_what_is_being_written(client, sign_in):
    application = ApplicationFactory(state=ApplicationState.RETURNED, answers={"approach": "Hemmelig"})
    sign_in(role=Role.COUNTY_ADVISER, county=application.call.county)

    response = client.get(address(application, Section.APPROACH))

    assert response.status_code == 403
    assert "Hemmelig" not in response.text


def test_a_trial_is_written_by_those_who_make_the_call(client, sign_in):
    call = make_call()
    application = ApplicationFactory(call=call, is_trial=True)
    sign_in(role=Role.COUNTY_ADVISER, county=call.county)

    client.post(address(application, Section.APPROACH), posted({"approach": "En prøve"}, approach=0))

    assert Answer.objects.get().text == "En prøve"


def test_a_page_costs_the_same_however_much_is_written(client, writer, django_assert_max_num_queries):
    application = fill_in(ApplicationFactory(municipality=writer.memberships.get().municipality))
    for section in (Section.ABOUT, Section.BUDGET, Section.MEASURES, Section.CRITERIA):
        with django_assert_max_num_queries(15):
            client.get(address(application, section))
    ProposedMeasureFactory.create_batch(3, application=application)
    with django_assert_max_num_queries(15):
        client.get(address(application, Section.MEASURES))
