import uuid
from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.enums import Arena
from municipalities.permissions import reach_of, takes_part
from municipalities.roles import Permission
from programmes.enums import LOG_MOVES, LogKind, LogState, Visibility
from programmes.models.enrolment import within
from programmes.models.measure import Measure
from programmes.models.moving import Moving
from smart.models import Practice, Principle

# The groups that are counted, as column names; counts only, never who.
PARTICIPANT_GROUPS = ("children", "parents", "staff", "volunteers")


class LogEntryQuerySet(models.QuerySet):
    def submitted(self):
        return self.filter(state=LogState.SUBMITTED)

    def visible_to(self, user):
        """Public entries for all, the programme's for its people, a municipality's own for itself."""
        levels = [Visibility.PUBLIC] + [Visibility.PROGRAMME] * takes_part(user)
        shared = Q(visibility__in=levels, state=LogState.SUBMITTED, measure__in=self._open_measures(user))
        own = within(reach_of(user, Permission.OWN_LOG_VIEW), "measure__enrolment")
        return self.filter(shared | own)

    def _open_measures(self, user):
        return Measure.objects.visible_to(user).values("pk")

    def for_list(self):
        return (
            self.select_related(
                "measure__enrolment__municipality", "measure__enrolment__district", "created_by"
            )
            .prefetch_related("principles", "practices")
            .order_by("-happened_on", "-pk")
        )


class LogEntry(Moving):
    """What happened in a measure one day, and what was learned. Counts, never names.

    Nothing submitted is deleted: it is edited or withdrawn with a trail.
    """

    MOVES = LOG_MOVES

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, related_name="log", verbose_name=_("tiltak")
    )
    happened_on = models.DateField(_("dato"))
    kind = models.CharField(_("hva gjelder det"), max_length=12, choices=LogKind.choices)
    what_happened = models.TextField(_("hva skjedde"), max_length=4000)
    what_learned = models.TextField(_("hva lærte dere"), max_length=4000, blank=True)
    arena = models.CharField(_("arena"), max_length=20, choices=Arena.choices, blank=True)
    sessions = models.PositiveIntegerField(_("antall ganger"), null=True, blank=True)
    children = models.PositiveIntegerField(_("barn og unge"), null=True, blank=True)
    parents = models.PositiveIntegerField(_("foreldre"), null=True, blank=True)
    staff = models.PositiveIntegerField(_("ansatte"), null=True, blank=True)
    volunteers = models.PositiveIntegerField(_("frivillige"), null=True, blank=True)
    own_hours = models.DecimalField(
        _("timer egeninnsats"),
        max_digits=7,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    principles = models.ManyToManyField(
        Principle, blank=True, related_name="log", verbose_name=_("prinsipper")
    )
    practices = models.ManyToManyField(Practice, blank=True, related_name="log", verbose_name=_("praksiser"))
    visibility = models.CharField(
        _("hvem kan lese dette"), max_length=12, choices=Visibility.choices, default=Visibility.PROGRAMME
    )
    state = models.CharField(max_length=10, choices=LogState.choices, default=LogState.SUBMITTED)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    is_demo = models.BooleanField(default=False)

    objects = LogEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("loggføring")
        verbose_name_plural = _("loggføringer")
        ordering = ["-happened_on", "-pk"]
        indexes = [models.Index(fields=["measure", "-happened_on"], name="log_of_a_measure")]
        constraints = [
            models.CheckConstraint(name="log_entry_state_is_known", condition=Q(state__in=LogState.values)),
            models.CheckConstraint(
                name="log_entry_counts_are_not_negative",
                condition=Q(
                    *[
                        Q(**{f"{n}__gte": 0}) | Q(**{f"{n}__isnull": True})
                        for n in ("sessions", *PARTICIPANT_GROUPS, "own_hours")
                    ]
                ),
                violation_error_message=_("Antall kan ikke være under null."),
            ),
            models.CheckConstraint(
                name="log_entry_edited_pair",
                condition=Q(edited_at__isnull=True, edited_by__isnull=True)
                | Q(edited_at__isnull=False, edited_by__isnull=False),
            ),
            models.CheckConstraint(
                name="log_entry_withdrawn_pair_follows_state",
                condition=Q(state=LogState.WITHDRAWN, withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                | Q(state=LogState.SUBMITTED, withdrawn_at__isnull=True, withdrawn_by__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.happened_on} {self.get_kind_display()}"

    def get_absolute_url(self):
        return f"{reverse('measure', args=[self.measure_id])}#logg-{self.pk}"

    @property
    def participants(self):
        """How many in all groups together, or None where nobody was counted."""
        counted = [n for n in (getattr(self, group) for group in PARTICIPANT_GROUPS) if n is not None]
        return sum(counted) if counted else None

    def withdraw(self, *, by, why):
        self._move(LogState.WITHDRAWN, by=by, why=why, withdrawn_at=timezone.now(), withdrawn_by=by)
