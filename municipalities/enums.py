from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LanguageForm(models.TextChoices):
    """The written form that a municipality asks the state and the county to use (målvedtak)."""

    BOKMAL = "nb", _("bokmål")
    NYNORSK = "nn", _("nynorsk")
    NEUTRAL = "neutral", pgettext_lazy("målform", "nøytral")


class SuccessionKind(models.TextChoices):
    MERGED = "merged", _("slått sammen")
    SPLIT = "split", _("delt")
    RENUMBERED = "renumbered", _("nytt nummer")
    RENAMED = "renamed", _("nytt navn")


class Arena(models.TextChoices):
    """Where a municipality meets people; codes from docs/domain.md."""

    KINDERGARTEN = "kindergarten", _("barnehage")
    PRIMARY_SCHOOL = "primary_school", _("barneskole")
    LOWER_SECONDARY = "lower_secondary", _("ungdomsskole")
    UPPER_SECONDARY = "upper_secondary", _("videregående skole")
    AFTER_SCHOOL = "after_school", _("SFO")
    HEALTH_CLINIC = "health_clinic", _("helsestasjon og skolehelsetjeneste")
    LEISURE = "leisure", _("fritid og møteplass")
    NEIGHBOURHOOD = "neighbourhood", _("nærmiljø")
    HOME = "home", _("hjem og familie")
    DIGITAL = "digital", _("digitalt")
    MUNICIPALITY = "municipality", _("kommunen som system")
