"""Words of the trail: what an action is called, by its name in record()."""

from django.utils.translation import gettext_lazy as _

LABELS: dict = {
    "application.created": _("Søknaden ble startet"),
    "application.attached": _("En fil ble lastet opp"),
    "application.attachment_removed": _("En fil ble fjernet"),
    "application.partner_asked": _("En kommune ble spurt om å være med"),
    "application.partner_removed": _("En kommune ble tatt ut av søknaden"),
    "application.partner_consented": _("Partnerkommunen sa ja"),
    "application.partner_declined": _("Partnerkommunen sa nei"),
    "application.contact_changed": _("Søknaden fikk ny kontaktperson"),
    "applicationpartner.asked": _("Kommunen ble spurt på nytt"),
    "applicationpartner.consented": _("Kommunen sa ja til å være med"),
    "applicationpartner.declined": _("Kommunen sa nei til å være med"),
    "file": _("fil"),
    "size": _("størrelse i byte"),
    "sha256": _("kontrollsum"),
    "partner": _("partnerkommune"),
    "contact": _("kontaktperson"),
    "copied_from": _("bygger på"),
}
