"""The county builds a call: from nothing or from an earlier one, and then part by part."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from municipalities.models import County
from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.actions.calls import begin_change, copy_call, make_call, save_fields
from programmes.actions.versions import Outdated
from programmes.enums.calls import CallState
from programmes.forms.calls import BasicsForm, CopyCallForm, MoneyForm, NewCallForm, WhoForm
from programmes.models import WrongState
from programmes.models.area_reach import counties_of
from programmes.permissions.calls import (
    areas_to_build_in,
    can_build_calls,
    can_copy,
    can_edit_call,
    trials_of,
)
from programmes.queries import call_check as parts
from programmes.queries.calls import counted_draft_of, draft_of, own_calls, standing_of
from programmes.queries.history import history
from programmes.views.calls import seen_call
from programmes.views.conflicts import differences

FORMS = {
    parts.BASICS: (BasicsForm, gettext_lazy("Tekst og frister")),
    parts.MONEY: (MoneyForm, gettext_lazy("Penger og år")),
    parts.WHO: (WhoForm, gettext_lazy("Hvem kan søke, vedtak og klage")),
}
LISTS = {
    parts.SUB_THEMES: gettext_lazy("Deltemaer"),
    parts.CRITERIA: gettext_lazy("Kriterier"),
    parts.QUESTIONS: gettext_lazy("Spørsmål"),
    parts.REQUIREMENTS: gettext_lazy("Vedlegg som kreves"),
    parts.REMINDERS: gettext_lazy("Påminnelser"),
}
GONE = gettext_lazy("Utkastet er publisert eller slettet av noen andre. Se hvordan det står nå.")


def names_of_parts():
    return {key: name for key, (_form, name) in FORMS.items()} | LISTS


@require_safe
def call_manage_list(request):
    if not (answer := can_build_calls(request.user)):
        raise PermissionDenied(answer.why)
    calls = list(own_calls(reach_of(request.user, Permission.CALL_WRITE)))
    for one in calls:
        one.standing = standing_of(one)
        one.draft = one.drafts[0] if one.drafts else None
        one.title = (one.current or one.draft).title
    return render(request, "programmes/calls/manage_list.html", {"calls": calls})


@require_http_methods(["GET", "HEAD", "POST"])
def call_new(request):
    if not (answer := can_build_calls(request.user)):
        raise PermissionDenied(answer.why)
    areas = areas_to_build_in(request.user)
    form = NewCallForm(request.POST or None, areas=areas)
    if request.method == "POST" and form.is_valid():
        area = form.cleaned_data["area"]
        made = make_call(area, form.version_values, county=county_for(request.user, area), by=request.user)
        messages.success(request, _("Utkastet er laget. Bare dere i fylket ser det til dere publiserer."))
        return redirect("call-edit", made.pk)
    earlier = own_calls(reach_of(request.user, Permission.CALL_WRITE)).exclude(state=CallState.DRAFT)
    context = {"form": form, "has_area": bool(areas), "earlier": earlier[:5]}
    return render(request, "programmes/calls/new.html", context, status=422 if form.errors else 200)


def county_for(user, area):
    """The user's own county, of those that administer the area."""
    own = reach_of(user, Permission.CALL_WRITE).counties
    return County.objects.filter(pk__in=own & set(counties_of(area).values_list("county", flat=True))).first()


@require_http_methods(["GET", "HEAD", "POST"])
def call_copy(request, pk):
    source = seen_call(request, pk)
    if not (answer := can_copy(request.user, source)):
        raise PermissionDenied(answer.why)
    form = CopyCallForm(request.POST or None, source=source)
    if request.method == "POST" and form.is_valid():
        county = county_for(request.user, source.area)
        made = copy_call(source, form.version_values, county=county, by=request.user)
        messages.success(request, _("Utkastet er laget. Se gjennom datoene og teksten før dere publiserer."))
        return redirect("call-edit", made.pk)
    context = {"call": source, "form": form}
    return render(request, "programmes/calls/copy.html", context, status=422 if form.errors else 200)


def own_call(request, pk):
    """The call, for those who may write it."""
    found = seen_call(request, pk)
    if not (answer := can_edit_call(request.user, found)):
        raise PermissionDenied(answer.why)
    return found


def draft_or_away(request, pk):
    """The call and its draft; without a draft there is nothing to write, and the version is None."""
    found = own_call(request, pk)
    return found, draft_of(found)


@require_http_methods(["GET", "HEAD", "POST"])
def call_edit(request, pk):
    """The parts, what is missing, and what may be done. POST begins a change of what is published."""
    found = own_call(request, pk)
    if request.method == "POST":
        try:
            begin_change(found, by=request.user)
        except WrongState:
            messages.warning(request, GONE)
            return redirect(found)
        return redirect("call-edit", pk)
    prefetch_related_objects([found], "reminders")
    version = counted_draft_of(found)
    title = (version or found.current).title
    context = {"call": found, "version": version, "title": title, "standing": standing_of(found)}
    if version:
        lacks = parts.findings(version)
        context |= {
            "parts": parts_shown(found, version, lacks),
            "blocking": [one for one in lacks if one.is_blocking],
            "trials": trials_of(request.user, found).select_related("created_by", "municipality"),
        }
    subjects = [one for one in (version, found.current) if one]
    context["history"] = history(found, *subjects)
    return render(request, "programmes/calls/edit.html", context)


def parts_shown(call, version, lacks):
    """Each part with its address, how many stand in its list, and what was found there."""
    counts = {
        parts.SUB_THEMES: version.sub_theme_count,
        parts.CRITERIA: len(version.criteria.all()),
        parts.QUESTIONS: len(version.questions.all()),
        parts.REQUIREMENTS: version.requirement_count,
        parts.REMINDERS: len(call.reminders.all()),
    }
    return [
        {
            "name": name,
            "href": reverse("call-part", args=[call.pk, key]),
            "count": counts.get(key),
            "findings": [one for one in lacks if one.part == key],
        }
        for key, name in names_of_parts().items()
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def call_fields(request, pk, part):
    """The form of one part's fields; called by call_items.call_part."""
    found, version = draft_or_away(request, pk)
    if version is None:
        return redirect("call-edit", pk)
    if part not in FORMS:
        raise Http404
    make, name = FORMS[part]
    form = make(request.POST or None, instance=version)
    context = {"call": found, "version": version, "form": form, "name": name, "differences": None}
    template = "programmes/calls/fields.html"
    if request.method == "POST" and form.is_valid():
        try:
            save_fields(version, form.values, seen=form.cleaned_data["seen"], by=request.user)
        except Outdated as outdated:
            return conflict(request, template, form, context, outdated.stored)
        except WrongState:
            messages.warning(request, GONE)
            return redirect("call-edit", pk)
        messages.success(request, _("«%(part)s» er lagret.") % {"part": name})
        return redirect("call-edit", pk)
    return render(request, template, context, status=422 if form.errors else 200)


def conflict(request, template, form, context, stored):
    """Both texts, and the form upon what is saved now."""
    context["differences"] = differences(form, stored)
    form.upon(stored)
    return render(request, template, context, status=409)
