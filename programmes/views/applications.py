"""An application as its writers see it: what is done, what is missing, and until when."""

from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from folkehelse.lib.tags import kroner
from municipalities.roles import Permission
from programmes.enums.applications import WRITABLE, ApplicationState, Phase
from programmes.permissions.applications import can_write_application, holds
from programmes.permissions.submissions import can_sign, can_withdraw
from programmes.queries import application_page as queries
from programmes.queries.completeness import standing_of
from programmes.queries.partners import asked_of
from programmes.queries.submissions import approvers_comment
from programmes.views.cases import case_page
from programmes.views.writing import address_of, application_for, steps_of

A = ApplicationState


@require_safe
def application(request, pk):
    """The writers' own page; whoever reads it as a case gets the page of the case."""
    found = application_for(request, pk)
    if not found.is_own:
        return case_page(request, found)
    user = request.user
    asked = queries.open_request(found)
    last_day = queries.deadline_of(found, asked)
    is_writable = found.state in (*WRITABLE, A.SIGNING)
    standing = standing_of(found) if is_writable else None
    is_applicant = holds(user, Permission.APPLICATION_VIEW, found)
    context = {
        "application": found,
        "can_write": can_write_application(user, found),
        "can_sign": can_sign(user, found),
        "can_withdraw": can_withdraw(user, found),
        "is_applicant": is_applicant,
        "asked_as_partner": None if is_applicant or not is_writable else asked_of(user, found),
        "is_writable": is_writable,
        "tasks": list(tasks_of(found, standing, asked)) if standing else [],
        "missing": len(standing.problems) if standing else 0,
        "asked": asked,
        "asked_sections": asked.names if asked else [],
        "comment": approvers_comment(found),
        "feedback": queries.feedback(found),
        "last_day": last_day if is_writable else None,
        "time_left": queries.time_left(last_day) if last_day and is_writable else "",
        "is_near": bool(last_day) and queries.is_near(last_day),
        "copies": queries.sent_copies(found),
        "letters": queries.letters(user, found),
        "decisions": queries.decisions(user, found),
        "facts": facts_of(found, standing),
    }
    return render(request, "programmes/applications/application.html", context)


def facts_of(found, standing):
    call = format_html(
        '<a class="ds-link" href="{}">{}</a>', found.call.get_absolute_url(), found.version.title
    )
    facts = [(_("Utlysning"), call), (_("Kontaktperson"), found.contact.full_name)]
    if found.case:
        facts.append((_("Saksnummer"), found.case))
    if found.version.has_sketch:
        facts.append((_("Trinn"), Phase(found.phase).label.capitalize()))
    if standing and standing.budget.grant:
        facts.append((_("Dere søker om"), kroner(standing.budget.grant)))
    return facts


def tasks_of(found, standing, asked):
    """Each step with how far it is, and what is missing by name."""
    problems = {}
    for problem in standing.problems:
        problems.setdefault(problem.section, []).append(problem)
    for step in steps_of(found, standing):
        mine = problems.get(step["section"], [])
        locked = found.state == A.SIGNING or (asked is not None and step["section"] not in asked.sections)
        state, label = how_far(step, mine, standing, locked=locked)
        yield {
            "name": step["name"],
            "href": step["href"],
            "state": state,
            "label": label,
            "problems": [(one.text, address_of(found, one.section, one.key)) for one in mine],
        }


def how_far(step, problems, standing, *, locked):
    if locked:
        return "locked", _("låst")
    if not problems:
        return ("done", _("ferdig")) if step["done"] else ("optional", _("kan stå tom"))
    if step["section"] not in standing.begun:
        return "none", _("ikke begynt")
    count = len(problems)
    return "due", ngettext("mangler %(count)d svar", "mangler %(count)d svar", count) % {"count": count}
