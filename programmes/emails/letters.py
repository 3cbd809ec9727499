"""A letter has come: the mail only says so, and leads to it behind the sign-in."""

from django.utils.translation import gettext as _

from accounts.enums import MessageKind
from accounts.post import post_to_all
from programmes.queries.letters import sender_of
from programmes.queries.recipients import approvers_of, writers_of


def letter_is_sent(letter):
    application = letter.application
    names = {"sender": sender_of(letter), "case": application.case}

    def write():
        subject = _("Brev fra %(sender)s i sak %(case)s") % names
        body = _(
            "%(sender)s har sendt et brev til kommunen i sak %(case)s. "
            "Logg inn i portalen for å lese det og laste det ned."
        )
        return subject, body % names

    readers = {one.pk: one for one in (*writers_of(application), *approvers_of(application))}
    post_to_all(
        [readers[pk] for pk in sorted(readers)],
        MessageKind.LETTER,
        write=write,
        url=letter.get_absolute_url(),
        key=f"letter-sent:{letter.pk}",
    )
