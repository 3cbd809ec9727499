"""What waits: municipalities that are asked to join an application, and invitations that soon are too old."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from municipalities.models import Invitation
from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.enums.applications import PARTNERS_ANSWER_IN, PartnerState
from programmes.models import ApplicationPartner
from programmes.queries.waiting import Ask, Waiting, together

SOON = dt.timedelta(days=4)


def waiting(user) -> list[Waiting]:
    return together(asks(user))


def asks(user) -> list[Ask]:
    found = []
    if reach := reach_of(user, Permission.APPLICATION_SEND):
        found.append(_to_consent(reach))
    if reach := reach_of(user, Permission.MEMBER_INVITE):
        found.append(_invitations_ending(reach))
    return found


def _to_consent(reach):
    """The user's municipality is asked to apply together with another."""
    rows = (
        ApplicationPartner.objects.filter(
            reach.q(), state=PartnerState.ASKED, application__state__in=PARTNERS_ANSWER_IN
        )
        .select_related("municipality", "application__municipality", "application__district")
        .select_related("application__version")
        .order_by("application__version__closes_on", "pk")
    )
    return Ask(rows, _partner)


def _partner(one):
    return Waiting(
        reverse("partner-answer", args=[one.pk]),
        _("Skal %(partner)s søke sammen med %(who)s?")
        % {"partner": one.municipality, "who": one.application.who},
        text=str(one.application),
        day=one.application.version.closes_on,
        day_label=_("søknadsfrist"),
        state=one.state,
        label=one.get_state_display(),
    )


def _invitations_ending(reach):
    """Colleagues who were asked in, have not answered, and cannot much longer."""
    rows = Invitation.objects.standing().filter(reach.q(), expires_at__lt=timezone.now() + SOON)
    return Ask(rows.order_by("expires_at", "pk"), _invitation)


def _invitation(one):
    return Waiting(
        reverse("colleague-list"),
        _("%(email)s har ikke svart på invitasjonen") % {"email": one.email},
        text=_("Lenken slutter snart å virke. Send en ny om det trengs."),
        day=timezone.localdate(one.expires_at),
        day_label=_("gjelder til"),
    )
