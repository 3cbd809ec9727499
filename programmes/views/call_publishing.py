"""A draft is looked at, tried, published or thrown away; a published call is cancelled."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from municipalities.models import Municipality
from programmes.actions import call_publishing as actions
from programmes.actions.versions import Outdated
from programmes.enums.applications import ApplicationState
from programmes.forms.calls import CancelForm, PublishForm
from programmes.models import WrongState
from programmes.models.area_reach import counties_of
from programmes.permissions.calls import can_cancel, can_discard, can_publish, can_try, trials_of
from programmes.queries.call_changes import changes_between
from programmes.queries.call_check import findings
from programmes.queries.calls import draft_and_current, draft_of, undecided
from programmes.views.call_builder import GONE, draft_or_away, names_of_parts, own_call
from programmes.views.call_words import shown
from programmes.views.calls import seen_call


@require_safe
def call_preview(request, pk):
    """The draft as the public will see it."""
    found = own_call(request, pk)
    version = draft_of(found, parts=True)
    if version is None:
        return redirect(found)
    return render(request, "programmes/calls/preview.html", shown(version) | {"call": found})


@require_http_methods(["GET", "HEAD", "POST"])
def call_publish(request, pk):
    """The last look: what is missing, what changes, and for whom."""
    found = own_call(request, pk)
    version, before = draft_and_current(found)
    if version is None:
        answer = can_publish(request.user, found)
        if request.method == "POST":  # a double click, or a colleague was first
            messages.info(request, answer.why)
            return redirect(found)
        raise PermissionDenied(answer.why)
    form = PublishForm(request.POST or None, version=version)
    if request.method == "POST" and form.is_valid():
        if (response := _publish(request, version, form)) is not None:
            return response
        form = PublishForm(version=version, initial={"note": form.cleaned_data.get("note", "")})
        version.refresh_from_db(fields=["changed"])
        form.initial["seen"] = version.changed
    lacks = findings(version)
    names = names_of_parts()
    context = {
        "call": found,
        "version": version,
        "form": form,
        "blocking": [(names[one.part], one) for one in lacks if one.is_blocking],
        "advice": [(names[one.part], one) for one in lacks if not one.is_blocking],
        "changes": changes_between(before, version) if before else [],
        "following": drafts_of(found).count() if before else 0,
    }
    return render(request, "programmes/calls/publish.html", context, status=422 if form.errors else 200)


def drafts_of(call):
    return undecided(call).filter(state__in=[ApplicationState.DRAFT, ApplicationState.SIGNING])


def _publish(request, version, form):
    """Where to go when it is published, or None when the page must be looked at again."""
    try:
        call = actions.publish(
            version,
            seen=form.cleaned_data["seen"],
            by=request.user,
            note=form.cleaned_data.get("note", ""),
        )
    except Outdated:
        messages.warning(
            request, _("Noen har endret utkastet etter at du åpnet siden. Se gjennom det igjen.")
        )
    except actions.Incomplete:
        messages.warning(request, _("Noe mangler før utlysningen kan publiseres."))
    except WrongState:
        messages.warning(request, GONE)
        return redirect(version.call)
    else:
        messages.success(request, _("Utlysningen er publisert."))
        return redirect(call)
    return None


@require_http_methods(["GET", "HEAD", "POST"])
def call_discard(request, pk):
    found, version = draft_or_away(request, pk)
    if not (answer := can_discard(request.user, found)):
        raise PermissionDenied(answer.why)
    if request.method == "POST":
        try:
            is_gone = actions.discard(found, by=request.user)
        except WrongState:
            messages.warning(request, GONE)
            return redirect("call-manage-list")
        messages.success(request, _("Utkastet er slettet."))
        return redirect("call-manage-list") if is_gone else redirect(found)
    return render(request, "programmes/calls/discard.html", {"call": found, "version": version})


@require_http_methods(["GET", "HEAD", "POST"])
def call_cancel(request, pk):
    found = seen_call(request, pk)
    if not (answer := can_cancel(request.user, found)):
        raise PermissionDenied(answer.why)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel(found, by=request.user, why=form.cleaned_data["why"])
            messages.success(
                request, _("Utlysningen er avlyst, og de som har begynt på en søknad, får beskjed.")
            )
        except WrongState:
            messages.warning(request, _("Noen andre har endret utlysningen. Se gjennom den på nytt."))
        return redirect(found)
    context = {"call": found, "form": form, "applicants": undecided(found).count()}
    return render(request, "programmes/calls/cancel.html", context, status=422 if form.errors else 200)


@require_POST
def call_trial(request, pk):
    """A trial application on the draft, for a municipality of the county; the one that is there already."""
    found, version = draft_or_away(request, pk)
    if not (answer := can_try(request.user, found)):
        raise PermissionDenied(answer.why)
    places = Municipality.objects.current().filter(county__in=counties_of(found.area))
    place = places.order_by("code").first()
    if place is None:
        raise PermissionDenied(_("Området har ingen kommuner å prøve med."))
    try:
        trial = actions.begin_trial(version, place, by=request.user)
    except WrongState:
        messages.warning(request, GONE)
        return redirect("call-edit", pk)
    return redirect(trial)


@require_POST
def call_trial_remove(request, pk, trial):
    found = seen_call(request, pk)
    row = get_object_or_404(trials_of(request.user, found), pk=trial)
    actions.delete_trial(row, by=request.user)
    messages.success(request, _("Prøvesøknaden er slettet."))
    return redirect("call-edit", pk)
