"""Letters: those of a call, one letter for both sides, and what the county does with a draft."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programmes.actions.letters import (
    draft_more_information,
    edit_letter,
    note_opened,
    remake_letter,
)
from programmes.actions.versions import Outdated
from programmes.documents.letter import content_of_letter
from programmes.documents.report import render_letter_draft
from programmes.enums.decisions import LetterState
from programmes.forms.letters import LetterForm, MoreInformationForm
from programmes.models import Application, WrongState
from programmes.permissions.applications import is_of
from programmes.permissions.letters import (
    can_ask_for_more,
    can_discard_letter,
    can_handle_letters,
    can_remake_letter,
    can_write_letter,
    discarding,
    reading,
    remaking,
    writing,
)
from programmes.queries import letters as queries
from programmes.queries.history import history
from programmes.queries.letter_words import blocks
from programmes.views.conflicts import differences, upon


def seen_letter(request, pk):
    return get_object_or_404(queries.for_page(request.user), pk=pk)


@require_safe
def letter(request, pk):
    """A letter as the county prepares it, or as the applicant got it."""
    user, found = request.user, seen_letter(request, pk)
    handles, is_sent = can_handle_letters(user, found.application), found.state == LetterState.SENT
    if not (answer := reading(handles, found)):
        raise PermissionDenied(answer.why)
    if is_sent and request.method == "GET" and is_of(user, found.application):
        note_opened(found, by=user)
    can_write = writing(handles, found)
    context = {
        "letter": found,
        "blocks": blocks(found.body),
        "sender": queries.sender_of(found),
        "document": queries.file_of(found) if is_sent else None,
        "replaced_by": queries.replaced_by(user, found) if is_sent else None,
        "handles": bool(handles),
        "can_write": can_write if handles else None,
        "can_remake": remaking(can_write, found) if handles else None,
        "can_discard": discarding(can_write, found) if handles else None,
        "is_outdated": queries.is_outdated(found),
        "history": history(found, with_changes=False) if handles else [],
    }
    return render(request, "programmes/letters/letter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def letter_edit(request, pk):
    """Correct a draft by hand."""
    found, user = seen_letter(request, pk), request.user
    if not (answer := can_write_letter(user, found)):
        raise PermissionDenied(answer.why)
    form = LetterForm(request.POST or None, instance=found)
    context = {"letter": found, "form": form, "differences": None}
    if request.method == "POST" and form.is_valid():
        try:
            edit_letter(found, form.values, version=form.cleaned_data["version"], by=user)
        except Outdated:
            return _edit_conflict(request, form, context)
        messages.success(request, _("Brevet er rettet."))
        return redirect(found)
    status = 422 if form.errors else 200
    return render(request, "programmes/letters/edit.html", context, status=status)


def _edit_conflict(request, form, context):
    """Somebody else saved meanwhile: both texts. A letter that was sent meanwhile is only shown."""
    stored = seen_letter(request, form.instance.pk)
    if stored.state != LetterState.DRAFT:
        messages.warning(request, _("Brevet ble sendt mens du skrev, og kan ikke endres mer."))
        return redirect(stored)
    context |= {"differences": differences(form, stored), "form": upon(form, stored)}
    return render(request, "programmes/letters/edit.html", context, status=409)


@require_http_methods(["GET", "HEAD", "POST"])
def letter_remake(request, pk):
    """Anew from the template; what was corrected by hand is asked about first, because it will be gone."""
    found, user = seen_letter(request, pk), request.user
    if not (answer := can_remake_letter(user, found)):
        raise PermissionDenied(answer.why)
    if request.method == "POST":
        version = request.POST.get("version", "")
        version = int(version) if version.isdecimal() and len(version) < 10 else None
        try:
            remake_letter(found, version=version, by=user)
            messages.success(request, _("Brevet er laget på nytt fra malen."))
        except (Outdated, WrongState):
            messages.warning(request, _("Noen andre har endret eller sendt brevet. Se gjennom det på nytt."))
        return redirect(found)
    return render(request, "programmes/letters/remake.html", {"letter": found, "blocks": blocks(found.body)})


@require_POST
def letter_discard(request, pk):
    found, user = seen_letter(request, pk), request.user
    if not (answer := can_discard_letter(user, found)):
        raise PermissionDenied(answer.why)
    try:
        found.discard(by=user)
        messages.success(request, _("Utkastet er forkastet."))
    except WrongState:
        messages.warning(request, _("Brevet er allerede sendt eller forkastet."))
    return redirect("letter-list", found.application.call_id)


@require_safe
def letter_preview(request, pk):
    """The draft as it will look on paper, made now and marked as a draft."""
    found = seen_letter(request, pk)
    if not (answer := can_write_letter(request.user, found)):
        raise PermissionDenied(answer.why)
    pdf = render_letter_draft(content_of_letter(found), found.language)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="utkast-{found.pk}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def letter_new(request, pk):
    """Ask an applicant for more, in a letter."""
    user = request.user
    application = get_object_or_404(Application.objects.visible_to(user).for_list(), pk=pk)
    if not (answer := can_ask_for_more(user, application)):
        raise PermissionDenied(answer.why)
    form = MoreInformationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = draft_more_information(application, **form.cleaned_data, by=user)
        messages.success(request, _("Utkastet er laget. Se gjennom det, og send det når det er klart."))
        return redirect(made)
    context = {"application": application, "form": form}
    status = 422 if form.errors else 200
    return render(request, "programmes/letters/new.html", context, status=status)
