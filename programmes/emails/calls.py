"""Mails about a call, to those who write an application to it."""

from django.utils.translation import gettext as _

from accounts.enums import MessageKind
from accounts.post import post_to_all
from programmes.queries.calls import undecided
from programmes.queries.recipients import writers_of


def call_changed(call, applications, *, note):
    """The call says something new: what is being written follows it."""
    version = call.current

    def write():
        return (
            _("Utlysningen «%(call)s» er endret") % {"call": version.title},
            _(
                "Fylkeskommunen har endret utlysningen «%(call)s». Det dere har skrevet, er ikke borte, "
                "og søknaden følger nå den nye teksten.\n\n%(note)s"
            )
            % {"call": version.title, "note": note},
        )

    for application in applications:
        post_to_all(
            writers_of(application),
            MessageKind.NEWS,
            write=write,
            url=application.get_absolute_url(),
            key=f"call-changed:{version.pk}:{application.pk}",
        )


def call_cancelled(call):
    """To all who have begun or sent something that is not decided."""

    def write():
        return (
            _("Utlysningen «%(call)s» er avlyst") % {"call": call.current.title},
            _(
                "Fylkeskommunen har avlyst utlysningen «%(call)s». Søknaden deres blir ikke behandlet, men "
                "teksten ligger der, og dere kan bruke den om igjen.\n\nBegrunnelse: %(why)s"
            )
            % {"call": call.current.title, "why": call.cancelled_because},
        )

    for application in undecided(call).select_related("municipality"):
        post_to_all(
            writers_of(application),
            MessageKind.NEWS,
            write=write,
            url=call.get_absolute_url(),
            key=f"call-cancelled:{call.pk}:{application.pk}",
        )
