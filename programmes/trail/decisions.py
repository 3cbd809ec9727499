"""Words of the trail: what an action is called, by its name in record()."""

from django.utils.translation import gettext_lazy as _

LABELS: dict = {
    "decision.tried": _("Vedtaket ble begynt på som utkast"),
    "decision.changed": _("Utkastet til vedtak ble endret"),
    "decision.discarded": _("Utkastet til vedtak ble kastet"),
    "decision.recommended": _("Saken ble innstilt"),
    "decision.draft": _("Innstillingen ble tatt tilbake"),
    "decision.decided": _("Vedtaket ble gjort"),
    "decision.replaced": _("Vedtaket ble erstattet av et nytt"),
    "meeting.recorded": _("Møtet der det ble vedtatt, ble registrert"),
    "agreement.signed": _("Avtalen ble merket som underskrevet"),
    "enrolment.created": _("Deltakelsen ble opprettet etter vedtaket"),
    "enrolment.awards_changed": _("Tilskuddet ble endret etter et nytt vedtak"),
    "condition.created": _("Vilkåret ble lagt til"),
    "condition.changed": _("Vilkåret ble endret"),
    "awards": _("tilskudd per år"),
    "amounts": _("beløp per år"),
    "total": _("beløp i alt"),
    "outcome": _("utfall"),
    "reserve_rank": _("plass på ventelista"),
    "conditions": _("vilkår"),
}
