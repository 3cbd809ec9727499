"""A review is written, saved, sent and locked; nothing that was typed is lost."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Message
from audit.models import AuditEvent
from programmes.actions.reviews import scores_of
from programmes.enums.reviews import ReviewState
from programmes.models import Review
from tests.factories import MembershipFactory
from tests.factories_grant import DecisionFactory, ReviewFactory, SubmissionFactory, declare, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(client, case, adviser):
    """Assigned to Kari, who is impartial and signed in."""
    kari = adviser()
    put(case, "in_review")
    declare(case, kari)
    client.force_login(kari)
    return ReviewFactory(application=case, reviewer=kari)


def post(client, review, data, **more):
    return client.post(review.get_absolute_url(), data | more)


def test_a_draft_may_lack_anything(client, review):
    response = post(client, review, {"version": "1", "summary": "Bare begynt"})

    review.refresh_from_db()
    assert response.status_code == 302
    assert (review.state, review.summary, review.version) == ("started", "Bare begynt", 2)


def test_everything_is_kept(client, review, written):
    post(client, review, written)

    review.refresh_from_db()
    kept = (review.advice, review.amount, review.summary, review.internal_note)
    assert kept == ("full", 300_000, "Et godt tiltak.", "Husk å spørre om revisor.")
    assert scores_of(review) == {
        "must": {"is_met": True, "points": None, "reason": "Kommunestyret har vedtatt det."},
        "weighed": {"is_met": None, "points": 4, "reason": "Godt begrunnet."},
    }
    page = client.get(review.get_absolute_url()).text
    assert "Kommunestyret har vedtatt det." in page
    assert 'value="300\N{NO-BREAK SPACE}000"' in page


def test_sent_once_however_often_it_is_pressed(client, review, written):
    answers = [post(client, review, written, send="1") for _n in range(2)]

    review.refresh_from_db()
    assert [one.status_code for one in answers] == [302, 302]
    assert (review.state, review.version) == ("sent", 2)
    assert AuditEvent.objects.filter(action="review.sent").count() == 1


@pytest.mark.parametrize(
    "missing", ["score-must", "reason-must", "score-weighed", "reason-weighed", "advice", "summary"]
)
def test_what_lacks_something_is_saved_but_not_sent(client, review, written, missing):
    written.pop(missing)

    response = post(client, review, written, send="1")

    review.refresh_from_db()
    assert response.status_code == 422
    assert (review.state, review.version) == ("started", 2)
    assert "Utkastet er lagret, men ikke levert" in response.text
    assert 'name="version" value="2"' in response.text


def test_points_beyond_the_scale_are_refused(client, review, written):
    assert post(client, review, written | {"score-weighed": "6"}).status_code == 422


def test_an_identity_number_is_refused(client, review, written):
    assert post(client, review, written | {"internal_note": "Om 01017000027"}).status_code == 422
    review.refresh_from_db()
    assert review.internal_note == ""


def test_two_windows_show_both_texts(client, review, written):
    post(client, review, written)

    response = post(client, review, written | {"summary": "Min andre tekst"})

    assert response.status_code == 409
    assert "Et godt tiltak." in response.text
    assert "Min andre tekst" in response.text
    review.refresh_from_db()
    assert review.summary == "Et godt tiltak."
    post(client, review, written | {"summary": "Min andre tekst", "version": "2"})
    review.refresh_from_db()
    assert review.summary == "Min andre tekst"


def test_what_is_written_after_sending_is_shown_and_not_lost(client, review, written):
    post(client, review, written, send="1")

    response = post(client, review, written | {"summary": "Skrevet i et annet vindu"}, send="1")

    assert response.status_code == 409
    assert "Skrevet i et annet vindu" in response.text
    assert "levert fra et annet vindu" in response.text
    review.refresh_from_db()
    assert review.summary == "Et godt tiltak."


def test_the_review_opens_after_the_declaration(client, case, adviser):
    kari = adviser()
    put(case, "in_review")
    review = ReviewFactory(application=case, reviewer=kari)
    client.force_login(kari)

    assert client.get(review.get_absolute_url())["Location"] == reverse("case-impartiality", args=[case.pk])
    assert post(client, review, {"version": "1", "summary": "x"}).status_code == 302
    assert Review.objects.get().summary == ""


@pytest.mark.parametrize("state", ["conflicted", "taken_off"])
def test_a_case_that_one_is_off_is_not_written(client, review, written, state):
    put(review, state)

    assert post(client, review, written).status_code == 403
    review.refresh_from_db()
    assert review.summary == ""


@pytest.mark.parametrize("state", ["decided", "withdrawn"])
def test_a_case_that_is_over_is_not_written(client, review, written, state):
    if state == "decided":
        DecisionFactory(application=review.application, state="decided")
    put(review.application, state)

    assert post(client, review, written).status_code == 403


def test_others_do_not_write_it(client, review, written, adviser):
    per = adviser("Per")
    declare(review.application, per)
    client.force_login(per)

    assert post(client, review, written).status_code == 404


def test_nobody_who_left_the_county_writes_it(client, review, written):
    review.reviewer.memberships.update(valid="[2017-01-01,2020-01-01)")

    assert post(client, review, written).status_code == 404


def test_it_is_not_sent_while_the_municipality_corrects(client, review, written):
    put(review.application, "returned")

    post(client, review, written, send="1")

    review.refresh_from_db()
    assert (review.state, review.summary) == ("started", "Et godt tiltak.")


class TestAgain:
    """The application was sent in again after the review."""

    @pytest.fixture
    def stale(self, client, review, written):
        post(client, review, written, send="1")
        Review.objects.filter(pk=review.pk).update(sent_at=timezone.now() - dt.timedelta(days=2))
        SubmissionFactory(application=review.application)
        put(review.application, "submitted")
        review.refresh_from_db()
        return review

    def test_is_shown(self, client, stale):
        assert "Se om den fortsatt står" in client.get(stale.get_absolute_url()).text
        assert "Må ses på igjen" in client.get(reverse("review-list")).text

    def test_the_reviewer_opens_and_sends_it(self, client, stale, written):
        client.post(reverse("review-reopen", args=[stale.pk]), {"why": "Ny versjon"})
        stale.refresh_from_db()
        assert (stale.state, stale.summary) == ("started", "Et godt tiltak.")

        post(client, stale, written | {"version": stale.version, "summary": "Bedre nå"}, send="1")

        stale.refresh_from_db()
        assert (stale.state, stale.summary) == ("sent", "Bedre nå")
        stale.application.refresh_from_db()
        assert stale.application.state == "in_review"


def test_the_reviewer_alone_opens_nothing_that_is_fresh(client, review, written, case):
    post(client, review, written, send="1")
    review.reviewer.memberships.update(role="county_adviser")
    case.refresh_from_db()

    response = client.get(review.get_absolute_url())

    assert "Et godt tiltak." in response.text
    assert "<textarea" not in response.text


def test_those_who_assign_open_it_with_a_reason(client, review, written, adviser):
    post(client, review, written, send="1")
    per = adviser("Per")
    declare(review.application, per)
    client.force_login(per)
    address = reverse("review-reopen", args=[review.pk])

    refused = client.post(address, {"why": ""})
    client.post(address, {"why": "Mangler noe om medvirkning"})

    review.refresh_from_db()
    assert (refused.status_code, review.state) == (422, "started")
    assert Message.objects.filter(recipient=review.reviewer, kind="news").count() == 1


def test_the_applicants_side_never_sees_it(client, review, written):
    post(client, review, written, send="1")
    for role in ("contributor", "coordinator", "approver"):
        member = MembershipFactory(role=role, municipality=review.application.municipality)
        client.force_login(member.user)
        assert client.get(review.get_absolute_url()).status_code == 404
        assert "Husk å spørre" not in client.get(review.application.get_absolute_url()).text


def test_the_state_table_is_the_only_way(review):
    with pytest.raises(Exception, match="assigned → sent"):
        review.send(by=review.reviewer)
    assert Review.objects.get().state == ReviewState.ASSIGNED
