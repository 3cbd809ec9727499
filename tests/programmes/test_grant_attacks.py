"""What leaked, crashed or was open to the wrong reader once, and must not again."""

import pytest
from django.urls import reverse

from municipalities.roles import Role
from programmes.actions.answers import save_answer
from programmes.actions.assignments import assign
from programmes.actions.submissions import return_for_changes
from programmes.enums.applications import ApplicationState
from programmes.models import Application
from programmes.permissions.reviews import can_remind
from programmes.queries.frozen import content_of
from tests.factories import MembershipFactory
from tests.factories_grant import (
    ApplicationFactory,
    ApplicationPartnerFactory,
    AttachmentFactory,
    DecisionFactory,
    LetterFactory,
    ReviewFactory,
    declare,
)
from tests.programmes.submissions.world import make_world

pytestmark = pytest.mark.django_db
DIGITS = "9" * 5_000  # int() refuses more than 4300


def adviser_of(application, **fields):
    return MembershipFactory(role=Role.COUNTY_ADVISER, county=application.call.county, **fields).user


def enter(client, user):
    client.force_login(user, backend="accounts.backends.Backend")
    return user


# --- live answers -----------------------------------------------------------------------------------


def test_the_county_sees_the_title_that_was_sent_while_a_new_one_is_written(client):
    world = make_world()
    world.submit()
    return_for_changes(world.fresh(), by=world.adviser, sections=["about"], reason="Kortere tittel.")
    answer = world.application.answers.get(key="title")
    save_answer(world.fresh(), "title", "Hemmelig ny tittel", version=answer.version, by=world.coordinator)

    enter(client, world.adviser)
    pages = [
        client.get(world.application.get_absolute_url()).text,
        client.get(reverse("case-list", args=[world.application.call_id])).text,
        client.get(reverse("case-list", args=[world.application.call_id]), {"q": "Hemmelig"}).text,
    ]
    assert ["Hemmelig ny tittel" in page for page in pages] == [False, False, False]
    assert world.fresh().title == "Sammen om ungdommen"
    assert content_of(world.fresh())["application"]["title"] == "Hemmelig ny tittel"

    world.submit()

    assert world.fresh().title == "Hemmelig ny tittel"
    assert world.fresh().submissions.first().content["application"]["title"] == "Hemmelig ny tittel"


# --- readers ----------------------------------------------------------------------------------------


def test_a_municipality_that_said_no_reads_nothing_more(client):
    partner = ApplicationPartnerFactory(state="declined")
    application = partner.application
    file = AttachmentFactory(application=application, is_sent=True)
    user = enter(client, MembershipFactory(role=Role.COORDINATOR, municipality=partner.municipality).user)

    seen = {
        "application": application in Application.objects.visible_to(user),
        "page": client.get(application.get_absolute_url()).status_code,
        "file": client.get(file.get_absolute_url()).status_code,
        "own answer": client.get(reverse("partner-answer", args=[partner.pk])).status_code,
    }

    assert seen == {"application": False, "page": 404, "file": 404, "own answer": 200}


def test_the_applicant_is_not_told_who_took_the_case_to_review(client):
    world = make_world()
    world.submit()
    world.application.refresh_from_db()
    assign(world.fresh(), world.adviser, by=world.adviser)
    enter(client, world.coordinator)

    page = client.get(reverse("application-history", args=[world.application.pk])).text

    assert world.coordinator.full_name in page
    assert world.adviser.full_name not in page


def test_who_has_a_review_to_send_does_not_see_what_is_being_decided(client):
    draft = DecisionFactory(state="draft", total=271_000)
    application = draft.application
    own, other = adviser_of(application), adviser_of(application)
    for user in (own, other):
        declare(application, user)
    ReviewFactory(application=application, reviewer=own, state="started")

    shown = {}
    for name, user in (("own", own), ("other", other)):
        enter(client, user)
        page = client.get(application.get_absolute_url()).text
        shown[name] = reverse("decision", args=[draft.pk]) in page

    assert shown == {"own": False, "other": True}


@pytest.mark.parametrize(("told", "status"), [(False, 403), (True, 200)])
def test_who_is_not_impartial_reads_no_decision_before_its_letter(client, told, status):
    application = ApplicationFactory(state=ApplicationState.DECIDED)
    made = application.decisions.get()
    LetterFactory(decision=made, state="sent" if told else "draft")
    user = enter(client, adviser_of(application))
    declare(application, user, is_impartial=False, reason="Nær slekt.")

    assert client.get(made.get_absolute_url()).status_code == status


@pytest.mark.parametrize("is_impartial", [None, False])
def test_nobody_asks_an_applicant_for_more_before_they_are_impartial(client, is_impartial):
    application = ApplicationFactory(state=ApplicationState.IN_REVIEW)
    user = enter(client, adviser_of(application))
    if is_impartial is False:
        declare(application, user, is_impartial=False, reason="Nær slekt.")

    response = client.post(reverse("letter-new", args=[application.pk]), {"text": "Mer"})

    assert (response.status_code, application.letters.count()) == (403, 0)


def test_who_is_not_impartial_does_not_chase_the_reviewer():
    review = ReviewFactory()
    out, undeclared = adviser_of(review.application), adviser_of(review.application)
    declare(review.application, out, is_impartial=False, reason="Nær slekt.")

    assert [bool(can_remind(user, review)) for user in (out, undeclared)] == [False, True]


# --- numbers without end ----------------------------------------------------------------------------


def test_a_number_of_five_thousand_digits_is_no_error(client):
    world = make_world()
    world.send()
    enter(client, world.approver)
    sign = reverse("application-sign", args=[world.application.pk])
    statuses = [client.post(sign, {"token": f"{DIGITS}.x"}).status_code]
    enter(client, world.adviser)
    letter = LetterFactory(
        state="draft", decision=DecisionFactory(application=_decided(world), state="decided")
    )
    statuses += [
        client.post(reverse("payment-list"), {"payment": [DIGITS]}).status_code,
        client.post(reverse("letter-remake", args=[letter.pk]), {"version": DIGITS}).status_code,
        client.post(
            reverse("call-part", args=[world.application.call_id, "paminnelser"]), {"do": f"remove:{DIGITS}"}
        ).status_code,
    ]

    assert statuses == [409, 422, 302, 302]


def _decided(world):
    application = ApplicationFactory(call=world.application.call, state=ApplicationState.IN_REVIEW)
    declare(application, world.adviser)
    return application
