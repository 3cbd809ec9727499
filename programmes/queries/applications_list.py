"""The applications of somebody's own municipality, and those that it is asked to join."""

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from municipalities.permissions import predecessors, reach_of
from municipalities.roles import Permission
from programmes.enums.applications import IN_HAND, ApplicationState
from programmes.models import Application, Call

A = ApplicationState
MOST_SOURCES = 20
GROUPS = (
    (_("Skrives"), (A.DRAFT, A.RETURNED)),
    (_("Til godkjenning i kommunen"), (A.SIGNING,)),
    (_("Hos fylkeskommunen"), IN_HAND),
    (_("Avgjort"), (A.DECIDED,)),
    (_("Trukket"), (A.WITHDRAWN,)),
)


def own_applications(user) -> QuerySet[Application]:
    """In the order of GROUPS, the latest first; each with `group`, its place among them, and `is_lead`."""
    places = [When(state__in=states, then=Value(n)) for n, (_name, states) in enumerate(GROUPS)]
    lead = Q(municipality__in=reach_of(user, Permission.APPLICATION_VIEW).municipalities)
    return (
        Application.objects.filter(Application.objects.of(user))
        .for_list()
        .annotate(
            group=Case(*places, output_field=IntegerField()),
            is_lead=Case(When(lead, then=Value(True)), default=Value(False)),
        )
        .order_by("group", "-pk")
    )


def sources_for(user, call: Call, municipalities) -> QuerySet[Application]:
    """The latest applications in the call's area that a new one may be built on."""
    own = predecessors({one.pk for one in municipalities}, asked_by=user)
    return (
        Application.objects.real()
        .filter(municipality__in=own, call__area=call.area_id)
        .exclude(call=call)
        .select_related("version", "municipality", "district", "call__area__programme")
        .order_by("-pk")[:MOST_SOURCES]
    )


def is_source_for(user, source: Application, municipality) -> bool:
    return source.municipality_id in predecessors({municipality.pk}, asked_by=user)


def open_calls_like(application: Application, day) -> QuerySet[Call]:
    """Calls in the same area that can be applied to now."""
    return Call.objects.open_on(day).filter(area=application.call.area_id).exclude(pk=application.call_id)
