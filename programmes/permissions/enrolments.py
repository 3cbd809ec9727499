from django.utils.translation import gettext as _

from folkehelse.lib.answers import No
from municipalities.permissions import reach_of, works_for
from municipalities.roles import Permission
from programmes.enums import TAKING_PART, EnrolmentState


def municipalities_of(enrolment):
    """Ids of all that take part in it: the lead and the partners."""
    return {enrolment.municipality_id, *(partner.municipality_id for partner in enrolment.partners.all())}


def reaches(user, permission, enrolment):
    """Whether the user holds the permission in any municipality that takes part."""
    reach = reach_of(user, permission)
    return reach.nationwide or not reach.municipalities.isdisjoint(municipalities_of(enrolment))


def can_see_trail(user, enrolment):
    return reaches(user, Permission.TRAIL_VIEW, enrolment) or No(_("Historikken er for kommunen og fylket."))


def can_move_enrolment(user, enrolment):
    """The county decides over the lead municipality, and nobody over the one that they work for."""
    if not reach_of(user, Permission.ENROLMENT_DECIDE).covers(enrolment.municipality):
        return No(_("Bare rådgivere i fylket kan endre status på deltakelsen."))
    if works_for(user) & municipalities_of(enrolment):
        return No(_("Du er tilknyttet kommunen og kan ikke avgjøre om den skal delta."))
    if not enrolment.moves():
        return No(_("Deltakelsen er over. Statusen kan ikke endres mer."))
    return True


def can_add_measure(user, enrolment):
    if not reaches(user, Permission.MEASURE_WRITE, enrolment):
        return No(_("Bare koordinatorer i kommunen kan opprette tiltak."))
    if enrolment.state not in (EnrolmentState.PLANNED, *TAKING_PART):
        return No(_("Deltakelsen er over, så det kan ikke opprettes nye tiltak i den."))
    return True
