from django.utils.translation import gettext as _

from folkehelse.lib.answers import No
from municipalities.roles import Permission
from programmes.enums import MEASURE_RUNNING, TAKING_PART, LogState, MeasureState
from programmes.permissions.enrolments import reaches


def can_log(user, measure):
    if not reaches(user, Permission.LOG_WRITE, measure.enrolment):
        return No(_("Bare de som arbeider med tiltaket i kommunen, kan loggføre."))
    if measure.enrolment.state not in TAKING_PART:
        return No(_("Kommunen deltar ikke i programmet nå, så det kan ikke loggføres."))
    if measure.state == MeasureState.PLANNED:
        return No(_("Tiltaket er ikke satt i gang ennå. Sett det i gang, så kan dere loggføre."))
    if measure.state not in MEASURE_RUNNING:
        return No(_("Tiltaket er over, så det kan ikke loggføres mer."))
    return True


def can_edit_entry(user, entry):
    """Its author, or a coordinator of the municipality, for as long as they work there."""
    enrolment = entry.measure.enrolment
    is_author = entry.created_by_id == user.pk and reaches(user, Permission.LOG_WRITE, enrolment)
    if not is_author and not reaches(user, Permission.MEASURE_WRITE, enrolment):
        return No(_("Bare den som skrev loggføringen, eller en koordinator i kommunen, kan endre den."))
    if entry.state == LogState.WITHDRAWN:
        return No(_("Loggføringen er trukket tilbake."))
    return True


def can_withdraw(user, entry):
    return can_edit_entry(user, entry)


def can_see_old_texts(user, entry):
    """What an entry said before may be from when only the municipality could read it."""
    reached = reaches(user, Permission.OWN_LOG_VIEW, entry.measure.enrolment)
    return reached or No(_("Tidligere tekster er for kommunen selv."))
