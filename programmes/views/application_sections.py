"""The steps of an application, a page each. Fields save themselves; the button does it without JavaScript."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.kept import keeps_what_was_posted, kept_for
from programmes.enums.applications import COSTS, BudgetLine
from programmes.enums.calls import Section
from programmes.models import WrongState
from programmes.permissions.applications import can_write_section
from programmes.queries.application_form import sections_of
from programmes.queries.completeness import standing_of
from programmes.views.budget import budget_context
from programmes.views.proposed_measures import measures_context
from programmes.views.writing import (
    AnswerWriting,
    BudgetWriting,
    address_of,
    steps_of,
    written_application,
)

PAYERS = (
    BudgetLine.GRANT,
    BudgetLine.OWN_MONEY,
    BudgetLine.OWN_HOURS,
    BudgetLine.OWN_HOURS_VALUE,
    BudgetLine.OTHERS,
)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_posted
def application_section(request, pk, section):
    application = written_application(request, pk)
    if section not in sections_of(application.version, application.phase):
        raise Http404
    may_write = can_write_section(request.user, application, section)
    if request.method == "POST" and may_write:
        return save_section(request, application, section)
    kept = kept_for(request) if may_write else None
    writings = writings_of(application, section, kept)
    if kept is not None:
        for writing in writings:
            writing.keep()
    return section_page(request, application, section, writings, may_write)


def writings_of(application, section, data=None):
    """The forms of a step: its answers, and in the budget also the amounts."""
    writings = [AnswerWriting(application, section, data)]
    if section == Section.BUDGET:
        writings.append(BudgetWriting(application, data))
    return writings


def save_section(request, application, section):
    """Save every field by itself: one that is wrong, or that others changed, holds no other back."""
    data = request.POST.copy()
    if taken := data.get("take"):
        # «Bruk deres tekst»: the writer's own is let go, by their own choice.
        for name in (taken, f"ready-{taken}", f"version-{taken}"):
            data.pop(name, None)
    writings = writings_of(application, section, data)
    try:
        saved = sum(writing.save_all(by=request.user) for writing in writings)
    except WrongState:
        messages.warning(request, _("Søknaden er sendt og kan ikke endres."))
        return redirect(application)
    kept_for(request, forget=True)
    if taken or any(writing.form.errors or writing.form.conflicts for writing in writings):
        if not taken:
            return section_page(request, application, section, writings, True, saved=saved)
        return redirect(address_of(application, section, taken))
    messages.success(request, _("Alt på denne siden er lagret."))
    return redirect(following(application, section) if "next" in data else address_of(application, section))


def following(application, section):
    """The step after this one, or the application when it was the last."""
    sections = sections_of(application.version, application.phase)
    after = sections[sections.index(section) + 1 :]
    return address_of(application, after[0]) if after else application.get_absolute_url()


def section_page(request, application, section, writings, may_write, saved=None):
    standing = standing_of(application)
    steps = steps_of(application, standing, now=section)
    problems = [problem for problem in standing.problems if problem.section == section]
    forms = [writing.form for writing in writings]
    conflicts = sum(len(form.conflicts) for form in forms)
    is_refused = any(form.errors for form in forms if not form.kept)
    context = {
        "application": application,
        "section": section,
        "name": Section(section).label,
        "rows": list(writings[0].rows()),
        "form": forms[0],
        "forms": forms,
        "may_write": may_write,
        "is_locked": not may_write,
        "steps": steps,
        "place": [step["section"] for step in steps].index(section) + 1,
        "places": len(steps),
        "problems": [(problem, address_of(application, section, problem.key)) for problem in problems],
        "kept": any(form.kept for form in forms),
        "conflicts": conflicts,
        "saved": saved_text(saved) if saved else "",
        "following": following(application, section),
        "requirements": requirements_of(application, section),
    }
    if section == Section.BUDGET:
        context |= budget_context(writings[1], standing.budget, COSTS, PAYERS)
    if section == Section.MEASURES:
        context |= measures_context(application)
    status = 409 if conflicts else 422 if is_refused else 200
    return render(request, "programmes/applications/section.html", context, status=status)


def saved_text(saved):
    text = ngettext("%(count)d felt er lagret.", "%(count)d felt er lagret.", saved)
    return text % {"count": saved}


def requirements_of(application, section):
    return list(application.version.requirements.all()) if section == Section.ATTACHMENTS else []
