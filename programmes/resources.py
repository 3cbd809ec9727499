from django.utils.translation import gettext_lazy as _
from import_export import fields, resources, widgets

from programmes.models import Measure
from programmes.queries.measures import listed


class AsItIs(widgets.Widget):
    """Numbers and days keep their type all the way to the cell."""

    def render(self, value, obj=None, **kwargs):
        return value


def column(attribute, name):
    return fields.Field(attribute, column_name=name, widget=AsItIs())


class MeasureResource(resources.ModelResource):
    """Measures as a spreadsheet. It carries the reader, so that it can never show more than the list does."""

    code = column("enrolment__municipality__code", _("Kommunenummer"))
    municipality = column("enrolment__municipality__name", _("Kommune"))
    district = column("enrolment__district__name", _("Bydel"))
    county = column("enrolment__municipality__county__name", _("Fylke"))
    area = column("enrolment__area", _("Programområde"))
    name = column("name", _("Tiltak"))
    state = column("get_state_display", _("Status"))
    starts_on = column("starts_on", _("Første dag"))
    last_day = column("last_day", _("Siste dag"))
    age_from = column("age_from", _("Fra alder"))
    age_to = column("age_to", _("Til alder"))
    arenas = column("arenas", _("Arenaer"))
    themes = column("themes", _("Temaer"))
    level = column("get_level_display", _("Hvem det er for"))
    partners = column("partners", _("Samarbeidspartnere"))
    evaluation_partner = column("evaluation_partner", _("Evalueringspartner"))
    entries = column("entries", _("Loggføringer"))
    last_entry = column("last_entry", _("Sist loggført"))
    note = column("is_demo", _("Merknad"))

    class Meta:
        model = Measure
        fields = [
            "code",
            "municipality",
            "district",
            "county",
            "area",
            "name",
            "state",
            "starts_on",
            "last_day",
            "age_from",
            "age_to",
            "arenas",
            "themes",
            "level",
            "partners",
            "evaluation_partner",
            "entries",
            "last_entry",
            "note",
        ]
        export_order = fields
        chunk_size = 2000

    def __init__(self, *, user, sort, filters):
        super().__init__()
        self.user, self.sort, self.filters = user, sort, filters

    def get_queryset(self):
        return listed(self.user, sort=self.sort, **self.filters)

    def dehydrate_area(self, measure):
        return str(measure.enrolment.area)

    def dehydrate_state(self, measure):
        return str(measure.get_state_display())

    def dehydrate_level(self, measure):
        return str(measure.get_level_display())

    def dehydrate_arenas(self, measure):
        return ", ".join(str(name) for name in measure.arena_names)

    def dehydrate_themes(self, measure):
        return ", ".join(theme.name for theme in measure.themes.all())

    def dehydrate_note(self, measure):
        """Nobody must take made-up data for real when the sheet has left the portal."""
        if measure.is_demo:
            return str(_("Oppdiktet demotiltak"))
        return str(_("Tittelen er oppdiktet")) if measure.has_invented_title else ""
