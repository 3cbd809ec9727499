"""Calls as the public and the county see them."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from folkehelse.lib.dates import today
from programmes.enums.applications import ApplicationState
from programmes.enums.calls import CallState, CriterionKind, VersionState
from programmes.models import Application, Call, CallVersion, Criterion
from programmes.models.area_reach import administered

LATELY = dt.timedelta(days=365)


@dataclass(frozen=True)
class Listed:
    open: list
    soon: list
    closed: list


def listed() -> Listed:
    """What the public list shows, each with `standing`: open, opening soon, closed or cancelled lately."""
    day = today()
    shown = Call.objects.exclude(state=CallState.DRAFT).filter(current__closes_on__gte=day - LATELY)
    groups = Listed([], [], [])
    for call in shown.for_list():
        call.standing = standing_of(call)
        groups_of = {"open": groups.open, "planned": groups.soon}
        groups_of.get(call.standing[0], groups.closed).append(call)
    groups.open.sort(key=lambda call: call.current.closes_on)
    groups.soon.sort(key=lambda call: call.current.opens_on)
    return groups


def standing_of(call) -> tuple[str, str]:
    """(the key that the state is coloured by, words): a published call opens and closes by its dates."""
    if call.state == CallState.DRAFT:
        return "draft", _("utkast")
    if call.state == CallState.CANCELLED:
        return "declined", _("avlyst")
    if today() < call.current.opens_on:
        return "planned", _("åpner snart")
    return ("open", _("åpen")) if call.is_open else ("closed", _("stengt"))


def own_applications(user, call) -> QuerySet[Application] | tuple:
    """What the reader's own municipality has begun or sent to the call."""
    if not user.is_authenticated:
        return ()
    mine = Application.objects.filter(Application.objects.of(user), call=call).for_list()
    return mine.order_by("pk")


def own_calls(reach) -> QuerySet[Call]:
    """Every call of the areas that the reach administers, with `waiting_draft` and how many have applied."""
    real = Q(applications__is_trial=False)
    sent = real & Q(applications__case_number__isnull=False)
    drafts = CallVersion.objects.filter(state=VersionState.DRAFT)
    return (
        Call.objects.filter(administered(reach, "area"))
        .for_list()
        .prefetch_related(Prefetch("versions", drafts, to_attr="drafts"))
        .annotate(
            sent=Count("applications", filter=sent, distinct=True),
            unsent=Count("applications", filter=real & ~sent, distinct=True),
        )
    )


def with_parts(versions) -> QuerySet[CallVersion]:
    return versions.select_related("call__area__programme", "call__county").prefetch_related(
        "questions", "sub_themes", "criteria", "requirements"
    )


def draft_of(call, *, parts: bool = False) -> CallVersion | None:
    """The draft of the call, upon the same call object; with its parts when they are to be read."""
    drafts = call.versions.filter(state=VersionState.DRAFT)
    version = (with_parts(drafts) if parts else drafts).first()
    if version:
        version.call = call
    return version


def counted_draft_of(call) -> CallVersion | None:
    """The draft with what the overview of its parts asks for, in few queries."""
    drafts = call.versions.filter(state=VersionState.DRAFT).prefetch_related("questions", "criteria")
    version = drafts.annotate(
        sub_theme_count=Count("sub_themes", distinct=True),
        requirement_count=Count("requirements", distinct=True),
    ).first()
    if version:
        version.call = call
    return version


def draft_and_current(call) -> tuple[CallVersion | None, CallVersion | None]:
    """The draft, and what it would replace, both with their parts."""
    found = with_parts(call.versions.filter(Q(state=VersionState.DRAFT) | Q(pk=call.current_id)))
    versions = list(found)
    for version in versions:
        version.call = call
    draft = next((one for one in versions if one.state == VersionState.DRAFT), None)
    return draft, next((one for one in versions if one.pk == call.current_id), None)


def shares(criteria) -> list[Criterion]:
    """The weighed criteria, each with `share`: its weight in per cent of them all, for the reader."""
    weighed = [one for one in criteria if one.kind == CriterionKind.WEIGHED]
    total = sum(one.weight for one in weighed)
    for one in weighed:
        one.share = 100 * one.weight / total
    return weighed


def undecided(call) -> QuerySet:
    """Real applications that something may still happen to."""
    over = [ApplicationState.DECIDED, ApplicationState.WITHDRAWN]
    return call.applications.real().exclude(state__in=over)


def published(limit: int) -> QuerySet[Call]:
    """The newest first, for the feed; what is cancelled stays, so that subscribers are told."""
    found = Call.objects.exclude(state=CallState.DRAFT).select_related("area__programme", "county", "current")
    return found.order_by("-current__published_at", "-pk")[:limit]
