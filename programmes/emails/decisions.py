"""What those who applied are told when the agreement is signed."""

from django.utils.translation import gettext as _

from accounts.enums import MessageKind
from accounts.post import post_to_all
from programmes.queries.recipients import writers_of


def agreement_is_signed(agreement, enrolment):
    application = agreement.decision.application

    def write():
        subject = _("%(who)s er med i programmet") % {"who": application.who}
        body = _(
            "Avtalen etter vedtaket om tilskudd til «%(title)s» er underskrevet. Deltakelsen, tilskuddet "
            "per år og tiltakene fra søknaden ligger nå i portalen. Dere trenger ikke skrive dem på nytt."
        ) % {"title": application}
        return subject, body

    post_to_all(
        writers_of(application),
        MessageKind.NEWS,
        write=write,
        url=enrolment.get_absolute_url(),
        key=f"agreement-signed:{agreement.pk}",
    )
