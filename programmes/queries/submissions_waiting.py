"""What waits: applications to sign, to put right, and new ones in the county."""

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.enums.applications import COUNTY_LABELS, WRITABLE, ApplicationState, Phase
from programmes.models import Application, ChangeRequest, SignatureRequest
from programmes.models.area_reach import administered
from programmes.queries.waiting import Ask, Waiting, together

A = ApplicationState


def waiting(user) -> list[Waiting]:
    return together(asks(user))


def asks(user) -> list[Ask]:
    found = []
    if reach := reach_of(user, Permission.APPLICATION_SIGN):
        found.append(_to_sign(reach))
    if reach := reach_of(user, Permission.APPLICATION_WRITE):
        found.append(_to_put_right(reach))
    if reach := reach_of(user, Permission.CASE_HANDLE):
        found.append(_new_in_county(reach))
    return found


def _rows():
    return Application.objects.real().select_related("municipality", "district", "version", "call")


def _to_sign(reach):
    rows = _rows().filter(reach.q(), state=A.SIGNING).order_by("version__closes_on", "pk")
    return Ask(rows, _signing)


def _signing(one):
    return Waiting(
        reverse("application-sign", args=[one.pk]),
        str(one),
        text=f"{one.who} · {one.version.title}",
        day=_deadline(one),
        day_label=_("frist") if _deadline(one) else "",
        state=A.SIGNING,
        label=_("godkjenn"),
    )


def _deadline(application):
    """What the county has returned may have a deadline of its own, which is not asked for here."""
    if application.case_number and application.phase == Phase.PLAN:
        return None
    return application.closes_on


def _to_put_right(reach):
    """Sent back by the approver, or by the county with sections to put right."""
    last = SignatureRequest.objects.filter(application=OuterRef("pk")).order_by("-pk")
    asked = ChangeRequest.objects.filter(application=OuterRef("pk"), closed_at=None)
    rows = (
        _rows()
        .filter(reach.q(), state__in=WRITABLE)
        .annotate(
            is_signed=Subquery(last.values("is_signed")[:1]),
            comment=Subquery(last.values("comment")[:1]),
            asked=Subquery(asked.values("pk")[:1]),
            due_on=Subquery(asked.values("due_on")[:1]),
        )
        .filter(Q(is_signed=False) & ~Q(comment="") | Q(asked__isnull=False))
        .order_by("due_on", "pk")
    )
    return Ask(rows, _sent_back)


def _sent_back(one):
    return Waiting(
        one.get_absolute_url(),
        str(one),
        text=_("Godkjenneren har sendt søknaden tilbake.") if _by_approver(one) else _of_county(one),
        day=one.due_on,
        day_label=_("frist") if one.due_on else "",
        state=one.state,
        label=one.get_state_display(),
    )


def _by_approver(one):
    return one.is_signed is False and bool(one.comment)


def _of_county(one):
    if one.state == A.RETURNED:
        return _("Fylket ber dere rette søknaden.")
    return _("Fylket har svart på skissen. Skriv den fulle søknaden.")


def _new_in_county(reach):
    """Received, and nobody has begun on it."""
    rows = _rows().filter(administered(reach, "call__area"), state=A.SUBMITTED).order_by("pk")
    return Ask(rows, _new)


def _new(one):
    return Waiting(
        one.get_absolute_url(),
        f"{one.case} {one}",
        text=f"{one.who} · {one.version.title}",
        state=A.SUBMITTED,
        label=str(COUNTY_LABELS[A.SUBMITTED]),
    )
