"""The agreement is signed: the enrolment is made of the decision, and nobody types anything again."""

import datetime as dt

from django.utils.translation import gettext as _

from audit.record import record
from folkehelse.lib.dates import today
from folkehelse.lib.tags import kroner
from programmes.actions.refusals import Refused, readable
from programmes.emails.decisions import agreement_is_signed
from programmes.enums.applications import PartnerState
from programmes.enums.decisions import DecisionState
from programmes.enums.money import SettlementState
from programmes.models import (
    Agreement,
    Application,
    Decision,
    Enrolment,
    EnrolmentPartner,
    Measure,
    Settlement,
    YearlyAward,
)
from programmes.queries.decision_chain import enrolment_of
from programmes.queries.money import year_of

COPIED = ("description", "goals", "arenas", "level", "age_from", "age_to", "starts_on", "ends_on")


def mark_agreement_signed(decision: Decision, *, signed_on, by, file=None) -> Enrolment:
    """The agreement, the enrolment, its yearly awards, partners and measures; a second time, the same."""
    with readable():
        Application.objects.select_for_update(of=("self",), no_key=True).get(pk=decision.application_id)
        rows = Decision.objects.select_for_update(of=("self",), no_key=True)
        held = rows.select_related("application__call__area", "application__municipality").get(pk=decision.pk)
        if made := enrolment_of(held):
            return made
        if held.state != DecisionState.DECIDED or not held.is_grant:
            raise Refused(_("Vedtaket gjelder ikke lenger, eller det gir ikke tilskudd."))
        agreement = Agreement.objects.create(
            decision=held, signed_on=signed_on, file=file or "", marked_by=by
        )
        record("agreement.signed", actor=by, subject=held, after={"signed_on": signed_on})
        enrolment = _enrol(held, by=by)
        _measures(enrolment, held.application, by=by)
        agreement_is_signed(agreement, enrolment)
        return enrolment


def _enrol(decision, *, by):
    application, amounts = decision.application, list(decision.amounts.all())
    values = {
        "area": application.call.area,
        "municipality": application.municipality,
        "district": application.district,
        "starts_on": dt.date(amounts[0].year, 1, 1),
        "ends_on": dt.date(amounts[-1].year, 12, 31),
        "decision": decision,
    }
    enrolment = Enrolment.objects.create(**values, note=application.agency, is_demo=application.is_demo)
    YearlyAward.objects.bulk_create(
        YearlyAward(
            enrolment=enrolment,
            year=one.year,
            amount=one.amount,
            is_subject_to_budget=one.is_subject_to_budget,
        )
        for one in amounts
    )
    partners = application.partners.filter(state=PartnerState.CONSENTED)
    EnrolmentPartner.objects.bulk_create(
        EnrolmentPartner(enrolment=enrolment, municipality_id=one.municipality_id) for one in partners
    )
    after = values | {"awards": as_text({one.year: one.amount for one in amounts})}
    record("enrolment.created", actor=by, subject=enrolment, after=after)
    return enrolment


def _measures(enrolment, application, *, by):
    """Of the proposed measures, which are locked since they were sent: the frozen copy must say the same."""
    proposed = list(application.proposed.prefetch_related("themes"))
    frozen = application.submissions.first()
    sent = [one["name"] for one in frozen.content["measures"]] if frozen else []
    if sorted(one.name for one in proposed) != sorted(sent):
        raise Refused(_("Tiltakene i søknaden er ikke de samme som ble sendt inn. Meld fra om feilen."))
    taken = set()
    for one in proposed:
        columns = {name: getattr(one, name) for name in COPIED} | {"name": _free_name(one.name, taken)}
        measure = Measure.objects.create(enrolment=enrolment, is_demo=application.is_demo, **columns)
        themes = list(one.themes.all())
        measure.themes.set(themes)
        after = columns | {"enrolment": enrolment, "themes": sorted(theme.slug for theme in themes)}
        record("measure.created", actor=by, subject=measure, after=after)


def _free_name(name, taken):
    """Names that differ only in capitals are one to those who look for them: the later gets a number."""
    longest = Measure._meta.get_field("name").max_length
    free, number = name, 1
    while free.casefold() in taken:
        number += 1
        end = f" ({number})"
        free = name[: longest - len(end)] + end
    taken.add(free.casefold())
    return free


def amend_awards(decision: Decision, *, by) -> None:
    """A changed decision of those who take part already: the awards of this year and later follow it."""
    enrolment = enrolment_of(decision)
    if enrolment is None:
        return
    granted = {one.year: one for one in decision.amounts.all()} if decision.is_grant else {}
    awards = {one.year: one for one in enrolment.awards.select_for_update(no_key=True)}
    before = {year: award.amount for year, award in awards.items()}
    changes = _stretch(enrolment, granted)
    for year in sorted(granted.keys() | awards.keys()):
        amount = granted[year].amount if year in granted else 0
        if before.get(year, 0) == amount:
            continue
        _refuse_what_is_over(year, awards.get(year), amount)
        is_subject = year in granted and granted[year].is_subject_to_budget
        YearlyAward.objects.update_or_create(
            enrolment=enrolment, year=year, defaults={"amount": amount, "is_subject_to_budget": is_subject}
        )
    after = dict(enrolment.awards.values_list("year", "amount"))
    changes["awards"] = (as_text(before), as_text(after))
    changed = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if changed:
        old, new = ({name: pair[n] for name, pair in changed.items()} for n in (0, 1))
        record("enrolment.awards_changed", actor=by, subject=enrolment, before=old, after=new)


def _stretch(enrolment, granted):
    """Years that are new are years of the enrolment too; never fewer here. {field: (old, new)}"""
    if not granted:
        return {}
    starts_on = min(enrolment.starts_on, dt.date(min(granted), 1, 1))
    ends_on = max(enrolment.ends_on, dt.date(max(granted), 12, 31))
    Enrolment.objects.filter(pk=enrolment.pk).update(starts_on=starts_on, ends_on=ends_on)
    return {"starts_on": (enrolment.starts_on, starts_on), "ends_on": (enrolment.ends_on, ends_on)}


def _refuse_what_is_over(year, award, amount):
    if year < today().year:
        raise Refused(_("Tilskuddet for %(year)d kan ikke endres når året er over.") % {"year": year})
    if award is None:
        return
    if Settlement.objects.filter(award=award, state=SettlementState.APPROVED).exists():
        raise Refused(_("Oppgjøret for %(year)d er godkjent, så tilskuddet står fast.") % {"year": year})
    money = year_of(award.enrolment, year)
    asked = money.payable - money.remaining
    if asked > amount + money.carried_unpaid:  # as the trigger on payments counts
        raise Refused(
            _("Kommunen har bedt om eller fått %(asked)s for %(year)d. Tilskuddet kan ikke settes lavere.")
            % {"asked": kroner(asked), "year": year}
        )


def as_text(amounts):
    """Amounts of years as the trail keeps them."""
    return ", ".join(f"{year}: {amount}" for year, amount in sorted(amounts.items()))
