from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestKind(models.TextChoices):
    PAUSE = "pause", _("pause")
    EXTEND = "extend", _("forlengelse")
    CHANGE = "change", _("endring av opplegget")
    WITHDRAW = "withdraw", _("å trekke seg")


class RequestState(models.TextChoices):
    ASKED = "asked", _("venter på svar")
    GRANTED = "granted", _("innvilget")
    REFUSED = "refused", _("avslått")
    TAKEN_BACK = "taken_back", _("trukket tilbake")


Q = RequestState
REQUEST_MOVES = {
    Q.ASKED: {Q.GRANTED, Q.REFUSED, Q.TAKEN_BACK},
    Q.GRANTED: set(),
    Q.REFUSED: set(),
    Q.TAKEN_BACK: set(),
}


class PaymentState(models.TextChoices):
    ASKED = "asked", _("venter på godkjenning")
    APPROVED = "approved", _("godkjent")
    REFUSED = "refused", _("avslått")
    PAID = "paid", _("utbetalt")
    TAKEN_BACK = "taken_back", _("trukket tilbake")


P = PaymentState
PAYMENT_MOVES = {
    P.ASKED: {P.APPROVED, P.REFUSED, P.TAKEN_BACK},
    P.APPROVED: {P.PAID, P.REFUSED},
    P.REFUSED: set(),
    P.PAID: set(),
    P.TAKEN_BACK: set(),
}


class Leftover(models.TextChoices):
    """What is to happen with the money that was not spent in the year."""

    NONE = "none", _("alt er brukt")
    CARRY_OVER = "carry_over", _("overføres til neste år")
    REPAY = "repay", _("betales tilbake")


class SettlementState(models.TextChoices):
    ASKED = "asked", _("venter på godkjenning")
    APPROVED = "approved", _("godkjent")
    REFUSED = "refused", _("må rettes")


S = SettlementState
SETTLEMENT_MOVES = {S.ASKED: {S.APPROVED, S.REFUSED}, S.REFUSED: {S.ASKED}, S.APPROVED: set()}
