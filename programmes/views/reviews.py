"""A review: written beside what it is about; read by the others once they have sent their own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from folkehelse.lib.dates import today
from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.actions import reviews as actions
from programmes.actions.versions import Outdated
from programmes.enums.reviews import ReviewState
from programmes.forms.reviews import ReasonForm, ReviewForm, initial_of
from programmes.models import Impartiality, Review, WrongState
from programmes.permissions.applications import is_party
from programmes.permissions.reviews import (
    can_read_review,
    can_reopen,
    can_write_review,
    is_stale,
    sending,
)
from programmes.queries import reviews as queries
from programmes.queries.application_form import MUST, WEIGHED
from programmes.queries.scores import percent
from programmes.views.cases import COLOURS, what_was_sent
from programmes.views.conflicts import upon

R = ReviewState


@require_safe
def review_list(request):
    """The reader's own reviews, and those that are late in the areas that they handle."""
    user = request.user
    if not reach_of(user, Permission.REVIEW_WRITE):
        raise PermissionDenied(_("Bare rådgivere i fylkeskommunen vurderer søknader."))
    rows = list(queries.own(user))
    for row in rows:
        row.is_late = bool(row.state != R.SENT and row.due_on and row.due_on < today())
        row.is_stale = row.state == R.SENT and is_stale(row, row.last_sent)
        row.day = None if row.state == R.SENT else row.due_on
    context = {
        "waiting": [row for row in rows if row.state != R.SENT],
        "again": [row for row in rows if row.is_stale],
        "sent": [row for row in rows if row.state == R.SENT and not row.is_stale],
        "overdue": queries.overdue(user),
        "conflicted": queries.without_stand_in(user),
    }
    return render(request, "programmes/reviews/list.html", context)


def _seen(user, pk):
    related = ("application__call__area", "application__call__current", "application__version")
    places = ("application__municipality__county", "application__district", "application__contact")
    found = Review.objects.visible_to(user).select_related("reviewer", *related, *places)
    return get_object_or_404(found, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request, pk):
    found, user = _seen(request.user, pk), request.user
    application = found.application
    if not (answer := can_read_review(user, found)):
        declared = Impartiality.objects.filter(application=application, user=user).exists()
        if not declared and not is_party(user, application) and found.state == R.ASSIGNED:
            return redirect("case-impartiality", pk=application.pk)
        raise PermissionDenied(answer.why)
    may_write = can_write_review(user, found)
    criteria = list(application.version.criteria.all())
    if request.method == "POST":
        if not may_write and not (found.state == R.SENT and found.reviewer_id == user.pk):
            raise PermissionDenied(may_write.why)
        return _save(request, found, criteria, may_write)
    if not may_write:
        return _read(request, found, criteria)
    form = ReviewForm(initial=initial_of(found, actions.scores_of(found), criteria), criteria=criteria)
    return _page(request, found, form, can_send=sending(may_write, found))


def _save(request, found, criteria, may_write):
    """What is valid is saved first; then it is sent, if asked for and nothing is missing."""
    may_send = sending(may_write, found)
    form = ReviewForm(request.POST, criteria=criteria)
    if not form.is_valid():
        return _page(request, found, form, can_send=may_send, status=422)
    try:
        actions.save_review(
            found, form.values, form.scores, version=form.cleaned_data["version"], by=request.user
        )
    except Outdated:
        return _conflict(request, found, form, may_send)
    except WrongState:
        raise PermissionDenied(_("Du er tatt av denne saken.")) from None
    if "send" not in request.POST or found.state == R.SENT:
        done = _("Vurderingen er levert.") if found.state == R.SENT else _("Utkastet er lagret.")
        messages.success(request, done)
        return redirect(found)
    return _send(request, found, form, may_send)


def _send(request, found, form, may_send):
    if not may_send:
        messages.warning(request, may_send.why)
        return redirect(found)
    try:
        actions.send_review(found, by=request.user)
    except actions.Incomplete:
        form.tell_missing(actions.missing(found))
        return _page(request, found, upon(form, found), can_send=may_send, status=422, is_saved=True)
    messages.success(request, _("Takk. Vurderingen er levert."))
    return redirect(found)


def _conflict(request, found, form, may_send):
    """Saved elsewhere meanwhile: both texts, and the form as it was written."""
    stored = _seen(request.user, found.pk)
    differences = form.differences(stored, actions.scores_of(stored))
    return _page(
        request,
        stored,
        upon(form, stored),
        can_send=may_send,
        status=409,
        differences=differences,
    )


def _page(request, found, form, *, can_send, status=200, **more):
    application = found.application
    sent = what_was_sent(application)
    answers = _answers_to_criteria(sent["content"])
    context = sent | {
        "review": found,
        "application": application,
        "form": form,
        "parts": [(*part, answers.get(part[0].key, "")) for part in form.parts],
        "differences": None,
        "is_locked": found.state == R.SENT,
        "can_send": can_send,
    }
    return render(request, "programmes/reviews/review.html", context | more, status=status)


def _answers_to_criteria(content):
    """Criterion's key → what the applicant wrote to it."""
    fields = [field for section in content.get("sections", []) for field in section["fields"]]
    return {
        field["key"].removeprefix(MUST).removeprefix(WEIGHED): field["shown"]
        for field in fields
        if field["key"].startswith((MUST, WEIGHED))
    }


def _read(request, found, criteria):
    application, user = found.application, request.user
    scores = actions.scores_of(found)
    latest = application.submissions.values_list("submitted_at", flat=True).first()
    context = {
        "review": found,
        "application": application,
        "state": COLOURS[application.state],
        "rows": [(one, scores.get(one.key, actions.EMPTY)) for one in criteria],
        "percent": percent({key: given["points"] for key, given in scores.items()}, criteria),
        "is_own": found.reviewer_id == user.pk,
        "is_stale": is_stale(found, latest),
        "can_reopen": can_reopen(user, found),
        "next": queries.next_after(found, user),
    }
    return render(request, "programmes/reviews/review_sent.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def review_reopen(request, pk):
    """The reviewer writes again; the others' reviews are closed to them until it is sent."""
    found, user = _seen(request.user, pk), request.user
    if not (answer := can_reopen(user, found)):
        raise PermissionDenied(answer.why)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reopen_review(found, by=user, why=form.cleaned_data["why"])
            messages.success(request, _("Vurderingen er åpnet igjen."))
        except WrongState:
            messages.warning(request, _("Vurderingen er åpnet allerede."))
        return redirect(found if found.reviewer_id == user.pk else found.application)
    context = {"review": found, "application": found.application, "form": form}
    return render(request, "programmes/reviews/reopen.html", context, status=422 if form.errors else 200)
