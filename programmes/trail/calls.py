"""Words of the trail: what an action is called, by its name in record()."""

from django.utils.translation import gettext_lazy as _

from programmes.models import CallVersion, Criterion, Question, Requirement, SubTheme

# Fields that a form of the builder writes; the rest are the machine's own.
SKIPPED = {"id", "key", "order", "version", "call", "state", "number", "changed", "is_standard"}
LABELS: dict = {
    field.name: field.verbose_name
    for model in (SubTheme, Requirement, Criterion, Question, CallVersion)
    for field in model._meta.fields
    if field.name not in SKIPPED
} | {
    "sub_theme": _("deltema"),
    "subtheme": _("deltema"),
    "criterion": _("kriterium"),
    "question": _("spørsmål"),
    "requirement": _("vedlegg"),
    "reminder": _("påminnelse"),
    "call.created": _("Utlysningen ble laget"),
    "call.copied": _("Utlysningen ble laget etter en tidligere"),
    "call.published": _("Utlysningen ble publisert"),
    "call.cancelled": _("Utlysningen ble avlyst"),
    "call.discarded": _("Utkastet til utlysning ble slettet"),
    "call.reminder_added": _("En påminnelse ble lagt til"),
    "call.reminder_removed": _("En påminnelse ble tatt bort"),
    "callversion.created": _("En endring ble påbegynt"),
    "callversion.changed": _("Utkastet ble endret"),
    "callversion.part_added": _("Noe ble lagt til i utkastet"),
    "callversion.part_changed": _("Noe ble endret i utkastet"),
    "callversion.part_moved": _("Rekkefølgen i utkastet ble endret"),
    "callversion.part_removed": _("Noe ble tatt bort fra utkastet"),
    "callversion.published": _("Versjonen ble publisert"),
    "callversion.replaced": _("Versjonen ble erstattet av en ny"),
    "callversion.discarded": _("Utkastet ble slettet"),
    "application.trial_begun": _("En prøvesøknad ble laget"),
    "application.trial_deleted": _("Prøvesøknaden ble slettet"),
}
