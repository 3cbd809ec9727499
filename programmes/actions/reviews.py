"""A review is written by one person, perhaps in two windows: the version tells them of each other."""

from django.db import transaction

from audit.record import record
from programmes.actions.assignments import begin, locked
from programmes.actions.versions import Outdated
from programmes.emails import reviews as emails
from programmes.enums.reviews import REVIEW_WAITING, ReviewState
from programmes.models import Review, Score, WrongState

R = ReviewState
FIELDS = ("advice", "amount", "summary", "internal_note")
SCORE_FIELDS = ("is_met", "points", "reason")
EMPTY = {"is_met": None, "points": None, "reason": ""}


class Incomplete(Exception):
    """Something that a review must have is missing."""


@transaction.atomic
def save_review(review: Review, values: dict, scores: dict[str, dict], *, version: int | None, by) -> bool:
    """Write over the version that the writer saw; False when nothing is new, also in a second post.

    `values` are FIELDS; `scores` are SCORE_FIELDS by the criterion's key.
    """
    case = locked(review.application)
    stored = Review.objects.select_for_update().get(pk=review.pk)
    old = scores_of(stored)
    changed = {name for name in FIELDS if getattr(stored, name) != values[name]}
    changed |= {key for key, given in scores.items() if old.get(key, EMPTY) != given}
    if not changed:
        _as_stored(review, stored)
        return False
    if stored.version != version or stored.state == R.SENT:
        raise Outdated
    if stored.state not in REVIEW_WAITING:
        raise WrongState(f"review:{stored.pk}: {stored.state}")
    if stored.state == R.ASSIGNED:
        stored.start(by=by)
    begin(case, by=by)
    for key, given in scores.items():
        Score.objects.update_or_create(review=stored, criterion=key, defaults=given)
    Review.objects.filter(pk=stored.pk).update(
        **{name: values[name] for name in FIELDS}, version=stored.version + 1
    )
    # Which fields, not what they say: an unfinished assessment is its writer's. What is sent is kept whole.
    record("review.saved", actor=by, subject=stored, after={"fields": sorted(changed)})
    _as_stored(review, Review.objects.get(pk=stored.pk))
    return True


def scores_of(review: Review) -> dict[str, dict]:
    rows = Score.objects.filter(review=review).values("criterion", *SCORE_FIELDS)
    return {row.pop("criterion"): row for row in rows}


def _as_stored(review, stored):
    for name in (*FIELDS, "version", "state", "sent_at"):
        setattr(review, name, getattr(stored, name))


@transaction.atomic
def send_review(review: Review, *, by) -> bool:
    """Lock it and let the others see it; False when it was sent already."""
    case = locked(review.application)
    stored = Review.objects.select_for_update().select_related("application__version").get(pk=review.pk)
    if stored.state == R.SENT:
        _as_stored(review, stored)
        return False
    if missing(stored):
        raise Incomplete
    begin(case, by=by)
    stored.send(by=by)
    content = {name: getattr(stored, name) for name in ("advice", "amount", "summary")}
    for key, given in scores_of(stored).items():
        content[f"score-{key}"] = " ".join(str(part) for part in given.values() if part not in (None, ""))
    record("review.delivered", actor=by, subject=stored, after=content)
    _as_stored(review, stored)
    return True


def missing(review: Review) -> list[str]:
    """The names of what is missing: "advice", "summary", or the key of a criterion."""
    scores = scores_of(review)
    names = [name for name in ("advice", "summary") if not getattr(review, name)]
    for criterion in review.application.version.criteria.all():
        given = scores.get(criterion.key, EMPTY)
        answered = given["is_met"] is not None or given["points"] is not None
        if not answered or not given["reason"].strip():
            names.append(criterion.key)
    return names


@transaction.atomic
def reopen_review(review: Review, *, by, why: str) -> None:
    review.reopen(by=by, why=why)
    begin(locked(review.application), by=by)
    if review.reviewer_id != by.pk:
        emails.reopened(review)


@transaction.atomic
def remind(review: Review, *, by) -> bool:
    """Mail the reviewer, once a day; False when it was done already."""
    Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if not emails.reminder(review):
        return False
    record("review.reminded", actor=by, subject=review)
    return True
