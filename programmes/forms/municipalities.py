from django import forms
from django.utils.translation import gettext_lazy as _

from folkehelse.lib.forms import FilterForm
from municipalities.models import County
from programmes.queries.participation import TAKING, TOOK


class MunicipalityFilter(FilterForm):
    q = forms.CharField(label=_("Søk etter navn eller nummer"), required=False, max_length=60)
    fylke = forms.ModelChoiceField(
        County.objects.none(),
        label=_("Fylke"),
        required=False,
        to_field_name="code",
        empty_label=_("Alle fylker"),
    )
    status = forms.ChoiceField(
        label=_("I programmet"),
        required=False,
        choices=[("", _("Alle")), (TAKING, _("Med nå")), (TOOK, _("Har vært med")), ("none", _("Ikke med"))],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs |= {"type": "search", "autocomplete": "off"}
        self.fields["fylke"].queryset = County.objects.filter(is_current=True)
        self.is_valid()

    def chosen(self):
        return {name: value for name, value in self.cleaned_data.items() if value}
