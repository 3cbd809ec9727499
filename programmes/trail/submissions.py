"""Words of the trail: what an action is called, by its name in record()."""

from django.utils.translation import gettext_lazy as _

LABELS: dict = {
    "application.signing": _("Søknaden ble sendt til godkjenneren"),
    "application.draft": _("Søknaden ble åpnet for skriving"),
    "application.submitted": _("Søknaden ble godkjent og sendt"),
    "application.frozen": _("En låst kopi av søknaden ble lagret"),
    "application.returned": _("Søknaden skal rettes"),
    "application.in_review": _("Søknaden er til vurdering"),
    "application.decided": _("Søknaden ble avgjort"),
    "application.withdrawn": _("Søknaden ble trukket"),
    "application.withdrawal_refused": _("Noen prøvde å trekke søknaden, men det var for sent"),
}
