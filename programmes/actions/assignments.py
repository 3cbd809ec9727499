"""Who reviews what. The application's row is locked, so that the same person is never assigned twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.record import record
from programmes.actions.refusals import Refused
from programmes.emails import reviews as emails
from programmes.enums.applications import IN_HAND, ApplicationState
from programmes.enums.reviews import REVIEW_WAITING, ReviewState
from programmes.models import Application, Review
from programmes.queries.recipients import advisers_of
from programmes.queries.reviews import kept_out, loads

A, R = ApplicationState, ReviewState


@transaction.atomic
def assign(application: Application, reviewer: User, *, by, due_on=None, stands_in_for=None) -> Review:
    """Give the case to a reviewer; who has it already keeps it as it was. The first one begins the review."""
    case = locked(application)
    had = case.reviews.filter(reviewer=reviewer).exclude(state=R.TAKEN_OFF).first()
    if had and had.state != R.CONFLICTED and stands_in_for is None:
        return had
    _refuse(case, reviewer, had)
    review = Review.objects.create(
        application=case, reviewer=reviewer, assigned_by=by, due_on=due_on, stands_in_for=stands_in_for
    )
    after = {"application": case, "reviewer": reviewer, "due_on": due_on}
    record("review.assigned", actor=by, subject=review, after=after)
    begin(case, by=by)
    application.state = case.state
    if reviewer.pk != by.pk:
        emails.assigned(review)
    return review


def locked(application) -> Application:
    rows = Application.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("call__area", "municipality", "district").get(pk=application.pk)


def begin(case, *, by):
    """A case that somebody works with is in review, also after it was sent in again."""
    if case.state == A.SUBMITTED:
        case.begin_review(by=by)


def _refuse(case, reviewer, had):
    name = {"name": reviewer.full_name, "case": case.case, "who": case.who}
    if case.state not in IN_HAND:
        raise Refused(_("%(case)s: Søknaden er ikke til vurdering nå.") % name)
    why = kept_out([case.pk], [reviewer.pk]).get((case.pk, reviewer.pk))
    if why == "party":
        raise Refused(_("%(case)s: %(name)s er tilknyttet %(who)s eller en partner.") % name)
    if why or (had and had.state == R.CONFLICTED):
        raise Refused(_("%(case)s: %(name)s har sagt fra om ikke å være habil.") % name)
    if had:
        raise Refused(_("%(case)s: %(name)s har saken allerede.") % name)
    if not advisers_of(case.call).filter(pk=reviewer.pk).exists():
        raise Refused(_("%(case)s: %(name)s arbeider ikke med søknadene i dette området.") % name)


@dataclass
class Assigned:
    """What became of many at once: what was made, and why something was not."""

    made: list[Review] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@transaction.atomic
def assign_each(
    applications: Sequence[Application], people: Iterable[User], *, by, due_on=None, instead_of=None
) -> Assigned:
    """Everybody gets every case, but for those who must not have it. The first one is the stand-in."""
    done = Assigned()
    for application in applications:
        for person in people:
            stands_in = None if done.made else instead_of
            _try(done, application, person, by=by, due_on=due_on, stands_in_for=stands_in)
    return done


@transaction.atomic
def spread(
    applications: Sequence[Application], people: Iterable[User], *, by, per_case=1, due_on=None
) -> Assigned:
    """Each case gets up to `per_case` reviewers, each time the one with least to do who may have it."""
    done = Assigned()
    if not applications:
        return done
    chosen = {person.pk: person for person in people}
    burden = {
        load.adviser.pk: load.waiting for load in loads(applications[0].call) if load.adviser.pk in chosen
    }
    out = kept_out([one.pk for one in applications], chosen)
    for application in applications:
        case = locked(application)
        mine = case.reviews.exclude(state=R.TAKEN_OFF).values_list("reviewer", "state")
        having = dict(mine)
        missing = per_case - sum(state in (*REVIEW_WAITING, R.SENT) for state in having.values())
        free = [pk for pk in burden if pk not in having and (case.pk, pk) not in out]
        free.sort(key=lambda pk: (burden[pk], chosen[pk].full_name, pk))
        for pk in free[: max(missing, 0)]:
            if _try(done, application, chosen[pk], by=by, due_on=due_on):
                burden[pk] += 1
        if missing > len(free):
            done.refused.append(
                _("%(case)s: Ingen flere av dem du valgte, kan få saken.") % {"case": application.case}
            )
    return done


def _try(done, application, person, *, by, due_on, stands_in_for=None):
    had = application.reviews.filter(reviewer=person).exclude(state__in=(R.TAKEN_OFF, R.CONFLICTED)).exists()
    try:
        review = assign(application, person, by=by, due_on=due_on, stands_in_for=stands_in_for)
    except Refused as refused:
        done.refused.append(refused.why)
        return False
    if not had:
        done.made.append(review)
    return not had


@transaction.atomic
def take_off(review: Review, *, by, why: str) -> None:
    review.take_off(by=by, why=why)
    if review.reviewer_id != by.pk:
        emails.taken_off(review)
