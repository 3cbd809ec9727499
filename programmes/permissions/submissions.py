"""Who may send, sign, withdraw and return an application. Seeing it is visible_to(user)."""

from django.utils.translation import gettext as _

from folkehelse.lib.answers import No
from municipalities.roles import Permission
from programmes.enums.applications import ApplicationState, Phase
from programmes.enums.calls import CallState
from programmes.enums.decisions import DecisionState
from programmes.permissions.applications import can_handle_case, holds, is_own, is_too_late

A = ApplicationState
WITHDRAWABLE = (A.DRAFT, A.SUBMITTED, A.RETURNED, A.IN_REVIEW)


def can_check(user, application):
    """The live text is for the applicant's side, and for those who try their own call."""
    return is_own(user, application) or No(_("Fylket leser søknaden slik den ble sendt."))


def is_sender(user, application):
    if application.is_trial:
        return No(_("Dette er en prøvesøknad. Her ville søknaden blitt sendt til godkjenneren."))
    if not holds(user, Permission.APPLICATION_SEND, application):
        return No(_("Bare koordinatorer i kommunen kan sende søknaden til godkjenning."))
    return True


def can_send(user, application):
    """To the approver. What is missing in the application is completeness.problems_of's answer."""
    if not (answer := is_sender(user, application)):
        return answer
    if application.state == A.SIGNING:
        return No(_("Søknaden er alt hos godkjenneren."))
    if not application.is_writable:
        return No(_("Søknaden er alt sendt."))
    return is_still_open(application)


def is_still_open(application, moment=None):
    """Whether what is being written can still be received."""
    if application.call.state != CallState.PUBLISHED:
        return No(_("Utlysningen er avlyst, så søknaden kan ikke sendes."))
    if is_too_late(application, moment):
        if application.phase == Phase.SKETCH:
            return No(_("Fristen for skissen er ute, så den kan ikke sendes."))
        return No(_("Søknadsfristen er ute, så søknaden kan ikke sendes."))
    return True


def is_signer(user, application):
    if not holds(user, Permission.APPLICATION_SIGN, application):
        return No(_("Bare kommunens godkjennere kan godkjenne og sende søknaden."))
    return True


def can_sign(user, application):
    if not (answer := is_signer(user, application)):
        return answer
    if application.state != A.SIGNING:
        return No(_("Søknaden er ikke til godkjenning nå."))
    return True


def can_pull_back(user, application):
    if not holds(user, Permission.APPLICATION_SEND, application):
        return No(_("Bare koordinatorer i kommunen kan trekke søknaden tilbake fra godkjenneren."))
    if application.state != A.SIGNING:
        return No(_("Søknaden er ikke hos godkjenneren."))
    return True


def may_withdraw(user, application):
    """The part of it that does not change while one reads the page."""
    if application.is_trial:
        return No(_("En prøvesøknad er ikke sendt, så den kan ikke trekkes."))
    if not any(
        holds(user, permission, application)
        for permission in (Permission.APPLICATION_SEND, Permission.APPLICATION_SIGN)
    ):
        return No(_("Bare koordinatorer og godkjennere i kommunen kan trekke søknaden."))
    return True


def can_withdraw(user, application):
    if not (answer := may_withdraw(user, application)):
        return answer
    if application.state == A.SIGNING:
        return No(_("Søknaden er hos godkjenneren. Den må tilbake derfra før den kan trekkes."))
    if application.state == A.DECIDED:
        return No(_("Søknaden er avgjort og kan ikke trekkes. Snakk med fylkeskommunen om vedtaket."))
    if application.state not in WITHDRAWABLE:
        return No(_("Søknaden er alt trukket."))
    return True


def can_return(user, application):
    """The county asks for changes in some of the sections."""
    if not (answer := can_handle_case(user, application)):
        return answer
    if application.state == A.DECIDED:
        return No(_("Søknaden er avgjort og kan ikke rettes."))
    if application.decisions.filter(state=DecisionState.RECOMMENDED).exists():
        return No(_("Søknaden er innstilt. Ta innstillingen tilbake før dere ber om retting."))
    return True


def can_give_feedback(user, application):
    """On a sketch, which then becomes the full plan."""
    if not (answer := can_handle_case(user, application)):
        return answer
    if application.phase != Phase.SKETCH or application.state != A.SUBMITTED:
        return No(_("Det er bare skisser som får tilbakemelding, og bare før den fulle søknaden skrives."))
    return True
