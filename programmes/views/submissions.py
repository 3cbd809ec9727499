"""The municipality's side of sending: see it over, send it to the approver, sign, take it back, withdraw."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from programmes.actions import submissions as actions
from programmes.actions.versions import Outdated
from programmes.enums.applications import ApplicationState
from programmes.forms.submissions import CommentForm, WithdrawForm
from programmes.models import WrongState
from programmes.permissions import submissions as may
from programmes.queries import submissions as queries
from programmes.queries.frozen import content_of
from programmes.views.writing import address_of

A = ApplicationState


def seen(request, pk, *, whole=False):
    rows = queries.for_page(request.user)
    return get_object_or_404(queries.whole(rows) if whole else rows, pk=pk)


def allow(answer):
    if not answer:
        raise PermissionDenied(answer.why)


def not_now(request, application, heading, text):
    """Somebody was first, or it is too late: what is true now, and the way on."""
    application.refresh_from_db()
    context = {"application": application, "heading": heading, "text": text}
    return render(request, "programmes/submissions/not_now.html", context, status=409)


@require_http_methods(["GET", "HEAD"])
def application_check(request, pk):
    """Everything as it will be sent, with what is missing, and the way to the approver."""
    application = seen(request, pk, whole=True)
    allow(may.can_check(request.user, application))
    return _check_page(request, application)


def _check_page(request, application, status=200):
    content = content_of(application)
    problems = queries.what_stops(application) if application.is_writable else []
    context = {
        "application": application,
        "content": content,
        "attachments": queries.attachments_of(content),
        "problems": [
            (one.text, address_of(application, one.section, one.key)) for one in problems if one.section
        ],
        "has_approver": not any(problem.key == queries.NO_APPROVER for problem in problems),
        "is_ready": not problems,
        "can_send": may.can_send(request.user, application),
        "can_sign": may.can_sign(request.user, application),
        "can_pull_back": may.can_pull_back(request.user, application),
    }
    return render(request, "programmes/submissions/check.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def application_send(request, pk):
    """To the approver. A second press finds it there; who comes back here after signing in sees it over."""
    if request.method != "POST":
        return redirect("application-check", pk=pk)
    application = seen(request, pk, whole=True)
    allow(may.is_sender(request.user, application))
    if application.state == A.SIGNING:
        return redirect(application)
    allow(may.can_send(request.user, application))
    try:
        actions.send_to_approver(application, by=request.user)
    except actions.NotReady:
        return _check_page(request, application, status=422)
    except actions.TooLate as error:
        return not_now(request, application, _("Søknaden ble ikke sendt"), str(error))
    except WrongState:
        return redirect(application)
    messages.success(request, _("Søknaden er sendt til godkjenneren. Dere får beskjed når den er godkjent."))
    return redirect(application)


@require_http_methods(["GET", "HEAD", "POST"])
def application_sign(request, pk):
    """The approver reads the whole, and signs it or sends it back with a comment."""
    application, user = seen(request, pk, whole=True), request.user
    allow(may.is_signer(user, application))
    if request.method == "POST" and request.POST.get("action") != "return":
        return _sign(request, application)
    if application.state != A.SIGNING:
        return _nothing_to_sign(request, application)
    form = CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _return(request, application, form.cleaned_data["comment"])
    return _sign_page(request, application, form)


def _sign_page(request, application, form, status=200, has_changed=False):
    asked, content = queries.open_request(application), content_of(application)
    context = {
        "application": application,
        "asked": asked,
        "content": content,
        "attachments": queries.attachments_of(content),
        "token": queries.signing_token(asked, content),
        "form": form,
        "is_open": may.is_still_open(application),
        "has_changed": has_changed,
    }
    status = 422 if form.errors else status
    return render(request, "programmes/submissions/sign.html", context, status=status)


def _sign(request, application):
    try:
        submission = actions.sign(application, by=request.user, token=request.POST.get("token", ""))
    except Outdated:
        application.refresh_from_db()
        return _sign_page(request, application, CommentForm(), status=409, has_changed=True)
    except WrongState:
        return _nothing_to_sign(request, application)
    except (actions.TooLate, actions.NotReady) as error:
        return not_now(request, application, _("Søknaden ble ikke sendt"), str(error))
    return redirect(submission)


def _return(request, application, comment):
    try:
        actions.return_to_writers(application, by=request.user, comment=comment)
        messages.success(request, _("Søknaden er sendt tilbake til dem som skriver den."))
    except WrongState:
        messages.info(request, _("Søknaden er ikke til godkjenning nå. Noen andre kom først."))
    return redirect(application)


def _nothing_to_sign(request, application):
    """To what came of it: what was sent, or the application."""
    application.refresh_from_db()
    messages.info(request, _("Søknaden er ikke til godkjenning nå."))
    sent = application.submissions.first() if application.is_with_county else None
    return redirect(sent or application)


@require_POST
def application_pull_back(request, pk):
    application = seen(request, pk)
    allow(may.can_pull_back(request.user, application))
    try:
        actions.pull_back(application, by=request.user)
        messages.success(request, _("Søknaden er hentet tilbake, og kan endres igjen."))
    except WrongState:
        messages.warning(request, _("Søknaden er ikke hos godkjenneren lenger. Se hva som har skjedd."))
    return redirect(application)


@require_http_methods(["GET", "HEAD", "POST"])
def application_withdraw(request, pk):
    """With a reason, and for good. Of this and a decision, the first one stands."""
    application, user = seen(request, pk), request.user
    allow(may.may_withdraw(user, application))
    if request.method != "POST":
        allow(may.can_withdraw(user, application))
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(application, by=user, why=form.cleaned_data["why"])
        except WrongState:
            application.refresh_from_db()
            answer = may.can_withdraw(user, application)
            why = answer.why if not answer else _("Noen andre endret søknaden samtidig. Prøv en gang til.")
            return not_now(request, application, _("Søknaden ble ikke trukket"), why)
        messages.success(request, _("Søknaden er trukket."))
        return redirect(application)
    context = {"application": application, "form": form}
    status = 422 if form.errors else 200
    return render(request, "programmes/submissions/withdraw.html", context, status=status)
