from django.db.models import Q, QuerySet

from municipalities.models import Municipality
from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.enums.applications import PartnerState
from programmes.models import Application, ApplicationPartner


def partners_of(application: Application) -> list[ApplicationPartner]:
    rows = application.partners.select_related("municipality", "answered_by")
    return list(rows.order_by("pk"))


def may_be_asked(application: Application) -> QuerySet[Municipality]:
    """Every municipality of today but the applicant and those that were asked."""
    taken = [application.municipality_id, *application.partners.values_list("municipality", flat=True)]
    return Municipality.objects.current().exclude(pk__in=taken).select_related("county")


def asked_of(user, application: Application) -> ApplicationPartner | None:
    """What still waits for the user's answer on behalf of a municipality that was asked."""
    mine = reach_of(user, Permission.APPLICATION_SEND).municipalities
    return application.partners.filter(municipality__in=mine, state=PartnerState.ASKED).first()


def partners_visible_to(user) -> QuerySet[ApplicationPartner]:
    """Those of the applications that the user's own municipality writes or joins, and its own noes."""
    seen = Application.objects.filter(Application.objects.of(user)).values("pk")
    own = Q(municipality__in=reach_of(user, Permission.APPLICATION_VIEW).municipalities)
    return ApplicationPartner.objects.filter(own | Q(application__in=seen)).select_related(
        "municipality",
        "asked_by",
        "answered_by",
        "application__version",
        "application__call",
        "application__municipality__county",
        "application__district",
        "application__contact",
    )
