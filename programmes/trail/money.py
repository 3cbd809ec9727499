"""Words of the trail: what an action is called, by its name in record()."""

from django.utils.translation import gettext_lazy as _

LABELS: dict = {
    "enrolmentrequest.asked": _("Kommunen ba om en endring"),
    "enrolmentrequest.granted": _("Fylket sa ja til endringen"),
    "enrolmentrequest.refused": _("Fylket sa nei til endringen"),
    "enrolmentrequest.taken_back": _("Kommunen trakk ønsket tilbake"),
    "enrolment.extended": _("Deltakelsen ble forlenget"),
    "enrolment.change_granted": _("Opplegget ble endret"),
    "enrolment.award_for_what_is_carried_over": _("Et nytt år ble åpnet for penger som er overført"),
    "measure.extended": _("Tiltaket ble forlenget"),
    "paymentrequest.asked": _("Kommunen ba om utbetaling"),
    "paymentrequest.approved": _("Utbetalingen ble godkjent"),
    "paymentrequest.refused": _("Utbetalingen ble avslått"),
    "paymentrequest.paid": _("Beløpet ble utbetalt"),
    "paymentrequest.taken_back": _("Kommunen trakk anmodningen tilbake"),
    "settlement.asked": _("Kommunen leverte oppgjøret"),
    "settlement.approved": _("Oppgjøret ble godkjent"),
    "settlement.refused": _("Oppgjøret ble sendt tilbake"),
}
