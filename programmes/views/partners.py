"""Municipalities that apply together, and the contact of an application."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from programmes.actions.partners import answer_partner, ask_again, ask_partner, remove_partner, take_over
from programmes.enums.calls import Section
from programmes.forms.partners import YES, PartnerAnswerForm, PartnerForm
from programmes.models import Application, WrongState
from programmes.permissions.partners import (
    answers_for,
    can_answer_partner,
    can_change_partners,
    can_see_contact,
)
from programmes.queries.partners import may_be_asked, partners_visible_to


def _step(application):
    return f"{reverse('application-section', args=[application.pk, Section.COOPERATION])}#partnere"


def _too_late():
    return PermissionDenied(_("Søknaden er sendt og kan ikke endres."))


@require_http_methods(["GET", "HEAD", "POST"])
def partner_add(request, pk):
    application = get_object_or_404(Application.objects.visible_to(request.user).for_list(), pk=pk)
    if not (answer := can_change_partners(request.user, application)):
        raise PermissionDenied(answer.why)
    form = PartnerForm(request.POST or None, municipalities=may_be_asked(application))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            ask_partner(application, values["municipality"], role=values["role"], by=request.user)
        except WrongState:
            raise _too_late() from None
        text = _("%(who)s er spurt, og har fått e-post.") % {"who": values["municipality"]}
        messages.success(request, text)
        return redirect(_step(application))
    context = {"application": application, "form": form, "back": _step(application)}
    name = "programmes/attachments/partner_add.html"
    return render(request, name, context, status=422 if form.errors else 200)


def _own_partner(request, pk):
    """A partner in an application that the user leads."""
    partner = get_object_or_404(partners_visible_to(request.user), pk=pk)
    if not (answer := can_change_partners(request.user, partner.application)):
        raise PermissionDenied(answer.why)
    return partner


@require_POST
def partner_remove(request, pk):
    partner = _own_partner(request, pk)
    try:
        remove_partner(partner, by=request.user)
    except WrongState:
        raise _too_late() from None
    messages.success(request, _("%(who)s er tatt ut av søknaden.") % {"who": partner.municipality})
    return redirect(_step(partner.application))


@require_POST
def partner_ask_again(request, pk):
    partner = _own_partner(request, pk)
    try:
        ask_again(partner, by=request.user)
        messages.success(request, _("%(who)s er spurt på nytt.") % {"who": partner.municipality})
    except WrongState:
        messages.warning(request, _("%(who)s er allerede spurt.") % {"who": partner.municipality})
    return redirect(_step(partner.application))


@require_http_methods(["GET", "HEAD", "POST"])
def partner_answer(request, pk):
    """The partner's own page: what it is asked to, and its answer. The application itself is a link away."""
    user = request.user
    partner = get_object_or_404(partners_visible_to(user), pk=pk)
    if not answers_for(user, partner):
        raise PermissionDenied(_("Bare en koordinator i kommunen som er spurt, kan svare."))
    may_answer = can_answer_partner(user, partner)
    if request.method == "POST" and not may_answer:
        raise PermissionDenied(may_answer.why)
    form = PartnerAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            answer_partner(partner, consents=values["answer"] == YES, comment=values["comment"], by=user)
            messages.success(
                request, _("Takk! Svaret er sendt til %(who)s.") % {"who": partner.application.who}
            )
        except WrongState:
            messages.warning(request, _("Noen andre har allerede svart, eller søknaden er sendt."))
        return redirect("partner-answer", partner.pk)
    context = {"partner": partner, "application": partner.application, "form": form, "can_answer": may_answer}
    name = "programmes/attachments/partner_answer.html"
    return render(request, name, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def application_contact(request, pk):
    """Who is the contact, and a way to take over: POST makes the one who asks the contact."""
    application = get_object_or_404(Application.objects.visible_to(request.user).for_list(), pk=pk)
    if not (answer := can_see_contact(request.user, application)):
        raise PermissionDenied(answer.why)
    if request.method == "POST":
        take_over(application, by=request.user)
        messages.success(request, _("Du er kontaktperson for søknaden nå."))
        return redirect(application)
    return render(request, "programmes/attachments/contact.html", {"application": application})
