"""Who may declare, assign, write and reopen in a case. Reading it: permissions.applications.can_read_case."""

from django.utils.translation import gettext as _

from folkehelse.lib.answers import No
from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.enums.applications import IN_HAND, ApplicationState
from programmes.enums.reviews import REVIEW_WAITING, ReviewState
from programmes.models import Impartiality
from programmes.permissions.applications import (
    can_handle_case,
    can_read_case,
    handles,
    handles_call,
    is_party,
)

A, R = ApplicationState, ReviewState


def can_see_cases(user, call):
    """The list of a call's applications: for the county that administers the area, and the nation."""
    reach = reach_of(user, Permission.CASE_VIEW)
    if reach.nationwide or handles_call(user, Permission.CASE_VIEW, call):
        return True
    return No(_("Bare fylkeskommunen som lyste ut midlene, ser søknadene samlet."))


def can_handle_call(user, call):
    """Whether the user may declare and assign in the call at all; each case is asked for itself."""
    if handles_call(user, Permission.CASE_HANDLE, call):
        return True
    return No(_("Bare fylkeskommunen som lyste ut midlene, behandler søknadene."))


def can_declare(user, application):
    if not handles(user, Permission.CASE_HANDLE, application):
        return No(_("Bare de som behandler saken i fylkeskommunen, erklærer seg habile."))
    declared = Impartiality.objects.filter(application=application, user=user).first()
    if declared and not declared.is_impartial:
        return No(_("Du har sagt fra at du ikke er habil i denne saken. Det blir stående."))
    return True


def can_assign(user, application):
    return assigning(can_handle_case(user, application), application)


def assigning(answer, application):
    """The same, of an answer that can_handle_case gave already."""
    if not answer:
        return answer
    if application.state not in IN_HAND:
        return No(_("Søknaden er avgjort og skal ikke vurderes mer."))
    return True


def can_read_review(user, review):
    """For one that Review.objects.visible_to(user) gave: the case must still be open to the reader."""
    return can_read_case(user, review.application)


def can_write_review(user, review):
    if review.reviewer_id != user.pk:
        return No(_("Bare den som har fått vurderingen, kan skrive i den."))
    if not handles(user, Permission.REVIEW_WRITE, review.application):
        return No(_("Du arbeider ikke lenger med søknadene i dette området."))
    if not (answer := can_read_review(user, review)):
        return answer
    if review.state == R.SENT:
        return No(_("Vurderingen er levert og låst."))
    if review.state not in REVIEW_WAITING:
        return No(_("Du er tatt av denne saken."))
    if review.application.state in (A.DECIDED, A.WITHDRAWN):
        return No(_("Saken er avsluttet. Vurderingen kan ikke endres mer."))
    return True


def sending(answer, review):
    """Whether it may be sent, of an answer that can_write_review gave already."""
    if not answer:
        return answer
    if review.application.state not in IN_HAND:
        return No(_("Søknaden rettes av kommunen nå. Lever vurderingen når den er kommet tilbake."))
    return True


def can_take_off(user, review):
    if not (answer := can_assign(user, review.application)):
        return answer
    if review.state not in REVIEW_WAITING:
        return No(_("Bare en vurdering som ikke er levert, kan tas av saken."))
    return True


def is_stale(review, latest):
    """Whether the application was sent in again after the review was sent. `latest` is the newest moment."""
    return bool(review.sent_at and latest and review.sent_at < latest)


def can_reopen(user, review):
    """Those who assign, with a reason; the reviewer too, when the application was sent in again."""
    application = review.application
    if review.state != R.SENT:
        return No(_("Vurderingen er ikke levert."))
    if application.state not in IN_HAND:
        return No(_("Vurderingen kan ikke åpnes igjen nå."))
    if review.reviewer_id == user.pk and is_stale(review, _latest(application)):
        return can_read_review(user, review)
    return can_assign(user, application)


def _latest(application):
    return application.submissions.values_list("submitted_at", flat=True).first()


def can_remind(user, review):
    """Chasing tells nothing of the case, so it asks for no declaration; but nobody kept out of it may."""
    declared = Impartiality.objects.filter(application=review.application_id, user=user).first()
    is_out = is_party(user, review.application) or (declared is not None and not declared.is_impartial)
    if not handles(user, Permission.CASE_HANDLE, review.application) or is_out:
        return No(_("Bare de som behandler saken i fylkeskommunen, kan minne om vurderingen."))
    if review.state not in REVIEW_WAITING:
        return No(_("Vurderingen venter ikke på noen."))
    return True
