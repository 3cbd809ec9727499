from django import forms
from django.utils.translation import gettext_lazy as _

from folkehelse.lib.forms import FilterForm
from municipalities.enums import Arena
from smart.models import Principle


class PracticeFilter(FilterForm):
    """Narrows the library; what is not understood narrows nothing."""

    q = forms.CharField(label=_("Søk i praksiser"), required=False, max_length=80)
    prinsipp = forms.ModelChoiceField(
        Principle.objects.none(),
        label=_("Prinsipp"),
        required=False,
        to_field_name="slug",
        empty_label=_("Alle"),
    )
    arena = forms.ChoiceField(label=_("Arena"), required=False)
    alder = forms.IntegerField(label=_("Alder"), required=False, min_value=0, max_value=24)
    tid = forms.ChoiceField(label=_("Tid"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs |= {"type": "search", "autocomplete": "off"}
        self.fields["alder"].widget.attrs |= {"inputmode": "numeric", "size": 4}
        self.fields["prinsipp"].queryset = Principle.objects.select_related("framework")
        self.fields["arena"].choices = [("", _("Alle")), *Arena.choices]
        self.fields["tid"].choices = [
            ("", _("Uansett")),
            ("30", _("Høyst en halvtime")),
            ("60", _("Høyst en time")),
        ]
        self.is_valid()

    def chosen(self):
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
