"""A field that saves itself: one POST, one field, and an answer that the page can show beside it."""

import re

from django.http import Http404, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkehelse.lib.dates import OSLO
from programmes.enums.calls import QuestionKind, Section
from programmes.models import WrongState
from programmes.permissions.applications import can_write_section
from programmes.queries.application_form import field_of
from programmes.views.proposed_measures import MeasureWriting
from programmes.views.writing import AnswerWriting, BudgetWriting, written_application

CELL = re.compile(r"budget-[0-9]{4}-[a-z_]+")
MEASURE = re.compile(r"measure-([0-9]{1,18})-([a-z_]+)")


@require_POST
def application_field(request, pk, key):
    """Saved: 200. Changed by somebody else: 409 with both. Not right: 422. Not open to the writer: 403."""
    if request.POST.get("user") != str(request.user.pk):
        # The page was opened by somebody else, who has signed out since: their text is not this user's.
        return JsonResponse({"signed_out": True}, status=401)
    application = written_application(request, pk)
    writing = writing_of(application, key, request.POST)
    if not (answer := can_write_section(request.user, application, writing.section)):
        return JsonResponse({"error": str(answer.why)}, status=403)
    try:
        writing.save_all(by=request.user)
    except WrongState:
        return JsonResponse({"error": _("Søknaden er sendt og kan ikke endres.")}, status=403)
    return answer_of(writing, key)


def writing_of(application, key, data):
    """The one field of that name, with what was posted in it."""
    if MEASURE.fullmatch(key):
        return MeasureWriting.of_key(application, key, data)
    if CELL.fullmatch(key):
        writing = BudgetWriting(application, data, only=key)
        if key in writing.form.fields:
            return writing
        raise Http404
    field = field_of(application, key)
    if field is None or field.kind == QuestionKind.FILE:
        raise Http404
    return AnswerWriting(application, Section(field.section), data, only=key)


def answer_of(writing, key):
    form = writing.form
    if form.errors:
        text = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return JsonResponse({"error": text}, status=422)
    if conflict := form.conflicts.get(key):
        return JsonResponse(
            {
                "shown": conflict.shown,
                "values": conflict.values,
                "by": conflict.by,
                "at": clock(conflict.at),
                "version": str(writing.version(key)),
            },
            status=409,
        )
    return JsonResponse({"saved_at": clock(timezone.now()), "version": str(writing.version(key))})


def clock(moment):
    """10.42, or 4. november kl. 10.42 when that was another day."""
    local = timezone.localtime(moment, OSLO)
    same_day = local.date() == timezone.localtime(timezone.now(), OSLO).date()
    return f"{local:%H.%M}" if same_day else f"{local.day}.{local.month}. {local:%H.%M}"
