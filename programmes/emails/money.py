"""Mail about an enrolment's changes and money: questions to the county, answers to the municipality."""

from django.utils.translation import gettext as _

from accounts.enums import MessageKind
from accounts.post import post_to_all
from folkehelse.lib.tags import day, kroner
from municipalities.roles import Permission
from programmes.enums.money import PaymentState, RequestState, SettlementState
from programmes.queries.recipients import coordinators_of, county_of


def _to_county(asked, enrolment, permission, *, key, write):
    people = county_of(enrolment.municipality, permission)
    post_to_all(people, MessageKind.TASK, write=write, url=asked.get_absolute_url(), key=key)


def _to_municipality(asked, enrolment, *, key, write):
    """The one who asked, and the coordinators of the lead."""
    people = {person.pk: person for person in coordinators_of(enrolment.municipality)}
    if asked.asked_by.is_active:
        people.setdefault(asked.asked_by.pk, asked.asked_by)
    post_to_all(people.values(), MessageKind.NEWS, write=write, url=asked.get_absolute_url(), key=key)


def change_asked(asked):
    def write():
        names = {"who": asked.enrolment.who, "what": asked.get_kind_display()}
        lines = [_("%(who)s ber om %(what)s i programmet, med denne begrunnelsen:") % names, asked.reason]
        return _("%(who)s ber om %(what)s") % names, "\n\n".join(lines)

    key = f"change-asked:{asked.pk}"
    _to_county(asked, asked.enrolment, Permission.ENROLMENT_DECIDE, key=key, write=write)


def change_answered(asked):
    def write():
        names = {"what": asked.get_kind_display()}
        if asked.state == RequestState.GRANTED:
            text = _("Fylkeskommunen har sagt ja til ønsket deres om %(what)s.") % names
        else:
            text = _("Fylkeskommunen har sagt nei til ønsket deres om %(what)s.") % names
        return _("Svar på ønsket om %(what)s") % names, f"{text}\n\n{asked.answer}".strip()

    _to_municipality(asked, asked.enrolment, key=f"change-answered:{asked.pk}", write=write)


def _names(payment):
    award = payment.award
    return {"who": award.enrolment.who, "amount": kroner(payment.amount), "year": award.year}


def payment_asked(payment):
    def write():
        names = _names(payment)
        text = _("%(who)s ber om utbetaling av %(amount)s av tilskuddet for %(year)d.") % names
        return _("%(who)s ber om %(amount)s") % names, f"{text}\n\n{payment.text}".strip()

    key = f"payment-asked:{payment.pk}"
    _to_county(payment, payment.award.enrolment, Permission.MONEY_APPROVE, key=key, write=write)


def payment_answered(payment):
    def write():
        names = _names(payment)
        if payment.state == PaymentState.APPROVED:
            text = _("Fylkeskommunen har godkjent at dere får %(amount)s for %(year)d.") % names
        else:
            text = _("Fylkeskommunen har avslått utbetalingen av %(amount)s for %(year)d.") % names
        return _("Svar om utbetaling av %(amount)s") % names, f"{text}\n\n{payment.answer}".strip()

    key = f"payment-{payment.state}:{payment.pk}"
    _to_municipality(payment, payment.award.enrolment, key=key, write=write)


def payment_made(payment):
    def write():
        names = _names(payment) | {"day": day(payment.paid_on)}
        text = _("%(amount)s av tilskuddet for %(year)d er utbetalt %(day)s.") % names
        return _("Utbetalt: %(amount)s") % names, text

    _to_municipality(payment, payment.award.enrolment, key=f"payment-paid:{payment.pk}", write=write)


def _settlement_names(settlement):
    award = settlement.award
    return {"who": award.enrolment.who, "year": award.year, "left": kroner(settlement.left)}


def _turn(settlement):
    """Accounts may be handed in and sent back more than once; each time is news."""
    return f"{settlement.pk}:{settlement.asked_at.timestamp():.0f}"


def settlement_asked(settlement):
    def write():
        names = _settlement_names(settlement)
        text = _("%(who)s har levert oppgjøret for %(year)d. Det som er igjen, er %(left)s.") % names
        return _("Oppgjør for %(year)d: %(who)s") % names, f"{text}\n\n{settlement.reason}".strip()

    key = f"settlement-asked:{_turn(settlement)}"
    _to_county(settlement, settlement.award.enrolment, Permission.MONEY_APPROVE, key=key, write=write)


def settlement_answered(settlement):
    def write():
        names = _settlement_names(settlement)
        if settlement.state == SettlementState.APPROVED:
            text = _("Fylkeskommunen har godkjent oppgjøret for %(year)d.") % names
        else:
            text = (
                _("Fylkeskommunen har sendt oppgjøret for %(year)d tilbake. Rett det og lever igjen.") % names
            )
        return _("Svar på oppgjøret for %(year)d") % names, f"{text}\n\n{settlement.answer}".strip()

    key = f"settlement-{settlement.state}:{_turn(settlement)}"
    _to_municipality(settlement, settlement.award.enrolment, key=key, write=write)
