"""Words of the trail: what an action is called, by its name in record()."""

from django.utils.translation import gettext_lazy as _

LABELS: dict = {
    "application.measure_proposed": _("Et tiltak ble lagt til"),
    "application.measure_removed": _("Et tiltak ble tatt ut"),
}
