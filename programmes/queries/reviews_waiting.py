"""Reviews that wait for somebody: to declare, to write, to look at again, to chase, to give to another."""

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkehelse.lib.dates import today
from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.enums.applications import ApplicationState
from programmes.enums.reviews import REVIEW_WAITING
from programmes.models import Call
from programmes.models.area_reach import administered
from programmes.queries import reviews
from programmes.queries.waiting import Ask, Waiting, together


def waiting(user) -> list[Waiting]:
    return together(asks(user))


def asks(user) -> list[Ask]:
    if not (reach := reach_of(user, Permission.CASE_HANDLE)):
        return []
    return [
        Ask(reviews.own(user).filter(state__in=REVIEW_WAITING), _own),
        Ask(reviews.stale(user), _again),
        Ask(_unassigned(reach), _new),
        Ask(reviews.overdue(user), _overdue),
        Ask(reviews.without_stand_in(user), _conflicted),
    ]


def _own(review):
    application = review.application
    is_late = bool(review.due_on and review.due_on < today())
    if review.declared is None:
        href, text = reverse("case-impartiality", args=[application.pk]), _("Si fra om du er habil")
    else:
        href, text = review.get_absolute_url(), _("Skriv vurderingen")
    return Waiting(
        href=href,
        title=_title(application),
        text=text,
        day=review.due_on,
        day_label=_("frist"),
        state="overdue" if is_late else "",
        label=_("over fristen") if is_late else "",
    )


def _again(review):
    text = _("Søknaden er sendt inn på nytt. Se om vurderingen din står.")
    return Waiting(review.get_absolute_url(), _title(review.application), text)


def _unassigned(reach):
    """Calls with applications that nobody reviews yet."""
    new = Call.objects.filter(
        administered(reach, "area"),
        applications__state=ApplicationState.SUBMITTED,
        applications__reviews=None,
    )
    return new.select_related("current").annotate(new=Count("applications")).order_by("pk")


def _new(call):
    text = ngettext("%(n)d ny søknad skal fordeles", "%(n)d nye søknader skal fordeles", call.new)
    return Waiting(f"{reverse('case-list', args=[call.pk])}?status=ny", str(call), text % {"n": call.new})


def _overdue(review):
    text = _("%(name)s er over fristen med vurderingen") % {"name": review.reviewer.full_name}
    return Waiting(
        href=reverse("review-list") + "#forsinket",
        title=_title(review.application),
        text=text,
        day=review.due_on,
        day_label=_("frist"),
        state="overdue",
        label=_("over fristen"),
    )


def _conflicted(review):
    text = _("%(name)s er ikke habil, og ingen har overtatt") % {"name": review.reviewer.full_name}
    return Waiting(reverse("case-assign", args=[review.application_id]), _title(review.application), text)


def _title(application):
    return f"{application.case} {application.who}"
