"""What there can be a progress report of, and which years."""

from django.db.models import Q

from folkehelse.lib.dates import end_of_year, today
from folkehelse.lib.sorting import norwegian
from municipalities.models import County, Municipality, Succession
from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.models import Enrolment, EnrolmentPartner
from programmes.models.moving import begun as more_than_a_plan


def years_of(programme):
    """The programme's years that have begun, newest first; none before there is a programme."""
    if programme is None:
        return []
    return [year for year in reversed(programme.years) if year <= today().year]


def municipalities_of(user, programme):
    """Those that somebody may order a report of: within reach, and taking part now or before."""
    reach = reach_of(user, Permission.REPORT_ORDER)
    if not reach:
        return []
    found = Municipality.objects.current().filter(reach.q("pk"), _took_part(programme))
    return list(found.select_related("county").order_by(norwegian("county__name"), norwegian("name")))


def _took_part(programme):
    """Enrolled, a partner, or made of one that was: by a reform, or by one after another."""
    begun = Enrolment.objects.filter(more_than_a_plan(), area__programme=programme)
    lead = begun.values("municipality")
    partner = EnrolmentPartner.objects.filter(enrolment__in=begun.values("pk")).values("municipality")
    heir = Succession.objects.filter(Q(old__in=lead) | Q(old__in=partner)).values("new")
    heir_of_heir = Succession.objects.filter(old__in=heir).values("new")
    return Q(pk__in=lead) | Q(pk__in=partner) | Q(pk__in=heir) | Q(pk__in=heir_of_heir)


def counties_of(user):
    """Counties of today, and for those who see the nation also the ones that were."""
    reach = reach_of(user, Permission.REPORT_ORDER)
    if reach.nationwide:
        return list(County.objects.order_by("-is_current", norwegian("name")))
    return list(County.objects.filter(pk__in=reach.counties))


def county_existed(county, year):
    return county.codes.filter(valid__contains=end_of_year(year, latest=today())).exists()
