"""Nothing of a case is shown before impartiality is declared, and nothing after a conflict."""

import pytest
from django.urls import reverse

from accounts.models import Message
from audit.models import AuditEvent
from municipalities.enums import SuccessionKind
from municipalities.models import Succession
from municipalities.roles import Role
from programmes.actions.impartiality import declare_impartiality
from programmes.enums.reviews import ReviewState
from programmes.models import Attachment, Impartiality, Review, WrongState
from programmes.queries.history import history
from tests.factories import MembershipFactory, MunicipalityFactory
from tests.factories_grant import (
    AnswerFactory,
    ApplicationPartnerFactory,
    AttachmentFactory,
    ReviewFactory,
    declare,
    put,
)
from tests.programmes.reviews.conftest import make_case, send

pytestmark = pytest.mark.django_db
SECRET = "Svært hemmelig innhold"


@pytest.fixture
def secret_case(call):
    """A case with a text, a file and a sent review that a leak would show."""
    made = make_case(call)
    put(made, "draft")
    AnswerFactory(application=made, key="approach", text=SECRET)
    AttachmentFactory(application=made, name="budsjett.pdf", is_sent=True)
    send(made, "in_review")
    ReviewFactory(application=made, state=ReviewState.SENT, summary=SECRET)
    return made


def addresses(case):
    yield reverse("application", args=[case.pk])
    yield reverse("case-impartiality", args=[case.pk])
    yield reverse("case-list", args=[case.call_id])
    yield reverse("case-assign", args=[case.pk])
    yield reverse("impartiality-many", args=[case.call_id])
    yield reverse("assign-many", args=[case.call_id]) + f"?sak={case.pk}"
    for submission in case.submissions.all():
        yield reverse("submission", args=[submission.pk])
    for file in Attachment.objects.filter(application=case):
        yield reverse("attachment-file", args=[file.pk])
    for review in Review.objects.filter(application=case):
        yield reverse("review", args=[review.pk])
    yield reverse("decision-table", args=[case.call_id])
    yield reverse("decision-edit", args=[case.pk])


def seen(client, address):
    response = client.get(address, follow=True)
    text = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, text.decode(errors="replace")


@pytest.mark.parametrize("declared", [None, False])
def test_nothing_of_the_case_is_shown(client, secret_case, adviser, declared):
    kari = adviser()
    if declared is not None:
        declare(secret_case, kari, is_impartial=declared, reason="Gift med søkeren")
    client.force_login(kari)

    pages = {address: seen(client, address)[1] for address in addresses(secret_case)}

    assert {address for address, text in pages.items() if SECRET in text} == set()
    assert {address for address, text in pages.items() if "400\N{NO-BREAK SPACE}000" in text} == set()
    assert {address for address, text in pages.items() if "budsjett.pdf" in text} == set()


def test_an_impartial_adviser_sees_it(client, secret_case, adviser):
    kari = adviser()
    declare(secret_case, kari)
    client.force_login(kari)

    status, text = seen(client, reverse("application", args=[secret_case.pk]))

    assert (status, SECRET in text, "budsjett.pdf" in text) == (200, True, True)
    assert "400\N{NO-BREAK SPACE}000" in seen(client, reverse("case-list", args=[secret_case.call_id]))[1]


def test_the_case_leads_to_the_declaration(client, case, adviser):
    client.force_login(adviser())

    response = client.get(reverse("application", args=[case.pk]))

    assert (response.status_code, response["Location"]) == (302, reverse("case-impartiality", args=[case.pk]))


def test_after_a_conflict_the_case_says_why_it_is_closed(client, case, adviser):
    kari = adviser()
    declare(case, kari, is_impartial=False, reason="Søster")
    client.force_login(kari)

    response = client.get(reverse("application", args=[case.pk]))

    assert response.status_code == 403
    assert "Du er ikke habil i denne saken" in response.text


def test_a_yes_opens_the_case(client, case, adviser):
    kari = adviser()
    client.force_login(kari)

    response = client.post(reverse("case-impartiality", args=[case.pk]), {"answer": "yes"})

    assert response["Location"] == case.get_absolute_url()
    assert Impartiality.objects.values_list("user", "is_impartial", "reason").get() == (kari.pk, True, "")


def test_a_no_needs_its_reason(client, case, adviser):
    client.force_login(adviser())

    response = client.post(reverse("case-impartiality", args=[case.pk]), {"answer": "no"})

    assert response.status_code == 422
    assert not Impartiality.objects.exists()


def test_a_conflict_gives_up_the_review_to_a_stand_in(client, case, adviser):
    kari, per, leader = adviser(), adviser("Per"), adviser("Lars Leder", Role.COUNTY_LEADER)
    review = ReviewFactory(application=case, reviewer=kari, assigned_by=leader, due_on="2030-01-01")
    client.force_login(kari)

    client.post(
        reverse("case-impartiality", args=[case.pk]),
        {"answer": "no", "reason": "Søsteren min leder prosjektet", "stand_in": per.pk},
    )

    review.refresh_from_db()
    other = Review.objects.get(reviewer=per)
    assert review.state == ReviewState.CONFLICTED
    assert (other.stands_in_for, other.due_on.isoformat()) == (review, "2030-01-01")
    mails = set(Message.objects.values_list("recipient", "kind"))
    assert mails == {(per.pk, "assigned"), (leader.pk, "task")}
    assert not Message.objects.filter(body__contains="Søsteren").exists()


