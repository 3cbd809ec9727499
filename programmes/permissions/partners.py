"""Who may ask a municipality to apply together, and who answers for it. Also who may take over as contact."""

from django.utils.translation import gettext as _

from folkehelse.lib.answers import No
from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.enums.applications import PARTNERS_ANSWER_IN, PartnerState
from programmes.enums.calls import JointBids, Section
from programmes.permissions.applications import can_write_section, holds

P = PartnerState


def can_change_partners(user, application):
    if application.is_trial:
        return No(_("En prøvesøknad har ingen partnere."))
    if not holds(user, Permission.APPLICATION_SEND, application):
        return No(_("Bare en koordinator i kommunen kan spørre andre kommuner."))
    if application.version.joint_bids == JointBids.NO:
        return No(_("Utlysningen er for én kommune alene."))
    return can_write_section(user, application, Section.COOPERATION)


def answers_for(user, partner):
    """Whether the user may speak for the partner municipality."""
    return reach_of(user, Permission.APPLICATION_SEND).covers(partner.municipality)


def can_answer_partner(user, partner):
    if not answers_for(user, partner):
        return No(_("Bare en koordinator i kommunen som er spurt, kan svare."))
    if partner.application.state not in PARTNERS_ANSWER_IN:
        return No(_("Søknaden er sendt, og svaret kan ikke endres."))
    if partner.state == P.DECLINED:
        return No(_("Kommunen har sagt nei. Søkeren kan spørre på nytt."))
    return True


def can_see_contact(user, application):
    """Those who may be the contact; to be it already is no harm."""
    if application.is_trial or not holds(user, Permission.APPLICATION_SEND, application):
        return No(_("Bare en koordinator i kommunen kan være kontaktperson."))
    return True


def can_take_over(user, application):
    if not (answer := can_see_contact(user, application)):
        return answer
    if application.contact_id == user.pk:
        return No(_("Du er allerede kontaktperson."))
    return True


def can_start_from(user, application):
    """Whether the user may begin a new application with this one."""
    if application.is_trial or not holds(user, Permission.APPLICATION_SEND, application):
        return No(_("Bare en koordinator i kommunen kan starte en søknad."))
    return True
