"""Names and life cycles. A move that is not in a MOVES table does not exist."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EnrolmentState(models.TextChoices):
    PLANNED = "planned", _("planlagt")
    ACTIVE = "active", _("med nå")
    PAUSED = "paused", _("på pause")
    ENDING = "ending", _("avsluttes")
    ORDINARY = "ordinary", _("i ordinær drift")
    CLOSED = "closed", _("avsluttet")
    WITHDRAWN = "withdrawn", _("trukket")


E = EnrolmentState
# An enrolment and a measure live the same life; only the words for it differ.
UNDERTAKING_MOVES = {
    "planned": {"active", "withdrawn"},
    "active": {"paused", "ending", "ordinary", "closed", "withdrawn"},
    "paused": {"active", "ending", "closed", "withdrawn"},
    "ending": {"active", "ordinary", "closed"},
    "ordinary": set(),
    "closed": set(),
    "withdrawn": set(),
}
TAKING_PART = (E.ACTIVE, E.PAUSED, E.ENDING)
TOOK_PART = (E.ORDINARY, E.CLOSED, E.WITHDRAWN)


class MeasureState(models.TextChoices):
    PLANNED = "planned", _("planlagt")
    ACTIVE = "active", _("i gang")
    PAUSED = "paused", _("på pause")
    ENDING = "ending", _("avsluttes")
    ORDINARY = "ordinary", _("i ordinær drift")
    CLOSED = "closed", _("avsluttet")
    WITHDRAWN = "withdrawn", _("trukket")


M = MeasureState
MEASURE_RUNNING = (M.ACTIVE, M.PAUSED, M.ENDING)
MEASURE_OVER = (M.ORDINARY, M.CLOSED, M.WITHDRAWN)


class MeasureLevel(models.TextChoices):
    UNIVERSAL = "universal", _("universelt – for alle")
    SELECTIVE = "selective", _("selektivt – for noen grupper")


class LogKind(models.TextChoices):
    CARRIED_OUT = "carried_out", _("gjennomføring")
    COOPERATION = "cooperation", _("samarbeid")
    EVALUATION = "evaluation", _("evaluering")
    ECONOMY = "economy", _("økonomi")
    CHANGE = "change", _("endring")


class LogState(models.TextChoices):
    SUBMITTED = "submitted", _("loggført")
    WITHDRAWN = "withdrawn", _("trukket tilbake")


LOG_MOVES = {LogState.SUBMITTED: {LogState.WITHDRAWN}, LogState.WITHDRAWN: set()}


class Visibility(models.TextChoices):
    MUNICIPALITY = "municipality", _("bare egen kommune")
    PROGRAMME = "programme", _("alle i programmet")
    PUBLIC = "public", _("alle, også utenfor programmet")


class DocumentKind(models.TextChoices):
    MUNICIPALITY = "municipality", _("Framdriftsrapport for kommunen")
    COUNTY = "county", _("Framdriftsrapport for fylket")
    NATION = "nation", _("Framdriftsrapport for hele landet")
    RECEIPT = "receipt", _("Kvittering for søknad")
    LETTER = "letter", _("Brev")


REPORTS = (DocumentKind.MUNICIPALITY, DocumentKind.COUNTY, DocumentKind.NATION)


class DocumentState(models.TextChoices):
    ORDERED = "ordered", _("bestilt")
    RUNNING = "running", _("lages nå")
    DONE = "done", _("ferdig")
    FAILED = "failed", _("kunne ikke lages")


D = DocumentState
DOCUMENT_MOVES = {
    D.ORDERED: {D.RUNNING},
    D.RUNNING: {D.RUNNING, D.ORDERED, D.DONE, D.FAILED},
    D.DONE: set(),
    D.FAILED: {D.ORDERED},
}
