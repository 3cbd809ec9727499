from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.enums import DocumentKind
from programmes.queries.progress_scopes import counties_of, county_existed, municipalities_of, years_of

K = DocumentKind


def _keyed(kind, places):
    return {f"{kind}-{one.pk}": one for one in places}


class OrderForm(forms.Form):
    """Orders a report of something that the reader reaches; `order()` gives order_report its arguments."""

    what = forms.ChoiceField(
        label=_("Hva rapporten gjelder"),
        help_text=_("En kommunes rapport blir skrevet i kommunens målform, andre rapporter i din."),
        error_messages={"required": _("Velg hva rapporten gjelder")},
    )
    year = forms.TypedChoiceField(label=_("År"), coerce=int)

    def __init__(self, *args, user, programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.programme = programme
        self.municipalities = _keyed(K.MUNICIPALITY, municipalities_of(user, programme))
        self.counties = _keyed(K.COUNTY, counties_of(user))
        self.fields["what"].choices = self._choices(reach_of(user, Permission.REPORT_ORDER).nationwide)
        self.fields["year"].choices = [(year, str(year)) for year in years_of(programme)]

    def _choices(self, nationwide):
        """The largest first; municipalities in groups by county."""
        groups = {}
        for key, one in self.municipalities.items():
            group = _("Kommuner i %(county)s") % {"county": one.county.name}
            groups.setdefault(group, []).append((key, one.name))
        counties = [
            (key, one.name if one.is_current else _("%(name)s (tidligere fylke)") % {"name": one.name})
            for key, one in self.counties.items()
        ]
        whole = [(K.NATION.value, _("Hele landet"))] if nationwide else []
        named = [(_("Fylker"), counties)] if counties else []
        choices = [*whole, *named, *groups.items()]
        is_only_one = len(self.municipalities) == 1 and not counties and not whole
        return choices if is_only_one else [("", _("Velg")), *choices]

    def clean(self):
        super().clean()
        county, year = self.counties.get(self.cleaned_data.get("what")), self.cleaned_data.get("year")
        if county and year and not county_existed(county, year):
            text = _("%(name)s var ikke et fylke i %(year)s. Velg et annet år.")
            params = {"name": county.name, "year": year}
            self.add_error("year", ValidationError(text, code="no_county", params=params))

    def order(self):
        what = self.cleaned_data["what"]
        return {
            "kind": K(what.partition("-")[0]),
            "year": self.cleaned_data["year"],
            "municipality": self.municipalities.get(what),
            "county": self.counties.get(what),
        }
