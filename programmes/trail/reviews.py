"""Words of the trail: what an action is called, by its name in record()."""

from django.utils.translation import gettext_lazy as _

LABELS: dict = {
    "impartiality.declared": _("Habiliteten ble erklært"),
    "application.in_review": _("Søknaden er til vurdering"),
    "review.assigned": _("Vurderingen ble tildelt"),
    "review.saved": _("Vurderingen ble lagret"),
    "review.started": _("Vurderingen er under arbeid"),
    "review.sent": _("Vurderingen ble levert"),
    "review.delivered": _("Innholdet i vurderingen ble tatt vare på"),
    "review.conflicted": _("Rådgiveren er ikke habil"),
    "review.taken_off": _("Rådgiveren ble tatt av saken"),
    "review.reminded": _("Rådgiveren ble minnet om vurderingen"),
    "due_on": _("frist"),
    "reviewer": _("rådgiver"),
}
