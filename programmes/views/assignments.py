"""Who reviews what: on one case, and on many of a call at once."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from programmes.actions import assignments as actions
from programmes.actions.reviews import remind as remind_reviewer
from programmes.enums.applications import IN_HAND
from programmes.enums.reviews import ReviewState
from programmes.forms.reviews import ReasonForm
from programmes.forms.reviews_assign import EVEN, AssignForm, AssignManyForm
from programmes.models import Application, Call, Review, WrongState
from programmes.permissions.reviews import can_assign, can_handle_call, can_remind, can_take_off
from programmes.queries import reviews as queries
from programmes.queries.cases import open_to
from programmes.views.cases import case_of, chosen_cases


@require_http_methods(["GET", "HEAD", "POST"])
def assign_one(request, pk):
    application, user = case_of(request.user, pk), request.user
    if not (answer := can_assign(user, application)):
        raise PermissionDenied(answer.why)
    reviews = queries.of_case(user, application)
    conflicted = next((r for r in reviews if r.state == ReviewState.CONFLICTED and not r.has_stand_in), None)
    form = AssignForm(
        request.POST or None, loads=queries.loads(application.call), initial={"due_on": _due(reviews)}
    )
    if request.method == "POST" and form.is_valid():
        people, due_on = form.cleaned_data["people"], form.cleaned_data["due_on"]
        done = actions.assign_each([application], people, by=user, due_on=due_on, instead_of=conflicted)
        _tell(request, done)
        return redirect(application)
    context = {"application": application, "reviews": reviews, "form": form, "conflicted": conflicted}
    return render(request, "programmes/reviews/assign.html", context, status=422 if form.errors else 200)


def _due(reviews):
    """The deadline that the others on the case have."""
    return max((review.due_on for review in reviews if review.due_on), default=None)


@require_http_methods(["GET", "HEAD", "POST"])
def assign_many(request, pk):
    """The chosen cases are given to the chosen people; those that the reader may not assign are told."""
    user = request.user
    call = get_object_or_404(Call.objects.visible_to(user).for_list(), pk=pk)
    if not (answer := can_handle_call(user, call)):
        raise PermissionDenied(answer.why)
    sent = Application.objects.filter(
        Application.objects.sent_to(user), call=call, pk__in=chosen_cases(request)
    )
    cases = sent.select_related("call__area", "municipality", "district").order_by("case_year", "case_number")
    mine = list(cases.filter(open_to(user), state__in=IN_HAND))
    others = [one for one in cases if one not in mine]
    form = AssignManyForm(request.POST or None, loads=queries.loads(call))
    if request.method == "POST" and mine and form.is_valid():
        _tell(request, _assign(mine, form.cleaned_data, by=user))
        return redirect("case-list", pk=call.pk)
    context = {"call": call, "cases": mine, "others": others, "form": form}
    return render(request, "programmes/reviews/assign_many.html", context, status=422 if form.errors else 200)


def _assign(applications, given, *, by):
    people, due_on = given["people"], given["due_on"]
    if given["how"] == EVEN:
        per_case = int(given["per_case"])
        return actions.spread(applications, people, by=by, per_case=per_case, due_on=due_on)
    return actions.assign_each(applications, people, by=by, due_on=due_on)


def _tell(request, done):
    made = len(done.made)
    if made or not done.refused:
        text = ngettext("%(n)d vurdering er tildelt.", "%(n)d vurderinger er tildelt.", made) % {"n": made}
        messages.success(request, text)
    for why in done.refused:
        messages.warning(request, why)


def _review(user, pk):
    """A review of a case that the user handles: that it is there, not what is in it."""
    cases = Application.objects.filter(Application.objects.sent_to(user))
    found = Review.objects.filter(application__in=cases.values("pk"))
    related = ("application__call__area", "application__municipality", "application__district", "reviewer")
    return get_object_or_404(found.select_related(*related), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def take_off(request, pk):
    review, user = _review(request.user, pk), request.user
    if not (answer := can_take_off(user, review)):
        raise PermissionDenied(answer.why)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_off(review, by=user, why=form.cleaned_data["why"])
            messages.success(request, _("Rådgiveren er tatt av saken."))
        except WrongState:
            messages.warning(request, _("Noen andre har endret dette. Se på saken igjen."))
        return redirect(review.application)
    context = {"review": review, "application": review.application, "form": form}
    return render(request, "programmes/reviews/take_off.html", context, status=422 if form.errors else 200)


@require_POST
def remind(request, pk):
    review, user = _review(request.user, pk), request.user
    if not (answer := can_remind(user, review)):
        raise PermissionDenied(answer.why)
    names = {"name": review.reviewer.full_name}
    if remind_reviewer(review, by=user):
        messages.success(request, _("%(name)s får en påminnelse på e-post.") % names)
    else:
        messages.info(request, _("%(name)s er minnet på dette i dag allerede.") % names)
    return redirect("review-list")
