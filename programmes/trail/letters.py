"""Words of the trail: what an action is called, by its name in record()."""

from django.utils.translation import gettext_lazy as _

LABELS: dict = {
    "letter.drafted": _("Brevet ble laget som utkast"),
    "letter.changed": _("Brevet ble rettet"),
    "letter.sent": _("Brevet ble sendt"),
    "letter.discarded": _("Utkastet til brev ble forkastet"),
    "letter.opened": _("Brevet ble åpnet av mottakeren"),
    "lettertemplate.changed": _("Brevmalen ble endret"),
    "message.retried": _("E-posten ble lagt i køen på nytt"),
    "subject": _("overskrift"),
    "body": _("tekst"),
}
