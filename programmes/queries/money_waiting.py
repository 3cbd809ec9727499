"""What waits: requests, payments and year's ends for the county, and answers that the municipality reads."""

from django.utils.translation import gettext as _

from folkehelse.lib.tags import kroner
from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.enums.money import PaymentState, RequestState, SettlementState
from programmes.models import EnrolmentRequest, PaymentRequest, Settlement
from programmes.queries.waiting import Ask, Waiting, together


def waiting(user) -> list[Waiting]:
    return together(asks(user))


def asks(user) -> list[Ask]:
    found = []
    if reach := reach_of(user, Permission.ENROLMENT_DECIDE):
        found.append(_requests(reach))
    if reach := reach_of(user, Permission.MONEY_APPROVE):
        found += [_payments(reach), _settlements(reach, SettlementState.ASKED)]
    if reach := reach_of(user, Permission.MONEY_ASK):
        found.append(_settlements(reach, SettlementState.REFUSED))
    return found


def _requests(reach):
    rows = EnrolmentRequest.objects.filter(reach.q("enrolment__municipality"), state=RequestState.ASKED)
    rows = rows.select_related("enrolment__municipality", "enrolment__district").order_by("asked_at", "pk")
    return Ask(rows, _request)


def _request(one):
    return Waiting(
        one.get_absolute_url(),
        _("%(who)s ber om %(what)s") % {"who": one.enrolment.who, "what": one.get_kind_display()},
        text=one.reason[:140],
        state=one.state,
        label=one.get_state_display(),
    )


def _of_award(queryset):
    return queryset.select_related("award__enrolment__municipality", "award__enrolment__district").order_by(
        "asked_at", "pk"
    )


def _payments(reach):
    """To approve, and to pay."""
    states = (PaymentState.ASKED, PaymentState.APPROVED)
    rows = PaymentRequest.objects.filter(reach.q("award__enrolment__municipality"), state__in=states)
    return Ask(_of_award(rows), _payment)


def _payment(one):
    return Waiting(
        one.get_absolute_url(),
        _("%(who)s ber om %(amount)s") % {"who": one.award.enrolment.who, "amount": kroner(one.amount)},
        text=_("Utbetaling for %(year)d") % {"year": one.award.year},
        state=one.state,
        label=one.get_state_display(),
    )


def _settlements(reach, state):
    rows = Settlement.objects.filter(reach.q("award__enrolment__municipality"), state=state)
    return Ask(_of_award(rows), _settlement)


def _settlement(one):
    return Waiting(
        one.get_absolute_url(),
        _("Oppgjør for %(year)d: %(who)s") % {"year": one.award.year, "who": one.award.enrolment.who},
        text=one.answer or str(one.get_leftover_display()),
        state="returned" if one.state == SettlementState.REFUSED else one.state,
        label=one.get_state_display(),
    )
