"""Which municipalities and counties there were on a day, and where those that were gone had gone."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import BigIntegerField, Case, F, Value, When

from municipalities.models import CountyCode, Municipality, MunicipalityCode, MunicipalityName, Succession


@dataclass(frozen=True)
class Place:
    """A municipality as it was on the day; `until` is the last year of one that was split."""

    pk: int
    code: str
    name: str
    county: int | None
    until: int | None = None


@dataclass
class Territory:
    day: dt.date
    counties: dict = field(default_factory=dict)  # county id → CountyCode
    places: dict = field(default_factory=dict)  # municipality id → Place
    home: dict = field(default_factory=dict)  # id of one that was not there that day → id of its place
    kin: dict = field(default_factory=lambda: defaultdict(list))  # id → ids on the other side of a reform

    def of_county(self, county):
        """The county's places, and the ids of all municipalities that are counted there."""
        places = [place for place in self.places.values() if place.county == county]
        own = {place.pk for place in places}
        return places, own | {pk for pk, home in self.home.items() if home in own}

    def near(self, pk):
        """Ids of the nearest places: itself, or the closest relatives through reforms that were there."""
        seen, wave = set(), [pk]
        while wave:
            if found := [one for one in wave if one in self.places]:
                return found
            seen.update(wave)
            wave = [other for one in wave for other in self.kin[one] if other not in seen]
        return []

    def place_expression(self, path):
        """The place of the municipality id at `path`, for the database to group by."""
        return Case(*self._moves(path), default=F(path), output_field=BigIntegerField())

    def county_expression(self, path):
        ids = {county: self.of_county(county)[1] for county in self.counties}
        return Case(
            *[When(**{f"{path}__in": sorted(own)}, then=Value(county)) for county, own in ids.items() if own],
            default=None,
            output_field=BigIntegerField(),
        )

    def _moves(self, path):
        gone = defaultdict(list)
        for pk, home in sorted(self.home.items()):
            gone[home].append(pk)
        moved = {home: pks for home, pks in gone.items() if pks != [home]}
        return [When(**{f"{path}__in": pks}, then=Value(home)) for home, pks in moved.items()]


def territory(day, used):
    """The land on that day. `used` are municipality ids that must have a place, though they were gone."""
    land = Territory(day)
    land.counties = {code.county_id: code for code in CountyCode.objects.filter(valid__contains=day)}
    names = dict(MunicipalityName.objects.filter(valid__contains=day).values_list("municipality", "name"))
    codes = MunicipalityCode.objects.filter(valid__contains=day).select_related("municipality")
    for row in codes.order_by("code"):
        name = names.get(row.municipality_id) or row.municipality.name
        land.places[row.municipality_id] = Place(row.municipality_id, row.code, name, row.county_id)
    after = defaultdict(set)
    reforms = Succession.objects.exclude(old=F("new")).order_by("on", "pk")
    for on, old, new in reforms.values_list("on", "old_id", "new_id"):
        if on <= day:
            after[old].add(new)
        land.kin[old].append(new)
        land.kin[new].append(old)
    _find_homes(land, set(used) - set(land.places), after)
    return land


def _find_homes(land, gone, after):
    """Who went up in one municipality is counted there; who was split stays by itself."""
    strays = set()
    for pk in gone:
        home = pk
        while home not in land.places and len(after[home]) == 1:
            (home,) = after[home]
        if home in land.places:
            land.home[pk] = home
        else:
            strays.add(pk)
    for municipality in Municipality.objects.filter(pk__in=strays).prefetch_related("codes"):
        county = next((land.places[pk].county for pk in land.near(municipality.pk)), None)
        ends = [code.valid.upper for code in municipality.codes.all() if code.valid.upper]
        until = max((end.year - 1 for end in ends if end <= land.day), default=None)
        place = Place(municipality.pk, municipality.code, municipality.name, county, until)
        land.places[place.pk] = place
