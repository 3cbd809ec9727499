"""Mail about joint bids, and about who is the contact."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import MessageKind
from accounts.post import post, post_to_all
from programmes.enums.applications import PartnerState
from programmes.queries.recipients import contact_of, coordinators_of


def _names(application):
    return {"title": application, "who": application.who, "call": application.version.title}


def asked(partner):
    """To the coordinators of the municipality that is asked; asked again is a new mail."""
    application = partner.application
    names = _names(application) | {"partner": partner.municipality, "role": partner.role}

    def write():
        lines = [
            _("%(who)s vil søke sammen med %(partner)s: «%(title)s», på utlysningen «%(call)s».") % names,
            _("Dette skal dere bidra med: %(role)s.") % names if partner.role else "",
            _("Les søknaden og si ja eller nei. Den kan ikke sendes før dere har svart."),
        ]
        return _("Vil dere søke sammen med %(who)s?") % names, "\n\n".join(filter(None, lines))

    post_to_all(
        coordinators_of(partner.municipality),
        MessageKind.TASK,
        write=write,
        url=reverse("partner-answer", args=[partner.pk]),
        key=f"partner-asked:{partner.pk}:{partner.asked_at.timestamp():.0f}",
    )


def answered(partner, *, comment):
    application = partner.application
    names = _names(application) | {"partner": partner.municipality, "by": partner.answered_by.full_name}
    consented = partner.state == PartnerState.CONSENTED

    def write():
        if consented:
            subject = _("%(partner)s blir med på søknaden") % names
            text = _("%(by)s har sagt ja for %(partner)s til å være med på søknaden «%(title)s».") % names
        else:
            subject = _("%(partner)s blir ikke med på søknaden") % names
            text = _("%(by)s har sagt nei for %(partner)s til å være med på søknaden «%(title)s».") % names
        return subject, "\n\n".join(filter(None, [text, comment]))

    for person in contact_of(application):
        post(person, MessageKind.NEWS, write=write, url=application.get_absolute_url())


def removed(partner):
    """To those who were asked, so that nobody waits for what is off."""
    application = partner.application
    names = _names(application) | {"partner": partner.municipality}

    def write():
        text = _("%(who)s har tatt %(partner)s ut av søknaden «%(title)s». Dere trenger ikke å gjøre noe.")
        return _("%(partner)s er tatt ut av søknaden fra %(who)s") % names, text % names

    for person in coordinators_of(partner.municipality):
        post(person, MessageKind.NEWS, write=write)


def contact_taken_over(application, *, before, by):
    names = _names(application) | {"by": by.full_name}

    def write():
        text = _("%(by)s har tatt over som kontaktperson for søknaden «%(title)s» fra %(who)s.") % names
        return _("Ny kontaktperson for %(title)s") % names, text

    if before.is_active:
        post(before, MessageKind.NEWS, write=write, url=application.get_absolute_url())
