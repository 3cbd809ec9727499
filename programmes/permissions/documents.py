from django.utils.translation import gettext as _

from folkehelse.lib.answers import No
from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.enums import REPORTS, DocumentKind, DocumentState
from programmes.permissions.applications import can_read_case


def can_order_any(user):
    return bool(reach_of(user, Permission.REPORT_ORDER)) or No(
        _("Koordinatorer og godkjennere i kommunen, fylket og de nasjonale eierne kan bestille rapporter.")
    )


def can_order(user, kind, *, municipality=None, county=None):
    reach = reach_of(user, Permission.REPORT_ORDER)
    if kind == DocumentKind.MUNICIPALITY:
        return reach.covers(municipality) or No(_("Du kan bare bestille rapporter for dine egne kommuner."))
    if kind == DocumentKind.COUNTY:
        own = reach.nationwide or county.pk in reach.counties
        return own or No(_("Du kan bare bestille rapporter for ditt eget fylke."))
    return reach.nationwide or No(_("Rapporten for hele landet bestilles av de nasjonale eierne."))


def can_read_document(user, document):
    """Who sees a receipt may not read it before they may read the case; the rest is visible_to's."""
    if document.kind == DocumentKind.RECEIPT:
        return can_read_case(user, document.submission.application)
    return True


def can_retry(user, document):
    if document.state != DocumentState.FAILED:
        return No(_("Dokumentet er ikke stoppet."))
    if document.kind not in REPORTS:
        return can_read_document(user, document)
    return can_order(user, document.kind, municipality=document.municipality, county=document.county)


def can_see_job(user):
    """Attempts and error texts are for those who run the portal."""
    return bool(reach_of(user, Permission.JOBS_VIEW)) or No(_("Dette er for dem som drifter portalen."))
