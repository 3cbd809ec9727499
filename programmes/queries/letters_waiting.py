"""Letters that wait: for the county, drafts to send; for the applicant, letters that nobody has opened."""

from django.db.models import Count, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import MessageState
from accounts.models import Message
from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.enums.decisions import LetterState
from programmes.models import Application, Call, Letter
from programmes.queries.letters import county_drafts, opened
from programmes.queries.waiting import Ask, Waiting, together


def waiting(user) -> list[Waiting]:
    return together(asks(user))


def asks(user) -> list[Ask]:
    found = []
    if reach_of(user, Permission.LETTER_WRITE):
        found.append(_drafts(user))
    if reach_of(user, Permission.APPLICATION_VIEW):
        found.append(_unopened(user))
    if reach_of(user, Permission.JOBS_VIEW):
        found.append(_failed_mail())
    return found


def _drafts(user):
    """One line a call, however many its letters."""
    drafts = Letter.objects.filter(county_drafts(user))
    calls = (
        Call.objects.filter(applications__letters__in=drafts)
        .select_related("current")
        .annotate(drafts=Count("applications__letters"))
        .order_by("-pk")
    )
    return Ask(calls, _call_with_drafts)


def _call_with_drafts(call):
    return Waiting(
        href=reverse("letter-list", args=[call.pk]),
        title=str(call),
        text=ngettext("%(n)d brev er ikke sendt", "%(n)d brev er ikke sendt", call.drafts)
        % {"n": call.drafts},
        state=LetterState.DRAFT,
        label=_("brev å sende"),
    )


def _unopened(user):
    mine = Application.objects.filter(Application.objects.of(user))
    letters = Letter.objects.filter(~opened(), state=LetterState.SENT, application__in=mine.values("pk"))
    return Ask(letters.select_related("application").order_by("-sent_at", "-pk"), _letter)


def _letter(letter):
    return Waiting(
        href=letter.get_absolute_url(),
        title=letter.subject,
        text=str(letter.application),
        state="submitted",
        label=_("nytt brev"),
    )


def _failed_mail():
    """For those who run the portal: one line, however many failed."""
    failed = Message.objects.filter(state=MessageState.FAILED)
    counted = failed.order_by().values("state").annotate(n=Count("pk")).values("n")
    newest = failed.order_by("-pk").values("pk")[:1]
    return Ask(Message.objects.filter(pk=Subquery(newest)).annotate(failed=Subquery(counted)), _mail)


def _mail(message):
    n = message.failed
    return Waiting(
        href=reverse("mail-list"),
        title=_("E-post som ikke kom fram"),
        text=ngettext("%(n)d e-post kom ikke fram", "%(n)d e-poster kom ikke fram", n) % {"n": n},
        state="failed",
        label=_("må ses på"),
    )
