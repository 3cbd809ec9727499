"""Calls as everybody sees them: the list, a call's page, and what it has said before."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from programmes.enums.calls import VersionState
from programmes.models import Call
from programmes.permissions.calls import (
    can_apply,
    can_build_calls,
    can_cancel,
    can_copy,
    can_edit_call,
    can_see_version,
)
from programmes.queries.call_changes import changes_between
from programmes.queries.calls import draft_of, listed, own_applications, standing_of, with_parts
from programmes.views.call_words import shown


@require_safe
@login_not_required
def call_list(request):
    context = {"calls": listed(), "can_build": can_build_calls(request.user)}
    return render(request, "programmes/calls/list.html", context)


def seen_call(request, pk):
    """The call, when the reader may know that it is there."""
    calls = Call.objects.visible_to(request.user).select_related("area__programme", "county", "current")
    return get_object_or_404(calls, pk=pk)


@require_safe
@login_not_required
def call(request, pk):
    user, found = request.user, seen_call(request, pk)
    version = with_parts(found.versions).get(pk=found.shown.pk)
    standing = standing_of(found)
    context = shown(version) | {
        "call": found,
        "standing": standing,
        "may_apply": can_apply(user, found),
        "can_edit": can_edit_call(user, found),
        "can_cancel": can_cancel(user, found),
        "can_copy": can_copy(user, found),
        "own": own_applications(user, found),
    }
    if context["can_edit"]:
        context["draft"] = draft_of(found)
    return render(request, "programmes/calls/call.html", context)


@require_safe
@login_not_required
def call_versions(request, pk):
    """Each version that was published, newest first, with what it changed of the one before it."""
    found = seen_call(request, pk)
    versions = list(with_parts(found.versions.exclude(state=VersionState.DRAFT)))
    rows = [
        {"version": new, "changes": changes_between(old, new) if old else []}
        for new, old in zip(versions, [*versions[1:], None], strict=True)
    ]
    return render(request, "programmes/calls/versions.html", {"call": found, "rows": rows})


@require_safe
@login_not_required
def call_version(request, pk, number):
    """What the call said in one version; of what was sent, some stands under an earlier one."""
    found = seen_call(request, pk)
    version = get_object_or_404(with_parts(found.versions), number=number)
    if not can_see_version(request.user, version):
        raise Http404
    context = shown(version) | {"call": found}
    return render(request, "programmes/calls/version.html", context)
