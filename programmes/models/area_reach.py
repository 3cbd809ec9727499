"""Which counties answer for a programme area: money followed the old borders, people the new."""

from django.db.models import DateField, F, Q, Value
from django.db.models.functions import Greatest, Least

from folkehelse.lib.dates import today
from programmes.models.programme import AreaCounty


def areas_of(counties):
    """Ids of the areas that these counties administer today; when an area is over, its last ones do."""
    day = Greatest(F("area__starts_on"), Least(Value(today(), DateField()), F("area__ends_on")))
    return AreaCounty.objects.filter(county__in=counties, valid__contains=day).values("area")


def counties_of(area):
    """Ids of the counties that administer the area today: the same rule, the other way."""
    day = max(area.starts_on, min(today(), area.ends_on))
    return AreaCounty.objects.filter(area=area, valid__contains=day).values("county")


def administered(reach, path=""):
    """A filter on the area at `path`: the county's own, or the nation's."""
    own = f"{path}__" if path else ""
    if not reach:
        return Q(pk__in=[])
    if reach.nationwide:
        return Q(pk__isnull=False)
    return Q(**{f"{own}pk__in": areas_of(reach.counties)})
