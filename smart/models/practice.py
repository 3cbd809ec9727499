from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from folkehelse.lib.bilingual import Bilingual
from municipalities.enums import Arena


class Framework(models.Model):
    """A way of working with strengths, such as SMART. Data: another can stand beside it."""

    slug = models.SlugField(unique=True)
    name_nb = models.CharField(max_length=80)
    name_nn = models.CharField(max_length=80)
    description_nb = models.TextField()
    description_nn = models.TextField()
    order = models.PositiveSmallIntegerField(default=0)

    name = Bilingual()
    description = Bilingual()

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name


class Principle(models.Model):
    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="principles")
    slug = models.SlugField(unique=True)
    letter = models.CharField(max_length=2)
    order = models.PositiveSmallIntegerField()
    name_nb = models.CharField(max_length=80)
    name_nn = models.CharField(max_length=80)
    short_nb = models.CharField(max_length=160)
    short_nn = models.CharField(max_length=160)
    text_nb = models.TextField()
    text_nn = models.TextField()
    questions_nb = ArrayField(models.TextField(), default=list)
    questions_nn = ArrayField(models.TextField(), default=list)

    name = Bilingual()
    short = Bilingual()
    text = Bilingual()
    questions = Bilingual()

    class Meta:
        ordering = ["framework__order", "order"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "order"], name="principle_has_a_place_of_its_own"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("principle", args=[self.slug])


class Tool(models.Model):
    """Material that a practice uses, such as strength cards."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="tools")
    slug = models.SlugField(unique=True)
    name_nb = models.CharField(max_length=120)
    name_nn = models.CharField(max_length=120)
    description_nb = models.TextField()
    description_nn = models.TextField()
    age_from = models.PositiveSmallIntegerField()
    age_to = models.PositiveSmallIntegerField()

    name = Bilingual()
    description = Bilingual()

    class Meta:
        ordering = ["name_nb"]

    def __str__(self):
        return self.name


class PracticeQuerySet(models.QuerySet):
    def for_list(self):
        return (
            self.select_related("principle")
            .prefetch_related("also")
            .order_by("principle__framework__order", "principle__order", "title_nb", "pk")
        )


class Practice(models.Model):
    """Something adults can do with a group tomorrow, described so that it can be done from the page."""

    slug = models.SlugField(unique=True, max_length=80)
    principle = models.ForeignKey(Principle, on_delete=models.PROTECT, related_name="practices")
    also = models.ManyToManyField(Principle, blank=True, related_name="also_practised_in")
    tools = models.ManyToManyField(Tool, blank=True, related_name="practices")
    title_nb = models.CharField(max_length=120)
    title_nn = models.CharField(max_length=120)
    summary_nb = models.CharField(max_length=200)
    summary_nn = models.CharField(max_length=200)
    settings = ArrayField(models.CharField(max_length=20, choices=Arena.choices), verbose_name=_("arenaer"))
    age_from = models.PositiveSmallIntegerField(_("fra alder"))
    age_to = models.PositiveSmallIntegerField(_("til alder"))
    minutes = models.PositiveSmallIntegerField(_("minutter"))
    group_size_nb = models.CharField(max_length=120, blank=True)
    group_size_nn = models.CharField(max_length=120, blank=True)
    material_nb = models.TextField(blank=True)
    material_nn = models.TextField(blank=True)
    steps_nb = ArrayField(models.TextField())
    steps_nn = ArrayField(models.TextField())
    reflection_nb = ArrayField(models.TextField())
    reflection_nn = ArrayField(models.TextField())
    adapt_nb = models.TextField(blank=True)
    adapt_nn = models.TextField(blank=True)

    title = Bilingual()
    summary = Bilingual()
    group_size = Bilingual()
    material = Bilingual()
    steps = Bilingual()
    reflection = Bilingual()
    adapt = Bilingual()

    objects = PracticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("praksis")
        verbose_name_plural = _("praksiser")
        ordering = ["title_nb", "pk"]
        constraints = [
            models.CheckConstraint(
                name="practice_ages_are_within_0_and_24",
                condition=models.Q(age_from__lte=models.F("age_to"), age_to__lte=24),
                violation_error_message=_(
                    "Alderen må være fra 0 til 24 år, og «fra» kan ikke være høyere enn «til»."
                ),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("practice", args=[self.slug])

    @property
    def setting_names(self):
        return [Arena(code).label for code in self.settings]
