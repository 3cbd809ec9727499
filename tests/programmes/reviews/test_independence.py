"""Nobody sees another's review before sending their own: not on any page, not through any number."""

import pytest
from django.urls import reverse

from programmes.enums.reviews import ReviewState
from programmes.models import Review
from tests.factories import MembershipFactory
from tests.factories_grant import ReviewFactory, declare, put
from tests.programmes.reviews.test_scores import whole

pytestmark = pytest.mark.django_db
SECRET, NOTE = "Den andres mening", "Den andres notat"


@pytest.fixture
def pair(case, adviser):
    """Kari's own review, and Per's that is sent: 4 of 5 points, 777 000 kroner, to be refused."""
    kari, per = adviser("Kari"), adviser("Per")
    put(case, "in_review")
    own = ReviewFactory(application=case, reviewer=kari, state=ReviewState.STARTED)
    other = whole(
        case,
        points=4,
        reviewer=per,
        amount=777_000,
        advice="refuse",
        summary=SECRET,
        internal_note=NOTE,
    )
    return own, other


def pages(client, case, reviews):
    """Every page of the county's side as one text, without what only tells that a review is there."""
    addresses = [
        reverse("application", args=[case.pk]),
        reverse("case-list", args=[case.call_id]),
        reverse("case-list", args=[case.call_id]) + "?sort=-poeng",
        reverse("case-assign", args=[case.pk]),
        reverse("review-list"),
        reverse("my-work"),
        reverse("decision-table", args=[case.call_id]),
        reverse("decision-edit", args=[case.pk]),
        reverse("municipality-cases", args=[case.municipality.code]),
        *[review.get_absolute_url() for review in reviews],
    ]
    return {address: client.get(address, follow=True).text for address in addresses}


def leaks(texts):
    signs = (SECRET, NOTE, "777\N{NO-BREAK SPACE}000", "80 %", "4,0 av 5", "Avslås: 1")
    return {(address, sign) for address, text in texts.items() for sign in signs if sign in text}


def test_nothing_is_seen_before_ones_own_is_sent(client, case, pair):
    own, other = pair
    client.force_login(own.reviewer)

    assert leaks(pages(client, case, pair)) == set()
    assert client.get(other.get_absolute_url()).status_code == 404
    assert (
        "Du ser de andres vurderinger når du har levert din egen" in client.get(case.get_absolute_url()).text
    )


def test_everything_is_seen_afterwards(client, case, pair):
    own, _other = pair
    Review.objects.filter(pk=own.pk).update(
        state="sent", advice="full", summary="Min", sent_at="2026-01-01T00:00Z"
    )
    client.force_login(own.reviewer)

    found = {sign for _address, sign in leaks(pages(client, case, pair))}

    assert found == {SECRET, NOTE, "777\N{NO-BREAK SPACE}000", "80 %", "4,0 av 5", "Avslås: 1"}


def test_it_closes_again_while_ones_own_is_open(client, case, pair):
    own, _other = pair
    client.force_login(own.reviewer)
    put(own, "sent", advice="full", summary="Min", sent_at="2026-01-01T00:00Z")
    assert leaks(pages(client, case, pair)) != set()

    put(own, "started")

    assert leaks(pages(client, case, pair)) == set()


def test_the_nation_reads_the_case_and_no_review(client, case, pair):
    client.force_login(MembershipFactory(role="national_reader").user)

    texts = pages(client, case, pair)

    assert leaks(texts) == set()
    assert case.title in texts[case.get_absolute_url()]
    assert "Vurderinger</h2>" not in texts[case.get_absolute_url()]


def test_another_county_sees_nothing(client, case, pair):
    client.force_login(MembershipFactory(role="county_leader").user)

    texts = pages(client, case, pair)

    assert leaks(texts) == set()
    assert client.get(case.get_absolute_url()).status_code == 404


def test_the_applicant_sees_no_note_and_no_score(client, case, pair):
    client.force_login(case.contact)

    assert leaks(pages(client, case, pair)) == set()


def test_a_draft_is_its_writers_alone(client, case, pair, adviser):
    own, _other = pair
    Review.objects.filter(pk=own.pk).update(summary="Uferdig tanke")
    leader = adviser("Leder", "county_leader")
    declare(case, leader)
    client.force_login(leader)

    assert client.get(own.get_absolute_url()).status_code == 404
    assert "Uferdig tanke" not in client.get(case.get_absolute_url()).text
