"""Files of an application: sent in one at a time, read through a permission check, taken away."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from folkehelse.lib.downloads import download
from folkehelse.lib.uploads import Refused
from programmes.actions.attachments import attach, remove
from programmes.forms.attachments import AttachmentForm, refusal
from programmes.models import Application, Attachment, WrongState
from programmes.permissions.applications import is_own
from programmes.permissions.attachments import can_attach, can_read_attachment, section_of
from programmes.queries.application_form import with_form

PART = "programmes/attachments/_attachments.html"


def _seen(request, pk):
    """An application of one's own side; who reads it as a case has nothing to send in."""
    seen = with_form(Application.objects.visible_to(request.user).for_list())
    application = get_object_or_404(seen, pk=pk)
    if not is_own(request.user, application):
        raise PermissionDenied(_("Bare kommunen kan endre vedleggene i søknaden."))
    return application


@require_POST
def attachment_upload(request, pk):
    """One file at once. With htmx the list is answered; else back to the step that it was sent from."""
    application = _seen(request, pk)
    form = AttachmentForm(request.POST, request.FILES, too_big=getattr(request, "too_big", ()))
    key = request.POST.get("key", "")
    if not (answer := can_attach(request.user, application, key)):
        raise PermissionDenied(answer.why)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            attach(application, upload, key=key, by=request.user)
            return _done(request, application, key, _("«%(name)s» er lastet opp.") % {"name": upload.name})
        except WrongState:
            raise PermissionDenied(_("Søknaden er sendt og kan ikke endres.")) from None
        except Refused as refused:
            form.add_error("file", refusal(upload.name, refused.why))
    return _refused(request, application, key, form)


def _done(request, application, key, text):
    if request.htmx:
        context = {"application": application, "key": key, "may_write": True, "said": text}
        return render(request, PART, context)
    messages.success(request, text)
    return redirect(_step(application, key))


def _refused(request, application, key, form):
    context = {"application": application, "key": key, "may_write": True, "form": form}
    context["errors"] = [error for errors in form.errors.values() for error in errors]
    name = PART if request.htmx else "programmes/attachments/refused.html"
    return render(request, name, context | {"back": _step(application, key)}, status=422)


def _step(application, key):
    step = reverse("application-section", args=[application.pk, section_of(application, key)])
    return f"{step}#vedlegg-{key or 'andre'}"


@require_POST
def attachment_remove(request, pk):
    attachment = get_object_or_404(Attachment.objects.visible_to(request.user).kept(), pk=pk)
    application = _seen(request, attachment.application_id)
    if not (answer := can_attach(request.user, application, attachment.key)):
        raise PermissionDenied(answer.why)
    try:
        remove(attachment, by=request.user)
    except WrongState:
        raise PermissionDenied(_("Søknaden er sendt og kan ikke endres.")) from None
    return _done(
        request, application, attachment.key, _("«%(name)s» er fjernet.") % {"name": attachment.name}
    )


@require_safe
def attachment_file(request, pk):
    """The file, to whoever may read it at this moment."""
    seen = Attachment.objects.visible_to(request.user).select_related(
        "application__municipality", "application__call"
    )
    attachment = get_object_or_404(seen, pk=pk)
    if not (answer := can_read_attachment(request.user, attachment)):
        raise PermissionDenied(answer.why)
    return download(attachment.file, name=attachment.name, content_type=attachment.content_type)
