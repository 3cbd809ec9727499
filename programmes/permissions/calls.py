"""Who may build, change, publish and cancel a call, and who may apply. Seeing is Call.objects.visible_to."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from folkehelse.lib.answers import No
from folkehelse.lib.dates import today
from folkehelse.lib.tags import day
from municipalities.models import Municipality
from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.enums.calls import CallState, VersionState
from programmes.models import Application, ProgrammeArea
from programmes.models.area_reach import areas_of, counties_of


def areas_to_build_in(user) -> QuerySet[ProgrammeArea]:
    """The areas that the user's county administers today."""
    reach = reach_of(user, Permission.CALL_WRITE)
    return ProgrammeArea.objects.filter(pk__in=areas_of(reach.counties)).select_related("programme")


def can_build_calls(user):
    if reach_of(user, Permission.CALL_WRITE).counties:
        return True
    return No(_("Bare fylkeskommunen lager utlysninger."))


def can_build_call(user, area):
    """Asked of the database once a request for the same area."""
    known = user.__dict__.setdefault("_builds_in", {})
    if area.pk not in known:
        known[area.pk] = areas_to_build_in(user).filter(pk=area.pk).exists()
    return known[area.pk] or No(_("Bare fylkeskommunen som har utlysningen, kan gjøre dette."))


def can_edit_call(user, call):
    """Write the draft, or start a change of what is published."""
    if not (answer := can_build_call(user, call.area)):
        return answer
    if call.state == CallState.CANCELLED:
        return No(_("Utlysningen er avlyst og kan ikke endres."))
    return True


def can_publish(user, call):
    if not (answer := can_edit_call(user, call)):
        return answer
    if not call.versions.filter(state=VersionState.DRAFT).exists():
        return No(_("Det er ingenting nytt å publisere."))
    return True


def can_cancel(user, call):
    if not (answer := can_build_call(user, call.area)):
        return answer
    if call.state == CallState.DRAFT:
        return No(_("Et utkast er ikke publisert. Slett det i stedet."))
    if call.state == CallState.CANCELLED:
        return No(_("Utlysningen er allerede avlyst."))
    return True


def can_discard(user, call):
    """Throw the draft away: the whole call before it is published, the change afterwards."""
    return can_publish(user, call)


def can_copy(user, call):
    if call.state == CallState.DRAFT:
        return No(_("Et utkast kan ikke kopieres. Publiser det først."))
    return can_build_call(user, call.area)


def can_try(user, call):
    """A trial application is written on a draft."""
    return can_publish(user, call)


def can_apply(user, call):
    """Whether the user may start an application, or why not, in the words that the call's page shows."""
    if not (answer := takes_applications(call)):
        return answer
    if not user.is_authenticated:
        return No(_("Logg inn som koordinator i kommunen for å søke."))
    if not reach_of(user, Permission.APPLICATION_SEND):
        return No(_("Bare en koordinator i kommunen kan starte en søknad."))
    if not municipalities_for(user, call).exists():
        return No(_("Kommunen din kan ikke søke på denne utlysningen."))
    return True


def takes_applications(call):
    """Whether a new application can be started now, by anybody at all."""
    version = call.current
    if call.state != CallState.PUBLISHED:
        return No(_("Utlysningen er avlyst.") if version else _("Utlysningen er ikke publisert."))
    if today() < version.opens_on:
        return No(_("Utlysningen åpner %(day)s.") % {"day": day(version.opens_on)})
    if today() > version.closes_on:
        return No(_("Søknadsfristen gikk ut %(day)s.") % {"day": day(version.closes_on)})
    if version.has_sketch and today() > version.sketch_closes_on:
        return No(_("Fristen for skisse gikk ut %(day)s.") % {"day": day(version.sketch_closes_on)})
    return True


def municipalities_for(user, call) -> QuerySet[Municipality]:
    """Today's municipalities that the user may start an application for."""
    reach = reach_of(user, Permission.APPLICATION_SEND)
    found = Municipality.objects.current().filter(
        pk__in=reach.municipalities, county__in=counties_of(call.area)
    )
    if call.shown.for_municipalities:
        return found
    return found.filter(districts__isnull=False).distinct()


def can_see_version(user, version):
    """Published versions are public with their call; a draft is for those who write it."""
    return version.state != VersionState.DRAFT or can_build_call(user, version.call.area)


def trials_of(user, call) -> QuerySet[Application]:
    """The call's trial applications that the user may open and delete."""
    return Application.objects.filter(Application.objects.trials_of(user), call=call)
