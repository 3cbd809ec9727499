"""Mail that could not be sent, for those who run the portal. Never the text: it may open a door."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.delivery import try_again
from accounts.enums import MessageState
from accounts.models import Message
from folkehelse.lib.paging import page_of
from programmes.permissions.letters import can_see_mail


def _allowed(request):
    if not (answer := can_see_mail(request.user)):
        raise PermissionDenied(answer.why)
    return Message.objects.defer("body", "url")


@require_safe
def mail_list(request):
    rows = _allowed(request)
    failed = rows.filter(state=MessageState.FAILED).order_by("due_at", "pk")
    struggling = rows.waiting().filter(attempts__gte=1).exclude(last_error="").order_by("due_at", "pk")
    context = {
        "page": page_of(failed, request, size=50),
        "struggling": list(struggling[:20]),
        "waiting_seconds": Message.objects.seconds_waited(),
    }
    return render(request, "programmes/letters/mail_list.html", context)


@require_POST
def mail_retry(request, pk):
    message = get_object_or_404(_allowed(request), pk=pk)
    if try_again(message, by=request.user):
        messages.success(request, _("E-posten er lagt i køen på nytt."))
    else:
        messages.warning(request, _("E-posten er allerede lagt i køen."))
    return redirect("mail-list")
