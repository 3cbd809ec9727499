"""Who may do what with an application. Seeing it at all is Application.objects.visible_to(user)."""

from django.utils import timezone
from django.utils.translation import gettext as _

from folkehelse.lib.answers import No
from municipalities.permissions import reach_of, works_for
from municipalities.roles import Permission
from programmes.enums.applications import WITH_COUNTY, WRITABLE, ApplicationState
from programmes.models import Application, ApplicationPartner, Impartiality
from programmes.models.area_reach import areas_of

A = ApplicationState


def holds(user, permission, application):
    """Whether the user holds a municipal permission in the applicant's municipality."""
    return reach_of(user, permission).covers(application.municipality)


def handles(user, permission, application):
    """Whether the user holds a county permission in a county that administers the call's area."""
    return handles_call(user, permission, application.call)


def handles_call(user, permission, call):
    reach = reach_of(user, permission)
    return bool(reach) and areas_of(reach.counties).filter(area=call.area_id).exists()


def is_party(user, application):
    """Whether the user works for the applicant or a partner: what a machine can see of § 6."""
    return application.pk in own_cases(user, [application])


def own_cases(user, applications):
    """Ids of those that the user is a party to. One query for any number of them, or none."""
    own = works_for(user)
    if not own:
        return set()
    joint = ApplicationPartner.objects.filter(application__in=applications, municipality__in=own)
    leads = {one.pk for one in applications if one.municipality_id in own}
    return leads | set(joint.values_list("application", flat=True))


def is_trial_of(user, application):
    return application.is_trial and handles(user, Permission.CALL_WRITE, application)


def can_write_application(user, application):
    if is_trial_of(user, application):
        return True
    if not holds(user, Permission.APPLICATION_WRITE, application):
        return No(_("Bare de som skriver for kommunen, kan endre søknaden."))
    if application.state == A.SIGNING:
        return No(_("Søknaden er til godkjenning. Trekk den tilbake fra godkjenneren for å endre den."))
    if application.state not in WRITABLE:
        return No(_("Søknaden er sendt og kan ikke endres."))
    return True


def open_sections(application):
    """The steps that may be written now: all of a draft, the named ones of what the county returned."""
    if application.state != A.RETURNED:
        return None  # all
    request = application.change_requests.filter(closed_at=None).first()
    return set(request.sections) if request else set()


def can_write_section(user, application, section):
    if not (answer := can_write_application(user, application)):
        return answer
    allowed = open_sections(application)
    if allowed is not None and section not in allowed:
        return No(_("Fylket har ikke bedt om at dette steget skal rettes, så det er låst."))
    return True


def can_read_case(user, application):
    """The applicant's side and the nation read; the county reads after having declared impartiality.

    Who has said not to be impartial does not read the case in another role either.
    """
    if application.is_trial or is_of(user, application):
        return True
    declared = Impartiality.objects.filter(application=application, user=user).first()
    if declared is not None and not declared.is_impartial:
        return No(_("Du er ikke habil i denne saken, og kan ikke lese den."))
    if reach_of(user, Permission.CASE_VIEW).nationwide:
        return True
    if declared is None:
        return No(_("Si fra om du er habil før du leser søknaden."))
    if is_party(user, application):
        return No(_("Du er ikke habil i denne saken, og kan ikke lese den."))
    return True


def is_of(user, application):
    """Whether the user is on the applicant's side: the municipality that wrote it, or a partner."""
    return Application.objects.filter(Application.objects.of(user), pk=application.pk).exists()


def is_own(user, application):
    """The applicant's side, and those who try the form; everybody else reads what was sent."""
    mine = Application.objects.of(user) | Application.objects.trials_of(user)
    return Application.objects.filter(mine, pk=application.pk).exists()


def can_handle_case(user, application):
    """The county's side of a case: it was sent, the user handles it, is impartial and no party."""
    if not handles(user, Permission.CASE_HANDLE, application):
        return No(_("Bare fylkeskommunen behandler søknaden."))
    if is_party(user, application):
        return No(_("Du er tilknyttet kommunen og kan ikke behandle søknaden."))
    if not (answer := can_read_case(user, application)):
        return answer
    if application.state not in WITH_COUNTY:
        return No(_("Søknaden er ikke til behandling hos fylket nå."))
    return True


def is_too_late(application, moment=None):
    """Whether the deadline is out. What the county has returned has a deadline of its own."""
    if application.state == A.RETURNED or application.submissions.filter(phase=application.phase).exists():
        return False
    return (moment or timezone.now()) >= application.closes_at
