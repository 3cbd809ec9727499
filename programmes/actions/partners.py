"""Municipalities that apply together, and who is the contact of an application."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.record import record
from programmes.actions.open_applications import hold_open
from programmes.emails import partners as emails
from programmes.enums.applications import PARTNERS_ANSWER_IN, PartnerState
from programmes.models import Application, ApplicationPartner


def ask_partner(application: Application, municipality, *, role: str, by) -> ApplicationPartner:
    """Ask a municipality to join; asked twice at once is asked once."""
    try:
        with transaction.atomic():
            hold_open(application)
            partner = ApplicationPartner.objects.create(
                application=application, municipality=municipality, role=role, asked_by=by
            )
            record("application.partner_asked", actor=by, subject=application, after=_told(partner))
            emails.asked(partner)
    except IntegrityError:
        if twin := application.partners.filter(municipality=municipality).first():
            return twin
        raise
    return partner


@transaction.atomic
def ask_again(partner: ApplicationPartner, *, by) -> None:
    hold_open(partner.application)
    partner.ask_again(by=by)
    partner.asked_at, partner.asked_by = timezone.now(), by
    partner.save(update_fields=["asked_at", "asked_by"])
    record("application.partner_asked", actor=by, subject=partner.application, after=_told(partner))
    emails.asked(partner)


@transaction.atomic
def remove_partner(partner: ApplicationPartner, *, by) -> None:
    """Out of the application, as if it had not been asked; what was sent still names it."""
    application = partner.application
    hold_open(application)
    if not ApplicationPartner.objects.select_for_update(of=("self",)).filter(pk=partner.pk).exists():
        return
    record("application.partner_removed", actor=by, subject=application, before=_told(partner))
    if partner.state != PartnerState.DECLINED:
        emails.removed(partner)
    partner.delete()


@transaction.atomic
def answer_partner(partner: ApplicationPartner, *, consents: bool, comment: str, by) -> None:
    """The partner's own answer. Saying no takes a yes back, for as long as nothing is sent."""
    application = partner.application
    hold_open(application, states=PARTNERS_ANSWER_IN)
    if consents:
        partner.consent(by=by, why=comment)
    else:
        partner.decline(by=by, why=comment)
    action = "application.partner_consented" if consents else "application.partner_declined"
    record(action, actor=by, subject=application, after={"partner": partner.municipality}, why=comment)
    emails.answered(partner, comment=comment)


@transaction.atomic
def take_over(application: Application, *, by) -> None:
    """`by` is the contact from now on; a second click, or somebody faster, changes nothing more."""
    before = Application.objects.select_for_update(of=("self",), no_key=True).get(pk=application.pk).contact
    if before == by:
        return
    Application.objects.filter(pk=application.pk).update(contact=by)
    application.contact = by
    record(
        "application.contact_changed",
        actor=by,
        subject=application,
        before={"contact": before},
        after={"contact": by},
    )
    emails.contact_taken_over(application, before=before, by=by)


def _told(partner):
    return {"partner": partner.municipality, "role": partner.role, "state": partner.state}
