from django.db import models
from django.utils.translation import gettext_lazy as _


class CallState(models.TextChoices):
    DRAFT = "draft", _("utkast")
    PUBLISHED = "published", _("publisert")
    CANCELLED = "cancelled", _("avlyst")


C = CallState
# Open and closed are not states: a call opens and closes by its dates.
CALL_MOVES = {C.DRAFT: {C.PUBLISHED}, C.PUBLISHED: {C.CANCELLED}, C.CANCELLED: set()}


class VersionState(models.TextChoices):
    DRAFT = "draft", _("utkast")
    PUBLISHED = "published", _("gjelder")
    REPLACED = "replaced", _("erstattet")


V = VersionState
VERSION_MOVES = {V.DRAFT: {V.PUBLISHED}, V.PUBLISHED: {V.REPLACED}, V.REPLACED: set()}


class JointBids(models.TextChoices):
    NO = "no", _("én kommune alene")
    ALLOWED = "allowed", _("alene eller sammen")
    WANTED = "wanted", _("helst flere sammen")


class QuestionKind(models.TextChoices):
    SHORT = "short", _("kort tekst")
    LONG = "long", _("lang tekst")
    NUMBER = "number", _("tall")
    CHOICE = "choice", _("valg")
    YES_NO = "yes_no", _("ja eller nei")
    FILE = "file", _("fil")


class CriterionKind(models.TextChoices):
    MUST = "must", _("må være oppfylt")
    WEIGHED = "weighed", _("vektes")


class Section(models.TextChoices):
    """The steps of an application, in their order."""

    ABOUT = "about", _("Om søknaden")
    APPROACH = "approach", _("Faglig tilnærming")
    NEED = "need", _("Behov og mål")
    COOPERATION = "cooperation", _("Medvirkning og samarbeid")
    ANCHORING = "anchoring", _("Forankring og risiko")
    MEASURES = "measures", _("Tiltak")
    EVALUATION = "evaluation", _("Evaluering")
    BUDGET = "budget", _("Budsjett")
    CRITERIA = "criteria", _("Kriterier")
    OWN = "own", _("Spørsmål fra fylket")
    ATTACHMENTS = "attachments", _("Vedlegg")


class ReminderAbout(models.TextChoices):
    SKETCH_DUE = "sketch_due", _("fristen for skisse")
    APPLICATION_DUE = "application_due", _("søknadsfristen")
    CHANGES_DUE = "changes_due", _("fristen for å rette søknaden")
    REVIEW_DUE = "review_due", _("fristen for vurdering")
    REPORT_DUE = "report_due", _("fristen for årsrapport")
