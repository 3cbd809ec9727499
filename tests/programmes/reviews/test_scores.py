"""The weighted score against a plain reference, in Python and in the database; who may see it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programmes.enums.calls import CriterionKind
from programmes.enums.reviews import Advice, ReviewState
from programmes.models import Criterion, Review, Score
from programmes.queries.scores import CONFLICTED, OWN_WAITS, UNDECLARED, percent, ranking, scores_for
from tests.factories import MembershipFactory
from tests.factories_grant import ReviewFactory, SubmissionFactory, declare, make_call, put
from tests.programmes.reviews.conftest import make_case

CRITERIA = st.lists(
    st.tuples(st.integers(1, 100), st.integers(1, 10)), min_size=1, max_size=6
)  # (weight, scale)


def reference(criteria, points):
    """sum(points / scale × weight) / sum(weights), in per cent."""
    total = sum(given / scale * weight for (weight, scale), given in zip(criteria, points, strict=True))
    return 100 * total / sum(weight for weight, _scale in criteria)


def drawn(data, criteria):
    return [data.draw(st.integers(0, scale)) for _weight, scale in criteria]


@given(CRITERIA, st.data())
def test_the_score_is_the_reference(criteria, data):
    points = drawn(data, criteria)
    rows = [
        Criterion(key=str(n), kind=CriterionKind.WEIGHED, weight=weight, scale=scale)
        for n, (weight, scale) in enumerate(criteria)
    ]
    rows.append(Criterion(key="must", kind=CriterionKind.MUST))

    found = percent({str(n): given for n, given in enumerate(points)} | {"must": None}, rows)

    assert found == pytest.approx(reference(criteria, points))
    assert 0 <= found <= 100.0001


def test_nothing_weighed_has_no_score():
    assert percent({"must": None}, [Criterion(key="must", kind=CriterionKind.MUST)]) is None
    assert percent({}, [Criterion(key="a", kind=CriterionKind.WEIGHED, weight=10, scale=5)]) is None


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CRITERIA, st.integers(1, 3), st.data())
def test_the_database_counts_the_same(criteria, reviewers, data):
    call = make_call(parts=False, state="draft")
    for n, (weight, scale) in enumerate(criteria):
        Criterion.objects.create(
            version=call.shown, key=str(n), kind="weighed", title="x", weight=weight, scale=scale
        )
    Criterion.objects.create(version=call.shown, key="must", kind="must", title="x")
    case = make_case(call)
    expected = []
    for _n in range(reviewers):
        points = drawn(data, criteria)
        scored(ReviewFactory(application=case, state=ReviewState.SENT), points)
        expected.append(reference(criteria, points))
    scored(ReviewFactory(application=case, state=ReviewState.STARTED), [0 for _one in criteria])

    (row,) = ranking(call)

    assert row.average_percent == pytest.approx(sum(expected) / len(expected))
    assert (row.reviews_sent, row.reviews_waiting) == (reviewers, 1)


def scored(review, points):
    Score.objects.bulk_create(
        Score(review=review, criterion=str(n), points=given, reason="x") for n, given in enumerate(points)
    )
    Score.objects.create(review=review, criterion="must", is_met=True, reason="x")
    return review


def whole(case, *, points=5, is_met=True, reviewer=None, state=ReviewState.SENT, **fields):
    """A review of a case in the factory's call: a must, and one weighed criterion of 0–5."""
    who = {"reviewer": reviewer} if reviewer else {}
    review = ReviewFactory(application=case, state=state, **who, **fields)
    Score.objects.create(review=review, criterion="weighed", points=points, reason="x")
    Score.objects.create(review=review, criterion="must", is_met=is_met, reason="x")
    return review


@pytest.mark.django_db
def test_ranked_by_score_and_a_failed_must_comes_last(call):
    good, better, failed, unread = (make_case(call) for _n in range(4))
    whole(good, points=3, amount=100_000)
    whole(good, points=4, amount=200_000, advice=Advice.PARTIAL)
    whole(better, points=5)
    whole(failed, points=5, is_met=False)
    whole(failed, points=5)

    rows = ranking(call)

    assert [row.application.pk for row in rows] == [better.pk, good.pk, unread.pk, failed.pk]
    assert [row.musts_met for row in rows] == [True, True, None, False]
    assert (round(rows[1].average_percent), rows[1].proposed) == (70, 150_000)
    assert dict(rows[1].advice) == {"full": 1, "partial": 1}


@pytest.mark.django_db
def test_a_trial_and_what_was_withdrawn_are_not_ranked(call):
    put(make_case(call), "withdrawn")
    put(make_case(call), "returned")

    assert ranking(call) == []


@pytest.mark.django_db
def test_what_was_sent_in_again_is_stale(call):
    case = make_case(call)
    whole(case)
    assert not ranking(call)[0].is_stale

    SubmissionFactory(application=case)

    assert ranking(call)[0].is_stale


@pytest.mark.django_db
class TestHidden:
    """scores_for blanks what the reader may not see yet, in value and in order."""

    @pytest.fixture
    def cases(self, call, adviser):
        """[open, own not sent, undeclared, conflicted, party], each with a review of 80 per cent."""
        cases = [make_case(call) for _n in range(5)]
        for case in cases:
            whole(case, points=4, amount=777_000)
        return cases

    @pytest.fixture
    def kari(self, cases, adviser):
        kari = adviser()
        seen, own, _undeclared, conflicted, party = cases
        for case in (seen, own, party):
            declare(case, kari)
        whole(own, points=1, reviewer=kari, state=ReviewState.STARTED)
        declare(conflicted, kari, is_impartial=False, reason="x")
        MembershipFactory(user=kari, municipality=party.municipality)
        return kari

    def test_rows(self, call, cases, kari):
        rows = {row.application.pk: row for row in scores_for(kari, call)}

        hidden = [rows[case.pk].hidden for case in cases]
        assert hidden == ["", OWN_WAITS, UNDECLARED, CONFLICTED, CONFLICTED]
        shown = [(row.average_percent, row.proposed, sum(row.advice.values())) for row in rows.values()]
        assert sorted(shown, key=str) == sorted([(80.0, 777_000, 1), *[(None, None, 0)] * 4], key=str)
        assert {row.application.average_percent for row in rows.values() if row.hidden} == {None}

    def test_the_case_list_hides_the_same(self, client, call, cases, kari):
        client.force_login(kari)
        for sort in ("-poeng", "poeng", "-belop"):
            page = client.get(f"/utlysninger/{call.pk}/saker/?sort={sort}")
            rows = {row.pk: row for row in page.context["rows"]}
            assert [rows[case.pk].average for case in cases] == ["80 %", "", "", "", ""]
            assert [bool(rows[case.pk].asked) for case in cases] == [True, True, False, False, False]
        assert next(row.pk for row in page.context["rows"]) in (cases[0].pk, cases[1].pk)

    def test_it_opens_when_ones_own_is_sent(self, call, cases, kari):
        own = Review.objects.get(reviewer=kari)
        Review.objects.filter(pk=own.pk).update(
            state="sent", advice="full", summary="x", sent_at="2026-01-01T00:00Z"
        )

        row = next(row for row in scores_for(kari, call) if row.application.pk == cases[1].pk)

        assert (row.hidden, row.average_percent) == ("", 50.0)
