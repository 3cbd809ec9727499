"""Reviews of a case and of a reader, and how much each adviser has to do."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from folkehelse.lib.dates import today
from municipalities.models import Membership
from municipalities.permissions import predecessors, reach_of
from municipalities.roles import Permission
from programmes.enums.applications import IN_HAND, ApplicationState
from programmes.enums.reviews import REVIEW_WAITING, ReviewState
from programmes.models import Application, ApplicationPartner, Impartiality, Review, Submission
from programmes.models.area_reach import administered
from programmes.queries.recipients import advisers_of

A, R = ApplicationState, ReviewState
OPEN_CASES = (*IN_HAND, A.RETURNED, A.SIGNING)


@dataclass(frozen=True)
class Load:
    """What an adviser has to do already: reviews not sent, in every call, and the nearest deadline."""

    adviser: User
    waiting: int
    due_on: dt.date | None
    overdue: int


def loads(call) -> list[Load]:
    """Everybody who may review in the call, with what they have to do; those with the least first."""
    waiting = Review.objects.filter(
        reviewer=OuterRef("pk"), state__in=REVIEW_WAITING, application__state__in=OPEN_CASES
    ).order_by()
    late = waiting.filter(due_on__lt=today())
    people = advisers_of(call).annotate(
        waiting=Subquery(waiting.values("reviewer").annotate(n=Count("pk")).values("n")),
        late=Subquery(late.values("reviewer").annotate(n=Count("pk")).values("n")),
        due=Subquery(waiting.values("reviewer").annotate(day=Min("due_on")).values("day")),
    )
    found = [Load(one, one.waiting or 0, one.due, one.late or 0) for one in people]
    return sorted(found, key=lambda load: (load.waiting, load.adviser.full_name, load.adviser.pk))


def kept_out(applications: Iterable[int], people: Iterable[int]) -> dict[tuple[int, int], str]:
    """(application id, user id) → "party" or "conflicted", for those who must not have the case."""
    applications, people = list(applications), list(people)
    declared = Impartiality.objects.filter(
        application__in=applications, user__in=people, is_impartial=False
    ).values_list("application", "user")
    out = dict.fromkeys(declared, "conflicted")
    works_for: dict[int, set[int]] = {}
    current = Membership.objects.current().filter(user__in=people, municipality__isnull=False)
    for user, municipality in current.values_list("user", "municipality"):
        works_for.setdefault(user, set()).add(municipality)
    if not works_for:
        return out
    parties = _parties(applications)
    for user, own in works_for.items():
        family = predecessors(own)
        out |= {(pk, user): "party" for pk, theirs in parties.items() if family & theirs}
    return out


def _parties(applications) -> dict[int, set[int]]:
    leads = Application.objects.filter(pk__in=applications).order_by()
    parties = {pk: {municipality} for pk, municipality in leads.values_list("pk", "municipality")}
    partners = ApplicationPartner.objects.filter(application__in=applications)
    for pk, municipality in partners.values_list("application", "municipality"):
        parties.setdefault(pk, set()).add(municipality)
    return parties


def _seen(found) -> QuerySet[Review]:
    columns = ("application__call__current", "application__municipality", "application__district", "reviewer")
    return found.select_related(*columns)


def own(user) -> QuerySet[Review]:
    """The reader's reviews with `declared` (None, yes or no) and `last_sent`, those that are due first."""
    declared = Impartiality.objects.filter(application=OuterRef("application"), user=user)
    newest = Submission.objects.filter(application=OuterRef("application")).order_by("-number")
    found = _seen(Review.objects.filter(reviewer=user, state__in=(*REVIEW_WAITING, R.SENT)))
    found = found.filter(application__in=_handled(user).values("pk"))
    return found.annotate(
        declared=Subquery(declared.values("is_impartial")[:1]),
        last_sent=Subquery(newest.values("submitted_at")[:1]),
    ).order_by(F("due_on").asc(nulls_last=True), "pk")


def next_after(review, user) -> Review | None:
    """After one's own: the next that waits, the one that is due first."""
    if review.reviewer_id != user.pk:
        return None
    return own(user).filter(state__in=REVIEW_WAITING).exclude(pk=review.pk).first()


def _handled(user) -> QuerySet[Application]:
    """Cases of the areas that the user handles."""
    return Application.objects.real().filter(
        administered(reach_of(user, Permission.CASE_HANDLE), "call__area")
    )


def overdue(user) -> QuerySet[Review]:
    """Reviews in the user's areas, by others, whose deadline is past; the oldest first."""
    late = Review.objects.filter(state__in=REVIEW_WAITING, due_on__lt=today())
    cases = _handled(user).filter(state__in=OPEN_CASES)
    found = late.filter(application__in=cases.values("pk")).exclude(reviewer=user)
    return _seen(found).order_by("due_on", "pk")


def without_stand_in(user) -> QuerySet[Review]:
    """Reviews given up for want of impartiality, that nobody has taken over."""
    taken = Review.objects.filter(stands_in_for=OuterRef("pk"), state__in=(*REVIEW_WAITING, R.SENT))
    cases = _handled(user).filter(state__in=IN_HAND)
    found = Review.objects.filter(state=R.CONFLICTED, application__in=cases.values("pk"))
    return _seen(found.filter(~Exists(taken))).order_by("pk")


def stale(user) -> QuerySet[Review]:
    """The reader's sent reviews of what was sent in again afterwards."""
    later = Submission.objects.filter(
        application=OuterRef("application"), submitted_at__gt=OuterRef("sent_at")
    )
    cases = _handled(user).filter(state__in=IN_HAND)
    found = Review.objects.filter(reviewer=user, state=R.SENT, application__in=cases.values("pk"))
    return _seen(found.filter(Exists(later))).order_by("pk")


def of_case(user, application) -> list[Review]:
    """Every review of the case as its state only; `is_seen` tells which ones the reader may read."""
    seen = Review.objects.visible_to(user).filter(pk=OuterRef("pk"))
    found = Review.objects.filter(application=application).exclude(state=R.TAKEN_OFF)
    stand_in = Review.objects.filter(Q(stands_in_for=OuterRef("pk")) & ~Q(state=R.TAKEN_OFF))
    return list(
        found.select_related("reviewer", "stands_in_for__reviewer")
        .prefetch_related("scores")
        .annotate(is_seen=Exists(seen), has_stand_in=Exists(stand_in))
    )
