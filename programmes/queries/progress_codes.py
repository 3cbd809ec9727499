"""From a number that somebody types to the municipality or county that it meant in a year."""

from django.utils.translation import gettext as _

from folkehelse.lib.dates import end_of_year, today
from municipalities.models import CountyCode, Municipality, MunicipalityCode
from programmes.queries.progress_territory import territory


class NotFound(Exception):
    """Said to a person, in Norwegian."""


def county_called(code, year):
    """The county that had the number, if it was there at the end of the year."""
    day = end_of_year(year, latest=today())
    codes = CountyCode.objects.filter(code=code).select_related("county")
    found = codes.filter(valid__contains=day).first() or codes.last()
    if found is None:
        raise NotFound(_("Det finnes ikke noe fylke med nummer %(code)s.") % {"code": code})
    if not found.county.codes.filter(valid__contains=day).exists():
        text = _("%(name)s (%(code)s) var ikke et fylke i %(year)s.")
        raise NotFound(text % {"name": found.name, "code": code, "year": year})
    return found.county


def municipality_called(code, year):
    """(the municipality that the number meant, or what it had become by that year; a word about it if so)"""
    day = end_of_year(year, latest=today())
    codes = MunicipalityCode.objects.filter(code=code).select_related("municipality")
    if found := codes.filter(valid__contains=day).first():
        return found.municipality, ""
    if not (known := codes.last()):
        raise NotFound(_("Det finnes ikke noen kommune med nummer %(code)s.") % {"code": code})
    land = territory(day, {known.municipality_id})
    place = land.places[land.home.get(known.municipality_id, known.municipality_id)]
    said = {
        "name": known.municipality.name,
        "code": code,
        "year": year,
        "place": f"{place.code} {place.name}",
    }
    if place.until is not None:
        heirs = [land.places[pk] for pk in land.kin[place.pk] if pk in land.places]
        said["heirs"] = ", ".join(f"{heir.code} {heir.name}" for heir in heirs)
        text = _("%(name)s (%(code)s) var delt i %(year)s. Velg en av disse: %(heirs)s.")
        raise NotFound(text % said)
    if place.pk == known.municipality_id and place.code == code:
        text = _(
            "%(name)s (%(code)s) var ikke en kommune i %(year)s. "
            "Rapporten gjelder kommunene den ble dannet av."
        )
        return known.municipality, text % said
    text = _("Nummer %(code)s var %(name)s. I %(year)s er det %(place)s.")
    return Municipality.objects.get(pk=place.pk), text % said
