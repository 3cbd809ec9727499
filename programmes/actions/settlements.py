"""The year's end: what was spent, and what becomes of the rest."""

from django.db import transaction
from django.utils.translation import gettext as _

from audit.record import record
from programmes.actions.refusals import Refused, readable
from programmes.emails import money as emails
from programmes.enums.money import Leftover
from programmes.models import Settlement, YearlyAward
from programmes.queries.money import year_of


def settle(award: YearlyAward, *, spent: int, leftover: str, reason="", by) -> Settlement:
    """Hand in the year's accounts, or again after they were sent back. What is left is counted here."""
    with readable():
        held = (
            YearlyAward.objects.select_for_update(of=("self",), no_key=True)
            .select_related("enrolment__area", "enrolment__municipality", "enrolment__district")
            .get(pk=award.pk)
        )
        year = year_of(held.enrolment, held.year)
        _refuse_what_does_not_add_up(year, spent, leftover)
        left = year.available - spent
        values = {
            "spent": spent,
            "left": left,
            "leftover": leftover if left else Leftover.NONE,
            "reason": reason,
        }
        told = {name: values[name] for name in ("spent", "left", "leftover")}
        settlement = Settlement.objects.filter(award=held).first()
        if settlement is None:
            settlement = Settlement.objects.create(award=held, asked_by=by, **values)
            record("settlement.asked", actor=by, subject=settlement, after=told, why=reason)
        else:
            settlement.ask_again(by=by, **values)
        settlement.award = held
        emails.settlement_asked(settlement)
    return settlement


def _refuse_what_does_not_add_up(year, spent, leftover):
    if year.asked:
        raise Refused(_("Dere venter på svar om en utbetaling. Gjør opp når fylket har svart."))
    if spent > year.available:
        raise Refused(_("Dere kan ikke ha brukt mer enn det som var til rådighet."))
    if leftover == Leftover.CARRY_OVER and year.is_last:
        raise Refused(_("Dette er det siste året, så det som er igjen, betales tilbake."))


def approve_settlement(settlement: Settlement, *, by, why="") -> None:
    """What is carried over needs a year to go to: one without an award of its own is opened at nothing."""
    with readable():
        settlement.approve(by=by, why=why)
        if settlement.leftover == Leftover.CARRY_OVER:
            _open_next_year(settlement, by=by)
        emails.settlement_answered(settlement)


def _open_next_year(settlement, *, by):
    enrolment, year = settlement.award.enrolment, settlement.award.year + 1
    award, made = YearlyAward.objects.get_or_create(enrolment=enrolment, year=year, defaults={"amount": 0})
    if made:
        action = "enrolment.award_for_what_is_carried_over"
        record(action, actor=by, subject=enrolment, after={"year": award.year})


@transaction.atomic
def refuse_settlement(settlement: Settlement, *, by, why: str) -> None:
    settlement.refuse(by=by, why=why)
    emails.settlement_answered(settlement)
