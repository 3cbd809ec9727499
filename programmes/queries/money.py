"""The money of an enrolment, year by year: what was granted, carried, asked for, paid and spent."""

from dataclasses import dataclass, field

from django.db.models import QuerySet

from programmes.enums.money import Leftover, PaymentState, SettlementState
from programmes.models import (
    Enrolment,
    EnrolmentRequest,
    PaymentRequest,
    Settlement,
    YearlyAward,
)

P = PaymentState


@dataclass(frozen=True)
class Year:
    """One year. `carried` may be spent besides the award; `carried_unpaid` is what of it was not paid yet.

    The trigger on payments counts the same way (carried_and_unpaid in migration 0005).
    """

    award: YearlyAward
    carried: int = 0
    carried_unpaid: int = 0
    unsettled_before: int | None = None  # an earlier year with an award whose accounts are not approved
    is_last: bool = False  # nothing can be carried over to the next
    payments: list[PaymentRequest] = field(default_factory=list)
    settlement: Settlement | None = None

    @property
    def year(self) -> int:
        return self.award.year

    @property
    def awarded(self) -> int:
        return self.award.amount

    @property
    def available(self) -> int:
        """What may be spent in the year."""
        return self.awarded + self.carried

    @property
    def payable(self) -> int:
        return self.awarded + self.carried_unpaid

    def _sum(self, *states) -> int:
        return sum(one.amount for one in self.payments if one.state in states)

    @property
    def asked(self) -> int:
        return self._sum(P.ASKED)

    @property
    def approved(self) -> int:
        return self._sum(P.APPROVED)

    @property
    def paid(self) -> int:
        return self._sum(P.PAID)

    @property
    def unpaid(self) -> int:
        """What is neither paid nor approved to be."""
        return self.payable - self._sum(P.APPROVED, P.PAID)

    @property
    def remaining(self) -> int:
        """What may still be asked for."""
        return self.payable - self._sum(P.ASKED, P.APPROVED, P.PAID)

    @property
    def is_closed(self) -> bool:
        return self.settlement is not None and self.settlement.state != SettlementState.REFUSED

    @property
    def is_settled(self) -> bool:
        return self.settlement is not None and self.settlement.state == SettlementState.APPROVED

    @property
    def spent(self) -> int | None:
        return self.settlement.spent if self.settlement else None

    @property
    def left(self) -> int | None:
        return self.settlement.left if self.settlement else None

    @property
    def leftover(self) -> str:
        return self.settlement.leftover if self.settlement else ""

    @property
    def carries_over(self) -> bool:
        return self.is_settled and self.leftover == Leftover.CARRY_OVER

    @property
    def to_pay_back(self) -> int:
        """Of what is to be repaid, the part that the municipality was paid."""
        if self.settlement is None or self.leftover != Leftover.REPAY:
            return 0
        return max(0, self.settlement.left - self.remaining)


def years_of(enrolment: Enrolment) -> list[Year]:
    """Every year with an award, oldest first. Two queries. `enrolment.area` must be at hand."""
    awards = list(
        enrolment.awards.select_related("settlement__asked_by", "settlement__answered_by").order_by("year")
    )
    payments: dict[int, list[PaymentRequest]] = {}
    asked = PaymentRequest.objects.filter(award__enrolment=enrolment).select_related("award")
    for one in asked.order_by("pk"):
        payments.setdefault(one.award_id, []).append(one)
    found: list[Year] = []
    unsettled = None
    for award in awards:
        year = _year(enrolment, award, found[-1] if found else None, unsettled, payments.get(award.pk, []))
        found.append(year)
        if unsettled is None and not year.is_settled:
            unsettled = award.year
    return found


def _year(enrolment, award, before, unsettled, payments):
    carried = unpaid = 0
    if before and before.year == award.year - 1 and before.carries_over:
        carried = before.left
        unpaid = max(0, min(before.left, before.remaining))
    return Year(
        award=award,
        carried=carried,
        carried_unpaid=unpaid,
        unsettled_before=unsettled,
        is_last=award.year >= min(enrolment.ends_on.year, enrolment.area.ends_on.year),
        payments=payments,
        settlement=getattr(award, "settlement", None),
    )


def year_of(enrolment: Enrolment, year: int) -> Year:
    """The money of one year, which has an award."""
    [found] = (one for one in years_of(enrolment) if one.year == year)
    return found


def requests_of(enrolment) -> list[EnrolmentRequest]:
    return list(enrolment.requests.select_related("asked_by", "answered_by"))


ENROLMENT = ("enrolment__area", "enrolment__municipality__county", "enrolment__district")


def seen_requests(user) -> QuerySet[EnrolmentRequest]:
    return (
        EnrolmentRequest.objects.visible_to(user)
        .select_related(*ENROLMENT, "asked_by", "answered_by")
        .prefetch_related("enrolment__partners")
    )


def _of_award(queryset):
    return queryset.select_related(
        *(f"award__{path}" for path in ENROLMENT), "asked_by", "answered_by"
    ).prefetch_related("award__enrolment__partners")


def seen_payments(user) -> QuerySet[PaymentRequest]:
    return _of_award(PaymentRequest.objects.visible_to(user))


def seen_settlements(user) -> QuerySet[Settlement]:
    return _of_award(Settlement.objects.visible_to(user))


def seen_awards(user) -> QuerySet[YearlyAward]:
    """Awards are public as the enrolment is; what may be done with them is the permissions' answer."""
    enrolments = Enrolment.objects.visible_to(user)
    return (
        YearlyAward.objects.filter(enrolment__in=enrolments.values("pk"))
        .select_related(*ENROLMENT)
        .prefetch_related("enrolment__partners")
    )


def waiting_payments(reach, *, states) -> QuerySet[PaymentRequest]:
    """Of the municipalities within reach, oldest first."""
    rows = PaymentRequest.objects.filter(reach.q("award__enrolment__municipality"), state__in=states)
    return _of_award(rows).order_by("asked_at", "pk")
