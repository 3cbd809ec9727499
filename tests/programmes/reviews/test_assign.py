"""Cases are given to advisers one by one and in bulk, never to a party or to who declared a conflict."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Message
from folkehelse.lib.dates import today
from municipalities.roles import Role
from programmes.actions.assignments import assign, spread
from programmes.actions.refusals import Refused
from programmes.enums.reviews import ReviewState
from programmes.models import Review
from tests.factories import MembershipFactory
from tests.factories_grant import ReviewFactory, declare, make_call, put
from tests.programmes.reviews.conftest import make_case

pytestmark = pytest.mark.django_db
DUE = (today() + dt.timedelta(days=20)).strftime("%d.%m.%Y")


@pytest.fixture
def leader(adviser, client, case):
    """Signed in, and impartial in the case."""
    lars = adviser("Lars Leder", Role.COUNTY_LEADER)
    declare(case, lars)
    client.force_login(lars)
    return lars


def test_the_first_assignment_begins_the_review(client, case, adviser, leader):
    kari = adviser()

    client.post(reverse("case-assign", args=[case.pk]), {"people": [kari.pk], "due_on": DUE})

    case.refresh_from_db()
    review = Review.objects.get()
    assert (case.state, review.reviewer, review.assigned_by) == ("in_review", kari, leader)
    mail = Message.objects.get()
    assert (mail.recipient, mail.kind, mail.url) == (kari, "assigned", review.get_absolute_url())
    assert case.title not in mail.body


def test_the_same_twice_is_once(client, case, adviser, leader):
    posted = {"people": [adviser().pk], "due_on": DUE}
    for _n in range(2):
        client.post(reverse("case-assign", args=[case.pk]), posted)

    assert (Review.objects.count(), Message.objects.count()) == (1, 1)


def test_who_declared_a_conflict_is_refused_by_name(client, case, adviser, leader):
    kari = adviser("Kari Inhabil")
    declare(case, kari, is_impartial=False, reason="Søster")

    response = client.post(
        reverse("case-assign", args=[case.pk]), {"people": [kari.pk], "due_on": DUE}, follow=True
    )

    assert "Kari Inhabil har sagt fra om ikke å være habil" in response.text
    assert "Søster" not in response.text
    assert not Review.objects.exists()


def test_a_party_is_refused_by_name(client, case, adviser, leader):
    kari = adviser("Kari Part")
    MembershipFactory(user=kari, municipality=case.municipality)

    response = client.post(
        reverse("case-assign", args=[case.pk]), {"people": [kari.pk], "due_on": DUE}, follow=True
    )

    assert "Kari Part er tilknyttet" in response.text
    assert not Review.objects.exists()


def test_a_stranger_to_the_area_cannot_be_chosen(client, case, leader):
    outsider = MembershipFactory(role=Role.COUNTY_ADVISER).user

    response = client.post(reverse("case-assign", args=[case.pk]), {"people": [outsider.pk], "due_on": DUE})

    assert response.status_code == 422
    with pytest.raises(Refused):
        assign(case, outsider, by=leader)


@pytest.mark.parametrize("state", ["returned", "withdrawn", "draft"])
def test_a_case_that_is_not_with_the_county_is_not_assigned(client, case, adviser, leader, state):
    put(case, state)

    response = client.post(reverse("case-assign", args=[case.pk]), {"people": [adviser().pk], "due_on": DUE})

    assert response.status_code == 403
    with pytest.raises(Refused):
        assign(case, adviser(), by=leader)


def test_the_deadline_is_not_in_the_past(client, case, adviser, leader):
    response = client.post(
        reverse("case-assign", args=[case.pk]), {"people": [adviser().pk], "due_on": "01.01.2020"}
    )

    assert response.status_code == 422
    assert not Review.objects.exists()


def test_the_load_of_each_is_shown(client, call, case, adviser, leader):
    kari = adviser("Kari Travel")
    ReviewFactory(application=make_case(call), reviewer=kari, due_on=dt.date(2020, 1, 2))
    ReviewFactory(application=make_case(call), reviewer=kari, state=ReviewState.SENT)

    page = client.get(reverse("case-assign", args=[case.pk])).text

    assert "Kari Travel – 1 å vurdere, neste frist 02.01.2020, 1 over fristen" in page


def test_many_are_spread_by_load(client, call, case, adviser, leader):
    busy, free, also = adviser("Busy"), adviser("Free"), adviser("Also")
    for _n in range(2):
        ReviewFactory(application=make_case(call), reviewer=busy)
    cases = [case, make_case(call), make_case(call), make_case(call)]
    for one in cases:
        declare(one, leader)
    people = [busy.pk, free.pk, also.pk]

    client.post(
        reverse("assign-many", args=[call.pk]),
        {"sak": [one.pk for one in cases], "people": people, "how": "even", "per_case": "1", "due_on": DUE},
    )

    counts = {one.full_name: one.reviews.count() for one in (busy, free, also)}
    assert counts == {"Busy": 2, "Free": 2, "Also": 2}


def test_spreading_fills_up_to_the_number_and_skips_who_may_not(case, adviser, leader):
    kari, per, part = adviser(), adviser("Per"), adviser("Part")
    declare(case, part, is_impartial=False, reason="x")

    first = spread([case], [kari, per, part], by=leader, per_case=2)
    again = spread([case], [kari, per, part], by=leader, per_case=3)

    assert {review.reviewer for review in first.made} == {kari, per}
    assert (again.made, len(again.refused)) == ([], 1)


def test_everybody_may_get_every_case(client, call, case, adviser, leader):
    other = make_case(call)
    declare(other, leader)
    people = [adviser().pk, adviser("Per").pk]

    client.post(
        reverse("assign-many", args=[call.pk]),
        {"sak": [case.pk, other.pk], "people": people, "how": "each", "per_case": "1", "due_on": DUE},
    )

    assert set(Review.objects.values_list("application", "reviewer")) == {
        (one.pk, person) for one in (case, other) for person in people
    }


def test_cases_that_one_has_not_declared_on_are_not_assigned(client, call, case, adviser, leader):
    other = make_case(call)
    posted = {"sak": [case.pk, other.pk], "people": [adviser().pk], "how": "each", "per_case": "1"}

    page = client.get(reverse("assign-many", args=[call.pk]), {"sak": [case.pk, other.pk]}).text
    client.post(reverse("assign-many", args=[call.pk]), posted | {"due_on": DUE})

    assert "Disse kan du ikke fordele" in page
    assert list(Review.objects.values_list("application", flat=True)) == [case.pk]


def test_cases_of_another_call_are_not_assigned_here(client, adviser, leader, case):
    other = make_case(make_call())
    posted = {"sak": [other.pk], "people": [adviser().pk], "how": "each", "per_case": "1", "due_on": DUE}

    client.post(reverse("assign-many", args=[case.call_id]), posted)

    assert not Review.objects.exists()


def test_taken_off_with_a_reason_and_may_be_given_again(client, case, adviser, leader):
    kari = adviser()
    review = ReviewFactory(application=case, reviewer=kari)
    put(case, "in_review")
    address = reverse("review-take-off", args=[review.pk])

    refused = client.post(address, {"why": ""})
    client.post(address, {"why": "Sykemeldt"})

    review.refresh_from_db()
    assert (refused.status_code, review.state) == (422, "taken_off")
    assert Message.objects.get().recipient == kari
    assert assign(case, kari, by=leader).pk != review.pk


def test_a_sent_review_is_not_taken_off(client, case, leader):
    review = ReviewFactory(application=case, state=ReviewState.SENT)

    assert client.post(reverse("review-take-off", args=[review.pk]), {"why": "x"}).status_code == 403


def test_a_stand_in_takes_over_what_was_left_open(client, case, adviser, leader):
    kari, per = adviser(), adviser("Per")
    declare(case, kari, is_impartial=False, reason="x")
    given_up = ReviewFactory(application=case, reviewer=kari, state=ReviewState.CONFLICTED)

    client.post(reverse("case-assign", args=[case.pk]), {"people": [per.pk], "due_on": DUE})

    assert Review.objects.get(reviewer=per).stands_in_for == given_up


@pytest.mark.parametrize("how", ["undeclared", "conflicted"])
def test_who_does_not_know_the_case_does_not_assign_it(client, case, adviser, how):
    kari = adviser()
    if how == "conflicted":
        declare(case, kari, is_impartial=False, reason="x")
    client.force_login(kari)

    response = client.post(reverse("case-assign", args=[case.pk]), {"people": [kari.pk], "due_on": DUE})

    assert response.status_code == 403
    assert not Review.objects.exists()


class TestReminder:
    def late(self, case, adviser):
        return ReviewFactory(application=case, reviewer=adviser("Sen"), due_on=today() - dt.timedelta(days=1))

    def test_is_mailed_once_a_day(self, client, case, adviser, leader):
        review = self.late(case, adviser)
        for _n in range(2):
            response = client.post(reverse("review-remind", args=[review.pk]), follow=True)

        assert "minnet på dette i dag allerede" in response.text
        mail = Message.objects.get()
        assert (mail.recipient, mail.kind) == (review.reviewer, "reminder")

    def test_is_offered_where_it_is_late(self, client, case, adviser, leader):
        self.late(case, adviser)
        ReviewFactory(application=case, reviewer=adviser("Punktlig"), due_on=today())

        page = client.get(reverse("review-list")).text

        assert ("Sen" in page, "Punktlig" in page) == (True, False)

    def test_is_not_for_another_county(self, client, case, adviser):
        review = self.late(case, adviser)
        client.force_login(MembershipFactory(role=Role.COUNTY_LEADER).user)

        assert client.post(reverse("review-remind", args=[review.pk])).status_code == 404
        assert not Message.objects.exists()

    def test_is_not_for_the_nation(self, client, case, adviser):
        review = self.late(case, adviser)
        client.force_login(MembershipFactory(role=Role.ADMINISTRATOR).user)

        assert client.post(reverse("review-remind", args=[review.pk])).status_code == 403
