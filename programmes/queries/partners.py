from django.db.models import QuerySet

from municipalities.models import Municipality
from programmes.models import Application, ApplicationPartner


def partners_of(application: Application) -> list[ApplicationPartner]:
    rows = application.partners.select_related("municipality", "answered_by")
    return list(rows.order_by("pk"))


def may_be_asked(application: Application) -> QuerySet[Municipality]:
    """Every municipality of today but the applicant and those that were asked."""
    taken = [application.municipality_id, *application.partners.values_list("municipality", flat=True)]
    return Municipality.objects.current().exclude(pk__in=taken).select_related("county")


def partners_visible_to(user) -> QuerySet[ApplicationPartner]:
    """Those of the applications that the user's own municipality writes or is asked to join."""
    seen = Application.objects.filter(Application.objects.of(user)).values("pk")
    return ApplicationPartner.objects.filter(application__in=seen).select_related(
        "municipality",
        "asked_by",
        "answered_by",
        "application__version",
        "application__call",
        "application__municipality__county",
        "application__district",
        "application__contact",
    )
