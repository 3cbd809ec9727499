"""Who prepares and records decisions: the county of the call's area, and nobody in a case of their own."""

from django.utils.translation import gettext as _

from folkehelse.lib.answers import No
from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.enums.applications import ApplicationState, Phase
from programmes.enums.decisions import DecisionState
from programmes.enums.reviews import REVIEW_WAITING
from programmes.models import Impartiality, Review
from programmes.permissions.applications import handles_call, own_cases

A, D = ApplicationState, DecisionState


def can_prepare(user, call):
    """The decision table of a call, and its meetings."""
    if not handles_call(user, Permission.DECISION_PREPARE, call):
        return No(_("Bare fylkeskommunen som har utlysningen, forbereder vedtak."))
    return True


def blocked(user, applications):
    """{application id: why} for those that the user may not handle. Three queries for any number of cases.

    Who has a review of their own to send sees no scores yet, and so weighs nothing against the frame.
    """
    applications = list(applications)
    ids = [one.pk for one in applications]
    said = dict(
        Impartiality.objects.filter(user=user, application__in=ids).values_list("application", "is_impartial")
    )
    own = own_cases(user, applications)
    unsent = Review.objects.filter(reviewer=user, state__in=REVIEW_WAITING, application__in=ids)
    unsent = set(unsent.values_list("application", flat=True))
    why = {}
    for one in applications:
        if one.pk in own:
            why[one.pk] = No(_("Du er tilknyttet kommunen og kan ikke behandle søknaden."))
        elif one.pk not in said:
            why[one.pk] = No(_("Si fra om du er habil før du ser på søknaden."))
        elif not said[one.pk]:
            why[one.pk] = No(_("Du er ikke habil i denne saken."))
        elif one.pk in unsent:
            why[one.pk] = No(_("Lever din egen vurdering før du ser på vedtaket."))
    return why


def can_handle_decision(user, application):
    """The county's own, impartial and no party, in a case of the full plan."""
    if not (answer := can_prepare(user, application.call)):
        return answer
    if why := blocked(user, [application]):
        return why[application.pk]
    return True


def can_prepare_decision(user, application):
    if not (answer := can_handle_decision(user, application)):
        return answer
    if application.phase != Phase.PLAN:
        return No(_("En skisse får tilbakemelding, ikke vedtak."))
    if application.state not in (A.IN_REVIEW, A.DECIDED):
        return No(_("Vedtaket forberedes når søknaden er til vurdering."))
    return True


def can_mark_agreement(user, decision):
    if not (answer := can_handle_decision(user, decision.application)):
        return answer
    if not is_granted(decision):
        return No(_("Det lages avtale når tilskuddet er innvilget."))
    return True


def is_granted(decision):
    return decision.state == D.DECIDED and decision.is_grant


def counties_with_conditions(user):
    """Ids of the counties whose list of conditions the user keeps."""
    return reach_of(user, Permission.DECISION_PREPARE).counties
