"""Who asks and who answers about an enrolment and its money. Seeing is OfEnrolmentQuerySet.visible_to."""

import datetime as dt

from django.utils.translation import gettext as _

from folkehelse.lib.answers import No
from folkehelse.lib.dates import today
from municipalities.permissions import reach_of, works_for
from municipalities.roles import Permission
from programmes.enums import TAKING_PART, EnrolmentState
from programmes.enums.money import PaymentState, RequestKind, RequestState, SettlementState
from programmes.permissions.enrolments import municipalities_of, reaches

E = EnrolmentState
PAYABLE = (E.ACTIVE, E.ENDING, E.ORDINARY, E.CLOSED)
MOVE_OF = {RequestKind.PAUSE: E.PAUSED, RequestKind.WITHDRAW: E.WITHDRAWN}


def can_see_money(user, enrolment):
    return reaches(user, Permission.PLAN_VIEW, enrolment) or No(
        _("Utbetalinger og oppgjør er for kommunen og fylket.")
    )


def _asks(user, enrolment):
    """The lead asks, not the partners: it has the grant."""
    if reach_of(user, Permission.MONEY_ASK).covers(enrolment.municipality):
        return True
    return No(_("Bare koordinatorer i kommunen som leder arbeidet, kan be om dette."))


def can_ask_change(user, enrolment, kind=None):
    if not (answer := _asks(user, enrolment)):
        return answer
    if enrolment.state not in (E.PLANNED, *TAKING_PART):
        return No(_("Deltakelsen er over, så det er ikke noe å endre."))
    if kind in MOVE_OF and MOVE_OF[kind] not in enrolment.moves():
        return No(_("Det går ikke an fra den statusen deltakelsen har nå."))
    return True


def can_take_back(user, enrolment, asked):
    """What nobody has answered yet; requests and payments."""
    if not (answer := _asks(user, enrolment)):
        return answer
    if asked.state not in (RequestState.ASKED, PaymentState.ASKED):
        return No(_("Fylket har svart, så dette kan ikke trekkes tilbake."))
    return True


def _answers(user, permission, enrolment, asked=None):
    """The lead's county, and nobody in a case of their own."""
    if not reach_of(user, permission).covers(enrolment.municipality):
        return No(_("Bare fylkeskommunen kan svare på dette."))
    if works_for(user) & municipalities_of(enrolment):
        return No(_("Du er tilknyttet kommunen og kan ikke svare på dette."))
    if asked and asked.asked_by_id == user.pk:
        return No(_("Du har selv bedt om dette, så noen andre må svare."))
    return True


def can_answer_request(user, request):
    if not (answer := _answers(user, Permission.ENROLMENT_DECIDE, request.enrolment, request)):
        return answer
    return request.state == RequestState.ASKED or No(_("Det er allerede svart på dette."))


def can_ask_payment(user, enrolment, year):
    """`year` is queries.money.Year."""
    if not (answer := _asks(user, enrolment)):
        return answer
    if enrolment.state not in PAYABLE:
        return No(_("Det kan ikke bes om utbetaling fra den statusen deltakelsen har nå."))
    if year.year > today().year:
        return No(_("Dere kan be om pengene når året har begynt."))
    if year.is_closed:
        return No(_("Oppgjøret for året er levert, så det kan ikke bes om mer."))
    return year.remaining > 0 or No(_("Dere har bedt om alt som er innvilget for året."))


def can_answer_payment(user, payment):
    """Approve or refuse; what was approved may be refused until it is paid."""
    if not (answer := _answers(user, Permission.MONEY_APPROVE, payment.award.enrolment, payment)):
        return answer
    if payment.state not in (PaymentState.ASKED, PaymentState.APPROVED):
        return No(_("Det er allerede svart på dette."))
    return True


def can_pay(user, payment):
    if not (answer := _answers(user, Permission.MONEY_APPROVE, payment.award.enrolment, payment)):
        return answer
    return payment.state == PaymentState.APPROVED or No(_("Bare det som er godkjent, kan utbetales."))


def can_list_payments(user):
    return bool(reach_of(user, Permission.MONEY_APPROVE)) or No(_("Lista er for fylkeskommunen."))


def can_settle(user, enrolment, year):
    """The year's accounts: from December, in the order of the years, until the county has approved them."""
    if not (answer := _asks(user, enrolment)):
        return answer
    if year.settlement and year.settlement.state != SettlementState.REFUSED:
        return No(_("Oppgjøret for året er levert."))
    if enrolment.state in (*TAKING_PART, E.PLANNED) and today() < dt.date(year.year, 12, 1):
        return No(_("Oppgjøret leveres fra og med 1. desember."))
    if year.unsettled_before:
        return No(_("Gjør opp for %(year)d først.") % {"year": year.unsettled_before})
    if year.asked:
        return No(_("Dere venter på svar om en utbetaling. Gjør opp når fylket har svart."))
    return True


def can_answer_settlement(user, settlement):
    found = _answers(user, Permission.MONEY_APPROVE, settlement.award.enrolment, settlement)
    if not found:
        return found
    return settlement.state == SettlementState.ASKED or No(_("Det er allerede svart på dette."))
