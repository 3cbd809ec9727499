"""Who writes and sends letters: the county of the call's area, and nobody in a case of their own."""

from django.utils.translation import gettext as _

from folkehelse.lib.answers import No
from municipalities.permissions import memberships_of, predecessors, reach_of
from municipalities.roles import Permission
from programmes.enums.applications import ApplicationState
from programmes.enums.decisions import LetterKind, LetterState
from programmes.models import ApplicationPartner, Impartiality
from programmes.models.area_reach import areas_of


def can_write_letters(user, call):
    """The letters of a call as a whole: the list, and making and sending in bulk."""
    reach = reach_of(user, Permission.LETTER_WRITE)
    if not reach or not areas_of(reach.counties).filter(area=call.area_id).exists():
        return No(_("Bare fylkeskommunen som har utlysningen, skriver brevene."))
    return True


def blocked(user, applications):
    """{application id: why} in cases of one's own municipality, or where one is partial. Two queries."""
    applications = list(applications)
    ids = [one.pk for one in applications]
    partial = Impartiality.objects.filter(user=user, application__in=ids, is_impartial=False)
    said_no = set(partial.values_list("application", flat=True))
    own = {membership.municipality_id for membership in memberships_of(user)} - {None}
    own = predecessors(own, asked_by=user) if own else own
    joint = ApplicationPartner.objects.filter(application__in=ids, municipality__in=own)
    partners = set(joint.values_list("application", flat=True)) if own else set()
    why = {}
    for one in applications:
        if one.municipality_id in own or one.pk in partners:
            why[one.pk] = No(_("Du er tilknyttet kommunen og kan ikke arbeide med brevet."))
        elif one.pk in said_no:
            why[one.pk] = No(_("Du er ikke habil i denne saken, og kan ikke arbeide med brevet."))
    return why


def can_handle_letters(user, application):
    if not (answer := can_write_letters(user, application.call)):
        return answer
    return blocked(user, [application]).get(application.pk, True)


def can_read_letter(user, letter):
    """What was sent is read by all who see it; a draft by those who may work with it."""
    if letter.state == LetterState.SENT:
        return True
    return can_handle_letters(user, letter.application)


def can_write_letter(user, letter):
    if not (answer := can_handle_letters(user, letter.application)):
        return answer
    if letter.state == LetterState.SENT:
        return No(_("Brevet er sendt og kan ikke endres."))
    if letter.state != LetterState.DRAFT:
        return No(_("Utkastet er forkastet."))
    return True


def can_remake_letter(user, letter):
    if not (answer := can_write_letter(user, letter)):
        return answer
    if letter.kind == LetterKind.MORE_INFORMATION:
        return No(_("Brevet er skrevet for hånd og kan ikke lages på nytt fra malen."))
    return True


def can_discard_letter(user, letter):
    """A decision needs its letter; only what was written beside the decision may be thrown away."""
    if not (answer := can_write_letter(user, letter)):
        return answer
    if letter.kind != LetterKind.MORE_INFORMATION:
        return No(_("Vedtaket må ha et brev, så utkastet kan ikke forkastes."))
    return True


def can_ask_for_more(user, application):
    if not (answer := can_handle_letters(user, application)):
        return answer
    if application.state not in (ApplicationState.SUBMITTED, ApplicationState.IN_REVIEW):
        return No(_("Dere kan be om mer så lenge søknaden er til behandling."))
    return True


def counties_with_templates(user):
    """Ids of the counties whose letter templates the user keeps."""
    return reach_of(user, Permission.LETTER_WRITE).counties


def can_keep_templates(user):
    return bool(counties_with_templates(user)) or No(_("Bare fylkeskommunen endrer brevmalene."))


def can_see_mail(user):
    return bool(reach_of(user, Permission.JOBS_VIEW)) or No(_("Dette er for dem som drifter portalen."))
