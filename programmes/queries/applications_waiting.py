"""What waits for those who write applications: their drafts, and what the county sent back."""

from django.db.models import Case, F, When
from django.utils.translation import gettext as _

from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.enums.applications import ApplicationState, Phase
from programmes.models import Application, ChangeRequest
from programmes.queries.application_page import time_left
from programmes.queries.waiting import Ask, Waiting, together


def waiting(user) -> list[Waiting]:
    return together(asks(user))


def asks(user) -> list[Ask]:
    """Two questions: what is to be put right first, then what is being written, nearest deadline first."""
    reach = reach_of(user, Permission.APPLICATION_WRITE)
    return [_returned(reach), _drafts(reach)] if reach else []


def _returned(reach):
    asked = (
        ChangeRequest.objects.filter(
            closed_at=None,
            application__state=ApplicationState.RETURNED,
            application__municipality__in=reach.municipalities,
        )
        .select_related("application")
        .order_by("due_on", "pk")
    )
    return Ask(asked, _to_put_right)


def _to_put_right(one):
    return Waiting(
        href=one.application.get_absolute_url(),
        title=str(one.application),
        text=_("Fylket ber dere rette noe."),
        day=one.due_on,
        day_label=_("frist"),
        state=one.application.state,
        label=one.application.get_state_display(),
    )


def _drafts(reach):
    drafts = Application.objects.real().filter(
        municipality__in=reach.municipalities, state=ApplicationState.DRAFT
    )
    by_sketch = Case(
        When(phase=Phase.SKETCH, then=F("version__sketch_closes_on")), default=F("version__closes_on")
    )
    return Ask(drafts.select_related("version").order_by(by_sketch, "pk"), _draft)


def _draft(one):
    return Waiting(
        href=one.get_absolute_url(),
        title=str(one),
        text=time_left(one.closes_on),
        day=one.closes_on,
        day_label=_("frist"),
        state=one.state,
        label=one.get_state_display(),
    )
