from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.enums.money import (
    PAYMENT_MOVES,
    REQUEST_MOVES,
    SETTLEMENT_MOVES,
    Leftover,
    PaymentState,
    RequestKind,
    RequestState,
    SettlementState,
)
from programmes.models.enrolment import Enrolment, YearlyAward, within
from programmes.models.moving import Moving


class OfEnrolmentQuerySet(models.QuerySet):
    """Rows about an enrolment at `PATH`: for those who take part, their county and the nation."""

    PATH = "enrolment"

    def visible_to(self, user):
        return self.filter(within(reach_of(user, Permission.PLAN_VIEW), self.PATH))


class OfAwardQuerySet(OfEnrolmentQuerySet):
    PATH = "award__enrolment"


def answered_follows_state(name, asked):
    """Both or neither of `answered_at` and `answered_by`, as the state says."""
    return models.CheckConstraint(
        name=name,
        condition=Q(state__in=asked, answered_at=None, answered_by=None)
        | ~Q(state__in=asked) & Q(answered_at__isnull=False, answered_by__isnull=False),
    )


class Answerable(Moving):
    """Something a municipality asks of the county, with who asked and who answered."""

    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.TextField(_("svar fra fylket"), max_length=4000, blank=True)

    class Meta:
        abstract = True

    def _answer(self, to, *, by, why="", **stamps):
        self._move(to, by=by, why=why, answered_at=timezone.now(), answered_by=by, answer=why, **stamps)


class EnrolmentRequest(Answerable):
    """A municipality asks to pause, extend, change or withdraw from an enrolment, with a reason."""

    MOVES = REQUEST_MOVES

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField(_("hva dere ber om"), max_length=8, choices=RequestKind.choices)
    state = models.CharField(
        _("status"), max_length=10, choices=RequestState.choices, default=RequestState.ASKED
    )
    reason = models.TextField(_("begrunnelse"), max_length=4000)
    new_ends_on = models.DateField(_("ny siste dag"), null=True, blank=True)
    change = models.TextField(_("hva som skal endres"), max_length=4000, blank=True)

    objects = OfEnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("ønske om endring")
        verbose_name_plural = _("ønsker om endring")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="request_state_is_known", condition=Q(state__in=RequestState.values)),
            answered_follows_state("request_answered_follows_state", (RequestState.ASKED,)),
            models.UniqueConstraint(
                fields=["enrolment", "kind"],
                condition=Q(state=RequestState.ASKED),
                name="enrolment_is_asked_about_once_at_a_time",
                violation_error_message=_("Dere venter allerede på svar på et slikt ønske."),
            ),
            models.CheckConstraint(
                name="extension_has_its_last_day",
                condition=Q(kind=RequestKind.EXTEND, new_ends_on__isnull=False)
                | ~Q(kind=RequestKind.EXTEND) & Q(new_ends_on=None),
                violation_error_message=_("Skriv den nye siste dagen."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.enrolment}"

    def get_absolute_url(self):
        return reverse("enrolment-request", args=[self.pk])

    def grant(self, *, by, why=""):
        self._answer(RequestState.GRANTED, by=by, why=why)

    def refuse(self, *, by, why):
        self._answer(RequestState.REFUSED, by=by, why=why)

    def take_back(self, *, by):
        self._answer(RequestState.TAKEN_BACK, by=by)


class PaymentRequest(Answerable):
    """A municipality asks for a part of a year's award. A trigger keeps the sum within what there is."""

    MOVES = PAYMENT_MOVES

    award = models.ForeignKey(YearlyAward, on_delete=models.PROTECT, related_name="payments")
    state = models.CharField(
        _("status"), max_length=10, choices=PaymentState.choices, default=PaymentState.ASKED
    )
    amount = models.PositiveIntegerField(_("beløp"))
    text = models.TextField(_("hva det gjelder"), max_length=2000, blank=True)
    file = models.FileField(upload_to="payments/%Y/", max_length=200, blank=True)
    file_name = models.CharField(max_length=160, blank=True)
    paid_on = models.DateField(_("utbetalt"), null=True, blank=True)

    objects = OfAwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("utbetalingsanmodning")
        verbose_name_plural = _("utbetalingsanmodninger")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="payment_state_is_known", condition=Q(state__in=PaymentState.values)),
            answered_follows_state("payment_answered_follows_state", (PaymentState.ASKED,)),
            models.CheckConstraint(
                name="payment_is_of_something",
                condition=Q(amount__gt=0),
                violation_error_message=_("Beløpet må være over null."),
            ),
            models.CheckConstraint(
                name="payment_paid_on_follows_state",
                condition=Q(state=PaymentState.PAID, paid_on__isnull=False)
                | ~Q(state=PaymentState.PAID) & Q(paid_on=None),
            ),
        ]

    def __str__(self):
        return f"{self.award}: {self.amount}"

    def get_absolute_url(self):
        return reverse("payment", args=[self.pk])

    def approve(self, *, by, why=""):
        self._answer(PaymentState.APPROVED, by=by, why=why)

    def refuse(self, *, by, why):
        self._answer(PaymentState.REFUSED, by=by, why=why)

    def take_back(self, *, by):
        self._answer(PaymentState.TAKEN_BACK, by=by)

    def mark_paid(self, *, by, paid_on):
        self._move(PaymentState.PAID, by=by, paid_on=paid_on)


class Settlement(Answerable):
    """The year's end of an award: what was spent, and what becomes of the rest."""

    MOVES = SETTLEMENT_MOVES

    award = models.OneToOneField(YearlyAward, on_delete=models.PROTECT, related_name="settlement")
    state = models.CharField(
        _("status"), max_length=10, choices=SettlementState.choices, default=SettlementState.ASKED
    )
    spent = models.PositiveIntegerField(_("brukt av tilskuddet"))
    left = models.PositiveIntegerField(_("ikke brukt"))
    leftover = models.CharField(_("hva som skal skje med resten"), max_length=12, choices=Leftover.choices)
    reason = models.TextField(_("begrunnelse"), max_length=4000, blank=True)

    objects = OfAwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("oppgjør")
        verbose_name_plural = _("oppgjør")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="settlement_state_is_known", condition=Q(state__in=SettlementState.values)
            ),
            answered_follows_state("settlement_answered_follows_state", (SettlementState.ASKED,)),
            models.CheckConstraint(
                name="settlement_leftover_follows_what_is_left",
                condition=Q(left=0, leftover=Leftover.NONE) | Q(left__gt=0) & ~Q(leftover=Leftover.NONE),
                violation_error_message=_("Si hva som skal skje med pengene som ikke er brukt."),
            ),
        ]

    def __str__(self):
        return f"{self.award}: {self.get_leftover_display()}"

    def get_absolute_url(self):
        return reverse("settlement", args=[self.pk])

    def approve(self, *, by, why=""):
        self._answer(SettlementState.APPROVED, by=by, why=why)

    def refuse(self, *, by, why):
        self._answer(SettlementState.REFUSED, by=by, why=why)

    def ask_again(self, *, by, **values):
        self._move(
            SettlementState.ASKED,
            by=by,
            asked_at=timezone.now(),
            asked_by=by,
            answered_at=None,
            answered_by=None,
            answer="",
            **values,
        )
