"""A case: the county's and the nation's page of an application. Called by views.applications.application."""

from collections import Counter

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render

from programmes.enums.applications import IN_HAND, ApplicationState, Phase
from programmes.enums.decisions import OPEN_DECISION
from programmes.enums.reviews import REVIEW_WAITING, ReviewState
from programmes.models import Application, Decision, Impartiality, Letter
from programmes.permissions.applications import can_handle_case, can_read_case, is_party
from programmes.permissions.reviews import (
    assigning,
    can_declare,
    is_stale,
)
from programmes.queries.cases import of_municipality
from programmes.queries.municipalities import family
from programmes.queries.parties import reads_as_county
from programmes.queries.reviews import of_case
from programmes.queries.scores import by_criterion, percent
from programmes.queries.submissions import attachments_of

A, R = ApplicationState, ReviewState
COLOURS = {
    A.DRAFT: "planned",
    A.SIGNING: "returned",
    A.SUBMITTED: "submitted",
    A.RETURNED: "returned",
    A.IN_REVIEW: "review",
    A.DECIDED: "done",
    A.WITHDRAWN: "closed",
}
EARLIER_SHOWN = 5


def declare_first(user, application):
    """The way to the declaration, for those who may read the case once they have made it; a no is a 403."""
    if answer := can_read_case(user, application):
        return None
    declared = Impartiality.objects.filter(application=application, user=user).exists()
    if not declared and not is_party(user, application) and can_declare(user, application):
        return redirect("case-impartiality", pk=application.pk)
    raise PermissionDenied(answer.why)


def case_page(request, application):
    """What was sent, what the reviewers say once one may see it, and what one may do. Never live answers."""
    user = request.user
    handled = can_handle_case(user, application)  # a yes to this is a yes to reading it
    if not handled and (elsewhere := declare_first(user, application)):
        return elsewhere
    is_county = reads_as_county(user)
    context = (
        what_was_sent(application)
        | {
            "application": application,
            "state": COLOURS[application.state],
            "is_county": is_county,
            "is_sketch": application.phase == Phase.SKETCH,
            "decisions": _decisions(user, application, is_county),
            "letters": Letter.objects.visible_to(user).filter(application=application),
        }
        | _earlier(user, application)
    )
    if is_county:
        context |= _reviews(user, application, context["submission"]) | _may(handled, application)
    return render(request, "programmes/reviews/case.html", context)


def what_was_sent(application):
    """The newest submission and its files; every earlier one by its number."""
    submissions = list(application.submissions.select_related("submitted_by"))
    content = submissions[0].content if submissions else {}
    return {
        "submission": submissions[0] if submissions else None,
        "content": content,
        "attachments": attachments_of(content) if content else [],
        "submissions": submissions,
    }


def _reviews(user, application, submission):
    """Every review as a row; what is in it only where Review.objects.visible_to gave it."""
    rows = of_case(user, application)
    criteria = list(application.version.criteria.all())
    latest = submission.submitted_at if submission else None
    for row in rows:
        row.application = application
        row.is_stale = is_stale(row, latest)
        if row.is_seen:
            row.percent = percent({score.criterion: score.points for score in row.scores.all()}, criteria)
    own = next((row for row in rows if row.reviewer_id == user.pk and row.state != R.CONFLICTED), None)
    is_open = own is None or own.state == R.SENT
    seen = [row for row in rows if row.is_seen and row.state == R.SENT] if is_open else []
    return {
        "reviews": rows,
        "own_review": own,
        "must_wait": not is_open and any(row.state == R.SENT for row in rows),
        "criteria": by_criterion(seen, criteria),
        "advice": sorted(Counter(row.get_advice_display() for row in seen).items()),
        "notes": [row for row in seen if row.internal_note],
        "average": _mean([row.percent for row in seen if row.percent is not None]),
    }


def _decisions(user, application, is_county):
    """What is being prepared is not shown to one who has a review of their own to send."""
    found = Decision.objects.visible_to(user).filter(application=application)
    waits = is_county and application.reviews.filter(reviewer=user, state__in=REVIEW_WAITING).exists()
    return found.exclude(state__in=OPEN_DECISION) if waits else found


def _mean(numbers):
    return sum(numbers) / len(numbers) if numbers else None


def _may(handled, application):
    """The answers behind the buttons."""
    return {
        "can_assign": assigning(handled, application),
        "can_handle": handled,
        "can_return": application.state in IN_HAND,
    }


def _earlier(user, application):
    """Other applications of the same municipality through the years, the newest first."""
    ids = family(application.municipality, user)
    found = of_municipality(user, ids).exclude(pk=application.pk)
    rows = list(found[: EARLIER_SHOWN + 1])
    return {"earlier": rows[:EARLIER_SHOWN], "has_more_earlier": len(rows) > EARLIER_SHOWN}


def chosen_cases(request):
    """Ids of the cases that were ticked in a list, as its form or its address tells."""
    asked = request.POST if request.method == "POST" else request.GET
    return [int(one) for one in asked.getlist("sak") if one.isdecimal() and len(one) < 10]


def case_of(user, pk):
    """The application for a page of the county's side, as Application.objects.sent_to gives it."""
    found = Application.objects.filter(Application.objects.sent_to(user)).for_list()
    return get_object_or_404(found, pk=pk)
