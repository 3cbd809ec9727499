"""A deadline comes near, or has gone by. The texts count from the day that the mail is written."""

from django.utils.translation import gettext as _

from accounts.enums import MessageKind
from accounts.post import post_to_all
from folkehelse.lib.dates import today
from folkehelse.lib.tags import day
from programmes.enums.calls import ReminderAbout

R = ReminderAbout


def remind(due):
    post_to_all(due.readers, MessageKind.REMINDER, write=lambda: text_of(due), url=due.url, key=due.key)


def text_of(due):
    """(subject, body) in the language of the moment."""
    what, ask = _words(due)
    subject = _("%(what)s: %(when)s") % {"what": what, "when": _when(due.deadline)}
    body = _("Utlysning: %(call)s\nFrist: %(day)s\n\n%(ask)s") % {
        "call": due.rule.call.current.title,
        "day": day(due.deadline),
        "ask": ask,
    }
    return subject, body


def _words(due):
    """(what it is about, what is to be done) – before the deadline and after it."""
    late = due.deadline < today()
    return {
        R.SKETCH_DUE: (
            _("Skissen er ikke sendt"),
            _("Fristen er ute, og skissen ble ikke sendt. Teksten ligger fortsatt i portalen.")
            if late
            else _("Skissen deres er ikke sendt. Godkjenneren må også ha tid til å lese den."),
        ),
        R.APPLICATION_DUE: (
            _("Søknaden er ikke sendt"),
            _("Fristen er ute, og søknaden ble ikke sendt. Teksten ligger fortsatt i portalen.")
            if late
            else _("Søknaden deres er ikke sendt. Godkjenneren må også ha tid til å lese den."),
        ),
        R.CHANGES_DUE: (
            _("Søknaden skal rettes"),
            _("Fylkeskommunen har bedt om at noe i søknaden rettes. Det er ikke sendt ennå."),
        ),
        R.REVIEW_DUE: (
            _("En vurdering venter på deg"),
            _("Du har en søknad til vurdering som ikke er levert."),
        ),
        R.REPORT_DUE: (
            _("Årsrapporten"),
            _("Kommunen skal rapportere til fylkeskommunen om året som gikk."),
        ),
    }[due.rule.about]


def _when(deadline):
    days = (deadline - today()).days
    if days < 0:
        return _("fristen gikk ut %(day)s") % {"day": day(deadline)}
    if days == 0:
        return _("fristen er i dag")
    if days == 1:
        return _("fristen er i morgen")
    return _("fristen er om %(days)d dager") % {"days": days}
