from django.utils.translation import gettext as _

from folkehelse.lib.answers import No
from municipalities.roles import Permission
from programmes.enums import MEASURE_OVER, TAKING_PART, MeasureState
from programmes.permissions.enrolments import reaches


def can_write_measure(user, measure):
    if not reaches(user, Permission.MEASURE_WRITE, measure.enrolment):
        return No(_("Bare koordinatorer i kommunen kan endre tiltaket."))
    if measure.state in MEASURE_OVER:
        return No(_("Tiltaket er over og kan ikke endres."))
    return True


def moves_of(measure):
    """The lawful moves that make sense now: nothing is started in an enrolment that is not under way."""
    moves = measure.moves()
    return moves if measure.enrolment.state in TAKING_PART else moves - {MeasureState.ACTIVE}


def can_move_measure(user, measure):
    if not reaches(user, Permission.MEASURE_WRITE, measure.enrolment):
        return No(_("Bare koordinatorer i kommunen kan endre status på tiltaket."))
    if not measure.moves():
        return No(_("Tiltaket er over. Statusen kan ikke endres mer."))
    return True
