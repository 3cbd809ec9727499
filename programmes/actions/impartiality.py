from collections.abc import Sequence

from django.db import transaction

from accounts.models import User
from audit.record import record
from programmes.actions.assignments import assign, locked
from programmes.emails import reviews as emails
from programmes.enums.applications import ApplicationState
from programmes.enums.reviews import REVIEW_WAITING, ReviewState
from programmes.models import Application, Impartiality, Review, WrongState
from programmes.queries.reviews import kept_out


@transaction.atomic
def declare_impartiality(
    application: Application, *, by: User, is_impartial: bool, reason: str = "", stand_in: User | None = None
) -> Impartiality:
    """Say whether one is impartial. A conflict stands for ever, and gives up one's review to a stand-in."""
    case = locked(application)
    if is_impartial and kept_out([case.pk], [by.pk]):
        raise WrongState(f"{case.case}: {by.pk} is kept out")
    declared, is_new = Impartiality.objects.get_or_create(
        application=case,
        user=by,
        defaults={"is_impartial": is_impartial, "reason": "" if is_impartial else reason},
    )
    if not is_new and declared.is_impartial == is_impartial:
        return declared
    if not is_impartial:
        _give_up(case, by=by, reason=reason, stand_in=stand_in)
    if not is_new:
        declared.is_impartial, declared.reason = False, reason
        declared.save(update_fields=["is_impartial", "reason"])
    # The line is about the declaration, not the case: why somebody is not impartial is not the applicant's.
    after = {"application": case, "is_impartial": is_impartial}
    record("impartiality.declared", actor=by, subject=declared, after=after, why=declared.reason)
    return declared


def _give_up(case, *, by, reason, stand_in):
    """The review of one who is not impartial does not count, also when it was sent already."""
    review = Review.objects.filter(application=case, reviewer=by).exclude(state=ReviewState.TAKEN_OFF).first()
    if review is None or case.state == ApplicationState.DECIDED:
        return
    if review.state == ReviewState.SENT:
        review.reopen(by=by, why=reason)
    if review.state not in REVIEW_WAITING:
        return
    review.declare_conflict(by=by, why=reason)
    taken_over = None
    if stand_in:
        taken_over = assign(case, stand_in, by=by, due_on=review.due_on, stands_in_for=review)
    emails.conflicted(review, taken_over)


@transaction.atomic
def declare_many(applications: Sequence[Application], reasons: dict[int, str], *, by: User) -> None:
    """Impartial in all of them, but for those that have a reason."""
    for application in applications:
        reason = reasons.get(application.pk, "")
        declare_impartiality(application, by=by, is_impartial=not reason, reason=reason)
