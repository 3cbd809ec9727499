"""How the programme's things are shown in the trail, and what its actions and fields are called."""

from django.utils.translation import gettext_lazy as _

from audit import presenters
from programmes.models import (
    Application,
    Call,
    Decision,
    Document,
    Enrolment,
    Impartiality,
    Letter,
    LogEntry,
    Measure,
    Review,
)
from programmes.trail import (
    applications,
    attachments,
    calls,
    decisions,
    letters,
    money,
    reviews,
    submissions,
)

AREAS = (applications, attachments, calls, decisions, letters, money, reviews, submissions)


def _of(queryset):
    def present(ids):
        return {
            str(row.pk): presenters.Shown(str(row), row.get_absolute_url())
            for row in queryset().filter(pk__in=ids)
        }

    return present


def impartiality(ids):
    rows = Impartiality.objects.filter(pk__in=ids).select_related("user", "application")
    return {str(row.pk): presenters.Shown(str(row), row.application.get_absolute_url()) for row in rows}


LABELS = {
    "enrolment.active": _("Deltakelsen ble satt i gang"),
    "enrolment.paused": _("Deltakelsen ble satt på pause"),
    "enrolment.ending": _("Deltakelsen er i avslutningsfasen"),
    "enrolment.ordinary": _("Deltakelsen gikk over i ordinær drift"),
    "enrolment.closed": _("Deltakelsen ble avsluttet"),
    "enrolment.withdrawn": _("Deltakelsen ble trukket"),
    "measure.created": _("Tiltaket ble opprettet"),
    "measure.changed": _("Tiltaket ble endret"),
    "measure.active": _("Tiltaket ble satt i gang"),
    "measure.paused": _("Tiltaket ble satt på pause"),
    "measure.ending": _("Tiltaket er i avslutningsfasen"),
    "measure.ordinary": _("Tiltaket gikk over i ordinær drift"),
    "measure.closed": _("Tiltaket ble avsluttet"),
    "measure.withdrawn": _("Tiltaket ble trukket"),
    "logentry.submitted": _("Loggføringen ble lagret"),
    "logentry.changed": _("Loggføringen ble endret"),
    "logentry.withdrawn": _("Loggføringen ble trukket tilbake"),
    "user.changed": _("Profilen ble endret"),
    "library.loaded": _("Biblioteket med praksiser ble oppdatert"),
    "programme.loaded": _("Programmet ble oppdatert"),
    "demo.loaded": _("Eksempeldata ble lagt inn"),
    "document.ordered": _("Rapporten ble bestilt"),
    "document.done": _("Rapporten ble ferdig"),
    "document.failed": _("Rapporten kunne ikke lages"),
}
FIELDS = {
    field.name: field.verbose_name
    for model in (Measure, LogEntry)
    for field in (*model._meta.fields, *model._meta.many_to_many)
}


def register():
    presenters.register("programmes.enrolment", _of(Enrolment.objects.for_list))
    presenters.register("programmes.measure", _of(Measure.objects.all))
    presenters.register("programmes.logentry", _of(LogEntry.objects.all))
    presenters.register("programmes.document", _of(Document.objects.all))
    presenters.register("programmes.call", _of(Call.objects.for_list))
    presenters.register("programmes.application", _of(Application.objects.all))
    presenters.register("programmes.impartiality", impartiality)
    presenters.register("programmes.review", _of(Review.objects.all))
    presenters.register("programmes.decision", _of(lambda: Decision.objects.select_related("application")))
    presenters.register("programmes.letter", _of(Letter.objects.all))
    presenters.register_labels(LABELS | FIELDS)
    for area in AREAS:
        presenters.register_labels(area.LABELS)
