"""The log: an entry is added in under a minute, read, changed and withdrawn."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from municipalities.permissions import reach_of, takes_part
from municipalities.roles import Permission
from programmes.actions.log import add_entry, edit_entry
from programmes.actions.versions import Outdated
from programmes.forms.log import LogEntryForm, WithdrawForm
from programmes.models import LogEntry, WrongState
from programmes.permissions.enrolments import can_see_trail
from programmes.permissions.log import can_edit_entry, can_see_old_texts, can_withdraw
from programmes.queries.history import history
from programmes.queries.log import (
    entries_of,
    last_measure_of,
    loggable_measures,
    measures_to_move_to,
    place_of,
    principles_practised,
)
from programmes.views.conflicts import differences, upon
from programmes.views.log_lines import line_of
from smart.models import Practice


def log_form_for(user, *, measure=None, practice=None, principles=None):
    """What `_log_form.html` needs: {"form": …}; None for somebody without a measure to write on.

    With `measure`, the form is fixed to it. With `practice`, it and its principles are chosen already.
    """
    measures = loggable_measures(user)
    if not measure and not measures:
        return None
    initial = {} if measure else {"measure": last_measure_of(user)}
    if practice:
        initial["practices"] = [practice.pk]
        initial["principles"] = [practice.principle_id, *practice.also.values_list("pk", flat=True)]
    form = LogEntryForm(user=user, measures=measures, measure=measure, principles=principles, initial=initial)
    return {"form": form}


@require_http_methods(["GET", "HEAD", "POST"])
def log_new(request):
    """The form on a page of its own; ?tiltak= and ?praksis= choose beforehand. POST keeps the entry."""
    user = request.user
    if not reach_of(user, Permission.LOG_WRITE):
        raise PermissionDenied(_("Bare de som arbeider med tiltak i en kommune, kan loggføre."))
    if request.method == "POST":
        form = LogEntryForm(request.POST, user=user, measures=loggable_measures(user))
        if form.is_valid():
            entry = add_entry(form.entry_values, token=form.cleaned_data["token"], by=user)
            messages.success(request, _("Loggføringen er lagret."))
            return redirect(address_of(user, entry))
        return render(request, "programmes/log_new.html", {"form": form}, status=422)
    practice = Practice.objects.filter(slug=request.GET.get("praksis", "")[:80].replace("\0", "")).first()
    context = log_form_for(user, practice=practice) or {}
    asked = request.GET.get("tiltak", "")
    if context and asked in (str(one.pk) for one in loggable_measures(user)):
        context["form"].initial["measure"] = int(asked)
    return render(request, "programmes/log_new.html", context | {"practice": practice})


def address_of(user, entry):
    """Where the entry stands in the log of its measure."""
    measure, _sign, anchor = entry.get_absolute_url().partition("#")
    page = place_of(user, entry)
    return f"{measure}?page={page}#{anchor}" if page > 1 else f"{measure}#{anchor}"


def seen_entry(request, pk):
    return get_object_or_404(LogEntry.objects.visible_to(request.user).for_list(), pk=pk)


@require_safe
@login_not_required
def log_entry(request, pk):
    """All of one entry, and for its own municipality and the county, its trail."""
    found, user = seen_entry(request, pk), request.user
    measure = found.measure
    [entry] = entries_of(measure, [{"pk": found.pk}])
    principles = {one.pk: one for one in principles_practised([])}
    context = {
        "entry": entry,
        "line": line_of(entry, principles, outsider=not takes_part(user)),
        "can_edit": user.is_authenticated and can_edit_entry(user, entry),
        "history": [],
    }
    if can_see_trail(user, measure.enrolment):
        with_changes = bool(can_see_old_texts(user, entry))
        context["history"] = history(entry, with_changes=with_changes)
    return render(request, "programmes/log_entry.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def log_edit(request, pk):
    entry, user = seen_entry(request, pk), request.user
    if not (answer := can_edit_entry(user, entry)):
        raise PermissionDenied(answer.why)
    measures = measures_to_move_to(user, entry)
    form = LogEntryForm(request.POST or None, user=user, measures=measures, instance=entry)
    context = {"entry": entry, "form": form, "differences": None}
    if request.method == "POST" and form.is_valid():
        try:
            edit_entry(entry, form.entry_values, version=form.cleaned_data["version"], by=user)
        except Outdated:
            return conflict(request, "programmes/log_edit.html", form, context)
        messages.success(request, _("Loggføringen er endret."))
        return redirect("log-entry", pk=pk)
    return render(request, "programmes/log_edit.html", context, status=422 if form.errors else 200)


def conflict(request, template, form, context):
    """Somebody else was first: both versions, and the form as it was written."""
    stored = type(form.instance)._base_manager.get(pk=form.instance.pk)
    context |= {"differences": differences(form, stored), "form": upon(form, stored)}
    return render(request, template, context, status=409)


@require_http_methods(["GET", "HEAD", "POST"])
def log_withdraw(request, pk):
    """Asks why, and withdraws: the municipality still sees the entry, struck through."""
    entry, user = seen_entry(request, pk), request.user
    if not (answer := can_withdraw(user, entry)):
        raise PermissionDenied(answer.why)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            entry.withdraw(by=user, why=form.cleaned_data["why"])
            messages.success(request, _("Loggføringen er trukket tilbake."))
        except WrongState:
            messages.warning(request, _("Noen andre har allerede trukket loggføringen tilbake."))
        return redirect("log-entry", pk=pk)
    context = {"entry": entry, "form": form}
    return render(request, "programmes/log_withdraw.html", context, status=422 if form.errors else 200)
