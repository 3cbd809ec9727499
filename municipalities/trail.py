"""How municipalities are shown in the trail."""

from django.utils.translation import gettext_lazy as _

from audit import presenters
from municipalities.models import Municipality

LABELS = {
    "reference.loaded": _("Kommuner og fylker ble oppdatert"),
    "invitation.sent": _("En kollega ble invitert"),
    "invitation.withdrawn": _("En invitasjon ble trukket"),
    "invitation.accepted": _("En kollega ble med"),
    "invitation": _("invitasjon"),
    "role": _("rolle"),
}


def municipalities(ids):
    found = Municipality.objects.filter(pk__in=ids)
    return {str(m.pk): presenters.Shown(m.name, m.get_absolute_url()) for m in found}


def reference(ids):
    return {pk: presenters.Shown(_("kommuner og fylker")) for pk in ids}


def register():
    presenters.register("municipalities.reference", reference)
    presenters.register_labels(LABELS)
    presenters.register("municipalities.municipality", municipalities)
