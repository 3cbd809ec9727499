"""Calls for machines: a calendar of one call's deadlines, and a feed of all that is published."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from folkehelse.lib import ical
from folkehelse.lib.tags import day
from programmes.enums.calls import CallState
from programmes.models import Call
from programmes.queries.calls import published
from programmes.views.call_words import deadlines_of

IN_FEED = 30
NAMES = ("opens_on", "sketch_closes_on", "closes_on", "reports_due_on")


@require_safe
@login_not_required
def call_ics(request, pk):
    """Every deadline as a day in the calendar. A draft has no deadlines that anybody may trust."""
    published_calls = Call.objects.exclude(state=CallState.DRAFT).select_related("current", "county")
    call = get_object_or_404(published_calls, pk=pk)
    text = ical.calendar(call.current.title, events_of(call))
    response = HttpResponse(text, content_type=ical.CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="utlysning-{call.pk}.ics"'
    return response


def events_of(call):
    version, host = call.current, urlsplit(settings.BASE_URL).hostname
    url = settings.BASE_URL + call.get_absolute_url()
    labels = {on: what for what, on, _upto in reversed(deadlines_of(version))}
    for name in NAMES:
        on = getattr(version, name)
        if on is None:
            continue
        yield ical.Event(
            uid=f"utlysning-{call.pk}-{name}@{host}",
            day=on,
            title=f"{labels[on]}: {version.title}",
            stamp=version.published_at,
            text=_("Utlysning fra %(county)s.") % {"county": call.county.name},
            url=url,
            sequence=version.number - 1 + (call.state == CallState.CANCELLED),
            is_cancelled=call.state == CallState.CANCELLED,
        )


@require_safe
@login_not_required
def call_feed(request):
    feed = Atom1Feed(
        title=_("Utlysninger i program for folkehelsearbeid i kommunene"),
        link=settings.BASE_URL + reverse("call-list"),
        description=_("Nye utlysninger fra fylkeskommunene."),
        feed_url=settings.BASE_URL + reverse("call-feed"),
        language=get_language(),
    )
    for call in published(IN_FEED):
        version, url = call.current, settings.BASE_URL + call.get_absolute_url()
        is_over = call.state == CallState.CANCELLED
        feed.add_item(
            title=_("Avlyst: %(title)s") % {"title": version.title} if is_over else version.title,
            link=url,
            unique_id=url,
            description=call.cancelled_because if is_over else _summary(version),
            author_name=call.county.name,
            pubdate=version.published_at,
            updateddate=version.published_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _summary(version):
    start = version.text.partition("\n\n")[0]
    when = _("Søknadsfrist: til og med %(day)s.") % {"day": day(version.closes_on)}
    return f"{when} {start}"