def test_a_conflict_may_leave_the_stand_in_open(client, case, adviser):
    kari, leader = adviser(), adviser("Lars Leder", Role.COUNTY_LEADER)
    ReviewFactory(application=case, reviewer=kari, assigned_by=leader)
    client.force_login(kari)

    client.post(reverse("case-impartiality", args=[case.pk]), {"answer": "no", "reason": "Søster"})

    assert "Ingen har overtatt" in Message.objects.get(recipient=leader).body
    declare(case, leader)
    client.force_login(leader)
    assert "ingen har overtatt" in client.get(case.get_absolute_url()).text


def test_a_review_that_was_sent_does_not_count_after_a_conflict(case, adviser):
    kari = adviser()
    put(case, "in_review")
    review = ReviewFactory(application=case, reviewer=kari, state=ReviewState.SENT)

    declare_impartiality(case, by=kari, is_impartial=False, reason="Jeg giftet meg med søkeren")

    review.refresh_from_db()
    assert review.state == ReviewState.CONFLICTED
    assert list(Impartiality.objects.values_list("user", "is_impartial")) == [(kari.pk, False)]


def test_who_is_not_impartial_does_not_become_so(client, case, adviser):
    kari = adviser()
    declare(case, kari, is_impartial=False, reason="Søster")
    client.force_login(kari)

    response = client.post(reverse("case-impartiality", args=[case.pk]), {"answer": "yes"})

    assert response.status_code == 403
    assert not Impartiality.objects.get().is_impartial


def as_party(kari, case, how):
    """Kari holds a role with the applicant, a partner, or what one of them became."""
    place = MunicipalityFactory(county=case.call.county)
    if how == "lead":
        place = case.municipality
    elif how == "partner":
        ApplicationPartnerFactory(application=case, municipality=place)
    else:
        type(place).objects.filter(pk=case.municipality_id).update(is_current=False)
        Succession.objects.create(
            old=case.municipality,
            new=place,
            on="2024-01-01",
            kind=SuccessionKind.MERGED,
            old_code=case.municipality.code,
            new_code=place.code,
            old_name=case.municipality.name,
            new_name=place.name,
        )
    MembershipFactory(user=kari, role=Role.CONTRIBUTOR, municipality=place)


@pytest.mark.parametrize("how", ["lead", "partner", "successor"])
def test_the_machine_keeps_a_party_out(client, secret_case, adviser, how):
    kari = adviser()
    declare(secret_case, kari)
    as_party(kari, secret_case, how)
    client.force_login(kari)
    ask = reverse("case-impartiality", args=[secret_case.pk])

    answer = client.post(ask, {"answer": "yes"})

    assert answer.status_code == 422
    assert client.get(reverse("case-assign", args=[secret_case.pk])).status_code == 403
    with pytest.raises(WrongState):
        declare_impartiality(secret_case, by=kari, is_impartial=True)


def test_many_are_declared_at_once(client, call, adviser):
    first, second = make_case(call), make_case(call)
    kari = adviser()
    client.force_login(kari)
    address = reverse("impartiality-many", args=[call.pk])

    refused = client.post(address, {"confirmed": "on", f"not-{second.pk}": "on"})
    client.post(
        address,
        {"confirmed": "on", f"not-{second.pk}": "on", f"reason-{second.pk}": "Broren min skrev søknaden"},
    )

    assert refused.status_code == 422
    declared = dict(Impartiality.objects.filter(user=kari).values_list("application", "is_impartial"))
    assert declared == {first.pk: True, second.pk: False}


def test_only_those_that_were_on_the_list_are_declared(client, call, adviser):
    shown, _later = make_case(call), make_case(call)
    client.force_login(adviser())

    client.post(reverse("impartiality-many", args=[call.pk]), {"confirmed": "on", "sak": shown.pk})

    assert list(Impartiality.objects.values_list("application", flat=True)) == [shown.pk]


def test_the_reason_is_not_in_the_applicants_history(case, adviser):
    declare_impartiality(case, by=adviser(), is_impartial=False, reason="Privat og sårt")

    assert AuditEvent.objects.filter(why="Privat og sårt").count() == 1
    assert [line.why for line in history(case) if line.why] == []


def test_an_identity_number_in_the_reason_is_refused(client, case, adviser):
    client.force_login(adviser())

    response = client.post(
        reverse("case-impartiality", args=[case.pk]), {"answer": "no", "reason": "Søster 01017000027"}
    )

    assert response.status_code == 422


@pytest.mark.parametrize("name", ["case-impartiality", "impartiality-many"])
def test_who_was_kept_out_meanwhile_is_told_and_declares_nothing(client, call, adviser, monkeypatch, name):
    """They became a party between the page and the press: the action refuses, and the page says so."""
    case, person = make_case(call), adviser()
    out = {(case.pk, person.pk): "party"}
    monkeypatch.setattr("programmes.actions.impartiality.kept_out", lambda cases, people: out)
    client.force_login(person)
    pk = case.pk if name == "case-impartiality" else call.pk

    response = client.post(reverse(name, args=[pk]), {"answer": "yes", "confirmed": "on"}, follow=True)

    assert response.status_code == 200
    told = [str(one) for one in response.context["messages"]]
    assert told == ["Noen andre har endret dette. Se på saken igjen."]
    assert not Impartiality.objects.filter(application=case).exists()
