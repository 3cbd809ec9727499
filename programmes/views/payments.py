"""Payments: asked for by the municipality, answered and paid by the county."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkehelse.lib import spreadsheets
from folkehelse.lib.dates import today
from folkehelse.lib.downloads import download
from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.actions import payments as actions
from programmes.actions.refusals import Refused
from programmes.enums.money import PaymentState
from programmes.forms.money import AnswerForm, PaidForm, PaymentForm
from programmes.models import WrongState
from programmes.permissions import money as permissions
from programmes.permissions.enrolments import can_see_trail
from programmes.queries import money
from programmes.queries.history import history

P = PaymentState


@require_http_methods(["GET", "HEAD", "POST"])
def payment_new(request, pk):
    """Ask for a part of a year's award."""
    user = request.user
    award = get_object_or_404(money.seen_awards(user), pk=pk)
    year = money.year_of(award.enrolment, award.year)
    if not (answer := permissions.can_ask_payment(user, award.enrolment, year)):
        raise PermissionDenied(answer.why)
    form = PaymentForm(request.POST or None, request.FILES or None, year=year)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            made = actions.ask_payment(
                award, values["amount"], text=values["text"], upload=values["file"], by=user
            )
            messages.success(request, _("Anmodningen er sendt til fylkeskommunen."))
            return redirect(made)
        except Refused as refused:
            form.add_error("amount", refused.why)
    context = {"enrolment": award.enrolment, "year": year, "form": form}
    return render(request, "programmes/money/payment_new.html", context, status=422 if form.errors else 200)


def _seen(request, pk):
    return get_object_or_404(money.seen_payments(request.user), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def payment(request, pk):
    """One payment; the county approves or refuses it here."""
    found, user = _seen(request, pk), request.user
    can_answer = permissions.can_answer_payment(user, found)
    if request.method == "POST" and not can_answer:
        raise PermissionDenied(can_answer.why)
    form = _answer_form(request, found) if can_answer else None
    if request.method == "POST" and form.is_valid() and _answer(request, found, form):
        return redirect(found)
    enrolment = found.award.enrolment
    can_pay = permissions.can_pay(user, found)
    context = {
        "payment": found,
        "enrolment": enrolment,
        "form": form,
        "can_answer": can_answer,
        "year": money.year_of(enrolment, found.award.year) if can_answer else None,
        "paid_form": PaidForm(payments=[found]) if can_pay else None,
        "can_take_back": permissions.can_take_back(user, enrolment, found),
        "history": history(found) if can_see_trail(user, enrolment) else [],
    }
    status = 422 if form and form.errors else 200
    return render(request, "programmes/money/payment.html", context, status=status)


def _answer_form(request, found):
    yes = _("Godkjenn") if found.state == P.ASKED else ""
    return AnswerForm(request.POST or None, yes=yes, no=_("Avslå"))


def _answer(request, found, form):
    """Whether there was something to answer; what the database refuses is said in the form."""
    why = form.cleaned_data["why"]
    try:
        if form.is_yes:
            actions.approve_payment(found, by=request.user, why=why)
        else:
            actions.refuse_payment(found, by=request.user, why=why)
        messages.success(request, _("Svaret er sendt til kommunen."))
    except WrongState:
        messages.warning(request, _("Noen andre har endret dette. Se gjennom det på nytt."))
    except Refused as refused:
        form.add_error(None, refused.why)
        return False
    return True


@require_POST
def payment_take_back(request, pk):
    found = _seen(request, pk)
    if not (answer := permissions.can_take_back(request.user, found.award.enrolment, found)):
        raise PermissionDenied(answer.why)
    try:
        found.take_back(by=request.user)
        messages.success(request, _("Anmodningen er trukket tilbake."))
    except WrongState:
        messages.warning(request, _("Fylket har svart, så dette kan ikke trekkes tilbake."))
    return redirect(found)


@require_safe
def payment_file(request, pk):
    """The document, to whoever may see the payment."""
    found = _seen(request, pk)
    if not found.file:
        raise Http404
    return download(found.file, name=found.file_name, content_type="application/octet-stream")


def _listed(request, *states):
    if not (answer := permissions.can_list_payments(request.user)):
        raise PermissionDenied(answer.why)
    reach = reach_of(request.user, Permission.MONEY_APPROVE)
    return list(money.waiting_payments(reach, states=states))


@require_http_methods(["GET", "HEAD", "POST"])
def payment_list(request):
    """All that waits in the county; what was approved is marked as paid here, many at once."""
    rows = _listed(request, P.ASKED, P.APPROVED)
    approved = [one for one in rows if permissions.can_pay(request.user, one)]
    form = PaidForm(request.POST or None, payments=approved)
    if request.method == "POST" and form.is_valid():
        try:
            count = actions.mark_paid(form.chosen, paid_on=form.cleaned_data["paid_on"], by=request.user)
            messages.success(request, _("Merket som utbetalt: %(count)d.") % {"count": count})
        except WrongState:
            messages.warning(request, _("Noen andre har endret lista. Ingenting er merket. Se på nytt."))
        return redirect("payment-list")
    chosen = {int(pk) for pk in request.POST.getlist("payment") if pk.isdecimal() and len(pk) < 19}
    context = {
        "asked": [one for one in rows if one.state == P.ASKED],
        "approved": [one for one in rows if one.state == P.APPROVED],
        "payable": {one.pk for one in approved},
        "form": form,
        "chosen": chosen or {one.pk for one in approved},
        "total": sum(one.amount for one in rows if one.state == P.APPROVED),
    }
    return render(request, "programmes/money/payment_list.html", context, status=422 if form.errors else 200)


@require_safe
def payment_export(request):
    """What is approved and not paid, for the county's own accounts."""
    headers = [_("Kommunenummer"), _("Kommune"), _("År"), _("Beløp"), _("Gjelder"), _("Bedt om"), _("Nummer")]
    rows = [
        (
            one.award.enrolment.municipality.code,
            one.award.enrolment.who,
            one.award.year,
            one.amount,
            one.text,
            timezone.localdate(one.asked_at),
            one.pk,
        )
        for one in _listed(request, P.APPROVED)
    ]
    response = HttpResponse(
        spreadsheets.to_xlsx(headers, rows), content_type=spreadsheets.CONTENT_TYPES[spreadsheets.XLSX]
    )
    name = f"utbetalinger-{today().isoformat()}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
