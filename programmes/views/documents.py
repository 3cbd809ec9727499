"""Documents: what may be ordered, what is ready, and how far the rest has come."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkehelse.lib.downloads import download
from folkehelse.lib.paging import page_of
from programmes.actions.documents import order_report, retry
from programmes.enums import REPORTS, DocumentState
from programmes.forms.documents import OrderForm
from programmes.models import Document, Programme, WrongState
from programmes.permissions.documents import (
    can_order,
    can_order_any,
    can_read_document,
    can_retry,
    can_see_job,
)
from programmes.queries.history import history


@require_http_methods(["GET", "HEAD", "POST"])
def document_list(request):
    """Reports that the reader may see; POST orders one."""
    may_order = can_order_any(request.user)
    if request.method == "POST" and not may_order:
        raise PermissionDenied(may_order.why)
    programme = Programme.objects.leading()
    form = OrderForm(request.POST or None, user=request.user, programme=programme) if may_order else None
    if request.method == "POST" and form.is_valid():
        return _order(request, programme, form.order())
    page = page_of(Document.objects.visible_to(request.user).reports().for_list(), request)
    context = {"form": form, "can_order": may_order, "page": page}
    status = 422 if form and form.errors else 200
    return render(request, "programmes/document_list.html", context, status=status)


def _order(request, programme, order):
    scope = {"municipality": order["municipality"], "county": order["county"]}
    if not (answer := can_order(request.user, order["kind"], **scope)):
        raise PermissionDenied(answer.why)
    document = order_report(order["kind"], programme=programme, year=order["year"], **scope, by=request.user)
    if document.state == DocumentState.DONE:
        messages.info(request, _("Rapporten var laget fra før, og ingenting er endret siden."))
    return redirect(document)


@require_safe
def document(request, pk):
    """One report; while it is being made, its partials ask this same address for news.

    A receipt and a letter are shown where what they are of is.
    """
    found = get_object_or_404(Document.objects.visible_to(request.user).for_list(), pk=pk)
    if found.kind not in REPORTS:
        return redirect(found.submission or found.letter)
    context = {
        "document": found,
        "can_retry": can_retry(request.user, found),
        "may_see_job": can_see_job(request.user),
    }
    if request.htmx.target == f"dokument-{found.pk}":
        return render(request, "programmes/_document_row.html", context)
    if request.htmx.target == "dokument-tilstand":
        return render(request, "programmes/_document_state.html", context)
    return render(request, "programmes/document.html", context | {"history": history(found)})


@require_safe
def document_file(request, pk):
    """The PDF, to whoever may see the report at this moment."""
    found = get_object_or_404(
        Document.objects.visible_to(request.user).for_list(), pk=pk, state=DocumentState.DONE
    )
    if not (answer := can_read_document(request.user, found)):
        raise PermissionDenied(answer.why)
    return download(found.file, name=found.file_name, content_type="application/pdf")


@require_POST
def document_retry(request, pk):
    found = get_object_or_404(Document.objects.visible_to(request.user).for_list(), pk=pk)
    if not (answer := can_retry(request.user, found)):
        raise PermissionDenied(answer.why)
    try:
        retry(found, by=request.user)
    except WrongState:
        messages.warning(request, _("Dokumentet er allerede bestilt på nytt."))
    return redirect(found)
