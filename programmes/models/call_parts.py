"""The parts of a version of a call. `key` is the same part through all versions, and what answers hang on."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from folkehelse.lib.bilingual import Bilingual
from programmes.enums.calls import CriterionKind, QuestionKind, Section
from programmes.models.call import CallVersion
from programmes.models.programme import Programme


def fresh_key():
    return uuid.uuid4().hex[:12]


class Asked(models.Model):
    """A question of the application form, in both written forms."""

    key = models.SlugField(max_length=40, default=fresh_key)
    section = models.CharField(_("steg"), max_length=12, choices=Section.choices, default=Section.OWN)
    kind = models.CharField(_("type"), max_length=8, choices=QuestionKind.choices, default=QuestionKind.LONG)
    label_nb = models.CharField(_("spørsmål på bokmål"), max_length=200)
    label_nn = models.CharField(_("spørsmål på nynorsk"), max_length=200, blank=True)
    help_nb = models.TextField(_("hjelpetekst på bokmål"), max_length=1000, blank=True)
    help_nn = models.TextField(_("hjelpetekst på nynorsk"), max_length=1000, blank=True)
    choices = ArrayField(models.CharField(max_length=120), verbose_name=_("valg"), default=list, blank=True)
    is_required = models.BooleanField(_("må besvares"), default=True)
    in_sketch = models.BooleanField(_("også i skissen"), default=False)
    max_length = models.PositiveIntegerField(_("største lengde"), default=4000)
    order = models.PositiveSmallIntegerField(default=0)

    label = Bilingual()
    help = Bilingual()

    class Meta:
        abstract = True

    def __str__(self):
        return self.label


class ProgrammeQuestion(Asked):
    """What the programme's rules ask of every application; a new call begins with these."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="questions")

    class Meta:
        verbose_name = _("programmets spørsmål")
        verbose_name_plural = _("programmets spørsmål")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="programme_question_is_asked_once"),
        ]


class Question(Asked):
    """A question of this call: the programme's (`is_standard`), or the county's own."""

    version = models.ForeignKey(CallVersion, on_delete=models.CASCADE, related_name="questions")
    is_standard = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("spørsmål")
        verbose_name_plural = _("spørsmål")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="question_is_asked_once"),
            models.CheckConstraint(
                name="question_with_choices_has_two_or_more",
                condition=~Q(kind=QuestionKind.CHOICE) | Q(choices__len__gte=2),
                violation_error_message=_("Et spørsmål med valg må ha minst to svar å velge mellom."),
            ),
        ]


class Part(models.Model):
    key = models.SlugField(max_length=40, default=fresh_key)
    title = models.CharField(_("tittel"), max_length=200)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True

    def __str__(self):
        return self.title


class SubTheme(Part):
    """A part of the call with goals of its own (deltema)."""

    version = models.ForeignKey(CallVersion, on_delete=models.CASCADE, related_name="sub_themes")
    result_goal = models.TextField(_("resultatmål"), max_length=1000, blank=True)
    effect_goal = models.TextField(_("effektmål"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("deltema")
        verbose_name_plural = _("deltemaer")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="sub_theme_is_named_once")]


class Criterion(Part):
    """What an application must meet (yes or no), or what is weighed: points 0–`scale`, by `weight`."""

    version = models.ForeignKey(CallVersion, on_delete=models.CASCADE, related_name="criteria")
    kind = models.CharField(_("type"), max_length=8, choices=CriterionKind.choices)
    help = models.TextField(_("hjelpetekst"), max_length=1000, blank=True)
    weight = models.PositiveSmallIntegerField(_("vekt"), null=True, blank=True)
    scale = models.PositiveSmallIntegerField(_("høyeste poeng"), null=True, blank=True)

    class Meta:
        verbose_name = _("kriterium")
        verbose_name_plural = _("kriterier")
        ordering = ["kind", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="criterion_is_named_once"),
            models.CheckConstraint(
                name="criterion_weight_and_scale_follow_kind",
                condition=Q(kind=CriterionKind.MUST, weight=None, scale=None)
                | Q(
                    kind=CriterionKind.WEIGHED,
                    weight__isnull=False,  # what is unknown would pass
                    weight__range=(1, 100),
                    scale__isnull=False,
                    scale__range=(1, 10),
                ),
                violation_error_message=_(
                    "Et kriterium som vektes, må ha vekt fra 1 til 100 og høyeste poeng fra 1 til 10."
                ),
            ),
        ]


class Requirement(Part):
    """An attachment that the call asks for."""

    version = models.ForeignKey(CallVersion, on_delete=models.CASCADE, related_name="requirements")
    help = models.TextField(_("hjelpetekst"), max_length=1000, blank=True)
    is_required = models.BooleanField(_("må være med"), default=True)

    class Meta:
        verbose_name = _("vedlegg som kreves")
        verbose_name_plural = _("vedlegg som kreves")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="requirement_is_named_once")]
