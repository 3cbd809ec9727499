"""What waits with calls: drafts and closings for the county, open calls for those who may apply."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from folkehelse.lib.dates import today
from municipalities.models import Municipality
from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.enums.calls import CallState, VersionState
from programmes.models import Application, Call, CallVersion
from programmes.models.area_reach import administered, areas_of
from programmes.queries.waiting import Ask, Waiting, together

SOON = dt.timedelta(days=14)


def waiting(user) -> list[Waiting]:
    return together(asks(user))


def asks(user) -> list[Ask]:
    county = reach_of(user, Permission.CALL_WRITE)
    found = [_drafts(county), _closing(county)] if county else []
    municipal = reach_of(user, Permission.APPLICATION_SEND)
    return [*found, _to_apply_for(municipal)] if municipal else found


def _drafts(reach):
    drafts = CallVersion.objects.filter(administered(reach, "call__area"), state=VersionState.DRAFT)
    live = drafts.exclude(call__state=CallState.CANCELLED).select_related("call")
    return Ask(live.order_by("opens_on", "pk"), _draft)


def _draft(version):
    is_new = version.number == 1
    return Waiting(
        href=reverse("call-edit", args=[version.call_id]),
        title=version.title,
        text=_("Utlysning som ikke er ferdig") if is_new else _("Endring som ikke er publisert"),
        day=version.opens_on if is_new else None,
        day_label=_("skal åpne") if is_new else "",
        state="draft",
        label=_("utkast"),
    )


def _closing(reach):
    day = today()
    closing = Call.objects.filter(administered(reach, "area")).open_on(day)
    soon = closing.filter(current__closes_on__lte=day + SOON).select_related("current")
    return Ask(soon.order_by("current__closes_on", "pk"), _closing_call)


def _closing_call(call):
    return Waiting(
        href=call.get_absolute_url(),
        title=call.current.title,
        text=_("Søknadsfristen nærmer seg."),
        day=call.current.closes_on,
        day_label=_("søknadsfrist"),
        state="open",
        label=_("åpen"),
    )


def _to_apply_for(reach):
    """Open calls of the areas that the municipality lies in, and that nobody there has begun to answer."""
    day = today()
    own = Municipality.objects.current().filter(pk__in=reach.municipalities)
    begun = Application.objects.real().filter(municipality__in=reach.municipalities).values("call")
    open_now = Call.objects.open_on(day).filter(area__in=areas_of(own.values("county"))).exclude(pk__in=begun)
    late = open_now.filter(current__has_sketch=True, current__sketch_closes_on__lt=day)
    fitting = open_now.exclude(pk__in=late.values("pk"))
    districts = own.filter(districts__isnull=False)
    in_reach = fitting.filter(current__for_municipalities=True) | fitting.filter(
        area__in=areas_of(districts.values("county"))
    )
    found = Call.objects.filter(pk__in=in_reach.values("pk")).select_related("current", "county")
    return Ask(found.order_by("current__closes_on", "pk"), _open_call)


def _open_call(call):
    version = call.current
    return Waiting(
        href=call.get_absolute_url(),
        title=version.title,
        text=_("%(county)s har en utlysning dere kan søke på.") % {"county": call.county},
        day=version.sketch_closes_on if version.has_sketch else version.closes_on,
        day_label=_("frist for skisse") if version.has_sketch else _("søknadsfrist"),
        state="open",
        label=_("åpen"),
    )
