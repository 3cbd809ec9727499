from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.enums import Arena
from programmes.enums import MeasureLevel
from programmes.enums.applications import BudgetLine
from programmes.models.application import Application
from programmes.models.programme import Theme


class Written(models.Model):
    """A field of an application that saves itself. `version` is counted up by each save (optimistic lock)."""

    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Answer(Written):
    """The answer to one field: `key` is that of queries.application_form.Field.

    A number is kept as digits, yes and no as `yes` and `no`, a choice as its own text.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    key = models.CharField(max_length=60)
    text = models.TextField(blank=True)
    ready_by = models.DateField(_("blir gjort ferdig innen"), null=True, blank=True)
    is_copied = models.BooleanField(default=False)  # from an earlier application, and not confirmed yet

    class Meta:
        verbose_name = _("svar")
        verbose_name_plural = _("svar")
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(fields=["application", "key"], name="field_is_answered_once"),
            models.CheckConstraint(
                name="answer_is_not_a_book", condition=LessThanOrEqual(Length("text"), 20_000)
            ),
        ]

    def __str__(self):
        return f"{self.key}: {self.text[:40]}"


class AnswerChange(models.Model):
    """Who changed a field, from what, to what. One person's unbroken writing is one change, ever longer."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="changes")
    key = models.CharField(max_length=60)  # of an answer, or `budget-2027-salary`
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    began_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("endring av svar")
        verbose_name_plural = _("endringer av svar")
        ordering = ["-changed_at", "-pk"]
        indexes = [models.Index(fields=["application", "key", "-changed_at"], name="change_of_field_by_time")]

    def __str__(self):
        return f"{self.key} {self.changed_at}"


class BudgetCell(Written):
    """One amount of the budget, in whole kroner (own hours: a count). Empty and 0 are not the same."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="budget")
    year = models.PositiveSmallIntegerField(_("år"))
    line = models.CharField(_("post"), max_length=16, choices=BudgetLine.choices)
    amount = models.BigIntegerField(_("beløp"), null=True, blank=True)
    is_copied = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("budsjettpost")
        verbose_name_plural = _("budsjettposter")
        ordering = ["year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "year", "line"], name="budget_line_stands_once_a_year"
            ),
            models.CheckConstraint(
                name="budget_amount_is_within_reason",
                condition=Q(amount=None) | Q(amount__range=(0, 1_000_000_000)),
                violation_error_message=_("Beløpet må være fra 0 til 1 000 000 000 kroner."),
            ),
            models.CheckConstraint(name="budget_line_is_known", condition=Q(line__in=BudgetLine.values)),
        ]

    def __str__(self):
        return f"{self.year} {self.line}: {self.amount}"

    @property
    def key(self):
        return f"budget-{self.year}-{self.line}"


class ProposedMeasure(Written):
    """A measure that the application proposes; the decision makes a Measure of it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="proposed")
    name = models.CharField(_("hva tiltaket heter"), max_length=160)
    description = models.TextField(_("hva dere vil gjøre"), max_length=4000, blank=True)
    goals = models.TextField(_("hva dere vil oppnå"), max_length=4000, blank=True)
    arenas = ArrayField(
        models.CharField(max_length=20, choices=Arena.choices), verbose_name=_("arenaer"), default=list
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="+", verbose_name=_("temaer"))
    level = models.CharField(
        _("hvem det er for"), max_length=10, choices=MeasureLevel.choices, default=MeasureLevel.UNIVERSAL
    )
    age_from = models.PositiveSmallIntegerField(_("fra alder"), default=0)
    age_to = models.PositiveSmallIntegerField(_("til alder"), default=24)
    starts_on = models.DateField(_("første dag"))
    ends_on = models.DateField(_("siste dag"))
    is_copied = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("foreslått tiltak")
        verbose_name_plural = _("foreslåtte tiltak")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "name"],
                name="measure_is_proposed_once",
                violation_error_message=_("Dere har allerede foreslått et tiltak med dette navnet."),
            ),
            models.CheckConstraint(
                name="proposed_ages_are_within_0_and_24",
                condition=Q(age_from__gte=0, age_from__lte=F("age_to"), age_to__lte=24),
                violation_error_message=_(
                    "Alderen må være fra 0 til 24 år, og «fra» kan ikke være høyere enn «til»."
                ),
            ),
            models.CheckConstraint(
                name="proposed_measure_ends_after_it_starts",
                condition=Q(starts_on__lte=F("ends_on")),
                violation_error_message=_("Siste dag kan ikke være før første dag."),
            ),
            models.CheckConstraint(
                name="proposed_arenas_are_known", condition=Q(arenas__contained_by=list(Arena.values))
            ),
        ]

    def __str__(self):
        return self.name
