"""The address that one field saves itself to, and what it answers."""

import pytest
from django.urls import reverse

from municipalities.roles import Role
from programmes.enums.applications import ApplicationState
from programmes.enums.calls import Section
from programmes.models import Answer, BudgetCell, ChangeRequest, ProposedMeasure
from tests.factories import MembershipFactory, UserFactory
from tests.factories_grant import AnswerFactory, ApplicationFactory, ProposedMeasureFactory, put

pytestmark = pytest.mark.django_db
NUMBER = "13097248022"  # a synthetic identity number


@pytest.fixture
def application():
    return ApplicationFactory()


@pytest.fixture
def save(client, application, sign_in):
    """`save(key, name=value, …)` posts one field as its writer; the answer's status and content."""
    writer = sign_in(application.contact)

    def _save(key, *, version=0, user=writer, **values):
        data = {f"version-{key}": version, "user": user.pk, **values}
        response = client.post(reverse("application-field", args=[application.pk, key]), data)
        return response.status_code, response.json() if "json" in response["Content-Type"] else None

    return _save


def test_a_field_is_saved_and_told_when(save):
    status, answer = save("approach", approach="Vi bygger laget.")

    assert status == 200
    assert answer == {"saved_at": answer["saved_at"], "version": "1"}
    assert len(answer["saved_at"]) == 5
    assert Answer.objects.get().text == "Vi bygger laget."


def test_both_texts_are_given_when_somebody_else_was_first(save, application):
    AnswerFactory(application=application, text="Deres", changed_by=UserFactory(full_name="Kari Nes"))

    status, answer = save("approach", approach="Min")

    assert status == 409
    assert answer == {
        "shown": "Deres",
        "values": {"approach": ["Deres"], "ready-approach": [""]},
        "by": "Kari Nes",
        "at": answer["at"],
        "version": "1",
    }
    assert Answer.objects.get().text == "Deres"


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("approach", f"Barnet {NUMBER} trenger hjelp", "fødselsnummer"),
        ("approach", "x" * 4001, "4000"),
        ("title", "x" * 161, "160"),
        ("must-must", "kanskje", "kanskje"),
        ("years", "7", "7"),
    ],
)
def test_what_is_refused_is_told_and_not_written(save, key, text, words):
    status, answer = save(key, **{key: text})

    assert status == 422
    assert words in answer["error"]
    assert NUMBER not in answer["error"]
    assert Answer.objects.count() == 0


def test_a_criterion_may_be_promised_for_later(save):
    status, _answer = save(
        "criterion-weighed", **{"criterion-weighed": "", "ready-criterion-weighed": "1.3.2027"}
    )

    assert status == 200
    assert str(Answer.objects.get().ready_by) == "2027-03-01"


def test_an_amount_is_saved_as_norwegians_write_it(save):
    assert save("budget-2027-salary", **{"budget-2027-salary": "12 500 kr"})[0] == 200
    assert save("budget-2027-grant", **{"budget-2027-grant": "tolv"})[0] == 422

    assert list(BudgetCell.objects.values_list("year", "line", "amount")) == [(2027, "salary", 12_500)]


@pytest.mark.parametrize(
    "key",
    ["unknown", "budget-2031-salary", "budget-2027-nothing", "measure-1-name", "measure-x", "ready-own"],
)
def test_a_field_that_is_not_there_is_404(save, key):
    assert save(key, **{key: "x"})[0] == 404


def test_the_fields_of_a_measure_are_saved_one_by_one(save, application):
    measure = ProposedMeasureFactory(application=application, name="Turlag")
    from programmes.actions.proposed_measures import version_of  # noqa: PLC0415

    key = f"measure-{measure.pk}-ages"
    assert save(key, version=version_of(measure, "ages"), age_from=3, age_to=6)[0] == 200
    assert save(key, version=version_of(measure, "ages"), age_from=9, age_to=12)[0] == 409
    assert save(f"measure-{measure.pk}-name", version=version_of(measure, "name"), name="")[0] == 422

    measure = ProposedMeasure.objects.get()
    assert (measure.age_from, measure.age_to, measure.name) == (3, 6, "Turlag")


def test_another_applications_measure_is_404(save):
    foreign = ProposedMeasureFactory()

    assert save(f"measure-{foreign.pk}-name", name="Tatt")[0] == 404


def test_the_text_of_somebody_who_has_signed_out_is_not_the_next_ones(save):
    """Another user's session in the same browser: the page's own text is sent back, not written."""
    assert save("approach", approach="Min", user=UserFactory()) == (401, {"signed_out": True})
    assert Answer.objects.count() == 0


def test_what_is_not_open_is_refused_with_its_reason(save, application):
    put(application, ApplicationState.SIGNING)

    status, answer = save("approach", approach="Etterpå")

    assert status == 403
    assert answer == {
        "error": "Søknaden er til godkjenning. Trekk den tilbake fra godkjenneren for å endre den."
    }


def test_only_the_sections_that_were_returned_are_open(client, sign_in):
    application = ApplicationFactory(state=ApplicationState.RETURNED)
    writer = sign_in(application.contact)
    ChangeRequest.objects.create(
        application=application,
        submission=application.submissions.get(),
        sections=[Section.APPROACH],
        reason="Skriv mer.",
        asked_by=UserFactory(),
    )
    given = {}
    for key in ("approach", "own"):
        data = {f"version-{key}": 0, "user": writer.pk, key: "Nytt"}
        given[key] = client.post(reverse("application-field", args=[application.pk, key]), data).status_code

    assert given == {"approach": 200, "own": 403}


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.CONTRIBUTOR, 200), (Role.COORDINATOR, 200), (Role.APPROVER, 403)],
)
def test_who_writes_for_the_municipality_may_save(client, sign_in, application, role, status):
    user = sign_in(role=role, municipality=application.municipality)
    data = {"version-approach": 0, "user": user.pk, "approach": "Tekst"}

    response = client.post(reverse("application-field", args=[application.pk, "approach"]), data)

    assert response.status_code == status
    assert Answer.objects.count() == (1 if status == 200 else 0)


@pytest.mark.parametrize("role", ["stranger", "adviser"])
def test_who_does_not_see_it_is_told_that_it_is_not_there(client, sign_in, application, role):
    adviser = {"role": Role.COUNTY_ADVISER, "county": application.call.county}
    user = sign_in(MembershipFactory(**(adviser if role == "adviser" else {})).user)
    data = {"version-approach": 0, "user": user.pk, "approach": "Tekst"}

    assert (
        client.post(reverse("application-field", args=[application.pk, "approach"]), data).status_code == 404
    )
    assert Answer.objects.count() == 0


def test_signed_out_is_sent_to_sign_in(client, application):
    response = client.post(reverse("application-field", args=[application.pk, "approach"]), {"approach": "x"})

    assert response.status_code == 302
    assert Answer.objects.count() == 0
