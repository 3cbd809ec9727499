"""The lists of a draft: sub-themes, criteria, questions, attachments, and the call's reminders."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from programmes.actions import call_parts as actions
from programmes.actions.versions import Outdated
from programmes.enums.calls import CriterionKind, Section
from programmes.forms.call_items import (
    CriterionForm,
    QuestionForm,
    ReminderForm,
    RequirementForm,
    StandardQuestionForm,
    SubThemeForm,
)
from programmes.models import Criterion, Question, Requirement, SubTheme, WrongState
from programmes.permissions.calls import can_edit_call
from programmes.queries.call_check import CRITERIA, QUESTIONS, REMINDERS, REQUIREMENTS, SUB_THEMES
from programmes.queries.calls import shares
from programmes.views.call_builder import (
    FORMS,
    GONE,
    LISTS,
    call_fields,
    conflict,
    draft_or_away,
    own_call,
)
from programmes.views.calls import seen_call

NEW = "ny"
ITEMS = {
    SUB_THEMES: (SubTheme, SubThemeForm, gettext_lazy("Nytt deltema")),
    CRITERIA: (Criterion, CriterionForm, gettext_lazy("Nytt kriterium")),
    QUESTIONS: (Question, QuestionForm, gettext_lazy("Nytt spørsmål")),
    REQUIREMENTS: (Requirement, RequirementForm, gettext_lazy("Nytt vedlegg")),
}
STEPS = {"up": -1, "down": 1}


@require_http_methods(["GET", "HEAD", "POST"])
def call_part(request, pk, part):
    """One part of the draft: a form, a list, or the reminders."""
    if part in FORMS:
        return call_fields(request, pk, part)
    if part == REMINDERS:
        return reminders(request, pk)
    if part not in ITEMS:
        own_call(request, pk)
        raise Http404
    found, version = draft_or_away(request, pk)
    if version is None:
        return redirect("call-edit", pk)
    if request.method == "POST":
        return _do(request, version, part)
    context = {
        "call": found,
        "version": version,
        "part": part,
        "name": LISTS[part],
        "new_label": ITEMS[part][2],
        "groups": _groups(version, part),
        "left_out": _left_out(version) if part == QUESTIONS else [],
    }
    return render(request, "programmes/calls/items.html", context)


def _groups(version, part):
    """[(heading or "", rows)]: what moves among itself stands together. Each row knows its ends."""
    if part == QUESTIONS:
        rows = list(version.questions.all())
        groups = [(one.label, [row for row in rows if row.section == one]) for one in Section]
    elif part == CRITERIA:
        rows = list(version.criteria.all())
        shares(rows)
        names = {CriterionKind.MUST: _("Må være oppfylt"), CriterionKind.WEIGHED: _("Vektes")}
        groups = [(name, [row for row in rows if row.kind == kind]) for kind, name in names.items()]
    else:
        manager = version.sub_themes if part == SUB_THEMES else version.requirements
        groups = [("", list(manager.all()))]
    for _heading, rows in groups:
        for place, row in enumerate(rows, 1):
            row.is_first, row.is_last = place == 1, place == len(rows)
            row.can_remove = actions.can_remove(row)
    return [(heading, rows) for heading, rows in groups if rows]


def _left_out(version):
    """The programme's questions that this call does not ask."""
    asked = {question.key for question in version.questions.all()}
    return [one for one in version.call.area.programme.questions.all() if one.key not in asked]


def _do(request, version, part):
    """One button of the list: up:KEY, down:KEY, remove:KEY or restore:KEY."""
    what, _colon, key = request.POST.get("do", "").partition(":")
    try:
        if what == "restore" and part == QUESTIONS:
            if actions.restore_question(version, key, by=request.user):
                messages.success(request, _("Spørsmålet er med igjen."))
        elif row := ITEMS[part][0].objects.filter(version=version, key=key).first():
            if what in STEPS:
                actions.move_part(row, STEPS[what], by=request.user)
            elif what == "remove":
                actions.remove_part(row, by=request.user)
                messages.success(request, _("«%(name)s» er tatt bort.") % {"name": row})
    except WrongState:
        messages.warning(request, GONE)
        return redirect("call-edit", version.call_id)
    return redirect("call-part", version.call_id, part)


@require_http_methods(["GET", "HEAD", "POST"])
def call_item(request, pk, part, key):
    """The form of one in a list; the key «ny» adds one."""
    found, version = draft_or_away(request, pk)
    if part not in ITEMS:
        raise Http404
    if version is None:
        return redirect("call-edit", pk)
    model, make, heading = ITEMS[part]
    row = None if key == NEW else get_object_or_404(model, version=version, key=key)
    if getattr(row, "is_standard", False):
        make = StandardQuestionForm
    form = make(request.POST or None, instance=row, version=version)
    name = str(row) if row else heading
    context = {
        "call": found, "version": version, "part": part, "row": row, "form": form,
        "part_name": LISTS[part], "name": name, "differences": None,
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        return _save(request, version, row, form, context)
    return render(request, "programmes/calls/item.html", context, status=422 if form.errors else 200)


def _save(request, version, row, form, context):
    try:
        if row is None:
            actions.add_part(version, form._meta.model, form.values, by=request.user)
        else:
            actions.change_part(row, form.values, seen=form.cleaned_data["seen"], by=request.user)
    except Outdated as outdated:
        return conflict(request, "programmes/calls/item.html", form, context, outdated.stored)
    except WrongState:
        messages.warning(request, GONE)
        return redirect("call-edit", version.call_id)
    messages.success(request, _("Lagret."))
    return redirect("call-part", version.call_id, context["part"])


def reminders(request, pk):
    """The call's reminders. They are set for the call, not for a version, so they change at once."""
    found = seen_call(request, pk)
    if not (answer := can_edit_call(request.user, found)):
        raise PermissionDenied(answer.why)
    if request.method == "POST" and "do" in request.POST:
        _what, _colon, rule = request.POST["do"].partition(":")
        if rule.isdecimal() and len(rule) < 19 and (row := found.reminders.filter(pk=rule).first()):
            actions.remove_reminder(row, by=request.user)
            messages.success(request, _("Påminnelsen er tatt bort."))
        return redirect("call-part", pk, REMINDERS)
    form = ReminderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_reminder(found, form.cleaned_data["about"], form.days, by=request.user)
        messages.success(request, _("Påminnelsen er lagt til."))
        return redirect("call-part", pk, REMINDERS)
    rules = list(found.reminders.all())
    for rule in rules:
        rule.number = abs(rule.days)
    context = {"call": found, "version": found.shown, "form": form, "rules": rules}
    return render(request, "programmes/calls/reminders.html", context, status=422 if form.errors else 200)
